"""`subscribe:`, where the subscribe box leads: a mail to the writer, or a mailing service by name.

One function for each service, from what the writer gave to its form. Field names are those of the service's own form,
looked up in November 2026; where a service has a form only as a script or frame of its own, the box leads to its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from audiencegen.config.people import ADDRESS, known
from audiencegen.fields import Field, Fields, did_you_mean, shapes
from audiencegen.fields.shapes import Problems
from audiencegen.model import Door
from audiencegen.problems import error
from audiencegen.values import replace

_KEYS = ("to", "list", "introducer", "consent", "question", "checked_by")
_ELSEWHERE = {"service": "to", "form": "to", "action": "to", "url": "to", "uuid": "list", "lists": "list",
              "via": "introducer", "referrer": "introducer", "authserv": "checked_by"}  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FIELD = re.compile(r"\w[\w.-]*", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?", re.ASCII)


class _Wrong(ValueError):
    """What the writer gave is not what the service needs; the arguments are what is, and what to do."""


def read_door(field: Field, problems: Problems) -> dict[str, Any]:
    """`subscribe: buttondown:harbour`, or keys of which `to` says the same."""
    if not isinstance(field.value, Fields):
        door = _door(field, None, problems)
        return {"door": door} if door else {}
    parts = {part.name: part for part in known(field.value, _KEYS, f"`{field.name}`", problems, _ELSEWHERE)}
    door = _door(parts["to"], parts.get("list"), problems) if "to" in parts else Door()
    said = {name: shapes.text(parts[name], problems) or "" for name in ("question",) if name in parts}
    for name in ("introducer", "consent"):
        if name in parts and door:
            said |= _own_field(parts[name], door, problems)
    host = _checked_by(parts["checked_by"], problems) if "checked_by" in parts else None
    return {"door": replace(door, **said) if door else None, "checked_by": host}


def _door(field: Field, lists: Field | None, problems: Problems) -> Door | None:
    said = shapes.text(field, problems)
    if said is None:
        return None
    name, colon, rest = said.partition(":")
    service, rest = name.strip().lower(), rest.strip()
    if service in ("http", "https"):
        service, rest = ("mailchimp", said) if _is_mailchimp(said) else ("", said)
    try:
        if service not in _SERVICES or not (colon and rest):
            raise _unknown(said, service)
        if lists is not None and service != "listmonk":
            raise _Wrong(f"`list` is for listmonk alone, not for {service}", "take it out")
        if service == "listmonk":
            return _listmonk(rest, shapes.texts(lists, problems) if lists else ())
        return _SERVICES[service](rest)
    except _Wrong as fault:
        what, hint = fault.args
        problems.append(error("subscribe", what, hint, **field.at_value))
        return None


def _unknown(said: str, service: str) -> _Wrong:
    if re.fullmatch(ADDRESS, said):
        return _Wrong(f"`subscribe` needs to know what {said} is", f"write it as mailto:{said}")
    if service in _SERVICES:
        return _Wrong(f"`subscribe` has no more than the name of {service}", f"write it as {_EXAMPLES[service]}")
    near = did_you_mean(service, _SERVICES) if service else None
    known = f"it may be mailto:ann@example.com, or a service by name, such as {_EXAMPLES['buttondown']}; known are"
    hint = f"write it as {_EXAMPLES[near]}" if near else f"{known} {', '.join(list(_SERVICES)[1:])}"
    return _Wrong(f"`subscribe` leads to nothing that is known here: {said[:60]}", hint)


def _mailto(address: str) -> Door:
    if not re.fullmatch(ADDRESS, address) or re.search("[?&#%]", address):
        raise _Wrong(f"this is no mail address: {address}", "write the address alone, as mailto:ann@example.com")
    return Door(mail=address)


def _buttondown(name: str) -> Door:
    """Fields `email` and `embed`, and `metadata__KEY` for anything else, hidden ones too (github buttondown/docs,
    `building-your-subscriber-base`, 2023, and the form of its page “Embedding”, 2026). Metadata needs a paid plan;
    without one it is not kept. Robots are held off by a question of its own."""
    if not _NAME.fullmatch(name):
        raise _Wrong(
            f"this is not the name of a newsletter at Buttondown: {name}", "it is the end of its address there"
        )
    return Door(
        service="buttondown",
        action=f"https://buttondown.com/api/emails/embed-subscribe/{name}",
        method="post",
        email="email",
        hidden=(("embed", "1"),),
        introducer="metadata__introduced_by",
        consent="metadata__consent",
    )


def _mailchimp(address: str) -> Door:
    """The address of its embedded form, with `u` and `id`; the fields `EMAIL` and, as the trap, `b_U_ID` (its help
    page “Add a signup form to your website”, and the form that it makes, 2026). Other fields are merge tags
    that the writer has made there."""
    parts, said = _split(address), {}
    if parts:
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if not parts or not _is_mailchimp(address) or not all(_FIELD.fullmatch(said.get(key, "")) for key in ("u", "id")):
        hint = "copy the address from `action=` of the form that Mailchimp makes: https://….list-manage.com/…?u=…&id=…"
        raise _Wrong(f"this is not the address of a Mailchimp form: {address[:60]}", hint)
    query = "&".join(f"{name}={quote(said[name], safe='')}" for name in ("u", "id", "f_id") if name in said)
    return Door(
        service="mailchimp",
        action=f"https://{parts.netloc}/subscribe/post?{query}",
        method="post",
        email="EMAIL",
        trap=f"b_{said['u']}_{said['id']}",
    )


def _listmonk(address: str, lists: tuple[str, ...] = ()) -> Door:
    """Fields `email`, `l` for each list, `nonce` as the trap, and `next`, which it follows when the address is among
    its trusted ones (github knadh/listmonk, `cmd/public.go` and `frontend/src/views/Forms.vue`, 2026). It keeps
    nothing else of a form."""
    parts = _split(address)
    if not parts or parts.query:
        raise _Wrong(f"this is not the address of a listmonk: {address[:60]}", f"write it as {_EXAMPLES['listmonk']}")
    wrong = [one for one in lists if not _UUID.fullmatch(one.lower())]
    if wrong or not lists:
        what = f"this is not the id of a list in listmonk: {wrong[0]}" if wrong else "listmonk needs `list`, its id"
        raise _Wrong(what, "open the list there and copy its UUID: list: 00000000-0000-4000-8000-000000000000")
    return Door(
        service="listmonk",
        action=f"{address.rstrip('/').removesuffix('/subscription/form')}/subscription/form",
        method="post",
        email="email",
        hidden=tuple(("l", one.lower()) for one in lists),
        trap="nonce",
        thanks="next",
    )


def _kit(number: str) -> Door:
    """Field `email_address`, and `fields[KEY]` for a custom field that the writer has made (the HTML of a form under
    “Embed”, 2026). The number is the one in the address of the form."""
    found = re.fullmatch(r"(?:https://app\.(?:kit|convertkit)\.com/forms/)?(\d+)(?:/\w*)?", number)
    if not found:
        raise _Wrong(f"this is not the number of a form at Kit: {number[:60]}", f"write it as {_EXAMPLES['kit']}")
    action = f"https://app.kit.com/forms/{found[1]}/subscriptions"
    return Door(service="kit", action=action, method="post", email="email_address")


def _ghost(address: str) -> Door:
    """A page: since July 2026 Ghost takes an address only with a token that its own script has fetched
    (github TryGhost/Ghost, pull 29319), and `#/portal/signup` is its link for other sites."""
    if not _split(address):
        raise _Wrong(f"this is not the address of a Ghost site: {address[:60]}", f"write it as {_EXAMPLES['ghost']}")
    return Door(service="ghost", action=f"{address.rstrip('/')}/#/portal/signup")


def _beehiiv(name: str) -> Door:
    """A page: beehiiv gives its form to other sites as a frame or a script only (its help page “Subscribe forms”,
    2026), and neither belongs on a page that asks nobody else for anything."""
    name = name.lower().removeprefix("https://").rstrip("/").removesuffix("/subscribe")
    host = name if "." in name else f"{name}.beehiiv.com"
    if not _HOST.fullmatch(host):
        raise _Wrong(f"this is not the name of a publication at beehiiv: {name}", f"write it as {_EXAMPLES['beehiiv']}")
    return Door(service="beehiiv", action=f"https://{host}/subscribe")


_SERVICES: Mapping[str, Callable[[str], Door]] = {
    "mailto": _mailto,
    "buttondown": _buttondown,
    "mailchimp": _mailchimp,
    "listmonk": _listmonk,
    "kit": _kit,
    "ghost": _ghost,
    "beehiiv": _beehiiv,
}
_EXAMPLES = {
    "mailto": "mailto:ann@example.com",
    "buttondown": "buttondown:harbour",
    "mailchimp": "mailchimp:https://….list-manage.com/subscribe/post?u=…&id=…",
    "listmonk": "listmonk:https://lists.example.com",
    "kit": "kit:1234567",
    "ghost": "ghost:https://harbour.example.com",
    "beehiiv": "beehiiv:harbour",
}
# How a service names a field that the writer has made there.
_OWN_FIELDS = {"buttondown": "metadata__{}", "mailchimp": "{}", "kit": "fields[{}]"}


def _own_field(field: Field, door: Door, problems: Problems) -> dict[str, str]:
    said = shapes.text(field, problems)
    if said is None:
        return {}
    if door.service not in _OWN_FIELDS:
        where = door.service or "a mail"
        hint = "take it out: a mail says it in words" if door.mail else "take it out: it keeps no such field of a form"
        problems.append(error("subscribe", f"`{field.name}` is not for {where}", hint, **field.at_value))
        return {}
    if not _FIELD.fullmatch(said):
        hint = f"write its name alone, as in {field.name}: introduced_by"
        problems.append(error("subscribe", f"this is not the name of a field: {said[:60]}", hint, **field.at_value))
        return {}
    return {field.name: _OWN_FIELDS[door.service].format(said)}


def _checked_by(field: Field, problems: Problems) -> str | None:
    said = shapes.text(field, problems)
    if said is None or _HOST.fullmatch(said):
        return said and said.lower()
    hint = "it is the first word after `Authentication-Results:` in a mail that you got, such as mx.example.com"
    problems.append(error("subscribe", f"this is not the name of a mail server: {said[:60]}", hint, **field.at_value))
    return None


def _split(address: str) -> SplitResult | None:
    """The parts of an https address, or None. A form over http would show every address to whoever listens."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port  # a port beyond 65535 raises when it is asked for
    except ValueError:
        return None
    sound = parts.scheme == "https" and _HOST.fullmatch(host) and not parts.username and not parts.fragment
    return parts if sound else None


def _is_mailchimp(address: str) -> bool:
    parts = _split(address)
    return bool(parts and re.search(r"\.list-manage\d?\.com$", parts.hostname or ""))
