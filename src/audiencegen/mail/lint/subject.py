"""What stands in the list of messages: the subject and the preheader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiencegen.mail.lint.letter import HTML_PART, Letter, Rules
from audiencegen.problems import Problem, error, warning

SUBJECT_MOST = 50  # Apple Mail on an iPhone shows 48; what counts belongs into the first 33
PREHEADER_LEAST, PREHEADER_MOST = 40, 140  # Outlook shows 35 to 55, Gmail 97, Apple Mail 81 to 140
_LETTERS_FOR_CAPITALS = 8  # a shorter subject may be an abbreviation
_FAKE = re.compile(r"\s*(re|fwd?|aw|wg|tr|sv|vs|antw)\s*(\[\d+\])?:", re.IGNORECASE)


def subject_length(letter: Letter) -> Iterator[Problem]:
    """`subject-empty`, `subject-len`: what a phone shows of it."""
    subject = letter.subject
    if not subject.strip():
        yield error("subject-empty", "the letter has no subject", "add `subject: …`", **letter.at_field("title"))
    elif len(subject) > SUBJECT_MOST:
        message = f"the subject has {len(subject)} characters; a phone shows about 48"
        hint = "say what matters in the first 33, and stay below 50: `subject: …`"
        yield warning("subject-len", message, hint, **_at_subject(letter))


def subject_shouting(letter: Letter) -> Iterator[Problem]:
    """`subject-caps`, `subject-punct`: what filters and readers take for shouting."""
    subject = letter.subject
    letters = [sign for sign in subject if sign.isalpha()]
    if len(letters) >= _LETTERS_FOR_CAPITALS and all(sign.isupper() for sign in letters) and subject.lower() != subject:
        hint = "write it like a sentence"
        yield warning("subject-caps", "the subject is all capitals", hint, **_at_subject(letter))
    if re.search(r"[!?]{2,}|[$€£]{2,}|!.*!", subject):
        message = "the subject shouts with its punctuation"
        yield warning("subject-punct", message, "one mark is enough, and none is better", **_at_subject(letter))


def fake_reply(letter: Letter) -> Iterator[Problem]:
    """`subject-fake-re`: a letter to many is no answer (Gmail, sender guidelines)."""
    found = _FAKE.match(letter.subject)
    if found:
        message = f"the subject pretends to be an answer: {found[0].strip()}"
        yield warning("subject-fake-re", message, "take it out; Gmail forbids it", **_at_subject(letter))


def preheader(letter: Letter) -> Iterator[Problem]:
    """`preheader-missing`, `preheader-default`, `preheader-len`, `subject-preheader`."""
    words = letter.preheader.strip()
    if not words:
        message = "the letter has no preheader; lists of messages show “Read on the web” in its place"
        yield error("preheader-missing", message, "add `preheader: …`", **letter.at_field("title"))
    elif words.casefold() == letter.subject.strip().casefold():
        message = "the preheader only repeats the subject"
        yield warning("subject-preheader", message, "say what the subject does not", **letter.at_words(words))
    elif _is_taken_from_the_text(letter):
        message = "no preheader is written; the beginning of the text stands in for it"
        hint = f"add `preheader: …` with {PREHEADER_LEAST} to {PREHEADER_MOST} characters that go on from the subject"
        yield warning("preheader-default", message, hint, file=letter.origin.file)
    elif not PREHEADER_LEAST <= len(words) <= PREHEADER_MOST:
        message = f"the preheader has {len(words)} characters"
        hint = f"between {PREHEADER_LEAST} and {PREHEADER_MOST} fill the line and are not cut"
        yield warning("preheader-len", message, hint, **letter.at_words(words))


def title(letter: Letter) -> Iterator[Problem]:
    """`title-subject`: screen readers say the title first; filters compare it with the subject."""
    found = next((" ".join(one.text().split()) for one in letter.head.find("title")), "")
    if not found or found != " ".join(letter.subject.split()):
        what = f"the title of the document is “{found}”, not the subject" if found else "the document has no title"
        yield warning("title-subject", what, "put the subject into <title>", **letter.in_theme(HTML_PART, "<title>"))


def _at_subject(letter: Letter) -> dict[str, str | int]:
    return letter.at_words(letter.origin.issue.subject)


def _is_taken_from_the_text(letter: Letter) -> bool:
    issue, body = letter.origin.issue, letter.origin.body
    begins = " ".join(body.excerpt.split()).startswith(issue.preheader.removesuffix("…").strip())
    return begins and issue.preheader == issue.post.card.description and not issue.post.standfirst


RULES: Rules = {
    subject_length: (
        "subject-empty",
        "subject-len",
    ),
    subject_shouting: (
        "subject-caps",
        "subject-punct",
    ),
    fake_reply: ("subject-fake-re",),
    preheader: (
        "preheader-missing",
        "preheader-default",
        "preheader-len",
        "subject-preheader",
    ),
    title: ("title-subject",),
}
