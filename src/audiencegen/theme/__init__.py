"""The theme as one value: templates, words and assets; and `render`, the only door to Jinja2.

A template edit changes the theme's digest, and so every page: cheap, and always right.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from audiencegen import fields, model
from audiencegen.model import Asset, Frame
from audiencegen.problems import Problem, ProjectError, Severity, error
from audiencegen.values import Record, Ref, Value, digest, digest_bytes

if TYPE_CHECKING:
    from jinja2 import Environment

FALLBACK_LANGUAGE = "en"
RTL = frozenset("ar arc ckb dv fa he ku ps sd ug ur yi".split())  # CLDR, right-to-left scripts
ASSETS = "assets/"
TEXTS = (".html", ".txt", ".yaml")  # files of a theme that are read as text
_FINGERPRINT = 8  # hexadecimal digits in a published file name
# What the writer's own words in a template can raise; a template that includes itself goes too deep.
_FAULTS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Template(Value):
    """`name` is what templates include (`site/post.html`), `origin` the file that the writer can open."""

    name: str
    origin: str
    text: str


@dataclass(frozen=True, slots=True)
class ThemeAsset(Value):
    """A file of the theme and the address it is published at, with its content's fingerprint in the name."""

    name: str
    address: str
    content: Ref


@dataclass(frozen=True, slots=True)
class Theme(Value):
    name: str
    templates: tuple[Template, ...]
    assets: tuple[ThemeAsset, ...]
    words: Record  # language → its words
    options: Record  # the theme's own defaults

    def asset(self, name: str) -> str:
        """The published address of a file under the theme's `assets/`."""
        for asset in self.assets:
            if asset.name == name:
                return asset.address
        raise LookupError(f"the theme has no asset {name}")

    def words_for(self, language: str) -> Record:
        """The words of a language over those of English, so that a half-translated theme still speaks."""
        spoken = self.words.get(language) or self.words.get(language.split("-")[0]) or Record()
        return _over(self.words.get(FALLBACK_LANGUAGE, Record()), spoken)


def _over(below: Record, above: Record) -> Record:
    """The words of `above`, and those of `below` where it has none, in nested tables too."""
    merged = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], Record) and isinstance(above[key], Record):
            merged[key] = _over(below[key], above[key])
    return Record(merged)


def make(name: str, files: Mapping[str, tuple[str, bytes]]) -> Theme:
    """A theme from its files: path in the theme → (origin for messages, bytes)."""
    templates, assets = [], []
    words: dict[str, Any] = {}
    options = Record()
    for path in sorted(files):
        origin, content = files[path]
        if path.startswith(ASSETS):
            assets.append(_asset(path.removeprefix(ASSETS), content))
        elif path.startswith("words/") and path.endswith(".yaml"):
            words[PurePosixPath(path).stem] = _yaml(content.decode("utf-8-sig"), origin)
        elif path == "theme.yaml":
            options = _options(_yaml(content.decode("utf-8-sig"), origin), origin)
        elif path.endswith(TEXTS):
            templates.append(Template(path, origin, content.decode("utf-8-sig")))
    return Theme(name, tuple(templates), tuple(assets), Record(words), options)


def _options(about: Record, origin: str) -> Record:
    options = about.get("options") or Record()
    if isinstance(options, Record):
        return options
    hint = "write each option on a line of its own below it, indented by two spaces"
    raise ProjectError(error("theme", "`options` needs keys of its own", hint, file=origin, find="options"))


def assets(theme: Theme) -> tuple[Asset, ...]:
    return tuple(Asset(asset.address, asset.content) for asset in theme.assets)


def render(theme: Theme, template: str, *, site: Frame, **names: Any) -> bytes:
    """Fill a template of the theme. A fault in the template is the writer's to mend: ProjectError with its line."""
    from jinja2 import TemplateError

    given = {"theme": theme, "site": site, "data": site.data, **names}
    try:
        return _environment(theme).get_template(template).render(given).encode("utf-8")
    except (TemplateError, *_FAULTS) as fault:
        raise ProjectError(_template_problem(theme, template, given, fault)) from fault


def table(theme: Theme, name: str) -> Record:
    """A YAML file of the theme, such as the styles of the mail."""
    template = next(template for template in theme.templates if template.name == name)
    return _yaml(template.text, template.origin)


_environments: dict[str, Environment] = {}


def _environment(theme: Theme) -> Environment:
    """The environment of a theme, made once: compiled templates are kept with it."""
    key = digest(theme)
    if key not in _environments:
        _environments[key] = _new_environment(theme)
    return _environments[key]


