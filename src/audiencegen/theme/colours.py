"""The colours of a site: a scheme of the theme, and over it the writer's own accent, kept readable by calculation.

Contrast is that of WCAG 2.2 (1.4.3, and 1.4.6 for the text itself). An accent keeps its hue and its saturation; its
lightness moves only as far as every ground it stands on asks for, by day and by night.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping

from audiencegen.fields import did_you_mean
from audiencegen.problems import Problem, error
from audiencegen.values import Record

FILE = "colours.yaml"
READABLE = 4.5
GROUNDS = ("paper", "tint", "sheet", "inset")

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/""", re.DOTALL)
_BETWEEN_LINES = re.compile(r"\s*\n\s*")
_STEPS = 500  # from black to white
_OF_LETTERS = frozenset({"sheet", "inset"})  # no page shows them


def chosen(schemes: Record, options: Mapping[str, object]) -> Record:
    """The colours that a site shows: name → the one by day, the one by night."""
    scheme = schemes[str(options.get("scheme") or next(iter(schemes)))]
    accent = str(options.get("accent") or "")
    if not accent:
        return Record({**scheme, "fill": scheme["link"]})
    own = tuple(readable(_six(accent), [scheme[name][side] for name in GROUNDS]) for side in (0, 1))
    return Record({**scheme, "warm": own, "fill": own})


def readable(colour: str, grounds: Iterable[str], least: float = READABLE) -> str:
    """The colour, or the nearest of its hue that has the contrast on every ground."""
    grounds = tuple(grounds)

    def holds(one: str) -> bool:
        return all(contrast(one, ground) >= least for ground in grounds)

    if holds(colour):
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    others = sorted(range(_STEPS + 1), key=lambda step: (abs(step / _STEPS - lightness), step))
    shades = (_hex(colorsys.hls_to_rgb(hue, step / _STEPS, saturation)) for step in others)
    return next(shade for shade in shades if holds(shade))


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def stylesheet(colours: Record) -> str:
    """The colours as properties, to stand before a stylesheet that uses them."""
    day, night = (
        "".join(f"--{name}:{pair[side]};" for name, pair in colours.items() if name not in _OF_LETTERS)
        for side in (0, 1)
    )
    return f":root{{color-scheme:light dark;{day}}}\n@media (prefers-color-scheme:dark){{:root{{{night}}}}}\n"


def lean(style: str) -> str:
    """A stylesheet without its comments and indentation, which browsers have no use for; strings stay as they are."""
    return _BETWEEN_LINES.sub("\n", _COMMENT.sub(lambda found: found[1] or "", style)).lstrip()


def problems(schemes: Record, options: Mapping[str, object], known: Iterable[str], file: str) -> tuple[Problem, ...]:
    """What is wrong with the options that a site sets, of which the theme knows some."""
    found = [_near_miss(name, known, file) for name in options]
    found.append(_scheme(schemes, options, file))
    found.append(_accent(options, file))
    return tuple(problem for problem in found if problem)


def _near_miss(name: str, known: Iterable[str], file: str) -> Problem | None:
    known = tuple(known)
    near = "" if name in known else did_you_mean(name, known)
    if not near:  # templates of the site's own may ask for any name
        return None
    return error("theme-option", f"the theme has no option `{name}`", f"did you mean `{near}`?", file=file, find=name)


def _scheme(schemes: Record, options: Mapping[str, object], file: str) -> Problem | None:
    scheme = options.get("scheme") or ""
    if not scheme or scheme in schemes:
        return None
    near = did_you_mean(str(scheme), list(schemes))
    hint = f"did you mean `{near}`?" if near else "write one of " + ", ".join(schemes)
    return error("theme-option", f"there is no colour scheme `{scheme}`", hint, file=file, find=str(scheme))


def _accent(options: Mapping[str, object], file: str) -> Problem | None:
    accent = options.get("accent", "")
    if accent == "" or (isinstance(accent, str) and _HEX.fullmatch(accent)):
        return None
    hint = 'write it in quotes, for a bare # begins a comment: accent: "#7a2e8e"'
    message = "`accent` is empty" if accent is None else f"`accent` is not a colour: {accent}"
    find = "accent" if accent is None else str(accent)
    return error("theme-option", message, hint, file=file, find=find)


def _six(colour: str) -> str:
    return colour.lower() if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:].lower())


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4) for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
