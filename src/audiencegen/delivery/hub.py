"""Telling a WebSub hub that a feed has something new (W3C WebSub, 6), so that its readers hear of it at once."""

from __future__ import annotations

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_TIMEOUT = 30  # seconds
_MOST = 500  # bytes of an answer that is shown


class HubError(Exception):
    """The hub did not take the news. `said` is its answer in words, or what the network said."""

    def __init__(self, hub: str, said: str) -> None:
        super().__init__(f"{hub}: {said}")
        self.hub = hub
        self.said = said


def publish(hub: str, feed: str) -> None:
    """Tell `hub` that `feed` changed; raises HubError when it cannot be reached or refuses."""
    content = urlencode({"hub.mode": "publish", "hub.url": feed}).encode("ascii")
    request = Request(hub, content, {"User-Agent": "audiencegen"}, method="POST")
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:
            answer.read(_MOST)
    except HTTPError as fault:
        with fault:
            words = " ".join(fault.read(_MOST).decode("utf-8", "replace").split())
        raise HubError(hub, f"it answered {fault.code}" + (f": {words}" if words else "")) from fault
    except URLError as fault:
        raise HubError(hub, f"it cannot be reached: {fault.reason}") from fault
    except (OSError, HTTPException, ValueError) as fault:
        raise HubError(hub, f"it cannot be reached: {fault}") from fault
