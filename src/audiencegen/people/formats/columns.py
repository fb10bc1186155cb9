"""Which column of a list means what: by its name, never by its position.

Names are compared without case, spaces and signs, so that `Email Address`, `email_address` and `E-Mail-Address`
are one. A column that is not known here is nobody's: its cells are kept as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from audiencegen.people.formats.shape import Format
from audiencegen.people.law import Kind
from audiencegen.values import Struct

# Names as `normal` writes them; the first that a file has is taken.
EMAIL = (
    "email", "emailaddress", "subscriberemail", "subscriberemailaddress",
    "mail", "mailaddress", "deineemailadresse", "emailadresse",
    "emailadres", "adresseemail", "correoelectronico", "correo", "indirizzoemail", "epost", "epostadress",
)  # fmt: skip
NAME = ("name", "fullname", "displayname")
FIRST_NAME = (
    "firstname", "fname", "givenname", "mergefirstname", "vorname", "voornaam", "prenom", "prénom", "nombre", "nome",
    "förnamn",
)  # fmt: skip
LAST_NAME = (
    "lastname", "lname", "surname", "familyname", "mergelastname", "nachname", "achternaam", "nomdefamille",
    "apellido", "apellidos", "cognome", "efternamn",
)  # fmt: skip
TAGS = ("tags", "labels", "tiers")
INTRODUCED_BY = ("introducedby", "referredby", "referringsubscriberid", "referrer")
SOURCE = ("source",)
SINCE = (
    "since", "subscriptiondatesubstack", "confirmtime", "optintime", "doubleoptinat", "subscriptiondate",
    "subscribedat", "createdat", "creationdate", "dateadded", "startdate",
)  # fmt: skip

OPENED = ("metadata", "attributes", "data")  # cells that hold fields of their own
FLAGS = frozenset({"cold"})  # words of a state that are kept as a tag: Kit's `cold` agreed, and is quiet

_PROOF = frozenset(
    {"optintime", "optinip", "confirmtime", "confirmip", "ipaddress", "doubleoptinat", "referrerurl", "referringsite"}
)

_TRUE = frozenset({"true", "t", "yes", "y", "1", "on", "wahr", "ja", "vrai", "oui", "verdadero", "si", "vero"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "off", "falsch", "nein", "faux", "non", "falso"})
_NOTHING = frozenset({"", "null", "none", "nil", "nan", "na", "n/a", "-", "\\n"})
_SECOND = re.compile(r" \(\d+\)$")  # the mark of a column whose name stands twice


class Verdict(Struct, frozen=True):
    """What a list says of somebody and letters (None: nothing clear), and where it says so."""

    kind: Kind | None
    remark: str = ""


def normal(name: str) -> str:
    """The name of a column as it is compared: letters and digits only, casefolded."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def is_true(cell: str) -> bool:
    return cell.casefold() in _TRUE


def is_proof(name: str) -> bool:
    """Does a column with this normal name tell how, when or from where somebody agreed?"""
    return name in _PROOF or name.startswith("utm")


def is_state(name: str) -> bool:
    """Does a column with this normal name say who may be mailed?"""
    return name in _STATUS or name in _SWITCHES or name in _MOMENTS


def is_moment(name: str) -> bool:
    """Does a column with this normal name hold the day on which somebody left?"""
    return name in _MOMENTS


def verdict(label: str, cell: str, form: Format) -> Verdict | None:
    """What a cell of a state column says; None when it says nothing, as an empty `unsubscribed_at` does.

    An empty status is not nothing: the list has a place to say "subscribed" and does not say it.
    """
    column = normal(_SECOND.sub("", label))
    remark = f"`{label}` is “{cell[:40]}”" if cell else f"`{label}` is empty"
    if column in _SWITCHES and column not in form.status:
        return Verdict(_of_switch(_SWITCHES[column], cell.casefold()), remark)
    if column in _MOMENTS:
        kind, only_there = _MOMENTS[column]
        empty = cell.casefold() in _NOTHING or cell.startswith("0000-00-00")
        return None if empty and not only_there else Verdict(kind, remark)
    return Verdict(_of_word(normal(cell), form), remark)


