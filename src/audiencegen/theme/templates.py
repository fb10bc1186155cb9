"""Templates compiled for one site. Jinja2 stays behind this room.

Before a template is compiled, each part that it includes is put in its place, and what asks for nothing but the site,
the theme and the data is answered, for that is the same on every page. What remains to do page by page is little.
"""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from types import CodeType, MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from audiencegen.theme.metadata import breadcrumbs, locale, media_type
from audiencegen.theme.showing import escapes, joined, shown
from audiencegen.values import Record

if TYPE_CHECKING:
    from audiencegen.theme import Template as Source
    from audiencegen.theme.parts import Parts

_MOST_ANSWERS = 10_000
_WHITE_SPACE = re.compile(r"\s+")


class Templates(Environment):
    """The templates of a theme, in which the names of `known` stand for the same values on every page.

    What the writer keeps in `extra` and the configuration's options may be absent: then it is empty.
    """

    def __init__(self, templates: tuple[Source, ...], known: Mapping[str, Any]) -> None:
        # Jinja2 puts the origin into tracebacks, so that a fault is found in the file that the writer can open.
        sources = {template.name: (template.text, template.origin, lambda: True) for template in templates}
        super().__init__(
            loader=FunctionLoader(sources.get),
            autoescape=escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,  # what can be known is answered before
        )
        self.filters |= {name: one.__wrapped__ for name, one in self.filters.items() if _asks_whether_async(one)}
        self.filters["json"] = _json
        self.filters["present"] = lambda table: {key: value for key, value in table.items() if value is not None}
        self.filters["breadcrumbs"] = lambda steps, site: _for_script(breadcrumbs(steps, site.absolute))
        self.filters["locale"] = locale
        self.filters["media_type"] = media_type
        self.filters["one_line"] = lambda words: _WHITE_SPACE.sub(" ", str(words)).strip()
        self.globals |= known  # for macros, too, which do not know the page that calls them
        self.known = known
        self.shown, self.joined = shown, joined
        self.answers = _AnswersOf(self.known)
        self.codes: dict[str, bytes] = {}  # what was compiled, by template; to be kept for another process
        self._pages: dict[str, Template] = {}
        self._sources = templates

    @cached_property
    def parts(self) -> Parts:
        """The templates as they are read to be compiled. As a rule an earlier process has done that."""
        from audiencegen.theme.parts import Parts

        return Parts(self._sources, self.known)

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Asked a hundred times a page: `isinstance` would go through the abstract base class each time.
        if type(obj) is Record and (attribute in obj or not hasattr(obj, attribute)):
            return obj.get(attribute, "")
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def fill(self, name: str, names: Mapping[str, Any]) -> str:
        """A page. As `Template.render` makes it, which would copy all names of the theme three times for each."""
        page = self._pages.get(name) or self._pages.setdefault(name, self.get_template(name))
        context = self.context_class(self, {**names, **self.globals}, name, page.blocks)
        try:
            return self.concat(page.root_render_func(context))
        except Exception:  # noqa: BLE001 - Jinja2 writes the theme's own lines into the traceback, and raises it again
            self.handle_exception()

    def answers_of(self, name: str, method: str) -> str:
        """Where the answers of something known are kept, for many pages ask the same; "" when this is no method."""
        function = self.getattr(self.known[name], method) if name in self.known else None
        return f"{name}.{method}" if isinstance(function, MethodType) else ""

    def compile(
        self, source: Any, name: str | None = None, filename: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The code of a template; that of an earlier process when it is at hand."""
        if name in self.codes:
            return marshal.loads(self.codes[name])
        from audiencegen.theme.code import Code

        self.code_generator_class = Code
        if isinstance(source, str) and name is not None:
            source = self.parts.whole(self, source, name, filename)
        code = super().compile(source, name, filename, *args, **kwargs)
        if name is not None and isinstance(code, CodeType):
            self.codes[name] = marshal.dumps(code)
        return code


class _AnswersOf(dict[str, Callable[..., Any]]):
    """`site.href` → the method, which remembers what it answered."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self._known = known

    def __missing__(self, key: str) -> Callable[..., Any]:
        name, _, method = key.partition(".")
        self[key] = lru_cache(_MOST_ANSWERS, typed=True)(getattr(self._known[name], method))
        return self[key]


def _asks_whether_async(one: Any) -> bool:
    """Filters for lists look at each call for what no template here can give them."""
    return hasattr(one, "jinja_async_variant") and hasattr(one, "__wrapped__")


def _json(thing: object) -> Markup:
    """JSON that may stand inside `<script>`: no `<`, `>` or `&` of its own."""
    return _for_script(_JSON.encode(thing))


def _for_script(written: str) -> Markup:
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _json_value(thing: object) -> object:
    return dict(thing) if isinstance(thing, Mapping) else str(thing)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_json_value)
