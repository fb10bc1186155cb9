"""The subscribe box as a visitor uses it in Chromium, with and without script, against a stand-in of each service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest
from judges import CHROMIUMS, node, program

from audiencegen.config import parse
from audiencegen.model import Door
from audiencegen.outputs.door import subscribe_page, thanks_page, welcome_page
from audiencegen.people.wishes import Wanted, Wish, wish_of
from audiencegen.values import Record, replace
from mails import NOW, PHRASES, mail
from sites import CONFIG, LOOK, frame_of, linked, post

MAILCHIMP = "https://harbour.us21.list-manage.com/subscribe/post?u=a1b2&id=c3d4"
LIST = "3c3bf41a-cda3-43b6-af42-452424b022df"
CONSENT = str(LOOK.theme.words_for("en")["subscribe_consent"]).format(title="The Test Letter")
WHO = "Who sent you? (optional)"
# What the writer says, where the form goes, and which fields it sends besides the address.
FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "buttondown": (
        "buttondown:harbour",
        "/api/emails/embed-subscribe/harbour",
        {"email": "", "embed": "1", "metadata__introduced_by": "?", "metadata__consent": CONSENT},
    ),
    "mailchimp": (
        f"{MAILCHIMP}&f_id=00e5",
        "/subscribe/post?u=a1b2&id=c3d4&f_id=00e5",
        {"EMAIL": "", "b_a1b2_c3d4": ""},
    ),
    "mailchimp with fields": (
        f"{{to: '{MAILCHIMP}', introducer: MMERGE5, consent: MMERGE6}}",
        "/subscribe/post?u=a1b2&id=c3d4",
        {"EMAIL": "", "b_a1b2_c3d4": "", "MMERGE5": "?", "MMERGE6": CONSENT},
    ),
    "listmonk": (
        f"{{to: 'listmonk:https://lists.example.org', list: {LIST}}}",
        "/subscription/form",
        {"email": "", "l": LIST, "nonce": "", "next": "https://letters.example.org/thanks/"},
    ),
    "kit": ("kit:1234567", "/forms/1234567/subscriptions", {"email_address": ""}),
    "kit with fields": (
        "{to: 'kit:1234567', introducer: introduced_by, consent: consent}",
        "/forms/1234567/subscriptions",
        {"email_address": "", "fields[introduced_by]": "?", "fields[consent]": CONSENT},
    ),
}
PAGES = {
    "ghost": ("ghost:https://blog.example.org", "/", "#/portal/signup"),
    "beehiiv": ("beehiiv:harbour", "/subscribe", ""),
}
SCRIPTS = (True, False)
SIGHTS = {
    f"{place} {scheme} {width}": (place, scheme, width)
    for place in ("subscribe", "thanks", "welcome")
    for scheme in ("light", "dark")
    for width in (1100, 320)
}


class Standing:
    """A server of this machine: it shows pages and remembers what was sent to it."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes, str]] = {}
        self.sent: list[tuple[str, str, list[tuple[str, str]]]] = []
        self.asked: list[str] = []
        standing = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                standing.asked.append(self.path)
                kind, content, policy = standing.pages.get(urlsplit(self.path).path, ("text/html", b"<p>done", ""))
                self.send_response(200)
                self.send_header("Content-Type", kind)
                if policy:
                    self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
                standing.sent.append((self.command, self.path, parse_qsl(text, keep_blank_values=True)))
                self.send_response(303)
                self.send_header("Location", "/done")
                self.end_headers()

            def log_message(self, *words: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    @contextmanager
    def open(self) -> Iterator[Standing]:
        thread = Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        yield self
        self.server.shutdown()
        self.server.server_close()
        thread.join()


def door_of(said: str) -> Door:
    read, problems = parse(f"title: The Test Letter\nurl: https://letters.example.org\nsubscribe: {said}\n")
    assert read is not None, problems
    return read.door


def page_of(door: Door) -> bytes:
    """The page with the two small scripts, which a browser may leave out."""
    frame = frame_of(CONFIG)
    return subscribe_page(LOOK.theme, replace(frame, door=door, options=Record({**frame.options, "scripts": True})), ())


@pytest.fixture(scope="module")
def used() -> Iterator[tuple[dict[tuple[str, bool], dict[str, Any]], Standing]]:
    """What Chromium saw of every box, with script and without, and what the stand-in of the services was sent."""
    with ExitStack() as stack:
        site, service = (stack.enter_context(Standing().open()) for _ in range(2))
        for asset in LOOK.theme.assets:
            kind = {"css": "text/css", "js": "text/javascript"}.get(asset.name.rpartition(".")[2], "image/svg+xml")
            site.pages[asset.address] = (kind, LOOK.assets[asset.content.digest], "")
        doors = {name: door_of(said) for name, (said, *_) in (FORMS | PAGES).items()}
        doors |= {"mailto": door_of("mailto:ann@letters.example.org")}
        keys = [(name, script) for name in doors for script in SCRIPTS]
        jobs = [_job(name, script, doors[name], site, service) for name, script in keys]
        _keep_pages(site)
        keys += [(name, True) for name in SIGHTS]
        jobs += [
            {"url": f"{site.origin}/{place}/", "script": True, "scheme": scheme, "width": width, "axe": True}
            for place, scheme, width in SIGHTS.values()
        ]
        said = node(
            "door.mjs",
            packages=("axe-core", "playwright-core"),
            said=json.dumps(jobs),
            CHROMIUM=program(*CHROMIUMS),
        )
        yield dict(zip(keys, json.loads(said), strict=True)), service


def _job(name: str, script: bool, door: Door, site: Standing, service: Standing) -> dict[str, Any]:
    """A page whose service is the stand-in; its policy allows what the door says that it needs, and nothing more."""
    parts = urlsplit(door.action)
    origin = f"{parts.scheme}://{parts.netloc}"
    content = page_of(door).replace(origin.encode(), service.origin.encode()) if door.action else page_of(door)
    allowed = "'self' " + door.origin.replace(origin, service.origin)
    address = f"/{name.replace(' ', '-')}"
    site.pages[address] = ("text/html; charset=utf-8", content, f"default-src 'self'; form-action {allowed}")
    form = {"email": f"{'with' if script else 'without'}@example.org", "empty": True} if door.method else {}
    follow = {"follow": True} if door.action and not door.method else {}
    page = {"url": f"{site.origin}{address}?via=Maria%20Lund", "script": script, "scheme": "light", "width": 1100}
    return {**page, **form, **follow, "axe": script}


def _keep_pages(site: Standing) -> None:
    """The three pages of a site with a service, as they are published."""
    frame = replace(
        frame_of(replace(CONFIG, promise="one letter a month", description="A letter about boats.")),
        door=replace(door_of("buttondown:harbour"), sender="letters@letters.example.org"),
        subscribe="ann@letters.example.org",
    )
    made = linked({"posts/2026-05-01-hello.md": post("tags: [boats, a-very-long-tag-that-nobody-breaks-in-two]")}).site
    terms = tuple(term.key for term in made.terms)
    for place, content in (
        ("subscribe", subscribe_page(LOOK.theme, frame, terms)),
        ("thanks", thanks_page(LOOK.theme, frame)),
        ("welcome", welcome_page(LOOK.theme, frame, made.listed[0])),
    ):
        site.pages[f"/{place}/"] = ("text/html; charset=utf-8", content, "default-src 'self'")


@pytest.mark.parametrize("script", SCRIPTS, ids=["script", "no script"])
@pytest.mark.parametrize("name", FORMS)
def test_a_form_sends_exactly_the_documented_fields(name: str, script: bool, used: Any) -> None:
    _, path, fields = FORMS[name]
    sender = f"{'with' if script else 'without'}@example.org"
    introducer = "Maria Lund" if script else ""
    wanted = {key: value.replace("?", introducer) for key, value in fields.items()}
    wanted[next(iter(wanted))] = sender
    mine = [rows for _, at, rows in used[1].sent if at == path and sender in dict(rows).values()]
    assert [sorted(rows) for rows in mine if dict(rows).keys() == wanted.keys()] == [sorted(wanted.items())]
    assert used[0][name, script]["after"].endswith("/done")


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_sent_without_an_address(name: str, used: Any) -> None:
    for script in SCRIPTS:
        assert used[0][name, script]["first"] is True
    assert len(used[1].sent) == len(FORMS) * len(SCRIPTS)


@pytest.mark.parametrize("name", FORMS)
def test_a_screen_reader_says_what_to_write_that_it_must_be_and_what_one_agrees_to(name: str, used: Any) -> None:
    for script in SCRIPTS:
        address, *others = used[0][name, script]["textboxes"]
        assert address == {"name": "Your mail address", "description": CONSENT, "required": True}
        asks = "?" in FORMS[name][2].values()
        assert others == ([{"name": WHO, "description": "", "required": False}] if asks else [])
        assert used[0][name, script]["next"] == ("_subscribe-who" if asks else "")


@pytest.mark.parametrize("name", SIGHTS)
def test_the_pages_stand_in_nobodys_way_by_day_by_night_and_on_a_telephone(name: str, used: Any) -> None:
    seen = used[0][name, True]
    assert (seen["violations"], seen["overflow"], seen["refused"]) == ([], 0, [])


@pytest.mark.parametrize("name", [*FORMS, *PAGES, "mailto"])
def test_axe_finds_nothing_and_the_policy_refuses_nothing(name: str, used: Any) -> None:
    assert used[0][name, True]["violations"] == []
    assert [used[0][name, script]["refused"] for script in SCRIPTS] == [[], []]


@pytest.mark.parametrize("script", SCRIPTS, ids=["script", "no script"])
@pytest.mark.parametrize("name", PAGES)
def test_a_service_without_a_form_is_visited(name: str, script: bool, used: Any) -> None:
    _, path, fragment = PAGES[name]
    assert used[0][name, script]["after"] == f"{used[1].origin}{path}{fragment}"
    assert path in used[1].asked


@pytest.mark.parametrize("script", SCRIPTS, ids=["script", "no script"])
def test_the_mail_that_the_box_makes_is_understood(script: bool, used: Any) -> None:
    parts = urlsplit(used[0]["mailto", script]["mail"])
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert unquote(parts.path) == "ann@letters.example.org"
    found = wish_of(mail(said["subject"], text=said["body"].replace("\r\n", "\n")), PHRASES, NOW)
    assert isinstance(found, Wish)
    assert (found.wanted, found.introduced_by) == (Wanted.LETTERS, "Maria Lund" if script else "")
    assert found.words.startswith("Please send me The Test Letter from now on.")


def test_addresses_of_feeds_are_copied_by_a_button_that_only_the_script_shows(used: Any) -> None:
    with_script, without = (used[0]["kit", script] for script in SCRIPTS)
    assert (with_script["buttons"], without["buttons"]) == (3, 0)
    assert with_script["copied"] == "https://letters.example.org/feed.xml"
    assert with_script["status"] == "Copied: https://letters.example.org/feed.xml"


def test_the_script_of_the_box_is_smaller_than_a_kilobyte() -> None:
    sizes = {asset.name: len(LOOK.assets[asset.content.digest]) for asset in LOOK.theme.assets}
    assert sizes["via.js"] < 1000
    assert sizes["copy.js"] < 1000
