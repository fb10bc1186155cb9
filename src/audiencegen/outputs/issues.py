from collections.abc import Iterable

from audiencegen.model import Output, Site
from audiencegen.theme import Theme


def plan(site: Site, theme: Theme) -> Iterable[Output]:
    return ()
