"""The ZIP of a service: its lists are found, the rest is left alone, and nothing in it is trusted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from audiencegen.people.formats import read_lists
from audiencegen.people.formats.zipped import lists_in
from audiencegen.people.law import Kind
from audiencegen.problems import ProjectError

MAILCHIMP = "Email Address,First Name,OPTIN_TIME,MEMBER_RATING,LEID,EUID\n"


def packed(files: Mapping[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def read(folder: Path, files: Mapping[str, str]) -> list[tuple[str, str, Kind | None]]:
    path = folder / "export.zip"
    path.write_bytes(packed(files))
    return [(listed.name, row.email, row.kind) for listed in read_lists(path) for row in listed.rows]


def refused(content: bytes) -> str:
    with pytest.raises(ProjectError) as fault:
        lists_in("export.zip", content, lambda name, inner: True)
    return str(fault.value)


def test_an_account_of_mailchimp_has_its_lists_in_a_folder(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        {
            "account/lists/subscribed_members_export_1.csv": f"{MAILCHIMP}a@example.org,,,,,\n",
            "account/lists/unsubscribed_members_export_1.csv": f"{MAILCHIMP}b@example.org,,,,,\n",
            "account/lists/cleaned_members_export_1.csv": f"{MAILCHIMP}c@example.org,,,,,\n",
            "account/lists/nonsubscribed_members_export_1.csv": f"{MAILCHIMP}d@example.org,,,,,\n",
            "account/campaigns.csv": "Title,Email\nMay,e@example.org\n",
            "account/reports/granular_activity/May/opens.csv": "Email\nf@example.org\n",
        },
    ) == [
        ("cleaned_members_export_1.csv", "c@example.org", Kind.BOUNCED),
        ("nonsubscribed_members_export_1.csv", "d@example.org", None),
        ("subscribed_members_export_1.csv", "a@example.org", Kind.ADDED),
        ("unsubscribed_members_export_1.csv", "b@example.org", Kind.UNSUBSCRIBED),
    ]


def test_of_substack_the_lists_count_and_not_who_opened_what(tmp_path: Path) -> None:
    header = "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
    assert read(
        tmp_path,
        {
            "posts.csv": "post_id,title\n1.may,May\n",
            "posts/1.opens.csv": "post_id,timestamp,email\n1,2024-01-01,spy@example.org\n",
            "email_list.letters.csv": f"{header}A@example.org,false,,other,false,2024-01-01,\n",
            "email_list.paid.letters.csv": f"{header}a@example.org,true,,yearly,true,2024-01-01,\n",
            "__MACOSX/._email_list.letters.csv": "x",
        },
    ) == [
        ("email_list.letters.csv", "A@example.org", Kind.ADDED),
        ("email_list.paid.letters.csv", "a@example.org", Kind.UNSUBSCRIBED),
    ]


def test_of_others_the_files_count_whose_columns_are_known(tmp_path: Path) -> None:
    files = {
        "export/subscribers.csv": "id,email,subscriber_type,tags\n1,a@example.org,regular,\n",
        "export/emails.csv": "id,subject\n1,May\n",
        "export/notes.txt": "call b@example.org\n",
    }
    assert read(tmp_path, files) == [("subscribers.csv", "a@example.org", Kind.ADDED)]


def test_a_zip_without_a_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as fault:
        read(tmp_path, {"posts.csv": "post_id,title\n1,May\n"})
    assert str(fault.value) == "there is no list in export.zip that I know"


@pytest.mark.parametrize("name", ["../list.csv", "/etc/list.csv", "a//list.csv", "lists/\x1b[2Jlist.csv", "C:list.csv"])
def test_an_odd_name_is_refused(name: str) -> None:
    assert refused(packed({name: "email\na@example.org\n"})).startswith("export.zip holds a file with an odd name")


def test_two_files_of_one_name_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("lists/a.csv", "email\na@example.org\n")
        archive.writestr("lists/a.csv", "email\nb@example.org\n")
    assert refused(made.getvalue()) == "export.zip holds two files of one name"


def test_a_file_that_grows_beyond_any_list_is_not_unpacked() -> None:
    assert "is far larger than a list can be" in refused(packed({"lists/a.csv": "email\n" + "\n" * 30_000_000}))


def test_a_workbook_is_not_taken_for_lists() -> None:
    assert "is an Excel workbook" in refused(packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}))


@pytest.mark.parametrize("cut", [4, 30, 60, -10])
def test_half_a_zip_is_said_calmly(cut: int) -> None:
    assert refused(packed({"lists/a.csv": "email\na@example.org\n"})[:cut]) == "export.zip cannot be opened as a ZIP"


def test_a_damaged_file_within_is_said_calmly() -> None:
    whole = bytearray(packed({"lists/a.csv": "email\n" + "maria@example.org\n" * 50}))
    whole[50] ^= 0xFF
    assert refused(bytes(whole)) == "export.zip cannot be opened as a ZIP"