def _new_environment(theme: Theme) -> Environment:
    from jinja2 import Environment as Jinja
    from jinja2 import FunctionLoader, StrictUndefined

    class Templates(Jinja):
        """What the writer keeps in `extra` and the configuration's options may be absent: then it is empty."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            # Asked two hundred times a page: `isinstance` would go through the abstract base class each time.
            if type(obj) is Record and (attribute in obj or not hasattr(obj, attribute)):
                return obj.get(attribute, "")
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return super().getattr(obj, attribute)

    # Jinja2 puts the origin into tracebacks, so that a fault is found in the file that the writer can open.
    sources = {template.name: (template.text, template.origin, lambda: True) for template in theme.templates}
    environment = Templates(
        loader=FunctionLoader(sources.get),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["json"] = _json
    environment.filters["one_line"] = lambda words: re.sub(r"\s+", " ", str(words)).strip()
    return environment


def _json(thing: object) -> Any:
    """JSON that may stand inside `<script>`: no `<`, `>` or `&` of its own."""
    from markupsafe import Markup

    written = json.dumps(thing, ensure_ascii=False, sort_keys=True, default=_json_value)
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _json_value(thing: object) -> object:
    return dict(thing) if isinstance(thing, Mapping) else str(thing)


def _yaml(text: str, origin: str) -> Record:
    parsed, problems = fields.parse_yaml(text)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProjectError(*(problem.in_file(origin) for problem in problems))
    return Record(fields.plain(parsed))


def _asset(name: str, content: bytes) -> ThemeAsset:
    print_ = digest_bytes(content)
    path = PurePosixPath(name)
    published = path.with_name(f"{path.stem}.{print_[:_FINGERPRINT]}{path.suffix}")
    return ThemeAsset(name, f"/{ASSETS}{published}", Ref(print_))


def _template_problem(theme: Theme, template: str, names: Iterable[str], fault: Exception) -> Problem:
    """What is wrong with a template, at the innermost template's line, in words for its writer."""
    from jinja2 import TemplateSyntaxError

    texts = {one.origin: one.text for one in theme.templates}
    own = next((one.origin for one in theme.templates if one.name == template), "")
    if isinstance(fault, TemplateSyntaxError):
        file, line = fault.filename or own, fault.lineno
    else:
        file, line = _failing_line(fault, frozenset(texts)) or (own, 0)
    message, hint, word = _explained(theme, names, fault)
    column = _column(texts[file].split("\n")[line - 1], word) if word and line and file in texts else 0
    return error("template", message, hint, file=file, line=line, column=column, width=max(1, len(word)))


def _column(row: str, word: str) -> int:
    """Where a word stands in the template's own part of a line, from 1; 0 when it does not."""
    start = max(0, row.find("{"))
    return (row.find(f".{word}", start) + 1 or row.find(word, start)) + 1


def _failing_line(fault: Exception, origins: frozenset[str]) -> tuple[str, int] | None:
    """The innermost template in a traceback: Jinja2 rewrites its frames to the template's own lines."""
    rows = [row for row in traceback.extract_tb(fault.__traceback__) if row.filename in origins]
    return (rows[-1].filename, rows[-1].lineno or 0) if rows else None


def _explained(theme: Theme, names: Iterable[str], fault: Exception) -> tuple[str, str, str]:
    """The message, the hint, and the word of the template that both are about."""
    from jinja2 import TemplateNotFound

    if isinstance(fault, TemplateNotFound):
        name = str(fault.name)
        near = fields.did_you_mean(name, (one.name for one in theme.templates), closeness=0.9)  # folders are alike
        hint = f"did you mean {near}?" if near else "mend the name, or write that file into theme/"
        return f"the theme has no template {name}", hint, name
    if isinstance(fault, RecursionError):
        return "this template includes itself without end", "take the include out", ""
    said = str(fault.args[0]) if fault.args else type(fault).__name__
    for pattern, message, known, otherwise in _EXPLANATIONS:
        match = pattern.search(said)
        if match:
            word = match[1]
            return message.format(word), _meant(word, known(theme, names, match)) or otherwise.format(word), word
    return said[:1].lower() + said[1:].rstrip("."), _RULES, ""


def _meant(word: str, known: Iterable[str]) -> str:
    near = fields.did_you_mean(word, known, closeness=0.75)
    return f"did you mean {near}?" if near else ""


Known = Callable[[Theme, Iterable[str], "re.Match[str]"], Iterable[str]]

_TAGS = "block elif else endblock endfor endif endmacro endset extends for from if import include macro set with"
_RULES = "how templates are written: https://jinja.palletsprojects.com/templates/"
# What Jinja2 says, what we say, the words that may have been meant, and the hint when none is near.
_EXPLANATIONS: tuple[tuple[re.Pattern[str], str, Known, str], ...] = (
    (
        re.compile(r"innermost block that needs to be closed is '(\w+)'"),
        "the template ends, and {{% {0} %}} is not closed",
        lambda theme, names, match: (),
        "write {{% end{0} %}} where it should end",
    ),
    (
        re.compile(r"^Encountered unknown tag '(\w+)'"),
        "templates have no tag {{% {0} %}}",
        lambda theme, names, match: _TAGS.split(),
        _RULES,
    ),
    (
        re.compile(r"^No filter named '(\w+)'"),
        "templates have no filter `{0}`",
        lambda theme, names, match: _environment(theme).filters,
        _RULES,
    ),
    (
        re.compile(r"^'(\w+)' is undefined"),
        "this template knows no `{0}`",
        lambda theme, names, match: names,
        "the templates of the default theme show what there is",
    ),
    (
        re.compile(r"^'None' has no attribute '(\w+)'"),
        "what should have `{0}` is empty here",
        lambda theme, names, match: (),
        "ask first whether it is there: {{% if … %}}",
    ),
    (
        re.compile(r"has no attribute '(\w+)'"),
        "there is no `{0}` here",
        lambda theme, names, match: _attributes(match.string),
        "the templates of the default theme show what there is",
    ),
    (
        re.compile(r"^the theme has no asset (\S+)"),
        "the theme has no asset {0}",
        lambda theme, names, match: (asset.name for asset in theme.assets),
        "put it into theme/assets/ of your site",
    ),
)


def _attributes(said: str) -> Iterable[str]:
    """What a record of ours has: of `'audiencegen.model.Frame object' has no attribute 'titel'` the names of Frame."""
    named = re.match(r"'audiencegen\.model\.(\w+) object'", said)
    return [name for name in dir(getattr(model, named[1], None)) if name[0] != "_"] if named else ()
