"""The theme as one value: templates, words and assets; and `render`, the only door to its templates.

A template edit changes the theme's digest, and so every page: cheap, and always right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache, reduce
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from audiencegen import fields
from audiencegen.config import FILE_NAME
from audiencegen.model import Asset, Frame
from audiencegen.problems import ProjectError, Severity, error
from audiencegen.theme import colours
from audiencegen.values import Record, Ref, Value, digest, digest_bytes

if TYPE_CHECKING:
    from audiencegen.theme.templates import Templates

FALLBACK_LANGUAGE = "en"
RTL = frozenset("ar arc ckb dv fa he ku ps sd ug ur yi".split())  # CLDR, right-to-left scripts
ASSETS = "assets/"
FONTS = "cards/fonts/"
WORDS, BELOW = "words/", "below/"  # below lies what other words stand over
STYLESHEET = "assets/style.css"
TEXTS = (".css", ".html", ".js", ".txt", ".yaml")  # files of a theme, but for its assets, that are read as text
Files = Mapping[str, tuple[str, bytes]]  # path in the theme → where it is, for messages, and its bytes
_FINGERPRINT = 8  # hexadecimal digits in a published file name
_MOST_COMPILED = 8  # themes, each with a site
_MOST_TABLES = 20  # files: the options are asked for twice, the styles of the mail by every letter


class Template(Value, frozen=True):
    """`name` is what templates include (`site/post.html`), `origin` the file that the writer can open."""

    name: str
    origin: str
    text: str


class ThemeAsset(Value, frozen=True):
    """A file of the theme and the address it is published at, with its content's fingerprint in the name."""

    name: str
    address: str
    content: Ref


class Theme(Value, frozen=True):
    name: str
    templates: tuple[Template, ...]
    assets: tuple[ThemeAsset, ...]
    said: tuple[Template, ...]  # its words, a file for each language, and before it what that stands over
    options: Record  # the theme's own defaults
    fonts: tuple[ThemeAsset, ...] = ()  # for the pictures of posts; published nowhere
    colours: Record = Record()  # name → the one by day, the one by night

    def asset(self, name: str) -> str:
        """The published address of a file under the theme's `assets/`."""
        for asset in self.assets:
            if asset.name == name:
                return asset.address
        raise LookupError(f"the theme has no asset {name}")

    def colour(self, said: str, night: bool = False) -> str:
        """A colour as a file of the theme says it: by its name among the site's colours, or as #rrggbb."""
        return str(self.colours[said][night]) if said in self.colours else said

    @property
    def words(self) -> Record:
        """Language → its words."""
        languages = dict.fromkeys(_language(one.name) for one in self.said)
        return Record({language: self._words(language) for language in languages})

    def words_for(self, language: str) -> Record:
        """The words of a language over those of English, so that a half-translated theme still speaks.

        What is said otherwise in a region stands over what the language says: `de-AT` over `de`. Only their files are
        read; raises ProjectError when one cannot be.
        """
        parts = language.split("-")
        chain = [FALLBACK_LANGUAGE, *("-".join(parts[:length]) for length in range(1, len(parts) + 1))]
        return reduce(_over, map(self._words, dict.fromkeys(chain)))

    def _words(self, language: str) -> Record:
        files = [_yaml(one.text, one.origin) for one in self.said if _language(one.name) == language]
        return reduce(_over, files) if files else Record()


def _language(name: str) -> str:
    """`de` for `words/de.yaml`."""
    return PurePosixPath(name).stem


def _over(below: Record, above: Record) -> Record:
    """The words of `above`, and those of `below` where it has none, in nested tables too."""
    merged = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], Record) and isinstance(above[key], Record):
            merged[key] = _over(below[key], above[key])
    return Record(merged)


def dressed(files: Files, options: Record) -> tuple[Files, Record]:
    """The files of a theme in the colours that a site chose, and these. Raises ProjectError for strange options."""
    if colours.FILE not in files:
        return files, Record()
    schemes = _file(files, colours.FILE)
    known = {"name", *_options(_file(files, "theme.yaml"), files.get("theme.yaml", ("", b""))[0]), "scheme", "accent"}
    wrong = colours.problems(schemes, options, known, FILE_NAME)
    if wrong:
        raise ProjectError(*wrong)
    shown = colours.chosen(schemes, options)
    origin, style = files.get(STYLESHEET, ("", b""))
    worn = colours.stylesheet(shown) + colours.lean(style.decode("utf-8-sig"))
    return {**files, STYLESHEET: (origin, worn.encode())}, shown


def _file(files: Files, name: str) -> Record:
    origin, content = files.get(name, (name, b""))
    return _yaml(content.decode("utf-8-sig"), origin)


def make(name: str, files: Files, colours: Record = Record()) -> Theme:
    """A theme from its files: path in the theme → (origin for messages, bytes)."""
    templates, assets, fonts, said = [], [], [], []
    options = Record()
    for path in sorted(files):
        origin, content = files[path]
        if path.startswith(ASSETS):
            assets.append(_asset(path.removeprefix(ASSETS), content))
        elif path.startswith(FONTS):
            fonts.append(ThemeAsset(path.removeprefix(FONTS), "", Ref(digest_bytes(content))))
        elif path.startswith((BELOW, WORDS)):  # in this order: what lies below comes first
            if path.endswith(".yaml"):
                said.append(Template(path, origin, content.decode("utf-8-sig")))
        elif path == "theme.yaml":
            options = _options(_yaml(content.decode("utf-8-sig"), origin), origin)
        elif path.endswith(TEXTS):
            templates.append(Template(path, origin, content.decode("utf-8-sig")))
    return Theme(name, tuple(templates), tuple(assets), tuple(said), options, tuple(fonts), colours)


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
    from audiencegen.theme.faults import FAULTS, template_problem

    templates = _compiled(theme, site)
    try:
        return templates.fill(template, names).encode("utf-8")
    except FAULTS as fault:
        given = (*names, *templates.known)
        raise ProjectError(template_problem(theme, templates, template, given, fault)) from fault


def prepare(theme: Theme, site: Frame, names: Iterable[str]) -> None:
    """Compile templates ahead of their first page. One with a fault is left, and so is one that is not there."""
    from audiencegen.theme.faults import FAULTS

    for name in names:
        with suppress(*FAULTS):
            _compiled(theme, site).get_template(name)


def codes(theme: Theme, site: Frame) -> dict[str, bytes]:
    """The code of every template that was compiled so far, for `know`."""
    return dict(_compiled(theme, site).codes)


def know(theme: Theme, site: Frame, codes: Mapping[str, bytes]) -> None:
    """Take the code of templates from another process of the same version, so that they need not be compiled again."""
    _compiled(theme, site).codes.update(codes)


def text(theme: Theme, name: str) -> str:
    """A file of the theme as it is written, such as the stylesheet of the workbench."""
    return next(template.text for template in theme.templates if template.name == name)


def table(theme: Theme, name: str) -> Record:
    """A YAML file of the theme, such as the styles of the mail."""
    template = next(template for template in theme.templates if template.name == name)
    return _yaml(template.text, template.origin)


_templates: dict[tuple[str, str], Templates] = {}


def _compiled(theme: Theme, site: Frame) -> Templates:
    """The templates of a theme for a site, made once: what is compiled is kept with them."""
    from audiencegen.theme.templates import Templates

    key = digest(theme), digest(site)
    if key not in _templates:
        if len(_templates) >= _MOST_COMPILED:
            _templates.clear()
        _templates[key] = Templates(theme.templates, {"theme": theme, "site": site, "data": site.data})
    return _templates[key]


@lru_cache(_MOST_TABLES)
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
