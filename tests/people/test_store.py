"""The store: nobody else may read it, nothing that was reported is lost, and who is forgotten stays forgotten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from audiencegen.model import Reader, Readers
from audiencegen.people.intake import Row, Statement, decide
from audiencegen.people.law import Event, Kind, replay
from audiencegen.people.person import Details, Person, State, address
from audiencegen.people.store import KEY_SIZE, PATH, readers, reading, writing
from audiencegen.problems import ProjectError
from audiencegen.values import Record
from conftest import clean_environment

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = b"k" * KEY_SIZE
MARIA, JON = address("Maria@example.org"), address("jon@example.org")


def record(folder: Path, email: str, *kinds: Kind, details: Details | None = None) -> None:
    with writing(folder, NOON, KEY) as store:
        for kind in kinds:
            store.record(address(email), Event(kind, NOON, source="by hand", details=details or Details()))


def forget(folder: Path, email: str) -> bool:
    with writing(folder, NOON, KEY) as store:
        return store.forget(address(email), NOON)


def standing(folder: Path, email: str) -> Person:
    with reading(folder) as store:
        assert store is not None
        return store.standing(address(email))


def mailable(folder: Path) -> list[str]:
    found = readers(folder)
    return [reader.email for reader in found.rows] if found else []


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


# --- what a build sees -------------------------------------------------------------------------


def test_without_a_store_there_is_no_list_and_none_is_made(tmp_path: Path) -> None:
    assert readers(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_a_build_without_a_list_does_not_load_a_database(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from audiencegen.people.store import readers; "
        "assert readers(Path()) is None; assert not {'sqlite3', 'csv', 'hmac'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=clean_environment(), check=True)


def test_the_list_holds_who_is_mailable_now_by_compared_address(tmp_path: Path) -> None:
    details = Details("Maria Doe", "Maria", "Jon", ("a", "b"), Record({"city": "Bonn"}))
    record(tmp_path, "zoe@example.org", Kind.ADDED)
    record(tmp_path, "Maria@example.org", Kind.ADDED, details=details)
    record(tmp_path, "gone@example.org", Kind.ADDED, Kind.UNSUBSCRIBED)
    record(tmp_path, "asked@example.org", Kind.ASKED)
    assert readers(tmp_path) == Readers(
        5,
        (
            Reader("Maria@example.org", "Maria Doe", "Maria", "2026-11-22", "by hand", "Jon", ("a", "b")),
            Reader("zoe@example.org", since="2026-11-22", source="by hand"),
        ),
        states=(("active", 2), ("pending", 1), ("unsubscribed", 1)),
        not_backed_up_since=NOON,
    )


def test_a_file_that_was_made_and_never_filled_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / PATH).touch()
    assert readers(tmp_path) is None


def test_reading_changes_nothing(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    with pytest.raises(ProjectError), reading(tmp_path) as store:
        assert store is not None
        store.record(JON, Event(Kind.ADDED, NOON))
    assert mailable(tmp_path) == ["maria@example.org"]


# --- events ------------------------------------------------------------------------------------


def test_an_event_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    details = Details("Maria\u2028Doe", "", "", ("a",), Record({"note": "two\nlines", "odd": "\x00'\""}))
    event = Event(Kind.ADDED, NOON, "fair", "told me", "list.csv, row 7", "2020-01-02", details)
    with writing(tmp_path, NOON, KEY) as store:
        store.record(MARIA, event)
    with reading(tmp_path) as store:
        assert store is not None
        assert list(store.histories()) == [(MARIA, (event,))]
        assert store.standing(address("MARIA@EXAMPLE.ORG")) == replay(MARIA, [event])


def test_a_block_that_raises_has_never_been(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    with pytest.raises(RuntimeError), writing(tmp_path, NOON, KEY) as store:
        store.record(JON, Event(Kind.ADDED, NOON))
        raise RuntimeError
    assert mailable(tmp_path) == ["maria@example.org"]


def test_the_revision_grows_with_every_event_and_no_number_is_used_twice(tmp_path: Path) -> None:
    seen = []
    for step in (
        lambda: record(tmp_path, "maria@example.org", Kind.ADDED),
        lambda: record(tmp_path, "jon@example.org", Kind.ADDED),
        lambda: forget(tmp_path, "jon@example.org"),
        lambda: record(tmp_path, "zoe@example.org", Kind.ADDED),
        lambda: forget(tmp_path, "zoe@example.org"),
    ):
        step()
        found = readers(tmp_path)
        assert found is not None
        seen.append(found.revision)
    assert seen == [1, 2, 3, 4, 5]


# --- forgetting --------------------------------------------------------------------------------


def test_forgetting_leaves_no_byte_of_a_person(tmp_path: Path) -> None:
    details = Details("Mariana Unmistakable", extra=Record({"city": "Unmistakable City"}))
    record(tmp_path, "unmistakable@example.org", Kind.ADDED, Kind.CONFIRMED, details=details)
    record(tmp_path, "jon@example.org", Kind.ADDED, details=Details(introduced_by="Unmistakable@Example.org"))
    assert forget(tmp_path, "UNMISTAKABLE@example.org")
    content = b"".join(path.read_bytes() for path in (tmp_path / "private").iterdir())
    assert b"nmistakable" not in content
    assert standing(tmp_path, "jon@example.org").details == Details()


def test_no_import_brings_back_who_is_forgotten(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    forget(tmp_path, "maria@example.org")
    record(tmp_path, "MARIA@example.org", Kind.ADDED, Kind.ASKED, Kind.UNSUBSCRIBED, Kind.EDITED)
    assert standing(tmp_path, "maria@example.org").state is State.FORGOTTEN
    with reading(tmp_path) as store:
        assert store is not None
        assert list(store.people()) == []


def test_who_is_forgotten_comes_back_by_their_own_word_and_can_leave_again(tmp_path: Path) -> None:
    forget(tmp_path, "maria@example.org")
    record(tmp_path, "maria@example.org", Kind.CONFIRMED)
    assert mailable(tmp_path) == ["maria@example.org"]
    record(tmp_path, "maria@example.org", Kind.UNSUBSCRIBED, Kind.ADDED)
    assert standing(tmp_path, "maria@example.org").state is State.UNSUBSCRIBED
    assert forget(tmp_path, "maria@example.org")
    assert standing(tmp_path, "maria@example.org").state is State.FORGOTTEN


def test_the_fingerprint_tells_nothing_without_the_key(tmp_path: Path) -> None:
    for name, key in (("one", b"1" * KEY_SIZE), ("two", b"2" * KEY_SIZE)):
        (tmp_path / name).mkdir()
        with writing(tmp_path / name, NOON, key) as store:
            store.forget(MARIA, NOON)
    one, two = (_rows(tmp_path / name, "SELECT fingerprint FROM forgotten") for name in ("one", "two"))
    assert one != two


def test_a_store_keeps_its_first_key(tmp_path: Path) -> None:
    forget(tmp_path, "maria@example.org")
    with writing(tmp_path, NOON, b"other" * 7) as store:
        assert store.standing(MARIA).state is State.FORGOTTEN


# --- nobody else may read it -------------------------------------------------------------------


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_folder_and_file_are_the_owners_alone_whatever_the_umask(tmp_path: Path, umask: None, mask: int) -> None:
    os.umask(mask)
    with writing(tmp_path, NOON, KEY) as store:
        store.record(MARIA, Event(Kind.ADDED, NOON))
        open_files = {path.name: mode(path) for path in (tmp_path / "private").iterdir()}
    assert open_files == {"people.sqlite": 0o600, "people.sqlite-shm": 0o600, "people.sqlite-wal": 0o600}
    assert mode(tmp_path / "private") == 0o700
    assert mode(tmp_path / PATH) == 0o600


def test_a_folder_and_a_file_that_others_may_read_are_closed(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    (tmp_path / "private").chmod(0o755)
    (tmp_path / PATH).chmod(0o644)
    record(tmp_path, "jon@example.org", Kind.ADDED)
    assert (mode(tmp_path / "private"), mode(tmp_path / PATH)) == (0o700, 0o600)


# --- trouble -----------------------------------------------------------------------------------


def test_a_file_that_is_no_store_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / PATH).write_bytes(b"something else entirely, and long enough to be looked at" * 20)
    before = (tmp_path / PATH).read_bytes()
    with pytest.raises(ProjectError) as fault:
        record(tmp_path, "maria@example.org", Kind.ADDED)
    assert str(fault.value) == "private/people.sqlite is not a store of people"
    assert (tmp_path / PATH).read_bytes() == before


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    _rows(tmp_path, "PRAGMA user_version = 99")
    with pytest.raises(ProjectError) as fault:
        readers(tmp_path)
    assert str(fault.value) == "private/people.sqlite was written by a newer audiencegen"


def test_a_private_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "private").touch()
    with pytest.raises(ProjectError) as fault:
        record(tmp_path, "maria@example.org", Kind.ADDED)
    assert str(fault.value) == "private/people.sqlite is out of reach: File exists"


# --- several processes, and kills --------------------------------------------------------------

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import address
from audiencegen.people.store import writing

folder, name, count, now = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), datetime(2026, 11, 22, tzinfo=UTC)
for number in range(count):
    whose = address(f"{name}{number}@example.org")
    with writing(folder, now, name.encode() * 8) as store:
        store.record(whose, Event(Kind.ADDED, now))
    print(whose.given, flush=True)
"""

