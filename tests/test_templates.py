"""The promise to those who write themes: a template gets what docs/reference/templates.md says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiencegen import model, podcast
from audiencegen.build.configured import read_config
from audiencegen.build.pipeline import Linked, look
from audiencegen.build.places import Places
from audiencegen.build.request import Request
from audiencegen.cli.theme_check import SAMPLE
from audiencegen.content.blocks import video
from audiencegen.content.states import Moment
from audiencegen.model import Output
from audiencegen.outputs import lists, plan
from audiencegen.theme import Theme
from audiencegen.theme.given import EVERYWHERE, GIVEN, UNPROMISED
from audiencegen.values import replace
from conftest import ROOT, tree, write
from sites import LOOK

PAGE = (ROOT / "docs/reference/templates.md").read_text("utf-8")
# What a template was given, as Jinja2 itself knows it, between marks.
TELL = '[[[{{ self._TemplateReference__context.parent|list|sort|join(" ") }}]]]'
OF_JINJA = frozenset("cycler dict joiner lipsum namespace range".split())
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)


def tables() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The tables of the page: its heading, and the name and type of each row."""
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        heading, _, rest = section.partition("\n")
        yield heading.strip("` "), re.findall(r"^\| `(\w+)` \| ((?:[^|\\]|\\.)+) \|", rest, flags=re.MULTILINE)


DOCUMENTED = dict(tables())
RECORDS = {name: rows for name, rows in DOCUMENTED.items() if "/" not in name}


def record(name: str) -> type:
    found: type = next(getattr(room, name) for room in (model, podcast, lists, video) if hasattr(room, name))
    return found


def telling(theme: Theme, name: str) -> Theme:
    """The theme with one template that says what it was given."""
    told = (replace(one, text=TELL) if one.name == name else one for one in theme.templates)
    return replace(theme, templates=tuple(told))


def given(linked: Linked) -> Mapping[str, set[str]]:
    outputs: Sequence[Output] = tuple(plan(linked.site, linked.theme, None))
    return {name: _told(linked, outputs, telling(linked.theme, name)) for name in GIVEN}


def _told(linked: Linked, outputs: Sequence[Output], theme: Theme) -> set[str]:
    for output in outputs:
        if linked.theme in output.inputs and output.path.endswith((".html", ".txt")) and "/for/" not in output.path:
            inputs = tuple(theme if one is linked.theme else one for one in output.inputs)
            found = re.search(r"\[\[\[(.*)]]]", linked.made(replace(output, inputs=inputs)).decode("utf-8"))
            if found:
                return set(found[1].split())
    return set()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """What the recipes give each template, on the sample site. Of its letters none is for a service."""
    folder = write(tmp_path_factory.mktemp("sample"), tree(SAMPLE))
    config, _ = read_config(folder)
    imprint = replace(config.issues.imprint, services=())
    config = replace(config, issues=replace(config.issues, imprint=imprint))
    places = Places(folder / "output", folder / "private")
    return look(Request(folder, config, (), Moment(NOW, True, True), places), given)


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_a_template_is_given_what_is_promised_and_nothing_else(name: str, told: Mapping[str, set[str]]) -> None:
    assert told[name] - OF_JINJA == {*GIVEN[name], *EVERYWHERE}


def test_the_page_names_every_template_with_what_it_is_given() -> None:
    written = {name: [row for row, _ in rows] for name, rows in DOCUMENTED.items() if "/" in name}
    assert written == {name: list(names) for name, names in GIVEN.items()}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_the_page_names_every_field_of_a_record_with_its_type(name: str) -> None:
    kind = record(name)
    fields: tuple[str, ...] = kind.__struct_fields__  # type: ignore[attr-defined]
    asked = [one for one in vars(kind) if one[0] != "_" and one not in fields]
    assert [row for row, _ in RECORDS[name]] == [*fields, *asked]
    types = {row: said.replace("\\|", "|") for row, said in RECORDS[name] if row in fields}
    assert types == {field: kind.__annotations__[field] for field in fields}


def test_the_page_explains_every_record_that_its_types_name() -> None:
    types = " ".join(said for rows in DOCUMENTED.values() for _, said in rows)
    ours = {word for word in re.findall(r"\b[A-Z]\w+", types) if hasattr(model, word) or hasattr(podcast, word)}
    unpromised = {"Any", "BodyOf", "File", "Record", "State", "Target", "ZoneInfo"}
    assert ours - RECORDS.keys() <= unpromised


def test_every_template_that_is_filled_is_promised() -> None:
    source = "".join(path.read_text("utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
    named = set(re.findall(r'"((?:site|mail|handover|share)/[\w/]+\.(?:html|txt))"', source))
    assert named - {"site/base.html", "handover/base.html"} - {one for one in named if "/parts/" in one} <= GIVEN.keys()


def test_the_default_theme_has_every_template_that_is_promised() -> None:
    own = {one.name for one in LOOK.theme.templates}
    assert GIVEN.keys() <= own
    assert any(name.startswith(UNPROMISED) for name in own)


def test_the_sample_is_in_the_package(tmp_path: Path) -> None:
    assert SAMPLE.is_relative_to(ROOT / "src/audiencegen")
    assert (SAMPLE / "audiencegen.yaml").is_file()
