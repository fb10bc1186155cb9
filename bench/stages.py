"""The stages of a build, and the functions of audiencegen that each of them is.

A function that is gone is named by the answer and not an error, so that the code may change without asking here.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

from bench.clock import Clock

IMPORT = "import"
REST = "the rest"
_STAGES = (
    ("configuration", "build.configured", "read_config"),
    ("theme", "build.themes", "find"),
    ("scan", "build.sources", "scan"),
    ("front matter", "content.frontmatter", "parse"),
    ("Markdown", "content.markdown", "to_html"),
    ("surprises", "content.markdown", "surprises"),
    ("HTML parser", "content.tree", "parse"),
    ("walk", "content.body", "read"),
    ("smart punctuation", "content.typography", "smart"),
    ("highlighting", "content.highlight", "highlighted"),
    ("serialise", "content.tree", "write"),
    ("compile, the rest", "content.compile", "compile_source"),
    ("link", "content.link", "link"),
    ("plan", "outputs", "plan"),
)
_WRITING = (
    ("digests", "values", "digest"),
    ("digests", "values", "digest_bytes"),
    ("compare", "build.files", "same_content"),
    ("manifest", "build.manifest", "load"),
    ("manifest", "build.manifest", "save"),
    ("write", "build.files", "Disk"),
)


def put_clocks(clock: Clock) -> tuple[str, ...]:
    """Put a clock around every stage; the answer names what was not found."""
    for module in (
        "cli.build",
        "cli.making",
        *(f"outputs.{one.name}" for one in iter_modules(_module("outputs").__path__)),
    ):
        _module(module)
    _around_method(clock, "read files", Path, "read_bytes")
    absent: list[str] = []
    for stage, module, name in (*_STAGES, *_recipes(), *_WRITING):
        thing = getattr(_module(module), name, None)
        if isinstance(thing, type):
            _around_methods(clock, stage, thing)
        elif thing is None:
            absent.append(f"{module}.{name}")
        else:
            _replace(thing, clock.around(stage, thing))
    _around_imports(clock)
    return tuple(absent)


def _recipes() -> Iterator[tuple[str, str, str]]:
    """Every public function of an output kind that makes bytes."""
    for kind in iter_modules(_module("outputs").__path__):
        for name, thing in vars(_module(f"outputs.{kind.name}")).items():
            is_own = isinstance(thing, FunctionType) and thing.__module__.endswith(f"outputs.{kind.name}")
            if is_own and not name.startswith("_") and thing.__annotations__.get("return") == "bytes":
                yield f"render {name}", f"outputs.{kind.name}", name


def _replace(function: Callable[..., Any], timed: Callable[..., Any]) -> None:
    """Put the timed function in every place where the plain one is known by a name."""
    for module_name, module in tuple(sys.modules.items()):
        if module_name.split(".")[0] == "audiencegen":
            for name, thing in tuple(vars(module).items()):
                if thing is function:
                    setattr(module, name, timed)


def _around_methods(clock: Clock, stage: str, owner: type) -> None:
    for name, thing in tuple(vars(owner).items()):
        if isinstance(thing, FunctionType) and not name.startswith("_"):
            _around_method(clock, stage, owner, name)


def _around_method(clock: Clock, stage: str, owner: type, name: str) -> None:
    setattr(owner, name, clock.around(stage, getattr(owner, name)))


def _around_imports(clock: Clock) -> None:
    """Modules that are imported at their first use; a module that is there already is not counted."""
    plain = builtins.__import__

    def timed(name: str, *arguments: Any, **named: Any) -> ModuleType:
        if name in sys.modules:
            return plain(name, *arguments, **named)
        with clock.stage(IMPORT):
            return plain(name, *arguments, **named)

    builtins.__import__ = timed


def _module(name: str) -> ModuleType:
    return import_module(f"audiencegen.{name}")
