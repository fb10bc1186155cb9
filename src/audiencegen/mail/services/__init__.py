"""The mailing services that a letter can be handed to, one file each; their names are `config.SERVICES`.

What a service needs is its tags, the marks by which it knows them, and the form in which it takes a letter.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from audiencegen.model import Body, Frame, Issue
from audiencegen.theme import Theme


class Service(Protocol):
    """What each file here holds. The words about it are the theme's, under `handover: services:`."""

    TITLE: str  # as the service calls itself
    FILE: str  # the letter's name in the folder `for/`

    def letter(self, theme: Theme, frame: Frame, issue: Issue, body: Body) -> str:
        """The letter in the form that the service takes, with its tags and none of ours."""

    def line(self, words: str) -> str:
        """A subject or a preheader, as the service may have it: none of its tags but those for personal fields."""


def service(name: str) -> Service:
    """The service of that name."""
    return cast(Service, import_module(f"{__name__}.{name}"))
