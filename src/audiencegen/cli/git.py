"""What git would do with the people who read you: `private/` must never be committed."""

from __future__ import annotations

from pathlib import Path

from audiencegen.problems import Problem, warning

KIND = "private-in-git"  # said by every build that does something, and never from memory
_PATIENCE = 10  # seconds


def tracked(folder: Path) -> bool:
    """Is anything of `private/` in git?"""
    return bool(_asked(folder, "ls-files", "--", "private"))


def would_commit(folder: Path) -> bool:
    """Would `git add` take in `private/`, or has it?"""
    if not any((above / ".git").exists() for above in (folder.resolve(), *folder.resolve().parents)):
        return False
    # The first as git sees folders and files that are not there yet, the second for what was added all the same.
    return _asked(folder, "check-ignore", "private/people.sqlite") == "" or tracked(folder)


def problems(folder: Path) -> tuple[Problem, ...]:
    """A warning where git would commit the list."""
    if not (folder / "private").is_dir() or not would_commit(folder):
        return ()
    if tracked(folder):
        hint = "git rm -r --cached private, add the line /private/ to .gitignore, and see audiencegen people doctor"
        return (warning(KIND, "private/ is in git: the addresses of your readers would be published with it", hint),)
    hint = "add the line /private/ to the file .gitignore"
    return (warning(KIND, "git would commit private/, and with it the addresses of your readers", hint),)


def _asked(folder: Path, *words: str) -> str | None:
    """What git answers; None when there is no git, or this is no repository of it."""
    import subprocess  # a site without a list never asks

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, timeout=_PATIENCE, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode in (0, 1) else None
