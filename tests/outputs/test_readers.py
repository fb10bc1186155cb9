"""`private/subscribers.csv`: who is planned, and how it is written."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.model import Output, Reader, Readers
from audiencegen.outputs.readers import numbers_json, plan, readers_csv

HEADER = "email,name,first_name,since,source,introduced_by,tags\n"


def test_without_a_list_no_file_is_planned() -> None:
    assert list(plan(None)) == []


def test_an_empty_list_is_a_file_with_its_header() -> None:
    empty = Readers(3, ())
    assert list(plan(empty)) == [
        Output("private/subscribers.csv", readers_csv, (empty,)),
        Output("private/people.json", numbers_json, (empty,)),
    ]
    assert readers_csv(empty) == HEADER.encode()


def test_each_reader_is_one_row_in_the_order_of_the_list() -> None:
    rows = (
        Reader("Maria@example.org", "Maria Doe", "Maria", "2026-01-02", "book fair", "Jon", ("a", "b")),
        Reader("zoë@example.org", 'Zoë "Z" Doe, MD'),
    )
    assert readers_csv(Readers(7, rows)).decode() == (
        HEADER
        + "Maria@example.org,Maria Doe,Maria,2026-01-02,book fair,Jon,a;b\n"
        + 'zoë@example.org,"Zoë ""Z"" Doe, MD",,,,,\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula_to_a_spreadsheet(start: str) -> None:
    content = readers_csv(Readers(1, (Reader("maria@example.org", f"{start}HYPERLINK(1)"),))).decode()
    [_, row] = csv.reader(io.StringIO(content, newline=""))
    assert row[1] == f"'{start}HYPERLINK(1)"


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.builds(Reader, texts, texts, texts, texts, texts, texts), max_size=4))
def test_every_cell_can_be_read_back(rows: list[Reader]) -> None:
    content = readers_csv(Readers(1, tuple(rows))).decode()
    found = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert [cells[1].removeprefix("'") for cells in found] == [row.name.removeprefix("'") for row in rows]


def test_the_numbers_say_how_many_came_when_from_where_and_by_whom() -> None:
    rows = (
        Reader("a@example.org", since="2026-11-02", source="fair", introduced_by="Jon"),
        Reader("b@example.org", since="2026-11-22", source="fair"),
        Reader("c@example.org", since="2026-10-01"),
    )
    numbers = json.loads(numbers_json(Readers(9, rows, (("active", 3), ("unsubscribed", 2)))))
    assert numbers == {
        "active": 3,
        "held": False,
        "states": {"active": 3, "unsubscribed": 2},
        "new": {"2026-10": 1, "2026-11": 2},
        "source": {"fair": 2},
        "introduced_by": {"Jon": 1},
    }
