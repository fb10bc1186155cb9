"""The loop of a session: wait for the bell, look, and say what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from audiencegen.preview.session import News, Session
from audiencegen.preview.watch import Doorbell, Watch

_GLANCE = 5.0  # seconds; what rings no bell, such as a folder of another computer, is seen all the same
_POLL = 0.25  # seconds between two looks where there is no bell at all
_SHARE = 20  # so many times as long as a look took, nobody looks again without a ring
_SETTLED = 1.0  # seconds after the start when there is time for templates that nobody asked for


def attend(
    session: Session,
    bell: Doorbell,
    poll: bool,
    tell: Callable[[News], None],
    warn: Callable[[str], None],
    closed: threading.Event | None = None,
) -> None:
    """Keep a session at what is on the disk, until `closed`."""
    watch = None if poll else _watch(session, bell, warn)
    closed = closed or threading.Event()
    pause, is_rehearsed = _SETTLED, False
    bell.ring()  # something may have happened since the first look
    try:
        while not closed.is_set():
            has_rung = bell.wait(min(pause, session.patience))
            if closed.is_set():
                return
            news = session.look_again()
            if news is None and not has_rung and not is_rehearsed:
                news, is_rehearsed = session.rehearse(), True
            if news is not None:
                tell(news)
            if watch is not None and not _followed(watch, session, warn):
                watch.close()
                watch = None
            pause = max(_POLL if watch is None else _GLANCE, _SHARE * session.last_look)
            pause = pause if is_rehearsed else min(pause, _SETTLED)
    finally:
        if watch is not None:
            watch.close()


def _watch(session: Session, bell: Doorbell, warn: Callable[[str], None]) -> Watch | None:
    try:
        watch = Watch(session.wish.directory, bell)
    except OSError as fault:
        warn(_deaf(fault))
        return None
    if _followed(watch, session, warn):
        return watch
    watch.close()
    return None


def _followed(watch: Watch, session: Session, warn: Callable[[str], None]) -> bool:
    try:
        watch.follow(session.config)
    except OSError as fault:
        warn(_deaf(fault))
        return False
    return True


def _deaf(fault: OSError) -> str:
    reason = fault.strerror or "no reason given"
    return f"The system does not tell of changes ({reason}); the files are looked at four times a second instead."
