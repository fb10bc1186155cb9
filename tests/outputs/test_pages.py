"""Posts and pages as they stand in the default theme."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from audiencegen.channels.limits import channels
from audiencegen.config import Config
from audiencegen.content.tree import Element, parse
from audiencegen.model import Author
from audiencegen.outputs import pages
from audiencegen.values import replace
from sites import CONFIG, Files, linked, picture, post

HOME = "posts/2026-05-01-hello.md"
BELOW = replace(CONFIG, url="https://x.github.io/repo")
ANN = Author("Ann Author", "ann")
NOTHING: Files = {}


def pages_of(files: Files, config: Config = CONFIG) -> dict[str, str]:
    made = linked(files, config).made(pages.plan)
    return {path.removeprefix("site"): content.decode() for path, content in made.items()}


def page(text: str = "Good morning.", head: str = "", config: Config = CONFIG, beside: Files = NOTHING) -> str:
    """The page of one post, with other files beside it."""
    return pages_of({HOME: post(head, text), **beside}, config)["/posts/hello/index.html"]


def found(html: str, tag: str, name: str = "class", value: str = "") -> list[Element]:
    return [element for element in parse(html).find(tag) if value in (element.attributes.get(name) or "").split()]


def test_every_post_and_page_is_one_file() -> None:
    files = {HOME: post(), "posts/2026-05-02-x.md": post("permalink: /x.html"), "pages/team/index.md": post()}
    assert list(pages_of(files)) == ["/x.html", "/posts/hello/index.html", "/team/index.html"]


@pytest.mark.parametrize("head", ["draft: true", "date: 2027-05-01", "expires: 2026-05-02", "web: false"])
def test_what_has_no_page_has_no_file(head: str) -> None:
    assert pages_of({HOME: post(head), "pages/a.md": post(head)}) == {}


def test_a_page_has_one_h1_and_it_is_the_title() -> None:
    html = page("# A\n\n## B\n\n# C\n", "lang: en")
    assert re.findall("<h1[^>]*>(.*?)</h1>", html) == ["Hello"]


def test_a_title_with_signs_is_escaped_everywhere() -> None:
    html = pages_of({HOME: post(title="'<b> & \"c\"'")})["/posts/b-c/index.html"]
    assert "<b> & " not in html
    assert '<h1 class="p-name">&lt;b&gt; &amp; “c”</h1>' in html
    assert "<title>&lt;b&gt; &amp; “c” · The Test Letter</title>" in html


def test_ids_of_the_text_and_of_the_page_around_it_are_apart() -> None:
    text = "\n\n".join(
        f"## {name}"
        for name in "subscribe subscribe-title main thanks series related contents home newest letters top".split()
    )
    beside = {f"posts/2026-05-0{day}-b.md": post("series: s\ntags: [x]", title=f"B{day}") for day in (2, 3, 4)}
    beside["posts/2026-05-05-c.md"] = post("tags: [x]", title="C")
    html = page(text, "series: s\ntags: [x]\ncontents: true\ncredits: [Jo]", beside=beside)
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_pictures_have_their_pixels_and_addresses() -> None:
    pictures = {"posts/boat.png": picture(3, 2), "sea.png": picture(5, 4)}
    html = page("![A boat](boat.png)\n\n![Another](/sea.png)", beside=pictures)
    assert '<img fetchpriority="high" alt="A boat" src="/posts/boat.png" width="3" height="2" decoding="async">' in html
    assert '<img alt="Another" src="/sea.png" width="5" height="4" loading="lazy" decoding="async">' in html


def test_the_canonical_address_is_the_posts_own_unless_it_gives_another() -> None:
    assert '<link rel="canonical" href="https://letters.example.org/posts/hello/">' in page()
    assert '<link rel="canonical" href="https://x.org/a">' in page(head="canonical: https://x.org/a")


def test_search_engines_are_asked_not_to_list_what_is_unlisted() -> None:
    assert "noindex" not in page()
    assert '<meta name="robots" content="noindex">' in page(head="unlisted: true")


def test_a_look_at_drafts_says_so_on_every_page() -> None:
    made = linked({HOME: post("draft: true"), "posts/2026-05-02-b.md": post(title="B")}, drafts=True).made(pages.plan)
    assert len(made) == 2
    for content in made.values():
        assert b'<meta name="robots" content="noindex">' in content
        assert b"not published yet" in content


def test_a_page_names_the_three_feeds() -> None:
    html = page()
    for kind, address in (("rss", "/feed.xml"), ("atom", "/atom.xml"), ("feed", "/feed.json")):
        assert re.search(rf'<link rel="alternate" type="application/{kind}\+\w+" href="{address}"', html)


def test_terms_authors_and_neighbours_are_links_to_their_pages() -> None:
    config = replace(CONFIG, authors=(ANN,))
    beside = {"posts/2026-05-02-b.md": post(title="B")}
    html = page(head="tags: [Boats]\ncategories: [Sea]", config=config, beside=beside)
    for address in ("/tags/boats/", "/categories/sea/", "/authors/ann/", "/posts/b/"):
        assert f'href="{address}"' in html, address


def test_an_unlisted_post_links_to_no_term_that_may_have_no_page() -> None:
    html = page(head="unlisted: true\ntags: [Quiet]\ncategories: [Sea]\nauthor: Guest")
    assert "Quiet" in html
    assert not re.search('href="/(tags|categories|authors)/', html)


def test_a_foreign_language_is_said_where_it_begins() -> None:
    html = page(head="lang: el")
    assert '<html lang="en"' in html
    assert '<h1 class="p-name" lang="el"' in html
    assert re.search(r'<div class="body e-content" lang="el"', html)


def test_thanks_are_said() -> None:
    html = page(head="credits: [{name: Farida, for: a story, url: 'https://f.org/'}, Jonas]")
    assert '<a href="https://f.org/">Farida</a>, a story' in html
    assert "Jonas" in html


BRIEF = "brief: {for: my sister, takeaway: one idea, question: And you?, ask: '[Come](/about/)'}"


def test_the_question_is_a_mail_to_the_writer_and_the_ask_a_link() -> None:
    beside = {"pages/about.md": post()}
    html = page(head=BRIEF, beside=beside, config=replace(CONFIG, authors=(replace(ANN, email="ann@example.org"),)))
    assert '<p class="reply"><strong>And you?</strong> <a href="mailto:ann@example.org?subject=Re%3A%20Hello">' in html
    assert '<a class="button" href="/about/">Come</a>' in html
    assert "my sister" not in html and "one idea" not in html


def test_a_letter_is_passed_on_by_plain_links_to_pages_where_a_post_is_begun() -> None:
    html = pages_of({HOME: post(title="Salt & rope")})["/posts/salt-rope/index.html"]
    (row,) = found(html, "ul", value="share")
    links = {link.text(): urlsplit(link.attributes["href"] or "") for link in row.find("a")}
    told = "Salt & rope https://letters.example.org/posts/salt-rope/"
    assert parse_qs(links["To a friend"].query)["body"][0].endswith(
        "Salt & rope\r\nhttps://letters.example.org/posts/salt-rope/"
    )
    assert parse_qs(links["Mastodon"].fragment) == {"text": [told]}
    assert parse_qs(links["Bluesky"].query) == {"text": [told]}
    assert parse_qs(links["LinkedIn"].query) == {"url": ["https://letters.example.org/posts/salt-rope/"]}


def test_the_pages_where_a_post_is_begun_are_those_of_the_share_kits() -> None:
    links = [link.attributes["href"] or "" for row in found(page(), "ul", value="share") for link in row.find("a")]
    for name in ("bluesky", "linkedin", "friend"):
        assert any(link.startswith(channels()[name].intent["at"]) for link in links), name


def test_what_is_not_listed_is_not_offered_for_passing_on() -> None:
    assert found(page(head="unlisted: true"), "ul", value="share") == []


def test_an_ask_that_leads_nowhere_is_said_with_its_line() -> None:
    (problem,) = linked({HOME: post("brief: {ask: '[Come](gone.md)'}")}).problems
    assert problem.message == "the link gone.md leads to nothing on this site"
    assert problem.find == "gone.md"


def test_no_style_and_no_script_of_ours_stands_in_a_page() -> None:
    html = page("```python\nx = 1\n```\n\n| a |\n|--:|\n| 1 |\n")
    # Facts for search engines are no program: a browser does not run them, whatever the policy of the host.
    plain = re.sub('<script type="application/ld[+]json">[^<>]*</script>', "", html)
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", plain)


def test_what_the_writer_keeps_reaches_the_templates_and_no_page_by_itself() -> None:
    assert "fog" not in page(head="weather: fog")


# --- below a base path ---------------------------------------------------------------------------


def test_below_a_base_path_every_address_begins_with_it() -> None:
    beside: Files = {
        "posts/2026-05-02-b.md": post(title="B"),
        "posts/boat.png": picture(3, 2),
        "pages/about.md": post(),
    }
    text = "[b](2026-05-02-b.md) [c](/about/) ![d](boat.png) [e](https://x.github.io/repo/about/) [f](#a)\n\n## A\n"
    html = page(text, "tags: [x]", BELOW, beside)
    local = [
        target
        for element in parse(html).walk()
        for name in ("href", "src")
        if (target := element.attributes.get(name) or "").startswith("/")
    ]
    assert len(local) > 12
    assert [target for target in local if not target.startswith("/repo/")] == []
    assert '<link rel="canonical" href="https://x.github.io/repo/posts/hello/">' in html
    assert "/repo/repo/" not in html
    assert 'href="#a"' in html


def test_what_stands_elsewhere_does_not_move() -> None:
    html = page("[a](//cdn.example.net/x) [b](https://x.github.io/other/) [c](mailto:a@x.org)", config=BELOW)
    for target in ("//cdn.example.net/x", "https://x.github.io/other/", "mailto:a@x.org"):
        assert f'href="{target}"' in html


def test_the_same_values_give_the_same_bytes() -> None:
    files = {HOME: post("tags: [b, a]", "## A\n\n```python\nx\n```\n"), "pages/a.md": post()}
    assert pages_of(files) == pages_of(dict(reversed(files.items())))
