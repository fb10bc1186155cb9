"""The wheel carries its themes, and builds a site where no checkout is near."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from conftest import NOW, ROOT, clean_environment


def test_the_wheel_builds_a_site_on_its_own(tmp_path: Path, project: Path) -> None:
    made = tmp_path / "dist"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)],
        check=True, cwd=ROOT, capture_output=True,
    )  # fmt: skip
    (wheel,) = made.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        assert "audiencegen/themes/default/site/base.html" in archive.namelist()
        archive.extractall(installed)
    environment = {**clean_environment(), "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "audiencegen", "-C", str(project), "build", "--now", NOW]
    answer = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    assert "Built 1 post" in answer.stdout
    assert "Hello" in (project / "output/site/posts/hello/index.html").read_text("utf-8")
