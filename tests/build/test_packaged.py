"""A theme that is installed as a package, used by the sites that name it and by no other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from audiencegen.build.packaged import installed, packaged
from audiencegen.build.themes import find
from audiencegen.problems import ProjectError
from conftest import write


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages in which one brings the theme `sea`; to import that package would fail."""
    folder = tmp_path / "packages"
    write(
        folder,
        {
            "sea_theme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: sea-theme\nVersion: 1.0\n",
            "sea_theme-1.0.dist-info/entry_points.txt": "[audiencegen.themes]\nsea = sea_theme.files\nlost = nowhere\n",
            "sea_theme/__init__.py": "raise SystemError('nobody runs a theme')\n",
            "sea_theme/files/site/parts/footer.html": "the sea",
            "sea_theme/files/site/parts/head.html": "the sea",
        },
    )
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    return folder


def test_a_theme_is_found_in_a_package_that_is_not_run(site_packages: Path, tmp_path: Path) -> None:
    write(tmp_path, {"theme/site/parts/head.html": "own"})
    texts = {one.name: (one.origin, one.text) for one in find(tmp_path, "sea").theme.templates}
    assert texts["site/parts/footer.html"] == ("sea_theme/files/site/parts/footer.html", "the sea")
    assert texts["site/parts/head.html"] == ("theme/site/parts/head.html", "own")
    assert texts["site/post.html"][0] == "themes/default/site/post.html"
    assert "sea_theme" not in sys.modules


def test_a_folder_of_the_project_goes_before_a_package(site_packages: Path, tmp_path: Path) -> None:
    write(tmp_path, {"themes/sea/site/parts/footer.html": "here"})
    assert next(one.text for one in find(tmp_path, "sea").theme.templates if one.name.endswith("footer.html")) == "here"


def test_a_theme_whose_package_is_gone_is_no_theme(site_packages: Path, tmp_path: Path) -> None:
    assert packaged("lost") == []
    with pytest.raises(ProjectError) as refused:
        find(tmp_path, "seas")
    assert refused.value.problems[0].hint == "did you mean `sea`?"


def test_what_is_installed_can_be_listed(site_packages: Path) -> None:
    assert {"sea", "lost"} <= set(installed())
