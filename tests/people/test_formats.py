"""Lists from elsewhere: every way they are written, what their columns say, and the bugs of other importers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiencegen.people.formats import decode, read_lists, read_text
from audiencegen.people.intake import Row
from audiencegen.people.law import Kind
from audiencegen.people.person import Details
from audiencegen.problems import ProjectError
from audiencegen.values import Record


def rows(text: str, name: str = "list.csv") -> tuple[Row, ...]:
    return read_text(name, text).rows


def kind(header: str, row: str, name: str = "list.csv") -> Kind | None:
    [only] = rows(f"{header}\n{row}\n", name)
    return only.kind


# --- how a file is written ---------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_cells_are_parted_by_the_sign_the_file_uses(delimiter: str, ending: str) -> None:
    lines = [("Name", "E-Mail", "Tags"), ("Maria", "maria@example.org", "x"), ("Jon", "jon@example.org", "y")]
    found = rows("".join(delimiter.join(line) + ending for line in lines))
    assert [(row.number, row.email, row.details.name, row.details.tags) for row in found] == [
        (2, "maria@example.org", "Maria", ("x",)),
        (3, "jon@example.org", "Jon", ("y",)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_are_found_in_every_usual_encoding(encoding: str) -> None:
    assert decode("email,name\nmaria@example.org,José Müller\n".encode(encoding)) == (
        "email,name\nmaria@example.org,José Müller\n"
    )


def test_bytes_without_sense_are_no_crash() -> None:
    assert "maria@example.org" in decode(b"maria@example.org\x81\xff\n")


def test_a_quoted_line_break_is_one_row_and_rows_count_as_in_a_spreadsheet() -> None:
    found = rows('email,note\na@example.org,"two\nlines"\n\nb@example.org,\n')
    assert [(row.number, row.email) for row in found] == [(2, "a@example.org"), (4, "b@example.org")]
    assert found[0].details.extra == Record({"note": "two\nlines"})


def test_excels_hidden_first_line_names_the_delimiter() -> None:
    assert rows("sep=;\nemail;name\nmaria@example.org;Maria, MD\n")[0].details.name == "Maria, MD"


def test_a_list_without_names_has_one_address_a_line() -> None:
    found = rows("maria@example.org\njon@example.org\n\nno address\n")
    assert [(row.number, row.email) for row in found] == [
        (1, "maria@example.org"),
        (2, "jon@example.org"),
        (4, "no address"),
    ]


def test_a_table_without_names_has_its_addresses_where_addresses_are() -> None:
    [row] = rows("Maria;maria@example.org;Bonn\n")
    assert (row.email, row.details.extra) == ("maria@example.org", Record({"column 1": "Maria", "column 3": "Bonn"}))


def test_an_unknown_name_is_found_by_its_cells() -> None:
    listed = read_text("list.csv", "Naam,Post\nMaria,maria@example.org\nJon,jon@example.org\n")
    assert [row.email for row in listed.rows] == ["maria@example.org", "jon@example.org"]
    assert listed.remarks[0] == "The addresses stand in the column `Post`."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("\n\n,,\n", "is empty"),
        ("name,city\nMaria,Bonn\n", "has no column of addresses; it has `name`, `city`"),
        ("a,b\nmaria@example.org,jon@example.org\n", "has no column of addresses"),
        ('email,name\na@example.org,"Maria\nb@example.org,Jon\n', 'a `"` that opens in row 2 is never closed'),
    ],
)
def test_a_file_that_is_no_list_is_told_why(text: str, what: str) -> None:
    with pytest.raises(ProjectError) as fault:
        rows(text)
    assert what in str(fault.value)


@pytest.mark.parametrize("content", [b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"])
def test_a_workbook_is_not_taken_for_a_list(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(content)
    with pytest.raises(ProjectError) as fault:
        read_lists(file)
    assert "not a list in CSV" in str(fault.value)


def test_a_file_that_is_not_there_is_said_calmly(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as fault:
        read_lists(tmp_path / "nothing.csv")
    assert str(fault.value) == "nothing.csv cannot be read: No such file or directory"


def test_the_apostrophe_that_guards_a_formula_is_taken_off() -> None:
    [row] = rows("email,name\n'+maria@example.org,'=1+1\n")
    assert (row.email, row.details.name) == ("+maria@example.org", "=1+1")


def test_an_apostrophe_of_a_name_stays() -> None:
    assert rows("email,name\nmaria@example.org,'t Hooft-Jansen\n")[0].details.name == "'t Hooft-Jansen"


# --- what the columns say ----------------------------------------------------------------------

MAILCHIMP = (
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,"
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
)
BUTTONDOWN = (
    "id,secondary_id,email,notes,subscriber_type,referrer_url,utm_source,utm_medium,utm_campaign,creation_date,"
    "ip_address,subscription_date,unsubscription_date,tags,metadata"
)
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,"
    "labels,tiers,gift_id"
)


def test_a_member_of_mailchimp() -> None:
    cells = 'maria@example.org,Maria,Doe,2,2020-01-01 10:00:00,,2020-01-02 09:00:00,1.2.3.4,,,,,,,,,7,8,,"""a"",""b"""'
    [row] = rows(f"{MAILCHIMP}\n{cells}\n", "subscribed_members_export_1.csv")
    assert (row.kind, row.since) == (Kind.ADDED, "2020-01-02")
    assert row.details.name == "Maria Doe"
    assert row.details.first_name == "Maria"
    assert row.details.tags == ("a", "b")
    assert row.proof == "OPTIN_TIME 2020-01-01 10:00:00, CONFIRM_TIME 2020-01-02 09:00:00, CONFIRM_IP 1.2.3.4"


def test_a_localised_header_of_mailchimp() -> None:
    assert rows("Deine E-Mail Adresse,Vorname\nmaria@example.org,Maria\n")[0].details.first_name == "Maria"


def test_a_subscriber_of_buttondown() -> None:
    cells = (
        "x,1,maria@example.org,Met in NYC.,premium,,,,,2024-03-13 00:03:09.183465+00:00,,,,staff;friend,"
        "{'staff': 'true'}"
    )
    [row] = rows(f"{BUTTONDOWN}\n{cells}\n")
    assert (row.kind, row.since, row.details.tags) == (Kind.ADDED, "2024-03-13", ("staff", "friend"))
    assert row.details.extra["notes"] == "Met in NYC."
    assert row.details.extra["staff"] == "true"


def test_a_member_of_ghost() -> None:
    cells = '5f,maria@example.org,Maria,,true,,,2021-05-06T07:08:09.000Z,,"vip,staff","Gold"'
    [row] = rows(f"{GHOST}\n{cells}\n")
    assert (row.kind, row.since, row.details.tags) == (Kind.ADDED, "2021-05-06", ("vip", "staff", "Gold"))


def test_a_reader_of_beehiiv() -> None:
    header = "email,First Name,Last Name,status,tier,created_at,Gold Tier,unsubscribed_at,Subscription Date (Substack)"
    [row] = rows(f"{header}\nmaria@example.org,Maria,Doe,active,free,2023-03-24 10:23:10 UTC,Yes,,2019-08-07\n")
    assert (row.kind, row.since, row.details.tags) == (Kind.ADDED, "2019-08-07", ("Gold Tier",))


def test_with_a_surname_beside_it_the_name_is_the_first_name() -> None:
    [row] = rows("Email,Id,Name,Surname\nmaria@example.org,7,Maria,Doe\n")
    assert (row.details.name, row.details.first_name) == ("Maria Doe", "Maria")


@pytest.mark.parametrize(
    ("header", "row", "left"),
    [
        ("Email Address,UNSUB_TIME,UNSUB_REASON", "m@example.org,2024-05-01 10:00:00,", "2024-05-01"),
        ("email,subscription_date,unsubscription_date", "m@example.org,2020-01-01,2024-05-01", "2024-05-01"),
        ("email,unsubscribed_at,complained_at", "m@example.org,2024-05-01,2024-06-01", "2024-06-01"),
        ("email,status", "m@example.org,unsubscribed", ""),
    ],
)
def test_the_day_of_leaving_is_kept_where_the_list_gives_it(header: str, row: str, left: str) -> None:
    assert rows(f"{header}\n{row}\n")[0].left == left


def test_our_own_list_comes_back_as_it_was() -> None:
    [row] = rows(
        "email,name,first_name,since,source,introduced_by,tags\nmaria@example.org,Maria,M,2020-02-03,fair,Jon,a;b\n"
    )
    assert row == Row(
        2, "maria@example.org", source="fair", since="2020-02-03", details=Details("Maria", "M", "Jon", ("a", "b"))
    )


def test_a_column_that_nobody_knows_is_kept_as_it_stands() -> None:
    [row] = rows("email,Shoe size,Notes,Notes,\nmaria@example.org,38,a,b,c\n")
    assert row.details.extra == Record({"Shoe size": "38", "Notes": "a", "Notes (2)": "b", "column 5": "c"})


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("email", "m@example.org", Kind.ADDED),
        ("email,status", "m@example.org,Active", Kind.ADDED),
        ("email,status", "m@example.org,subscribed", Kind.ADDED),
        ("email,state", "m@example.org,Cold", Kind.ADDED),
        ("email,status", "m@example.org,pending", Kind.ASKED),
        ("email,subscriber_type", "m@example.org,unactivated", Kind.ASKED),
        ("email,subscriber_type", "m@example.org,past_due", Kind.ADDED),
        ("email,subscriber_type", "m@example.org,undeliverable", Kind.BOUNCED),
        ("email,subscriber_type", "m@example.org,removed", Kind.UNSUBSCRIBED),
        ("email,status", "m@example.org,paused", None),
        ("email,status", "m@example.org,complained", Kind.COMPLAINED),
        ("email,status", "m@example.org,blocklisted", Kind.BLOCKED),
        ("email,status", "m@example.org,abgemeldet", None),
        ("email,status", "m@example.org,", None),
        ("email,status,unsubscribed_at", "m@example.org,active,2024-01-01", Kind.UNSUBSCRIBED),
        ("email,status,unsubscribed_at", "m@example.org,active,", Kind.ADDED),
        ("email,unsubscribed_at", "m@example.org,NULL", Kind.ADDED),
        ("email,unsubscribed_at", "m@example.org,0000-00-00 00:00:00", Kind.ADDED),
        ("email,subscribed_to_emails,deleted_at", "m@example.org,true,2024-01-01", Kind.UNSUBSCRIBED),
        ("email,active_subscription,plan,email_disabled", "m@example.org,false,other,false", Kind.ADDED),
        ("email,active_subscription,plan,email_disabled", "m@example.org,true,yearly,true", Kind.UNSUBSCRIBED),
        ("email,active_subscription,plan,email_disabled", "m@example.org,true,yearly,", None),
        ("Email,Name,Type,Stripe plan", "m@example.org,Maria,Free,", Kind.ADDED),
        ("email,unsubscribed", "m@example.org,2024-05-01", Kind.UNSUBSCRIBED),
        ("email,unsubscribed", "m@example.org,no", Kind.ADDED),
        ("email,UNSUB_TIME", "m@example.org,", Kind.UNSUBSCRIBED),
        ("id,hash,email,first_name,last_name,created_at", "1,x,m@example.org,M,D,2020-01-01", None),
        ("id,email,first_name,last_name", "1,m@example.org,M,D", Kind.ADDED),
    ],
)
def test_who_may_be_mailed_follows_from_every_column_of_state(header: str, row: str, expected: Kind | None) -> None:
    assert kind(header, row) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("subscribed_members_export_1.csv", Kind.ADDED),
        ("unsubscribed_members_export_1.csv", Kind.UNSUBSCRIBED),
        ("cleaned_members_export_1.csv", Kind.BOUNCED),
        ("nonsubscribed_members_export_1.csv", None),
    ],
)
def test_the_name_of_a_file_says_who_is_in_it(name: str, expected: Kind | None) -> None:
    assert kind("Email Address", "m@example.org", name) is expected


def test_a_row_with_more_cells_than_the_header_is_never_mailed() -> None:
    [row] = rows("email,name,status\nm@example.org,Doe, Maria,active\n")
    assert (row.kind, row.remark) == (None, "the row has 4 cells, the header 3")


def test_empty_cells_beyond_the_header_are_no_trouble() -> None:
    assert kind("email,status", "m@example.org,active,,") is Kind.ADDED


# --- bugs of other importers -------------------------------------------------------------------


def test_a_column_between_two_known_ones_shifts_nothing() -> None:
    """Keila maps by position: `Email,Country,First name` gives the first name FR."""
    [row] = rows("Email,Country,First name\nmaria@example.org,FR,Maria\n")
    assert row.details.first_name == "Maria"


@pytest.mark.parametrize("word", ["inactive", "Inactive", "deactivated", "not active"])
def test_inactive_is_not_active(word: str) -> None:
    """Keila finds `active` in `inactive`."""
    assert kind("email,status", f"m@example.org,{word}") is not Kind.ADDED


@pytest.mark.parametrize("cell", ["", "no", "0", "unsubscribed", "False", "maybe", "null"])
def test_only_yes_subscribes(cell: str) -> None:
    """Ghost subscribes everybody who is not literally `false`."""
    assert kind("email,subscribed_to_emails", f"m@example.org,{cell}") is not Kind.ADDED


def test_cleaned_addresses_are_not_subscribed() -> None:
    """A migrator takes Mailchimp's cleaned addresses for subscribers, whatever the file is called."""
    header = "Email Address,REGION,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,LEID"
    assert kind(header, "m@example.org,,2024-01-01 00:00:00,May,1,2", "renamed.csv") is Kind.BOUNCED


# --- whatever comes ----------------------------------------------------------------------------

cells = st.sampled_from(
    ["", "email", "status", "name", "a@example.org", "B@example.org", "active", "inactive", '"', "'", "=1", "\x00", "é"]
)
texts = st.lists(st.lists(cells, max_size=4).map(",".join), max_size=8).map("\n".join) | st.text(max_size=200)


@given(texts)
def test_any_text_is_a_list_or_a_problem_and_never_a_crash(text: str) -> None:
    try:
        found = rows(text)
    except ProjectError:
        return
    assert [row.number for row in found] == sorted({row.number for row in found})


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text(content: bytes) -> None:
    assert isinstance(decode(content), str)
