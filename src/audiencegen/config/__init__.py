"""The configuration of a site: `audiencegen.yaml` → `Config`. `title` and `url` are enough."""

from audiencegen.config.address import checked_url
from audiencegen.config.read import parse
from audiencegen.config.values import (
    CHANNELS,
    DEFAULT_LATEST,
    FILE_NAME,
    SERVICES,
    Config,
    Contents,
    Dialect,
    Issues,
    Shared,
)

__all__ = [
    "CHANNELS",
    "DEFAULT_LATEST",
    "FILE_NAME",
    "SERVICES",
    "Config",
    "Contents",
    "Dialect",
    "Issues",
    "Shared",
    "checked_url",
    "parse",
]
