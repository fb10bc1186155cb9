"""The way for a phone: one address of the local network with a key in it, as text and as a QR code."""

from __future__ import annotations

import io
import secrets
import socket

from audiencegen.preview.server import Guests, Server, opened
from audiencegen.preview.session import Session
from audiencegen.preview.watch import Doorbell
from audiencegen.problems import ProjectError, error


def opened_for_phones(session: Session, bell: Doorbell) -> tuple[Server, str]:
    """A server in the local network, and the address to open there. Raises ProjectError when there is no network."""
    host = _own_address()
    key = secrets.token_urlsafe(12)
    server = opened(None, Guests(frozenset(), key), session, bell, host)
    place = f"{host}:{server.server_port}"
    server.guests = Guests(frozenset({place}), key)
    return server, f"http://{place}/{key}"


def qr_code(address: str) -> str:
    """An address as a terminal shows it to a camera."""
    import segno

    drawn = io.StringIO()
    segno.make(address, error="l").terminal(drawn, compact=True, border=2)
    return drawn.getvalue().rstrip("\n")


def _own_address() -> str:
    """The address of this computer in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: an address of nobody
            found = str(probe.getsockname()[0])
        except OSError:
            found = "127.0.0.1"
    if found.startswith("127."):
        raise ProjectError(error("no-network", "this computer is in no network", "connect it to the one of the phone"))
    return found
