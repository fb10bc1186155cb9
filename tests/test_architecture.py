"""The house holds: who imports whom, what a pure room may not do, no circles; and it prints lines per room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "audiencegen"

# Each room may import the rooms of earlier rows; members of one row do not import each other.
ORDER: tuple[frozenset[str], ...] = tuple(
    frozenset(row.split())
    for row in (
        "values",
        "problems",
        "fields",
        "podcast",
        "model",
        "config",
        "people.domains",
        "content images sound people.person",
        "people.law people.authentication",
        "people.intake people.private people.wishes people.archive people.scrub people.introductions people.migrations",
        "people.segments",
        "theme people.formats people.sqlite",
        "people.store people.granting",
        "mail channels",
        "outputs delivery",
        "build",
        "preview",
        "cli",
    )
)
PURE = frozenset(
    "values problems fields podcast model config content images sound theme mail channels outputs "
    "people.domains people.person people.law people.intake people.archive people.scrub "
    "people.introductions people.segments people.authentication people.wishes people.granting".split()
)
FORBIDDEN_NAMES = frozenset({"open", "print", "input", "exec", "eval"})
FORBIDDEN_MODULES = frozenset(
    "os socket subprocess tempfile shutil time random secrets urllib.request http locale getpass smtplib".split()
)
FORBIDDEN_CALLS = frozenset("now today utcnow read_text read_bytes write_text write_bytes getenv".split())
LONGEST_FILE = 490  # lines; most files stay under 300
LONGEST_FUNCTION = 60  # lines; most functions stay under 25
BEHIND_ONE_FILE = {
    "markdown": "content/python_markdown.py",
    "comrak": "content/markdown.py",
    "selectolax": "content/tree.py",
    "pygments": "content/highlight.py",
    "jinja2": "theme/answers.py theme/audit.py theme/code.py theme/faults.py theme/parts.py theme/sections.py "
    "theme/showing.py theme/templates.py theme/visits.py",
    "yaml": "fields/yaml_text.py",
    "feedgen": "outputs/feeds/xml.py",
    "lxml": "outputs/feeds/xml.py",
    "PIL": "images/probe.py images/resize.py images/card.py images/lettering.py images/sheet.py",
    "idna": "mail/headers.py people/domains.py",
    "sqlite3": "people/sqlite.py build/looks.py build/rows.py build/state.py build/whole.py",
    "msgspec": "values.py",
    "smtplib": "delivery/transport.py",
    "pyrage": "cli/people_backup.py",
    "keyring": "cli/mail_server.py",
    "watchdog": "preview/watch.py",
    "segno": "preview/phone.py",
    "tinytag": "sound.py",
}

FILES = sorted(path for path in SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    if parts[0] in ("__init__", "__main__"):
        return "cli" if parts[0] == "__main__" else ""
    if parts[0] == "people" and len(parts) > 1 and parts[1] != "__init__":
        return ".".join(parts[:2])
    return parts[0]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Modules that a file imports anywhere, in functions too, without what only the type checker sees."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def own_room(module: str) -> str | None:
    """The room of an imported module of ours, or None for any other."""
    if not module.startswith("audiencegen."):
        return None
    parts = module.split(".")[1:]
    path = SOURCE.joinpath(*parts)
    while parts and not (path.with_suffix(".py").exists() or path.is_dir()):
        parts, path = parts[:-1], path.parent
    return room(path.with_suffix(".py")) if parts else None


def floor(name: str) -> int:
    return next((index for index, row in enumerate(ORDER) if name in row), -1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_import_goes_down_the_stairs(path: Path) -> None:
    mine = room(path)
    if not mine or mine == "people":
        return
    assert floor(mine) >= 0, f"the room {mine} has no place in the order"
    for module, line in imports(path):
        other = own_room(module)
        if other is None or other in (mine, "people", ""):
            continue
        assert floor(other) < floor(mine), f"{path.name}:{line}: {mine} may not import {other} ({module})"


@pytest.mark.parametrize("path", [path for path in FILES if room(path) in PURE], ids=lambda path: path.name)
def test_a_pure_room_has_no_hidden_inputs_and_no_effects(path: Path) -> None:
    for module, line in imports(path):
        assert module not in FORBIDDEN_MODULES, f"{path.name}:{line}: imports {module}"
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_NAMES, f"{path.name}:{node.lineno}: calls {node.func.id}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in FORBIDDEN_CALLS, f"{path.name}:{node.lineno}: calls .{node.func.attr}"


def test_no_two_modules_import_each_other_in_a_circle() -> None:
    names = {module_name(path): path for path in FILES}
    graph = {
        name: {module for module, _ in imports(path) if module in names and module != name}
        for name, path in names.items()
    }
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*above, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_a_dependency_lives_behind_one_file() -> None:
    for path in FILES:
        where = path.relative_to(SOURCE).as_posix()
        for module, line in imports(path):
            allowed = BEHIND_ONE_FILE.get(module.split(".")[0])
            assert allowed is None or where in allowed.split(), f"{where}:{line}: {module} belongs to {allowed}"


def test_only_the_terminal_prints() -> None:
    for path in FILES:
        calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
        if any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls):
            assert path.relative_to(SOURCE).as_posix() == "cli/terminal.py"


def test_every_file_and_function_can_be_read_in_one_go() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        assert text.count("\n") <= LONGEST_FILE, f"{path.name} has {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{path.name}:{node.lineno}: {node.name} has {length} lines"


def test_lines_per_room(capsys: pytest.CaptureFixture[str]) -> None:
    lines: dict[str, int] = {}
    for path in FILES:
        top = path.relative_to(SOURCE).with_suffix("").parts[0]
        lines[top] = lines.get(top, 0) + path.read_text("utf-8").count("\n")
    with capsys.disabled():
        print("\nlines per room: " + ", ".join(f"{name} {count}" for name, count in sorted(lines.items())))
        print(f"lines in all: {sum(lines.values())}")
    assert set(lines) <= {name.split(".")[0] for row in ORDER for name in row} | {"__init__", "__main__"}
