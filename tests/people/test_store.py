"""The store: nobody else may read it, nothing that was reported is lost, and who is forgotten stays forgotten."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import IO

import pytest

from audiencegen.model import Reader, Readers
from audiencegen.people import sqlite
from audiencegen.people.archive import ListEvent, ListKind
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


def test_of_many_who_are_forgotten_no_byte_is_left_in_any_file(tmp_path: Path) -> None:
    """SQLite moves rows from page to page, and leaves copies behind."""
    random = Random(7)
    emails = [f"mark{number:03}mark@example.org" for number in range(400)]
    random.shuffle(emails)
    for part in range(0, 400, 80):
        with writing(tmp_path, NOON, KEY) as store:
            for email in emails[part : part + 80]:
                details = Details(f"Name {email}", extra=Record({"text": email * random.randint(1, 30)}))
                store.record(address(email), Event(Kind.ADDED, NOON, details=details))
    for email in emails[::3]:
        with writing(tmp_path, NOON, KEY) as store:
            store.record(address(email), Event(Kind.EDITED, NOON, details=Details(extra=Record({"more": email * 40}))))
    gone = emails[::7]
    with writing(tmp_path, NOON, KEY) as store:
        for email in gone:
            store.forget(address(email), NOON)
    content = b"".join(path.read_bytes() for path in (tmp_path / "private").iterdir())
    assert [email for email in gone if email.partition("@")[0].encode() in content] == []
    assert len(mailable(tmp_path)) == 400 - len(gone)


def test_whoever_is_forgotten_is_named_nowhere_else(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED, details=Details("Maria Doe"))
    record(tmp_path, "jon@example.org", Kind.ADDED, details=Details(introduced_by="maria doe"))
    with writing(tmp_path, NOON, KEY) as store:
        store.record(JON, Event(Kind.NOTED, NOON, words="knows Maria@example.org, not maria@example.organic"))
        store.record(JON, Event(Kind.EDITED, NOON, details=Details(extra=Record({"friend": "maria@example.org"}))))
    forget(tmp_path, "maria@example.org")
    jon = standing(tmp_path, "jon@example.org")
    assert jon.details == Details(extra=Record({"friend": "(erased)"}))
    assert jon.notes[0].text == "knows (erased), not maria@example.organic"


def test_a_name_that_another_has_too_is_not_taken_from_anybody(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED, details=Details("Maria"))
    record(tmp_path, "other@example.org", Kind.ADDED, details=Details("maria"))
    record(tmp_path, "jon@example.org", Kind.ADDED, details=Details(introduced_by="Maria"))
    forget(tmp_path, "maria@example.org")
    assert standing(tmp_path, "jon@example.org").details.introduced_by == "Maria"


def test_while_another_reads_traces_wait_and_the_next_command_takes_them_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.05)
    record(tmp_path, "unmistakable@example.org", Kind.ADDED)
    with reading(tmp_path) as other:
        assert other is not None
        assert list(other.people())
        forget(tmp_path, "unmistakable@example.org")
        with reading(tmp_path) as store:
            assert store is not None
            assert not store.swept()
    record(tmp_path, "jon@example.org", Kind.ADDED)
    with reading(tmp_path) as store:
        assert store is not None
        assert store.swept()
    assert b"unmistakable" not in b"".join(path.read_bytes() for path in (tmp_path / "private").iterdir())


# --- a new key, and what happened to the list as a whole ---------------------------------------


def test_with_a_new_key_who_was_forgotten_stays_so(tmp_path: Path) -> None:
    forget(tmp_path, "maria@example.org")
    with writing(tmp_path, NOON, KEY) as store:
        assert store.new_key(b"n" * KEY_SIZE, NOON) == 2
        assert store.keys() == ((1, KEY), (2, b"n" * KEY_SIZE))
        assert store.standing(MARIA).state is State.FORGOTTEN
    forget(tmp_path, "jon@example.org")
    assert [row[0] for row in _rows(tmp_path, "SELECT key FROM forgotten ORDER BY key")] == [1, 2]


def test_after_a_restore_nobody_is_mailed_until_it_is_known_who_left(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    for end in (ListKind.OPT_OUTS_READ, ListKind.WAIVED):
        with writing(tmp_path, NOON, KEY) as store:
            store.note(ListEvent(ListKind.RESTORED, NOON, "1"))
        assert mailable(tmp_path) == []
        record(tmp_path, "jon@example.org", Kind.CONFIRMED)
        assert mailable(tmp_path) == []
        with writing(tmp_path, NOON, KEY) as store:
            store.note(ListEvent(end, NOON))
        assert mailable(tmp_path) == ["jon@example.org", "maria@example.org"]


def test_what_happened_during_a_backup_is_not_in_it(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    with writing(tmp_path, NOON, KEY) as store:
        store.record(JON, Event(Kind.ADDED, NOON + timedelta(days=1)))
        store.note(ListEvent(ListKind.BACKED_UP, NOON + timedelta(days=2), "1"))
        assert store.not_backed_up_since() == NOON + timedelta(days=1)
        store.note(ListEvent(ListKind.BACKED_UP, NOON + timedelta(days=2), "2"))
        assert store.not_backed_up_since() is None


# --- older stores ------------------------------------------------------------------------------

VERSION_1 = """
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, given TEXT NOT NULL, compared TEXT NOT NULL UNIQUE);
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER REFERENCES people (id), at TEXT NOT NULL, kind TEXT NOT NULL,
  source TEXT NOT NULL, words TEXT NOT NULL, proof TEXT NOT NULL, since TEXT NOT NULL, details TEXT NOT NULL);
