"""What the head of a page that is no letter says of the site: its card, and what may be loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audiencegen.model import Frame
from audiencegen.outputs.cards import site_picture
from audiencegen.outputs.policy import policy
from audiencegen.theme import Theme


def head(theme: Theme, frame: Frame, shown: Iterable[str] = ()) -> dict[str, Any]:
    """Names for a template; `shown` are the addresses of the pictures in view."""
    picture = site_picture(theme, frame) if frame.draws_cards else None
    return {"picture": picture, "policy": policy(frame, pictures=shown)}