KILLS = """
import os, signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import address
from audiencegen.people.store import writing

folder, now = Path(sys.argv[1]), datetime(2026, 11, 22, tzinfo=UTC)
log = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def write_until_killed(name):
    for number in range(100_000):
        whose = address(f"{name}-{number}@example.org")
        with writing(folder, now, b"k" * 32) as store:
            store.record(whose, Event(Kind.ADDED, now))
        os.write(log, whose.given.encode() + b"\\n")

for turn in range(int(sys.argv[3])):
    three = []
    for name in ("ann", "bob", "cid"):
        child = os.fork()
        if child == 0:
            write_until_killed(f"{name}{turn}")
        three.append(child)
    time.sleep(0.004 * turn)
    for child in three:
        os.kill(child, signal.SIGKILL)
    for child in three:
        os.waitpid(child, 0)
"""

HALFWAY = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import address
from audiencegen.people.store import writing

now = datetime(2026, 11, 22, tzinfo=UTC)
with writing(Path(sys.argv[1]), now, b"k" * 32) as store:
    for number in range(400):  # more than SQLite holds in memory, so that the file itself is half written
        store.record(address(f"half{number}@example.org"), Event(Kind.ADDED, now, words="x" * 20_000))
    print("half", flush=True)
    time.sleep(60)
