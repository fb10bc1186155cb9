"""YAML, TOML and `Key: value` text → fields that know where they stand.

Every reader takes text and returns `Fields` with the `Problem`s found; none raises. Syntax ends here: what a field
must hold is asked by `shapes`, what it means is said by the configuration and the front matter.
"""

from audiencegen.fields.field import Field, Fields, Syntax, did_you_mean, plain, quoted, said_once
from audiencegen.fields.headers import parse_headers
from audiencegen.fields.toml_text import is_toml, parse_toml
from audiencegen.fields.yaml_text import parse_yaml, read_yaml

__all__ = [
    "Field",
    "Fields",
    "Syntax",
    "did_you_mean",
    "is_toml",
    "parse_headers",
    "parse_toml",
    "parse_yaml",
    "plain",
    "quoted",
    "read_yaml",
    "said_once",
]
