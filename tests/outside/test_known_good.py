"""Mails that others made well: our linter finds no error in them but those of a list, each with its reason.

Cerberus is in no registry of packages: git clone https://github.com/emailmonday/Cerberus tests/outside/Cerberus
"""

from __future__ import annotations

import pytest
from judges import HERE, node
from letters import FRAME, SENDER, THEME, body_of, issue_of

from audiencegen.content.tree import parse_document
from audiencegen.mail.lint import rules as lint
from audiencegen.mail.lint.letter import Letter, Origin
from audiencegen.mail.message import proof
from audiencegen.problems import Severity

CERBERUS = HERE / "Cerberus"

# What these mails are built with: each is a fault to us, and none makes the mail unreadable.
KNOWN_OF_MJML = {
    "a <div> in the body does not say its language and direction": "it is said on <html> and on one block",
    "<link> is taken out by mail programs": "a web font as a style sheet; without it the next font is taken",
}
KNOWN_OF_CERBERUS = {
    "<html> does not say its direction": "only the language is said",
    "a <center> in the body does not say its direction": "only the language is said",
    "“Maecenas sed ante pellentesque, posuere…” is hard to read on light: #ffffff on #709f2b, 3.1:1": "an example",
    "Outlook lacks float": "beside the attribute align, which it knows",
    "the letter has no link to leave": "it is a tag of one mailing service",
    "a table of data has a role that hides its headers from screen readers": "a layout table of <th>",
}
LETTER = """
<mjml lang="en" dir="ltr"><mj-head><mj-title>The ferry is late</mj-title><mj-preview>And that is good news</mj-preview>
<mj-attributes><mj-text color="#222222" font-size="16px" line-height="1.5" /></mj-attributes></mj-head>
<mj-body background-color="#f4f4f5" width="600px">
<mj-section background-color="#ffffff"><mj-column><mj-text><h1>The ferry is late</h1>
<p>{words}</p><p>See <a href="https://example.org/tides" style="color:#1d4e6e">the table of tides</a>.</p></mj-text>
<mj-image src="https://example.org/boat.png" alt="A boat at low tide" width="520px" />
<mj-button href="https://example.org/answer" background-color="#1d4e6e" color="#ffffff">Answer this letter</mj-button>
<mj-divider border-width="1px" border-color="#dddddd" />{more}</mj-column></mj-section>
<mj-section><mj-column><mj-text font-size="14px">Quay 1, 12345 Harbour.
<a href="https://example.org/leave" style="color:#1d4e6e">Unsubscribe</a></mj-text></mj-column></mj-section>
</mj-body></mjml>
"""
WORDS = "The ferry left at nine, and half of the harbour stood at the quay to see it go. " * 6
MORE = {
    "plain": "",
    "table": "<mj-table><tr><th>Day</th><th>High</th></tr><tr><td>Monday</td><td>9:40</td></tr></mj-table>",
    "social": '<mj-social><mj-social-element name="web" href="https://example.org/" alt="Web">Web</mj-social-element>'
    "</mj-social>",
    "two columns": "</mj-column></mj-section><mj-section><mj-column><mj-text>One side</mj-text></mj-column><mj-column>"
    "<mj-text>The other</mj-text>",
    "hero": '</mj-column></mj-section><mj-hero mode="fixed-height" height="200px" background-color="#1d4e6e">'
    '<mj-text color="#ffffff">Come and see</mj-text></mj-hero><mj-section><mj-column><mj-text>After</mj-text>',
}


def errors(html: str) -> set[str]:
    """The errors that are found in a mail; the subject is its title, and its text part says the same."""
    document = parse_document(html)
    title = next((" ".join(one.text().split()) for one in document.find("title")), "") or "A mail"
    body = body_of(WORDS)
    issue = issue_of(body, subject=title, preheader="What it is about, in forty characters or more")
    words = Letter(html.encode(), b"", b"", Origin("mail.html", THEME, FRAME, issue, body)).words
    text = f"{words}\nUnsubscribe\n"
    eml = proof(FRAME, issue, SENDER, html, text)
    letter = Letter(html.encode(), text.encode(), eml, Origin("mail.html", THEME, FRAME, issue, body))
    return {problem.message for problem in lint.findings(letter) if problem.severity is Severity.ERROR}


@pytest.mark.parametrize("name", sorted(MORE))
def test_a_mail_made_by_mjml_has_no_errors_but_those_we_know(name: str) -> None:
    source = LETTER.format(words=WORDS, more=MORE[name])
    made = node("node_modules/mjml/bin/mjml", "-i", "-s", packages=("mjml",), said=source)
    assert errors(made) <= set(KNOWN_OF_MJML)


@pytest.mark.parametrize("name", ["fluid", "hybrid", "responsive"])
def test_a_template_of_cerberus_has_no_errors_but_those_we_know(name: str) -> None:
    file = CERBERUS / f"cerberus-{name}.html"
    if not file.is_file():
        pytest.skip("the templates of Cerberus are not in tests/outside")
    assert errors(file.read_text("utf-8")) <= set(KNOWN_OF_CERBERUS)