"""


def start(code: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, text=True)


def output(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def test_two_processes_write_at_once_and_both_are_heard(tmp_path: Path) -> None:
    both = [start(WRITER, str(tmp_path), name, "25") for name in ("ann", "bob")]
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    found = readers(tmp_path)
    assert found is not None
    assert (found.revision, found.count) == (50, 50)
    assert _rows(tmp_path, "SELECT count(*) FROM keys") == [(1,)]


def test_a_kill_at_any_moment_loses_nothing_that_was_reported(tmp_path: Path) -> None:
    log = tmp_path / "reported"
    subprocess.run([sys.executable, "-c", KILLS, str(tmp_path), str(log), "24"], env=clean_environment(), check=True)
    reported = log.read_text("utf-8").split()
    assert len(reported) > 24
    assert set(reported) <= set(mailable(tmp_path))
    assert _rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_what_was_half_written_is_taken_back_by_the_next_reader(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    process = start(HALFWAY, str(tmp_path))
    assert output(process).readline() == "half\n"
    process.kill()
    process.communicate()
    assert (tmp_path / f"{PATH}-wal").stat().st_size > 0
    assert mailable(tmp_path) == ["maria@example.org"]


def _rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / PATH)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


# --- whatever happens --------------------------------------------------------------------------

people = st.sampled_from(["maria@example.org", "MARIA@Example.org", "jon@example.org"])
states = st.sampled_from([Kind.ADDED, Kind.ASKED, Kind.UNSUBSCRIBED, Kind.BOUNCED, Kind.COMPLAINED, Kind.BLOCKED, None])


class Consent(RuleBasedStateMachine):
    """Nobody is mailable after an opt-out without their own confirmation, in whatever order things happen."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="people-"))
        self.out: set[str] = set()
        self.revision = 0
        record(self.folder, "zoe@example.org", Kind.ADDED)

    @rule(email=people)
    def the_writer_adds(self, email: str) -> None:
        record(self.folder, email, Kind.ADDED)

    @rule(listed=st.lists(st.tuples(people, states), max_size=4))
    def a_list_is_imported(self, listed: list[tuple[str, Kind | None]]) -> None:
        rows = [Row(number, email, kind) for number, (email, kind) in enumerate(listed, 2)]
        with writing(self.folder, NOON, KEY) as store:
            for decision in decide(rows, store.standing, Statement("list.csv", "form", NOON)):
                if decision.address and decision.event:
                    store.record(decision.address, decision.event)
        opt_outs = (Kind.UNSUBSCRIBED, Kind.COMPLAINED, Kind.BLOCKED)
        self.out |= {email.casefold() for email, kind in listed if kind in opt_outs}

    @rule(email=people, kind=st.sampled_from([Kind.UNSUBSCRIBED, Kind.COMPLAINED]))
    def they_leave(self, email: str, kind: Kind) -> None:
        record(self.folder, email, kind)
        self.out.add(email.casefold())

    @rule(email=people, kind=st.sampled_from([Kind.ASKED, Kind.EDITED, Kind.BOUNCED]))
    def something_else_happens(self, email: str, kind: Kind) -> None:
        record(self.folder, email, kind)

    @rule(email=people)
    def they_are_forgotten(self, email: str) -> None:
        forget(self.folder, email)
        self.out.add(email.casefold())

    @rule(email=people)
    def they_confirm(self, email: str) -> None:
        record(self.folder, email, Kind.CONFIRMED)
        self.out.discard(email.casefold())

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @invariant()
    def nobody_who_left_is_mailable(self) -> None:
        assert not self.out & {email.casefold() for email in mailable(self.folder)}

    @invariant()
    def the_state_is_what_the_events_say(self) -> None:
        with reading(self.folder) as store:
            assert store is not None
            for whose, events in store.histories():
                assert store.standing(whose) == replay(whose, events)
            assert store.revision() >= self.revision
            self.revision = store.revision()


TestConsent = Consent.TestCase
TestConsent.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
