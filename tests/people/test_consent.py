"""Nobody is mailable after an opt-out without their own fresh confirmation, in whatever order things happen.

`AUDIENCEGEN_SCRIPTS=500` tries more orders.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from audiencegen.people.archive import ListEvent, ListKind, read, written
from audiencegen.people.formats import read_text
from audiencegen.people.intake import Statement, decide
from audiencegen.people.law import Event, Kind, replay
from audiencegen.people.person import Details, State, address
from audiencegen.people.store import KEY_SIZE, readers, reading, writing

KEY = b"k" * KEY_SIZE
EMAILS = ("maria@example.org", "MARIA@Example.org", "jon@example.org", "jon@EXAMPLE.org", "zoe@example.org")
ACTIVE, GONE, BOUNCED, PENDING = "active", "gone", "bounced", "pending"

# A file of each system: its name, its header, and a row for each way to stand there; `{day}` is when they left.
FORMATS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "mailchimp": ("subscribed_members_export_1.csv", "Email Address,First Name", {ACTIVE: "{email},M"}),
    "mailchimp opt-outs": (
        "unsubscribed_members_export_1.csv",
        "Email Address,First Name,UNSUB_TIME,UNSUB_REASON",
        {GONE: "{email},M,{day},"},
    ),
    "mailchimp cleaned": (
        "cleaned_members_export_1.csv",
        "Email Address,First Name,CLEAN_TIME",
        {BOUNCED: "{email},M,{day}"},
    ),
    "buttondown": (
        "subscribers.csv",
        "id,email,subscriber_type,subscription_date,unsubscription_date,tags",
        {
            ACTIVE: "1,{email},regular,2020-01-01,,a;b",
            GONE: "1,{email},unsubscribed,2020-01-01,{day},",
            BOUNCED: "1,{email},undeliverable,2020-01-01,,",
            PENDING: "1,{email},unactivated,2020-01-01,,",
        },
    ),
    "ghost": (
        "members.csv",
        "id,email,name,subscribed_to_emails,created_at,deleted_at,labels",
        {ACTIVE: "1,{email},M,true,2020-01-01,,vip", GONE: "1,{email},M,false,2020-01-01,{day},"},
    ),
    "substack": (
        "email_list.x.csv",
        "email,active_subscription,plan,email_disabled,created_at",
        {ACTIVE: "{email},false,other,false,2020-01-01", GONE: "{email},true,yearly,true,2020-01-01"},
    ),
    "beehiiv": (
        "subscribers.csv",
        "email,First Name,status,created_at,unsubscribed_at",
        {ACTIVE: "{email},M,active,2020-01-01,", GONE: "{email},M,inactive,2020-01-01,{day}"},
    ),
    "kit": (
        "kit.csv",
        "first_name,email,state,created_at,tags",
        {ACTIVE: "M,{email},active,2020-01-01,a", GONE: "M,{email},cancelled,2020-01-01,"},
    ),
    "listmonk": (
        "listmonk.csv",
        "uuid,email,name,attributes,status,created_at",
        {GONE: "1,{email},M,{{}},blocklisted,2020-01-01"},
    ),
    "our own": ("subscribers.csv", "email,name,since,source,tags", {ACTIVE: "{email},M,2020-01-01,fair,a"}),
}
emails = st.sampled_from(EMAILS)
days = st.integers(0, 30)


class Consent(RuleBasedStateMachine):
    """`out` is who opted out and has not confirmed since; it is kept by other rules than the law's."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="people-"))
        self.now = datetime(2026, 11, 1, 12, tzinfo=UTC)
        self.out: set[str] = set()
        self.confirmed: dict[str, str] = {}  # the day of their last own word
        self.held = False
        self.backup = b""

    @initialize()
    def there_is_a_list(self) -> None:
        self._record("ann@example.org", Kind.ADDED)

    @rule()
    def a_day_passes(self) -> None:
        self.now += timedelta(days=1)

    @rule(email=emails, kind=st.sampled_from([Kind.ADDED, Kind.ASKED, Kind.EDITED, Kind.NOTED, Kind.THANKED]))
    def the_writer_says_something(self, email: str, kind: Kind) -> None:
        self._record(email, kind)

    @rule(email=emails, kind=st.sampled_from([Kind.PAUSED, Kind.RESUMED, Kind.BOUNCED]))
    def something_else_happens(self, email: str, kind: Kind) -> None:
        self._record(email, kind)

    @rule(system=st.sampled_from(sorted(FORMATS)), listed=st.lists(st.tuples(emails, st.integers(0, 3)), max_size=4),
          ago=st.none() | days)  # fmt: skip
    def a_list_is_imported(self, system: str, listed: list[tuple[str, int]], ago: int | None) -> None:
        name, header, kinds = FORMATS[system]
        day = "" if ago is None else f"{self.now - timedelta(days=ago):%Y-%m-%d}"
        said = [(email, sorted(kinds)[number % len(kinds)]) for email, number in listed]
        text = "\n".join([header, *(kinds[kind].format(email=email, day=day) for email, kind in said)])
        rows = read_text(name, text).rows
        with writing(self.folder, self.now, KEY) as store:
            for decision in decide(rows, store.standing, Statement(name, "form", self.now)):
                if decision.address and decision.event:
                    store.record(decision.address, decision.event)
        for email, kind in said:
            left = day if "{day}" in kinds[kind] else ""
            if kind == GONE and (system == "listmonk" or not left or left >= self.confirmed.get(email.casefold(), "")):
                self.out.add(email.casefold())

    @rule(email=emails, kind=st.sampled_from([Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BLOCKED]))
    def they_leave(self, email: str, kind: Kind) -> None:
        self._record(email, kind)
        self.out.add(email.casefold())

    @rule(email=emails)
    def they_are_forgotten(self, email: str) -> None:
        with writing(self.folder, self.now, KEY) as store:
            store.forget(address(email), self.now)
        self.out.add(email.casefold())
        self.confirmed.pop(email.casefold(), None)

    @rule(email=emails)
    def they_confirm(self, email: str) -> None:
        with writing(self.folder, self.now, KEY) as store:
            is_blocked = store.standing(address(email)).state is State.BLOCKED
        self._record(email, Kind.CONFIRMED)
        if not is_blocked:
            self.out.discard(email.casefold())
        self.confirmed[email.casefold()] = f"{self.now:%Y-%m-%d}"

    @rule()
    def a_key_is_changed(self) -> None:
        with writing(self.folder, self.now, KEY) as store:
            store.new_key(b"n" * KEY_SIZE, self.now)

    @rule()
    def everything_moves_to_another_computer(self) -> None:
        before = self._whole()
        self._put_back(before)
        assert self._whole() == before

    @rule()
    def a_backup_is_made(self) -> None:
        self.backup = self._whole()

    @rule()
    def the_backup_is_put_back(self) -> None:
        """Who left since the backup is not in it: that is why nobody is mailed until it is known."""
        if not self.backup:
            return
        self._put_back(self.backup)
        with writing(self.folder, self.now, KEY) as store:
            store.note(ListEvent(ListKind.RESTORED, self.now, "1"))
        self.held = True

    @rule()
    def the_opt_outs_since_the_backup_are_read(self) -> None:
        if not self.held:
            return
        for email in sorted(self.out):
            self._record(email, Kind.UNSUBSCRIBED)
        with writing(self.folder, self.now, KEY) as store:
            store.note(ListEvent(ListKind.OPT_OUTS_READ, self.now))
        self.held = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @invariant()
    def nobody_who_left_is_mailable(self) -> None:
        found = readers(self.folder)
        mailable = {reader.email.casefold() for reader in found.rows} if found else set()
        assert not self.out & mailable
        assert not (self.held and mailable)

    @invariant()
    def the_state_is_what_the_events_say(self) -> None:
        with reading(self.folder) as store:
            if store is not None:
                for whose, events in store.histories():
                    person, again = store.standing(whose), replay(whose, events)
                    assert (person.state, person.details, person.held) == (again.state, again.details, self.held)

    def _record(self, email: str, kind: Kind) -> None:
        with writing(self.folder, self.now, KEY) as store:
            store.record(address(email), Event(kind, self.now, details=Details(tags=("x",))))

    def _whole(self) -> bytes:
        with reading(self.folder) as store:
            assert store is not None
            return written(store.everything())

    def _put_back(self, content: bytes) -> None:
        shutil.rmtree(self.folder / "private")
        with writing(self.folder, self.now, KEY) as store:
            store.put_back(read(content))


TestConsent = Consent.TestCase
TestConsent.settings = settings(
    max_examples=max(25, int(os.environ.get("AUDIENCEGEN_SCRIPTS", "0"))), stateful_step_count=20, deadline=None
)
