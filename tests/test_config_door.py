"""`subscribe:` → where the box leads, or what to write instead."""

from __future__ import annotations

import pytest

from audiencegen.config import parse
from audiencegen.model import Door

BASE = "title: The Harbour Letter\nurl: https://harbour.example.org\nsubscribe: "
LIST = "3c3bf41a-cda3-43b6-af42-452424b022df"
MAILCHIMP = "https://harbour.us21.list-manage.com/subscribe/post?u=a1b2&id=c3d4"


def door(said: str) -> Door:
    read, problems = parse(f"{BASE}{said}\n")
    assert read is not None, problems
    assert problems == ()
    return read.door


def refused(said: str) -> tuple[str, str]:
    read, problems = parse(f"{BASE}{said}\n")
    assert read is None
    [problem] = problems
    assert (problem.file, problem.line) == ("audiencegen.yaml", 3)
    return problem.message, problem.hint


@pytest.mark.parametrize(
    ("said", "service", "action", "origin"),
    [
        ("mailto:ann@example.org", "", "", ""),
        (
            "buttondown:harbour",
            "buttondown",
            "https://buttondown.com/api/emails/embed-subscribe/harbour",
            "https://buttondown.com",
        ),
        (MAILCHIMP, "mailchimp", MAILCHIMP, "https://harbour.us21.list-manage.com"),
        (f"mailchimp:{MAILCHIMP}", "mailchimp", MAILCHIMP, "https://harbour.us21.list-manage.com"),
        (
            MAILCHIMP.replace("/post", "/post-json") + "&c=?",
            "mailchimp",
            MAILCHIMP,
            "https://harbour.us21.list-manage.com",
        ),
        (
            f"{{to: 'listmonk:https://lists.example.org:9000/', list: [{LIST}, {LIST.upper()}]}}",
            "listmonk",
            "https://lists.example.org:9000/subscription/form",
            "https://lists.example.org:9000",
        ),
        ("kit:123", "kit", "https://app.kit.com/forms/123/subscriptions", "https://app.kit.com"),
        (
            "kit:https://app.kit.com/forms/123/subscriptions",
            "kit",
            "https://app.kit.com/forms/123/subscriptions",
            "https://app.kit.com",
        ),
        ("ghost:https://blog.example.org/", "ghost", "https://blog.example.org/#/portal/signup", ""),
        ("beehiiv:harbour", "beehiiv", "https://harbour.beehiiv.com/subscribe", ""),
        ("beehiiv:news.example.org", "beehiiv", "https://news.example.org/subscribe", ""),
    ],
)
def test_a_service_is_known_by_its_name(said: str, service: str, action: str, origin: str) -> None:
    found = door(said)
    assert (found.service, found.action, found.origin) == (service, action, origin)
    assert bool(found.method) == bool(origin)


def test_what_the_writer_has_made_in_the_service_is_named_alone() -> None:
    kit = door("{to: 'kit:1', introducer: introduced_by, consent: agreed}")
    assert (kit.introducer, kit.consent) == ("fields[introduced_by]", "fields[agreed]")
    mailchimp = door(f"{{to: '{MAILCHIMP}', introducer: MMERGE5}}")
    assert (mailchimp.introducer, mailchimp.consent, mailchimp.trap) == ("MMERGE5", "", "b_a1b2_c3d4")
    assert door("{to: 'buttondown:harbour', introducer: friend}").introducer == "metadata__friend"


def test_a_question_and_the_server_that_checks_mail_need_no_service() -> None:
    read, _ = parse(f"{BASE}{{question: Why?, checked_by: MX.Example.net}}\n")
    assert read is not None
    assert (read.door, read.checked_by) == (Door(question="Why?"), "mx.example.net")


@pytest.mark.parametrize(
    ("said", "what", "hint"),
    [
        ("ann@example.org", "`subscribe` needs to know what ann@example.org is", "write it as mailto:ann@example.org"),
        ("mailto:ann", "this is no mail address: ann", "write the address alone, as mailto:ann@example.com"),
        (
            "mailto:a@example.org?cc=b",
            "this is no mail address: a@example.org?cc=b",
            "write the address alone, as mailto:ann@example.com",
        ),
        (
            "butondown:harbour",
            "`subscribe` leads to nothing that is known here: butondown:harbour",
            "write it as buttondown:harbour",
        ),
        ("kit", "`subscribe` has no more than the name of kit", "write it as kit:1234567"),
        ("kit:abc", "this is not the number of a form at Kit: abc", "write it as kit:1234567"),
        (
            "https://forms.example.org/x",
            "`subscribe` leads to nothing that is known here: https://forms.example.org/x",
            "it may be mailto:ann@example.com, or a service by name, such as buttondown:harbour; known are "
            "buttondown, mailchimp, listmonk, kit, ghost, beehiiv",
        ),
        (
            "https://harbour.us21.list-manage.com/subscribe?u=1",
            "this is not the address of a Mailchimp form: https://harbour.us21.list-manage.com/subscribe?u=1",
            "copy the address from `action=` of the form that Mailchimp makes: https://….list-manage.com/…?u=…&id=…",
        ),
        (
            "listmonk:https://lists.example.org",
            "listmonk needs `list`, its id",
            "open the list there and copy its UUID: list: 00000000-0000-4000-8000-000000000000",
        ),
        (
            "{to: 'listmonk:https://lists.example.org', list: news}",
            "this is not the id of a list in listmonk: news",
            "open the list there and copy its UUID: list: 00000000-0000-4000-8000-000000000000",
        ),
        (
            "ghost:http://blog.example.org",
            "this is not the address of a Ghost site: http://blog.example.org",
            "write it as ghost:https://harbour.example.com",
        ),
        (
            "ghost:https://x:99999",
            "this is not the address of a Ghost site: https://x:99999",
            "write it as ghost:https://harbour.example.com",
        ),
        ("{to: 'kit:1', list: a}", "`list` is for listmonk alone, not for kit", "take it out"),
        (
            "{to: 'ghost:https://b.example.org', consent: a}",
            "`consent` is not for ghost",
            "take it out: it keeps no such field of a form",
        ),
        (
            "{to: 'mailto:a@example.org', introducer: a}",
            "`introducer` is not for a mail",
            "take it out: a mail says it in words",
        ),
        (
            "{to: 'kit:1', consent: a b}",
            "this is not the name of a field: a b",
            "write its name alone, as in consent: introduced_by",
        ),
        ("{service: 'kit:1'}", "`service` is not a key of `subscribe`", "did you mean `to`?"),
        (
            "{checked_by: my server}",
            "this is not the name of a mail server: my server",
            "it is the first word after `Authentication-Results:` in a mail that you got, such as mx.example.com",
        ),
    ],
)
def test_what_cannot_be_is_said_with_what_to_write(said: str, what: str, hint: str) -> None:
    assert refused(said) == (what, hint)
