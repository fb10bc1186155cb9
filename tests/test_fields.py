"""Text → fields: values as written, places, plain words for what is wrong, and the line that was meant."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.fields import (
    Field,
    Fields,
    did_you_mean,
    parse_headers,
    parse_toml,
    parse_yaml,
    plain,
    quoted,
    read_yaml,
)
from audiencegen.fields.field import number_as_written
from audiencegen.problems import Problem, Severity, show


def shown(text: str, problems: tuple[Problem, ...]) -> str:
    return "\n".join(show(problem, lambda _: text) for problem in problems)


def field(fields: Fields, name: str) -> Field:
    found = fields.get(name)
    assert found is not None
    return found


# What a mistake in YAML is called, and the line that is offered for it.
MENDED_YAML = [
    ("title: Hello: world", "a value that contains a colon and a space needs quotes", 'title: "Hello: world"'),
    ("title: Hello world:", "a value that contains a colon and a space needs quotes", 'title: "Hello world:"'),
    ('d: He said: "yes: no"', "a value that contains a colon and a space needs quotes", "d: 'He said: \"yes: no\"'"),
    ("title: @ann", "a value cannot start with `@` unless it stands in quotes", 'title: "@ann"'),
    ("title: %full", "a value cannot start with `%` unless it stands in quotes", 'title: "%full"'),
    ("title: `code`", "a value cannot start with a backtick unless it stands in quotes", 'title: "`code`"'),
    ("title: *Big* news", "a value cannot start with `*` unless it stands in quotes", 'title: "*Big* news"'),
    ("title: *big", "a value cannot start with `*` unless it stands in quotes", 'title: "*big"'),
    ("title: !big", "a value cannot start with `!` unless it stands in quotes", 'title: "!big"'),
    ("title: & co", "a value cannot start with `&` unless it stands in quotes", 'title: "& co"'),
    ("title: - x", "a value cannot start with `-` unless it stands in quotes", 'title: "- x"'),
    ("title: >text", "a value cannot start with `>` unless it stands in quotes", 'title: ">text"'),
    ("title: {{ page }}", "a value cannot start with `{` unless it stands in quotes", 'title: "{{ page }}"'),
    ("title: [Draft] x", "a value cannot start with `[` unless it stands in quotes", 'title: "[Draft] x"'),
    ('title: "Hi" she said', 'a " inside the value ends the quotes too early', "title: '\"Hi\" she said'"),
    ("title: 'It's me'", "a ' inside the value ends the quotes too early", 'title: "It\'s me"'),
    ('title: "Hello', "a quote is opened and never closed", 'title: "Hello"'),
    ('title: "a\\q"', "in double quotes a \\ has a meaning of its own", "title: 'a\\q'"),
    ("title: “Hello: you”", "curly quotes do not count as quotes in YAML", 'title: "Hello: you"'),
    ("tags: [a, b", "`[` is opened and never closed", "tags: [a, b]"),
    ("tags: [#a, b]", "an item that begins with a special character needs quotes", 'tags: ["#a", b]'),
    (
        "theme: {accent: #aa3300}",
        "an item that begins with a special character needs quotes",
        'theme: {accent: "#aa3300"}',
    ),
    ("title:Hello", "there is no space after the colon", "title: Hello"),
    ('title = "Hello"', "`=` stands where YAML wants a colon", 'title: "Hello"'),
]


@pytest.mark.parametrize(("line", "message", "meant"), MENDED_YAML)
def test_a_mistake_in_yaml_is_answered_with_the_mended_line(line: str, message: str, meant: str) -> None:
    _, problems = parse_yaml(f"a: 1\n{line}\nz: 2\n", first_line=2)
    assert [(p.severity, p.line, p.message, p.hint) for p in problems] == [
        (Severity.ERROR, 3, message, f"write it as {meant}")
    ]


@pytest.mark.parametrize(("line", "message", "meant"), MENDED_YAML)
def test_the_mended_line_is_good_yaml(line: str, message: str, meant: str) -> None:
    fields, problems = parse_yaml(f"a: 1\n{meant}\nz: 2\n")
    assert problems == ()
    assert fields.names[0] == "a" and fields.names[2] == "z"


def test_the_same_is_said_where_libyaml_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = pytest.importorskip("yaml")
    texts = [f"a: 1\n{line}\nz: 2\n" for line, _, _ in MENDED_YAML] + ["a:\tb", "a: b\njust words\nc: d", "a: [b\n\n"]
    with_libyaml = [parse_yaml(text) for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert [parse_yaml(text) for text in texts] == with_libyaml


def test_all_mistakes_are_found_at_once() -> None:
    text = "title: Hello: world\ntags: [a, b\nby: @ann\n"
    fields, problems = parse_yaml(text)
    assert plain(fields) == {"title": "Hello: world", "tags": ("a", "b"), "by": "@ann"}
    assert shown(text, problems) == (
        "1:8: error: a value that contains a colon and a space needs quotes\n"
        "  1 | title: Hello: world\n"
        "    |        ^^^^^^^^^^^^\n"
        'hint: write it as title: "Hello: world"\n'
        "2:12: error: `[` is opened and never closed\n"
        "  2 | tags: [a, b\n"
        "    |            ^\n"
        "hint: write it as tags: [a, b]\n"
        "3:5: error: a value cannot start with `@` unless it stands in quotes\n"
        "  3 | by: @ann\n"
        "    |     ^^^^\n"
        'hint: write it as by: "@ann"'
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ("a: 1\njust words\nb: 2", 2, 1, "this line is not `key: value`", "write it as `key: value`"),
        ("just words", 1, 1, "this line is not `key: value`", "write it as `key: value`"),
        ("- a\n- b", 1, 1, "this line is not `key: value`", "write it as `key: value`"),
        ("tags:\n\t- a", 2, 1, "a tab stands where YAML wants spaces", "put two spaces in the place of each tab"),
        (
            "a: b\n  c: d",
            2,
            1,
            "this line is indented, and the lines around it are not",
            "write it at the left edge: c: d",
        ),
        ("a: x\0y", 1, 5, "an invisible character (U+0000) stands here, and YAML allows none", "delete it"),
        ("a: 1\n---\nb: 2", 2, 1, "a second `---` begins another document, and only one is read", ""),
        ('a: 1\n"": b', 2, 1, "nothing stands before this colon", ""),
        ("a: 1\nb: 2\na: 3", 3, 1, "`a` stands twice; the first is in line 1, column 1", "keep one of the two lines"),
        (
            "x: {a: 1, a: 2}",
            1,
            11,
            "`a` stands twice; the first is in line 1, column 5",
            "keep one of the two lines",
        ),
    ],
)
def test_what_yaml_cannot_be_is_said_in_plain_words(text: str, line: int, column: int, message: str, hint: str) -> None:
    _, problems = parse_yaml(text)
    assert [(p.line, p.column, p.message, p.hint) for p in problems] == [(line, column, message, hint)]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (
            "title: Letter #14",
            "`#14` is a comment to YAML, so `title` is only: Letter",
            'write it as title: "Letter #14"',
        ),
        ("accent: #aa3300", "`#aa3300` is a comment to YAML, so `accent` is empty", 'write it as accent: "#aa3300"'),
        ("- #rust", "`#rust` is a comment to YAML, so the item is empty", 'write it as - "#rust"'),
        (
            "title: “Hello”",
            "curly quotes do not count as quotes in YAML: they become part of `title`",
            'write it as title: "Hello"',
        ),
        (
            "tags: [‘a’, ‘b c’]",
            "curly quotes do not count as quotes in YAML: they become part of the item",
            'write it as tags: ["a", "b c"]',
        ),
        ("tags:\n  -a\n  -b", "`tags` is one text, for there is no space after each `-`", "write it as - a"),
    ],
)
def test_what_yaml_reads_otherwise_than_meant_is_a_warning(line: str, message: str, hint: str) -> None:
    _, problems = read_yaml(line)
    assert [(p.severity, p.message, p.hint) for p in problems] == [(Severity.WARNING, message, hint)]


@pytest.mark.parametrize(
    "line",
    [
        "title: Hello # a remark",
        "title: C# and F#",
        "date: 2026-05-01 #check",
        "draft: true #later",
        'title: "Letter #14"',
        "title: “Hello” she said, “good day”",
        "title: Rock ’n’ roll",
        "link: http://example.com/#top",
        "time: 12:30",
    ],
)
def test_what_is_meant_as_it_stands_is_no_warning(line: str) -> None:
    assert parse_yaml(line)[1] == ()


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2024", 2024),
        ("-3", -3),
        ("2.5", 2.5),
        ("1.10", "1.10"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("9" * 40, "9" * 40),
        ("2026-05-01", "2026-05-01"),
        ("No", False),
        ("on", True),
        ("~", None),
        ('"No"', "No"),
        ("!!str 5", "5"),
    ],
)
def test_a_scalar_is_what_would_print_as_it_was_written(raw: str, value: object) -> None:
    found = field(parse_yaml(f"x: {raw}")[0], "x")
    assert found.value == value and type(found.value) is type(value)
    assert found.raw == (str(value) if raw[0] in '"!' else raw)


def test_every_key_and_value_knows_its_line_and_column() -> None:
    fields, _ = parse_yaml("# a remark\ntitle:  😀 é\nauthor:\n  name: Ann\n  tags: [a, bb]\n", first_line=10)
    title = field(fields, "title")
    assert (title.key_line, title.key_column, title.line, title.column, title.width) == (11, 1, 11, 9, 3)
    author = field(fields, "author").value
    assert isinstance(author, Fields)
    assert (field(author, "name").line, field(author, "name").column) == (13, 9)
    tags = field(author, "tags").value
    assert isinstance(tags, tuple)
    assert [(item.line, item.column, item.raw) for item in tags] == [(14, 10, "a"), (14, 13, "bb")]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    fields, problems = parse_yaml("\ufeffa: x\u2028y\r\nb: \x85z\r\nc: 1\r\n")
    assert problems == ()
    assert field(fields, "c").line == 3
    assert field(fields, "b").raw == "z"


def test_anchors_aliases_and_merge_keys_work() -> None:
    fields, problems = parse_yaml("base: &b {a: 1, c: 2}\nx: *b\ny:\n  <<: *b\n  c: 3\n")
    assert problems == ()
    assert plain(fields)["x"] == {"a": 1, "c": 2}
    assert plain(fields)["y"] == {"c": 3, "a": 1}
    assert field(fields, "x").line == 2


def test_a_billion_laughs_stop_early() -> None:
    laughs = "a0: &a0 [lol, lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    _, problems = parse_yaml(laughs)
    assert [p.message for p in problems] == ["there are more than 20000 values"]


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "- " * 50_000, "{a: " * 300, "&a [*a]", "a: &a {b: *a}"])
def test_what_is_nested_without_end_is_refused(text: str) -> None:
    _, problems = parse_yaml(text)
    assert problems and all(problem.severity is Severity.ERROR for problem in problems)


@pytest.mark.parametrize("tag", ["!Ref x", "!!python/object:os.system x", "!!set {a, b}", "!!binary aGk="])
def test_a_tag_is_refused_and_nothing_is_run(tag: str) -> None:
    fields, problems = parse_yaml(f"x: {tag}")
    assert [problem.severity for problem in problems] == [Severity.ERROR]
    assert isinstance(field(fields, "x").value, str)


@pytest.mark.parametrize(
    ("line", "message", "meant"),
    [
        ("title = Hello", "TOML wants quotes around text", 'title = "Hello"'),
        ("title: Hello", "TOML wants `=` and quotes around text", 'title = "Hello"'),
        ("draft: true", "TOML wants `=` where YAML has a colon", "draft = true"),
        ('title = "Hello', "a quote is opened and never closed", 'title = "Hello"'),
        ("title = “Hello”", "curly quotes do not count as quotes in TOML", 'title = "Hello"'),
        ('title = "say "x" y"', 'a " inside the value ends the quotes too early', 'title = "say \\"x\\" y"'),
        ('title = "a\\q"', "in double quotes a \\ has a meaning of its own", "title = 'a\\q'"),
        ("date = 2026-5-1", "a date in TOML has two digits for month and day", "date = 2026-05-01"),
        ("date = 2026-05-01 09:00", "a time in TOML has hours, minutes and seconds", "date = 2026-05-01 09:00:00"),
        ("draft = True", "TOML writes this as `true`", "draft = true"),
        ("tags = [a, b]", "TOML wants quotes around every text of a list", 'tags = ["a", "b"]'),
        ('tags = ["a", "b"', "`[` is opened and never closed", 'tags = ["a", "b"]'),
        ("title =", "`title` has no value", 'title = ""'),
    ],
)
def test_a_mistake_in_toml_is_answered_with_the_mended_line(line: str, message: str, meant: str) -> None:
    _, problems = parse_toml(f"a = 1\n{line}\nz = 2\n", first_line=2)
    assert [(p.line, p.message, p.hint) for p in problems] == [(3, message, f"write it as {meant}")]
    assert parse_toml(f"a = 1\n{meant}\nz = 2\n")[1] == ()


def test_toml_knows_its_places_and_keeps_dates_and_numbers_as_written() -> None:
    top = 'title = "x"\nwhen = 2026-05-01T09:00:00Z\nv = 1.10\n'
    text = top + '[extra]\n"a b" = """\nq = 1\n"""\nrow.x = 1\n[[extra.see]]\np = 1\n'
    fields, problems = parse_toml(text, first_line=2)
    assert problems == ()
    assert plain(fields) == {
        "title": "x",
        "when": "2026-05-01T09:00:00+00:00",
        "v": "1.10",
        "extra": {"a b": "q = 1\n", "row": {"x": 1}, "see": ({"p": 1},)},
    }
    when, extra = field(fields, "when"), field(fields, "extra").value
    assert (when.line, when.column, when.key_line, when.key_column) == (3, 8, 3, 1)
    assert isinstance(extra, Fields)
    assert field(extra, "a b").line == 6
    see = field(extra, "see").value
    assert isinstance(see, tuple) and isinstance(see[0].value, Fields)
    assert field(see[0].value, "p").line == 11


@pytest.mark.parametrize(
    ("text", "line", "column", "first"),
    [("a = 1\nb = 2\na = 3", 3, 1, "line 1, column 1"), ("[x]\na=1\n[x]\nb=1", 3, 2, "line 1, column 2")],
)
def test_a_name_that_stands_twice_in_toml_names_both_places(text: str, line: int, column: int, first: str) -> None:
    _, problems = parse_toml(text)
    assert [(p.kind, p.line, p.column) for p in problems] == [("duplicate-key", line, column)]
    assert first in problems[0].message


def test_headers_are_text_with_lower_case_names_and_indented_lines_go_on() -> None:
    fields, problems = parse_headers("Title: Hello: world #14\nPost Tags:  a,\n    b\nEmpty:\n")
    assert problems == ()
    assert plain(fields) == {"title": "Hello: world #14", "post tags": "a,\nb", "empty": None}
    assert (field(fields, "post tags").line, field(fields, "post tags").column) == (2, 13)


def test_a_header_line_without_a_colon_is_an_error() -> None:
    _, problems = parse_headers("Title: x\nDate 2026-05-01\nTitle: y\n", 1, {"date"})
    assert [(p.line, p.message) for p in problems] == [
        (2, "this line of the header has no colon"),
        (3, "`title` stands twice; the first is in line 1, column 1"),
    ]
    assert problems[0].hint == "write it as Date: 2026-05-01, or leave an empty line before it if the text begins here"


@pytest.mark.parametrize(
    ("word", "meant"), [("titel", "title"), ("TITLE", "title"), ("langauge", "language"), ("xyzzy", None), ("", None)]
)
def test_a_slip_of_the_fingers_is_understood(word: str, meant: str | None) -> None:
    assert did_you_mean(word, ["title", "url", "language", "timezone"]) == meant


@settings(deadline=None)
@given(st.text())
def test_reading_never_raises(text: str) -> None:
    for read in (parse_yaml, parse_toml, parse_headers, read_yaml):
        read(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029")))
def test_quoted_text_is_read_back_as_it_was(text: str) -> None:
    assert field(parse_yaml(f"x: {quoted(text)}")[0], "x").raw == text


@settings(deadline=None)
@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_prints_as_it_was_written(number: float) -> None:
    assert str(number_as_written(str(number))) == str(number)


def test_yaml_is_imported_only_when_something_is_read() -> None:
    code = "import sys, audiencegen.config; sys.exit('yaml' in sys.modules or 'tomllib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