CREATE INDEX events_of_a_person ON events (person);
CREATE TABLE keys (id INTEGER PRIMARY KEY AUTOINCREMENT, secret BLOB NOT NULL, made TEXT NOT NULL);
CREATE TABLE forgotten (fingerprint BLOB PRIMARY KEY, key INTEGER NOT NULL REFERENCES keys (id), at TEXT NOT NULL);
INSERT INTO keys VALUES (1, X'6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B', '2026-01-01');
INSERT INTO people VALUES (1, 'Maria@example.org', 'maria@example.org'), (2, 'jon@ｅxample.org', 'jon@ｅxample.org'),
  (3, 'JON@example.org', 'jon@example.org');
INSERT INTO events VALUES
  (1, 1, '2026-01-01T10:00:00+00:00', 'added', 'fair', 'told me', '', '', '{"name": "Maria", "tags": ["a"]}'),
  (2, 2, '2026-01-02T10:00:00+00:00', 'added', 'form', '', '', '', '{}'),
  (4, NULL, '2026-01-03T10:00:00+00:00', 'forgotten', '', '', '', '', '{}'),
  (5, 3, '2026-01-04T10:00:00+00:00', 'unsubscribed', '', '', '', '', '{}');
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'events';
PRAGMA user_version = 1;
"""


@pytest.mark.parametrize("opened", ["reading", "writing"])
def test_a_store_of_version_1_is_brought_up_to_date_without_loss(tmp_path: Path, opened: str) -> None:
    (tmp_path / "private").mkdir(mode=0o700)
    connection = sqlite3.connect(tmp_path / PATH)
    connection.executescript(VERSION_1)
    connection.close()
    if opened == "writing":
        with writing(tmp_path, NOON, b"other" * 7):
            pass
    with reading(tmp_path) as store:
        assert store is not None
        assert [event.kind.value for event in store.history(MARIA)] == ["added"]
        # Two spellings of one domain are one person now, and the opt-out of one holds for both.
        assert [event.kind.value for event in store.history(JON)] == ["added", "unsubscribed"]
        assert [event.kind for event in store.happened()] == [ListKind.FORGOTTEN]
        assert store.standing(MARIA).details == Details("Maria", tags=("a",))
        assert (store.revision(), store.keys(), store.faults()) == (9, ((1, KEY),), ())
    assert mailable(tmp_path) == ["Maria@example.org"]
    record(tmp_path, "zoe@example.org", Kind.ADDED)
    assert readers(tmp_path).revision == 10  # type: ignore[union-attr]


def test_the_list_is_written_ahead(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    assert _rows(tmp_path, "PRAGMA journal_mode") == [("wal",)]
    readers(tmp_path)
    assert [path.name for path in (tmp_path / "private").iterdir()] == ["people.sqlite"]


def test_reading_leaves_the_file_as_it_was_so_that_a_build_pays_once(tmp_path: Path) -> None:
    record(tmp_path, "maria@example.org", Kind.ADDED)
    before = (tmp_path / PATH).stat()
    readers(tmp_path)
    after = (tmp_path / PATH).stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


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
from random import Random
from audiencegen.people.intake import Row, Statement, decide
from audiencegen.people.law import Event, Kind
from audiencegen.people.person import Details, address
from audiencegen.people.store import writing

folder, now = Path(sys.argv[1]), datetime(2026, 11, 22, tzinfo=UTC)
log = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def report(*emails):
    os.write(log, "".join(email + "\\n" for email in emails).encode())

def import_a_list(name):
    rows = [Row(number, f"{name}-{number}@example.org") for number in range(20)]
    with writing(folder, now, b"k" * 32) as store:
        for decision in decide(rows, store.standing, Statement("list.csv", "form", now)):
            store.record(decision.address, decision.event)
    report(*(row.email for row in rows))

def add_and_edit(name):
    whose = address(f"{name}@example.org")
    with writing(folder, now, b"k" * 32) as store:
        store.record(whose, Event(Kind.ADDED, now))
    report(whose.given)
    with writing(folder, now, b"k" * 32) as store:
        store.record(whose, Event(Kind.EDITED, now, details=Details(tags=("edited",))))
    report(whose.given + " edited")

def work_until_killed(name, random):
    for number in range(100_000):
        random.choice((import_a_list, add_and_edit))(f"{name}-{number}")

for turn in range(int(sys.argv[3])):
    three, random = [], Random(turn)
    for name in ("ann", "bob", "cid"):
        child = os.fork()
        if child == 0:
            work_until_killed(f"{name}{turn}", Random(f"{name}{turn}"))
        three.append(child)
    time.sleep(random.uniform(0, 0.15))
    random.shuffle(three)
    for child in three:
        os.kill(child, signal.SIGKILL)
        time.sleep(random.uniform(0, 0.01))
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
    """A few kills of three processes at once; `AUDIENCEGEN_SCRIPTS=200` for more."""
    turns = str(max(8, int(os.environ.get("AUDIENCEGEN_SCRIPTS", "0"))))
    log = tmp_path / "reported"
    subprocess.run([sys.executable, "-c", KILLS, str(tmp_path), str(log), turns], env=clean_environment(), check=True)
    reported = log.read_text("utf-8").splitlines()
    assert len(reported) > 24
    with reading(tmp_path) as store:
        assert store is not None
        everyone = {person.address.given: person for person in store.people()}
        assert store.faults() == ()
    assert {line.removesuffix(" edited") for line in reported} <= set(everyone)
    edited = [line.removesuffix(" edited") for line in reported if line.endswith(" edited")]
    assert all(everyone[email].details.tags == ("edited",) for email in edited)


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
