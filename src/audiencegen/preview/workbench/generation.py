"""What the workbench asks of the preview: the project as it stands at one moment, whole, and never changing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, Self

from audiencegen.build.references import Resolve
from audiencegen.config import Config
from audiencegen.content.states import Moment
from audiencegen.model import Output, Site
from audiencegen.problems import Problem
from audiencegen.theme import Theme
from audiencegen.values import Struct

HTML = "text/html; charset=utf-8"


class Generation(Protocol):
    """The linked project and what it makes. `made` may raise ProjectError, for a template of the writer may fail."""

    @property
    def config(self) -> Config: ...
    @property
    def moment(self) -> Moment: ...
    @property
    def site(self) -> Site: ...
    @property
    def theme(self) -> Theme: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def outputs(self) -> Mapping[str, Output]: ...
    @property
    def resolve(self) -> Resolve: ...

    def made(self, path: str) -> bytes:
        """What the output of this path holds."""
        ...

    def text(self, file: str) -> str:
        """The text of a file of the project, by its path from there; "" when it cannot be read."""
        ...

    def at(self, now: datetime) -> Self:
        """The same project at another moment. Raises ProjectError when it has errors then."""
        ...


class Page(Struct, frozen=True):
    """An answer to a browser; `location` is where a 303 leads."""

    content: bytes
    type: str = HTML
    status: int = 200
    location: str = ""