def verdict_of_file(name: str) -> Verdict | None:
    """What the name of a file says of everybody in it, as Mailchimp names its exports."""
    for start, kind in _FILES:
        if name.casefold().startswith(start):
            return Verdict(kind, "by the name of the file")
    return None


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """The one that keeps out most counts; where none says anything, the list vouches for its rows."""
    return min(verdicts, key=lambda said: _STRICTNESS.index(said.kind), default=Verdict(Kind.ADDED))


_STRICTNESS = (
    Kind.BLOCKED, Kind.COMPLAINED, Kind.UNSUBSCRIBED, Kind.BOUNCED, None, Kind.ASKED, Kind.ADDED,
)  # fmt: skip

_WORDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        # Plans (free, paid, gift …) say what somebody pays; where they stand in such a column, all get letters.
        # Kit's `cold` agreed and is quiet.
        ("active", "subscribed", "confirmed", "regular", "cold", "free", "paid", "comp", "comped",
         "complimentary", "gift", "gifted", "iosapp", "premium", "trialed"),
        Kind.ADDED,
    ),
    **dict.fromkeys(
        ("pending", "unconfirmed", "unactivated", "validating", "needsattention"), Kind.ASKED
    ),
    **dict.fromkeys(
        ("unsubscribed", "inactive", "removed", "deleted", "disabled", "cancelled", "canceled", "optedout",
         "optout"),
        Kind.UNSUBSCRIBED,
    ),
    **dict.fromkeys(
        ("bounced", "hardbounced", "cleaned", "undeliverable", "unreachable", "invalid"), Kind.BOUNCED
    ),
    **dict.fromkeys(("complained", "complaint", "spam", "abuse"), Kind.COMPLAINED),
    **dict.fromkeys(("blocked", "blocklisted", "blacklisted", "banned", "suppressed"), Kind.BLOCKED),
}  # fmt: skip

_STATUS = frozenset(
    {"status", "state", "subscribertype", "type", "subscriberstatus", "subscriptionstatus", "subscriptionstate",
     "emailstatus", "mailstatus", "memberstatus"}
)  # fmt: skip

# Columns of yes and no: what yes means. No is the other of the two.
_SWITCHES: Mapping[str, Kind] = {
    "subscribedtoemails": Kind.ADDED,
    "subscribed": Kind.ADDED,
    "emaildisabled": Kind.UNSUBSCRIBED,
    "unsubscribed": Kind.UNSUBSCRIBED,
    "optedout": Kind.UNSUBSCRIBED,
    "donotemail": Kind.UNSUBSCRIBED,
}

# Columns that hold when it happened: the kind, and whether the column stands only in a file of nobody else.
_MOMENTS: Mapping[str, tuple[Kind, bool]] = {
    "unsubscribedat": (Kind.UNSUBSCRIBED, False),
    "unsubscriptiondate": (Kind.UNSUBSCRIBED, False),
    "unsubscribedate": (Kind.UNSUBSCRIBED, False),
    "dateunsubscribed": (Kind.UNSUBSCRIBED, False),
    "optedoutat": (Kind.UNSUBSCRIBED, False),
    "unsubtime": (Kind.UNSUBSCRIBED, True),
    "cleantime": (Kind.BOUNCED, True),
    "bouncedat": (Kind.BOUNCED, False),
    "complainedat": (Kind.COMPLAINED, False),
    "deletedat": (Kind.UNSUBSCRIBED, False),
}

_FILES = (
    ("unsubscribed", Kind.UNSUBSCRIBED),
    ("optedout", Kind.UNSUBSCRIBED),
    ("cleaned", Kind.BOUNCED),
    ("nonsubscribed", None),
    ("non-subscribed", None),
    ("non_subscribed", None),
    ("transactional", None),
)


def _of_word(word: str, form: Format) -> Kind | None:
    """The meaning of a status. Where a service's own words are known, no other makes somebody mailable."""
    if word in form.words:
        return form.words[word]
    kind = _WORDS.get(word)
    return None if kind is Kind.ADDED and form.words else kind


def _of_switch(yes: Kind, cell: str) -> Kind | None:
    no = Kind.UNSUBSCRIBED if yes is Kind.ADDED else Kind.ADDED
    if cell in _TRUE:
        return yes
    if cell in _FALSE:
        return no
    # A day where yes or no was expected, as in `unsubscribed: 2024-05-01`, is when they left.
    return Kind.UNSUBSCRIBED if yes is Kind.UNSUBSCRIBED and re.match(r"\d{4}-\d\d", cell) else None
