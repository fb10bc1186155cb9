"""The theme: found file by file, filled with care, and its faults named by their line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from audiencegen.build.sources import DEFAULT, shipped
from audiencegen.build.themes import Look, find
from audiencegen.problems import Problem, ProjectError
from audiencegen.theme import Theme, assets, make, render, table
from audiencegen.theme.templates import Templates
from audiencegen.values import Record, digest, digest_bytes, replace
from conftest import ROOT, write
from sites import CONFIG, frame_of

FRAME = frame_of(CONFIG)


def theme(**files: str) -> Theme:
    """A theme of a few templates, `page.html` by the name `page_html`."""
    named = {name.replace("_", "."): text for name, text in files.items()}
    return make("own", {name: (f"theme/{name}", text.encode()) for name, text in named.items()})


def filled(text: str, **names: Any) -> str:
    return render(theme(page_html=text), "page.html", site=FRAME, **names).decode()


def fault(look: Theme, **names: Any) -> Problem:
    with pytest.raises(ProjectError) as refused:
        render(look, "page.html", site=FRAME, **names)
    assert len(refused.value.problems) == 1
    return refused.value.problems[0]


# --- where the files are -------------------------------------------------------------------------


def template(look: Look, name: str) -> str:
    return next(one.text for one in look.theme.templates if one.name == name)


def test_the_default_theme_is_found_wherever_it_is_asked_for(tmp_path: Path) -> None:
    assert shipped() == ROOT / "themes"
    look = find(tmp_path, DEFAULT)
    assert digest(look.theme) == digest(find(ROOT, DEFAULT).theme)
    assert template(look, "site/parts/head.html") == ""


def test_a_site_changes_the_theme_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, {"theme/site/parts/head.html": "<meta name=mine>", "theme/assets/style.css": "p {}"})
    look = find(tmp_path, DEFAULT)
    before = find(tmp_path / "nowhere", DEFAULT)
    assert template(look, "site/parts/head.html") == "<meta name=mine>"
    assert template(look, "site/post.html") == template(before, "site/post.html")
    assert look.theme.asset("style.css") != before.theme.asset("style.css")
    assert look.theme.asset("icon.svg") == before.theme.asset("icon.svg")


def test_a_named_theme_stands_over_the_default_and_under_the_sites_own_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "themes/sea/site/parts/head.html": "sea",
            "themes/sea/site/parts/footer.html": "sea",
            "theme/site/parts/footer.html": "own",
        },
    )
    look = find(tmp_path, "sea")
    assert template(look, "site/parts/head.html") == "sea"
    assert template(look, "site/parts/footer.html") == "own"
    assert template(look, "site/post.html") == template(find(ROOT, DEFAULT), "site/post.html")


def test_a_theme_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no theme `sea`"):
        find(tmp_path, "sea")


def test_hidden_files_are_no_part_of_a_theme(tmp_path: Path) -> None:
    write(tmp_path, {"theme/.DS_Store": b"\xff", "theme/assets/.git/x": "y", "theme/site/.x.html": "z"})
    assert digest(find(tmp_path, DEFAULT).theme) == digest(find(ROOT, DEFAULT).theme)


def test_every_edit_changes_the_digest_of_the_theme() -> None:
    digests = {
        digest(theme(page_html="a")),
        digest(theme(page_html="b")),
        digest(theme(other_html="a")),
        digest(make("own", {"page.html": ("theme/page.html", b"a"), "assets/x": ("theme/assets/x", b"")})),
        digest(make("own", {"page.html": ("theme/page.html", b"a"), "words/en.yaml": ("w", b"a: b")})),
        digest(make("own", {"page.html": ("theme/page.html", b"a"), "theme.yaml": ("t", b"options: {a: b}")})),
    }
    assert len(digests) == 6


# --- assets --------------------------------------------------------------------------------------


def test_an_asset_has_the_fingerprint_of_its_content_in_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"theme/assets/fonts/text.woff2": b"font"})
    look = find(tmp_path, DEFAULT)
    address = look.theme.asset("fonts/text.woff2")
    assert address == f"/assets/fonts/text.{digest_bytes(b'font')[:8]}.woff2"
    asset = next(asset for asset in assets(look.theme) if asset.address == address)
    assert look.assets[asset.content.digest] == b"font"


# --- words ---------------------------------------------------------------------------------------

WORDS: Mapping[str, tuple[str, bytes]] = {
    "words/en.yaml": ("en", b"home: Home\nby: By\nletters: {one: a letter, other: letters}\n"),
    "words/de.yaml": ("de", b"home: Start\nletters: {one: ein Brief}\n"),
    "words/pt-BR.yaml": ("pt-BR", b"home: In\xc3\xadcio\n"),
}


@pytest.mark.parametrize(
    ("language", "home", "by"),
    [
        ("en", "Home", "By"),
        ("en-GB", "Home", "By"),
        ("de", "Start", "By"),
        ("de-AT", "Start", "By"),
        ("pt-BR", "Início", "By"),
        ("pt", "Home", "By"),
        ("tlh", "Home", "By"),
    ],
)
def test_words_that_a_language_has_not_are_said_in_english(language: str, home: str, by: str) -> None:
    words = make("own", WORDS).words_for(language)
    assert (words["home"], words["by"]) == (home, by)


def test_the_default_theme_says_every_word_in_every_language_it_has() -> None:
    look = find(ROOT, DEFAULT).theme
    english = look.words["en"]
    for language in look.words:
        assert set(look.words[language]) <= set(english), language
        assert len(look.words_for(language)["months"]) == 12


def test_a_date_is_written_as_the_words_say() -> None:
    evening = datetime(2026, 5, 31, 23, tzinfo=UTC)
    assert (FRAME.day(evening), FRAME.short_day(evening)) == ("1 June 2026", "1 Jun")
    assert FRAME.stamp(evening) == "2026-06-01T01:00:00+02:00"
    german = replace(FRAME, words=Record({**FRAME.words, "date_format": "{day}. {month} {year}"}))
    assert german.day(evening) == "1. June 2026"


# --- filling -------------------------------------------------------------------------------------


def test_what_is_filled_in_is_escaped() -> None:
    assert filled("{{ title }}", title='<b> & "c"') == "&lt;b&gt; &amp; &#34;c&#34;"


def test_a_text_template_escapes_nothing() -> None:
    look = make("own", {"page.txt": ("theme/page.txt", b"{{ title }}")})
    assert render(look, "page.txt", site=FRAME, title="<b> & c") == b"<b> & c"


def test_a_field_that_this_post_has_not_is_empty() -> None:
    extra = Record({"weather": "fog", "items": 3, "nested": Record({"x": 1})})
    assert filled("[{{ extra.wind }}]", extra=extra) == "[]"
    assert filled("{% if extra.wind %}yes{% else %}no{% endif %}", extra=extra) == "no"
    assert filled("{{ extra.weather }} {{ extra.items }} {{ extra.nested.x }}", extra=extra) == "fog 3 1"
    assert filled("[{{ extra.nested.y }}]", extra=extra) == "[]"
    every = "{% for key, value in extra.items() %}{{ key }}{{ value }} {% endfor %}"
    assert filled(every, extra=Record({"a": 1, "b": 2})) == "a1 b2 "


def test_json_is_safe_within_a_script_and_says_what_it_was_given() -> None:
    thing = Record({"b": "</script><!-- & ü", "a": (1, None, Record({"c": True}))})
    written = filled("<script>{{ thing|json }}</script>", thing=thing)
    inside = written.removeprefix("<script>").removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == {"a": [1, None, {"c": True}], "b": "</script><!-- & ü"}
    assert inside.index('"a"') < inside.index('"b"')


def test_what_of_a_table_is_there() -> None:
    assert filled("{{ {'b': 0, 'a': none, 'c': x}|present|json }}", x="") == '{"b": 0, "c": ""}'


def test_one_line_is_one_line() -> None:
    assert filled("{{ words|one_line }}", words=" a\n  b\tc ") == "a b c"


def test_a_byte_order_mark_of_an_editor_reaches_no_page() -> None:
    assert render(theme(page_html="\ufeffx"), "page.html", site=FRAME) == b"x"


def test_templates_know_the_site_the_theme_and_the_data() -> None:
    look = make("own", {"page.html": ("p", b"{{ site.title }} {{ theme.name }} {{ data.reading.a }}")})
    frame = replace(FRAME, data=Record({"reading": Record({"a": "b"})}))
    assert render(look, "page.html", site=frame) == b"The Test Letter own b"


def test_a_table_of_the_theme_is_read_as_yaml() -> None:
    assert table(theme(styles_yaml="a: {b: c}"), "styles.yaml") == Record({"a": Record({"b": "c"})})


# --- what is done once ---------------------------------------------------------------------------

SNIPPETS = (
    "{{ site.title }} {{ site.href('/a b/') }} {{ theme.name ~ x }} {{ data.reading.a }} {{ data.reading.none }}",
    "{{ ('<'|e) ~ site.title ~ x }} {{ ('<'|e) ~ site.title }} {{ site.title|e ~ '<' }} {{ site.words|json }}",
    "{% autoescape false %}{{ site.title }}{% include 'part.html' %}{% endautoescape %}",
    "{% if site.author %}{{ site.author.name }}{% else %}nobody{% endif %} {{ site.author.name if site.author }}",
    "{% if site.title %}{% block a %}a{% endblock %}{% endif %}{% if site.author %}{{ self.a() }}{% endif %}",
    "{% with y = site.author %}{% if y %}{{ y.name }}{% endif %}{% endwith %}{{ y|default('none') }}",
    "{% with y = site.title %}{{ y }}{% set y = x %}{{ y }}{% endwith %}",
    "{% with y = 1, x = 2 %}{% for y in [x] %}{{ y }}{% endfor %}{% with z = y %}{{ z ~ x }}{% endwith %}{% endwith %}",
    "{% with y = 1 %}{% block b %}{{ y|default('not here') }}{% endblock %}{% endwith %}",
    "{% with y = 1 %}{% macro m(y) %}{{ y }}{{ site.title }}{% endmacro %}{{ m(x) }}{% endwith %}",
    "{% for link in site.navigation %}{{ loop.index }}{{ link.url == x }}{% else %}none{% endfor %}",
    "{{ '{a} {b}'.format(a=x, b=site.title) }} {{ site.words.months[0] }} {{ site.words.months|length }}",
    "{{ site.words.months[1:3]|join(x) }} {{ site.words.months|reverse|first }} {{ site.options.nothing }}|",
    "{{ site.absolute(x) }} {{ x|default(site.title) }} {{ [site.title, x]|join('<') }} {{ dict(a=site.title).a }}",
    "{{ site.href(x) }} {{ site.href(x|e) }} {{ site.href(x) }} {{ site.href(address=x) }} {{ site.href(*[x]) }}",
    "{% for key in data.keys() %}{{ key }}{{ data.get(key).a }}{% endfor %}{{ data.get(x, 'none') }}",
    "{% set y = 'outer' %}{% include 'part.html' %}{{ y }} {{ w|default('none') }}",
    "{% for y in [1, 2] %}{% include 'part.html' %}{% endfor %}{{ y|default('none') }}",
    "{% with y = 'given', z = site.title %}{% include 'part.html' %}{% endwith %}",
    "{% macro m(y) %}{% include 'part.html' %}{% endmacro %}{{ m('argument') }}",
    "{% set y %}{% include 'part.html' %}{% endset %}[{{ y }}]",
    "{% include ['nothing.html', 'part.html'] %}{% include 'nothing.html' ignore missing %}{% include 'part.txt' %}",
    "{% set name = 'part.html' %}{% include name %}{% include 'part.txt' without context %}",
    "{% include 'whole.html' %}{% from 'macros.html' import shout %}{{ shout(x) }}{{ shout(site.title) }}",
    "{% include 'nested.html' %}",
    "{% for one in site.authors %}{{ one.name }}{{ one.name == x }}{% set z = one.name %}{{ z }}"
    "{% endfor %}{{ z|default(1) }}",
    "{% for one in site.authors %}{% include 'author.html' %}{% else %}nobody{% endfor %}{{ one|default('none') }}",
    "{% for one in site.authors %}{% with all = [one, x] %}{{ all|length }}{% endwith %}"
    "{{ [one]|map(attribute='name')|list }}{% endfor %}",
    "{% for one in site.navigation %}{{ one.url }}{% else %}{% set z = 1 %}none{{ z }}{% endfor %}{{ z|default(2) }}",
    "{% for month in site.words.months %}{% for one in site.authors if one.name != month %}"
    "{{ month ~ one.name }}{% endfor %}{% endfor %}",
    "{% set at = namespace(n=0) %}{% for one in site.authors %}{% set at.n = at.n + 1 %}{{ at.n }}"
    "{% endfor %}{{ at.n }}",
    "{% for one in site.authors %}{% set one = x %}{{ one }}{% endfor %}{% for a, b in [(1, 2)] %}"
    "{{ a ~ b }}{% endfor %}",
    "{% for one in site.authors %}{% macro m() %}{{ one.name }}{% endmacro %}{{ m() }}{% endfor %}",
    "{% if x == 1 %}1{% elif site.title %}{{ site.title }}{% elif x %}2{% else %}3{% endif %}",
    "{% if site.author and not site.author %}1{% elif x == 2 %}2{% elif not site.title %}3{% else %}{{ x }}{% endif %}",
    "{% if x %}{% if not site.title %}1{% elif x == 2 %}2{% endif %}{% elif site.title %}3{% endif %}",
    "{% if x %}{% block c %}c{% endblock %}{% elif site.title %}d{% else %}e{% endif %}",
    "{% include 'door.html' %}{{ door|default('no door') }}{{ how|default('no how') }}",
    "{% with %}{% set y = site.title %}{{ y }}{% if x %}{% set y = x %}{% endif %}{{ y }}{% endwith %}",
    "{% with %}{{ y|default('none') }}{% set y = site.title %}{{ y ~ x }}{% for y in [x] %}{{ y }}"
    "{% endfor %}{{ y }}{% endwith %}",
    "{% with %}{% set y = site.author %}{% include 'part.txt' without context %}"
    "{% include ['author.html'] %}{% endwith %}",
    "{{ ('{a} {0}' if x else '{0}{a}').format(x, a=x) }} {{ ('<{0}>'|e).format(x) }} {{ x.format() }} "
    "{{ '{0}'.format(*[x]) }}",
    "{{ x ~ 1 ~ ('<'|e) }} {{ x ~ ' & ' }} {{ (x ~ '<')|length }} {{ 1 ~ 2 }} {{ x|e ~ x }}",
    "{% extends 'base.html' %}{% set y = 'child' %}{% block a %}{{ super() }}{{ y }}{{ x }}{% endblock %}",
    "{% if x %}{% extends 'base.html' %}{% endif %}{{ x }}{% block a %}[{{ self.b() }}]{% endblock %}"
    "{% block b %}b{{ x }}{% endblock %}",
    "{% filter upper %}{{ x }}{% for one in site.authors %}{{ one.name }}{% endfor %}{% endfilter %}",
    "{{ site.author and x }} {{ site.title and x }} {{ x and site.author }} {{ site.author or x }} "
    "{{ site.title or x }} {{ x or site.title }} {{ not site.author or not x }}",
    "{{ x if site.title else 1 }} {{ x if site.author else 1 }} {{ (x if site.author)|default('none') }} "
    "{{ (none if site.title else x)|default('none', true) }} {{ 1 if x and site.author else site.title }}",
    "{% for y in [1, 2] %}{% set x = y %}{{ x }}{% endfor %}{{ x }}{{ nothing is defined }}"
    "{{ nothing|default('none') }}{% if x %}{% set z = nothing|default(x) %}{% endif %}{{ z }}"
    "{% if not x %}{% set w = 1 %}{% endif %}{{ w is defined }}",
    "{% include 'outer.html' %}{% with y = site.title %}{% include 'part.html' %}"
    "{% include 'outer.html' %}{% endwith %}{% with y = x %}{% include 'outer.html' %}{% endwith %}",
    "{% for one in [x, 2] %}{% for y in [one, 3] %}{{ loop.index }}{{ y }}{% else %}none{% endfor %}"
    "{{ one }}{% endfor %}{% for y in [x] if y != site.title %}{{ loop.last }}{% endfor %}",
    "{% macro called() %}{{ caller(1) }}{% endmacro %}{% call(y) called() %}{{ y }}{{ x }}{% endcall %}",
)
PARTS = {
    "part_html": "({{ y|default('no y') }} {{ x }} {{ site.title }}{% set w = y|default(1) %}{{ w }})\n",
    "outer_html": "{% for one in site.navigation %}{{ one.url }}{% endfor %}[{% include 'part.html' %}]\n",
    "part_txt": "{{ site.title }}{{ x|default('no x') }}\n",
    "whole_html": "{% block a %}whole{% endblock %}",
    "macros_html": "{% macro shout(word) %}<b>{{ word|upper }}{{ site.title }}{{ site.authors|length }}{% endmacro %}",
    "author_html": "{% set who = one|default(y)|default(x) %}{{ who.name|default('?') }}",
    "base_html": "<{% block a %}{% for one in site.authors %}{{ one.name }}{% endfor %}{% endblock %}>"
    "{{ y|default('') }}",
    "door_html": "{% set door = site.door %}{% set how = door.mail or 'none' %}{% if door.mail %}"
    "{{ how }}{% endif %}{{ how }}",
    "nested_html": "{{ tree.name }}{% for tree in tree.below %}<{% include 'nested.html' %}>{% endfor %}",
}


@pytest.mark.parametrize("text", SNIPPETS)
@pytest.mark.parametrize("name", ["page.html", "page.txt"])
def test_what_is_done_once_and_what_is_put_in_place_changes_no_page(text: str, name: str) -> None:
    frame = replace(FRAME, title="A & <b>", base_path="/repo", data=Record({"reading": Record({"a": "<i>"})}))
    look = theme(**{name.replace(".", "_"): text}, **PARTS)
    leaf = Record({"name": "<leaf>", "below": ()})
    names = {"x": "/<x>/", "tree": Record({"name": "root", "below": (leaf, leaf)})}
    known = {"site": frame, "theme": look, "data": frame.data}
    plain = AsJinjaDoes(look.templates, {})
    plain.globals |= known
    assert render(look, name, site=frame, **names).decode() == plain.get_template(name).render(names)


class AsJinjaDoes(Templates):
    """Templates without anything known, in which each part is included when a page is made."""

    compile = Environment.compile


def test_sites_with_one_theme_have_their_own_answers() -> None:
    look = theme(page_html="{{ site.title }}")
    assert render(look, "page.html", site=FRAME) == b"The Test Letter"
    assert render(look, "page.html", site=replace(FRAME, title="Another")) == b"Another"


# --- faults --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n{{ nothing }}", 2),
        ("a\n\n{{ site.titel }}", 3),
        ("a\n{% if %}", 2),
        ("a\n{% for x in y %}\n", 2),
        ("a\n{{ x|nothing }}", 2),
        ("a\n{% include 'nothing.html' %}", 2),
        ("a\n{{ theme.asset('nothing.css') }}", 2),
        ("a\n{{ 1 / 0 }}", 2),
        ("a\n{{ [1][5].x }}", 2),
        ("a\n{{ 'a' + 1 }}", 2),
        ("a\n{{ site.day('x') }}", 2),
        ("a\n{% include 'page.html' %}", 2),
        ("a\n{% for x in [1] %}{{ site.hreff(x) }}{% endfor %}", 2),
        ("a\n{% for x in [1] %}{{ site.title(x) }}{% endfor %}", 2),
        ("a\n{% for x in [1] %}{{ site.day(x) }}{% endfor %}", 2),
        ("a\n{% for x in [1] %}{{ site.day([x]) }}{% endfor %}", 2),
        ("a\n{% set site = 1 %}", 2),
        ("a\n{% for theme in [] %}{% endfor %}", 2),
        ("a\n{% macro x(data) %}{% endmacro %}", 2),
        ("a\n{% import 'page.html' as site %}", 2),
        ("a\n{% from 'page.html' import x as site %}", 2),
    ],
)
def test_a_fault_is_named_with_the_line_of_the_template(text: str, line: int) -> None:
    problem = fault(theme(page_html=text))
    assert (problem.kind, problem.file, problem.line) == ("template", "theme/page.html", line)
    assert problem.message
    assert problem.hint


@pytest.mark.parametrize(
    "wrong", ["{{ nothing }}", "{{ site.titel }}", "{{ x|nothing }}", "{% if %}", "{{ 1 / 0 }}", "{% set site = 1 %}"]
)
def test_a_fault_is_looked_for_in_the_innermost_template(wrong: str) -> None:
    within = "{% for x in [1] %}\n{% include 'inner.html' %}\n{% endfor %}"
    problem = fault(theme(page_html="a\nb\n{% include 'part.html' %}", part_html=within, inner_html=f"\n\n{wrong}"))
    assert (problem.file, problem.line) == ("theme/inner.html", 3)


def test_a_fault_behind_a_part_is_that_of_the_page() -> None:
    problem = fault(theme(page_html="a\n{% include 'part.html' %}\n\n{{ nothing }}", part_html="b\nc\n"))
    assert (problem.file, problem.line) == ("theme/page.html", 4)


def test_a_template_cannot_give_the_sites_name_to_something_else() -> None:
    problem = fault(theme(page_html="{% set site = 1 %}"))
    assert problem.message == "`site` is the same in every template, and cannot be something else in this one"
    assert problem.hint == "take another name"
    assert problem.column == 8


def test_a_fault_of_the_default_theme_names_its_own_file() -> None:
    look = find(ROOT, DEFAULT).theme
    with pytest.raises(ProjectError) as refused:
        render(look, "site/terms.html", site=FRAME, address="/tags/", canonical="", noindex=False, kind="tags")
    assert refused.value.problems[0].file == "themes/default/site/terms.html"
