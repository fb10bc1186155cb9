"""What was made for a browser, kept by what it was made of: an answer of an earlier generation serves a later one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from audiencegen.build.planned import row_of
from audiencegen.build.references import Resolve
from audiencegen.build.rendering import made
from audiencegen.model import Output
from audiencegen.outputs.assets import copy

_MOST = 256  # outputs
_LARGEST = 4_000_000  # bytes; a film is read again
Key = tuple[str, tuple[str, ...]]


class Rendered:
    """The outputs that were asked for last. One is made at a time: templates and stores are no place for a crowd."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = threading.RLock()

    def of(self, output: Output, body: Callable[[str], str], resolve: Resolve) -> bytes:
        """What an output holds. Raises ProjectError when its recipe cannot be followed."""
        if output.recipe is copy:
            return made(output, resolve)
        with self._lock:
            row = row_of(output)
            key = row.made_of, tuple(map(body, row.bodies))
            if key not in self._kept:
                content = made(output, resolve)
                if len(content) > _LARGEST:
                    return content
                self._kept[key] = content
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
