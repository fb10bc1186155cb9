"""Where the box of a whole site leads, by what the configuration says of the writer and of subscribing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Run

PAGES = ("index.html", "posts/hello/index.html", "subscribe/index.html")
SENDER = "issues: {sender: Ann <ann@example.org>, reply_to: answers@example.org}\n"


def built(project: Path, run: Run, more: str) -> dict[str, str]:
    with (project / "audiencegen.yaml").open("a") as file:
        file.write(more)
    assert run(project, "build").code == 0
    return {name: (project / "output/site" / name).read_text("utf-8") for name in (*PAGES, "welcome/index.html")}


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ("author: {name: Ann, email: own@example.org}\n", "own@example.org"),
        (SENDER, "answers@example.org"),
        (f"{SENDER}subscribe: mailto:join@example.org\n", "join@example.org"),
        (f"{SENDER}subscribe: {{question: Why?}}\n", "answers@example.org"),
    ],
)
def test_without_a_service_a_mail_goes_to_the_writer(more: str, address: str, project: Path, run: Run) -> None:
    pages = built(project, run, more)
    for name in PAGES:
        assert (
            f'<a class="button" href="mailto:{address}?subject=Subscribe%3A%20The%20Test%20Letter&amp;' in pages[name]
        )


def test_a_service_takes_the_place_of_the_mail_and_answers_still_go_to_the_writer(project: Path, run: Run) -> None:
    pages = built(project, run, f"{SENDER}subscribe: buttondown:harbour\n")
    for name in PAGES:
        assert '<form action="https://buttondown.com/api/emails/embed-subscribe/harbour" method="post">' in pages[name]
        assert "mailto:answers@example.org?subject=Subscribe" not in pages[name]
    assert 'href="mailto:answers@example.org?subject=Hello%2C%20The%20Test%20Letter' in pages["welcome/index.html"]
    assert 'href="mailto:ann@example.org">ann@example.org</a>' in pages["welcome/index.html"]


def test_a_site_without_any_address_has_its_feeds(project: Path, run: Run) -> None:
    # The way to tell a friend has no address.
    assert not re.search(r"mailto:(?!\?)", "".join(built(project, run, "").values()))
