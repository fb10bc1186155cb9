"""What a link means: a file's path, an address, a URL; and what is said when it means nothing."""

from __future__ import annotations

import unicodedata

import pytest

from audiencegen.config import Dialect
from audiencegen.values import replace
from sites import CONFIG, Files, linked, picture, post

GITHUB = replace(CONFIG, markdown=Dialect.GITHUB)
HOME = "posts/2026-05-01-home.md"
AROUND: Files = {
    "posts/2026-05-02-other.md": post(title="Other", text="## A Section\n\n## Über uns\n"),
    "posts/bundle/index.md": post("date: 2026-05-03", title="Bundle"),
    "posts/bundle/sheet.txt": "x",
    "posts/bundle/my boat.png": picture(3, 2),
    "pages/about.md": post(title="About", text="## Team\n"),
    "pages/old.md": post("permalink: /old.html\naliases: [/older/]"),
    "notes/paper.pdf": "x",
    "static/humans.txt": "x",
}


def resolved(target: str, home: str = HOME, github: bool = True) -> tuple[str, list[str]]:
    """What a link of one post becomes, and the kinds of problems it has."""
    files = {**AROUND, home: post("date: 2026-05-01\ntags: [x]", f"## Here\n\n[text]({target})\n", title="Home")}
    answer = linked(files, GITHUB if github else CONFIG)
    return answer.targets(home)[0], [problem.kind for problem in answer.problems]


@pytest.mark.parametrize("github", [True, False], ids=["github", "markdown"])
@pytest.mark.parametrize(
    ("written", "url"),
    [
        # by path
        ("2026-05-02-other.md", "/posts/other/"),
        ("./2026-05-02-other.md", "/posts/other/"),
        ("../pages/about.md", "/about/"),
        ("bundle/index.md", "/posts/bundle/"),
        ("bundle/sheet.txt", "/posts/bundle/sheet.txt"),
        ("../notes/paper.pdf", "/notes/paper.pdf"),
        ("/pages/about.md", "/about/"),
        ("/notes/paper.pdf", "/notes/paper.pdf"),
        ("../static/humans.txt", "/humans.txt"),
        # by path without the ending
        ("2026-05-02-other", "/posts/other/"),
        ("bundle/", "/posts/bundle/"),
        ("bundle", "/posts/bundle/"),
        # as other generators write it
        ("@/pages/about.md", "/about/"),
        ("@/posts/bundle/sheet.txt", "/posts/bundle/sheet.txt"),
        ("{filename}/pages/about.md", "/about/"),
        ("{filename}2026-05-02-other.md", "/posts/other/"),
        ("{filename}bundle/index.md", "/posts/bundle/"),
        ("{filename}../pages/about.md", "/about/"),
        ("{attach}bundle/sheet.txt", "/posts/bundle/sheet.txt"),
        ("{static}/static/humans.txt", "/humans.txt"),
        # by address
        ("/", "/"),
        ("/about/", "/about/"),
        ("/about", "/about/"),
        ("/About/", "/about/"),
        ("/about/index.html", "/about/"),
        ("../../about/", "/about/"),
        ("../other/", "/posts/other/"),
        ("/old.html", "/old.html"),
        ("/older/", "/old.html"),
        ("/older/#top", "/old.html#top"),
        ("/archive/", "/archive/"),
        ("/tags/x/", "/tags/x/"),
        ("/tags/", "/tags/"),
        ("/tags/x/feed.xml", "/tags/x/feed.xml"),
        ("/feed.xml", "/feed.xml"),
        ("/robots.txt", "/robots.txt"),
        ("/humans.txt", "/humans.txt"),
        # by the site's own URL
        ("https://letters.example.org", "/"),
        ("https://letters.example.org/", "/"),
        ("https://letters.example.org#subscribe", "/#subscribe"),
        ("https://letters.example.org/about/", "/about/"),
        ("https://letters.example.org/pages/about.md", "/about/"),
        # elsewhere
        ("https://example.net/about.md", "https://example.net/about.md"),
        ("https://letters.example.org.net/x", "https://letters.example.org.net/x"),
        ("//cdn.example.net/x.js", "//cdn.example.net/x.js"),
        ("mailto:ann@example.org", "mailto:ann@example.org"),
        # sections
        ("#here", "#here"),
        ("#top", "#top"),
        ("#subscribe", "#subscribe"),
        ("2026-05-02-other.md#a-section", "/posts/other/#a-section"),
        ("../pages/about.md#team", "/about/#team"),
        ("/about/#team", "/about/#team"),
        ("/about/#", "/about/"),
        ("/#subscribe", "/#subscribe"),
        ("bundle/sheet.txt#page=2", "/posts/bundle/sheet.txt#page=2"),
        # queries
        ("2026-05-02-other.md?from=home", "/posts/other/?from=home"),
        ("2026-05-02-other.md?from=home#a-section", "/posts/other/?from=home#a-section"),
        ("/feed.xml?x=1&y=2", "/feed.xml?x=1&y=2"),
        # encoded
        ("bundle/my%20boat.png", "/posts/bundle/my boat.png"),
        ("%32026-05-02-other.md", "/posts/other/"),
    ],
)
def test_a_link_that_leads_somewhere_is_an_address(written: str, url: str, github: bool) -> None:
    assert resolved(written, github=github) == (url, [])


def test_a_section_may_be_written_encoded_or_not() -> None:
    assert resolved("2026-05-02-other.md#über-uns", github=False) == ("/posts/other/#über-uns", [])
    assert resolved("2026-05-02-other.md#%C3%BCber-uns") == ("/posts/other/#%C3%BCber-uns", [])


def test_a_path_with_spaces_may_stand_in_angle_brackets() -> None:
    assert resolved("<bundle/my boat.png>") == ("/posts/bundle/my boat.png", [])


def test_a_link_means_the_same_from_a_post_in_a_folder_of_its_own() -> None:
    home = "posts/deeper/index.md"
    assert resolved("../bundle/sheet.txt", home) == ("/posts/bundle/sheet.txt", [])
    assert resolved("../2026-05-02-other.md", home) == ("/posts/other/", [])
    assert resolved("../../pages/about.md", home) == ("/about/", [])


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("nothing.md", "broken-link"),
        ("../pages/abuot.md", "broken-link"),
        ("/abuot/", "broken-link"),
        ("/authors/nobody/", "broken-link"),
        ("/tags/nothing/", "broken-link"),
        ("https://letters.example.org/abuot/", "broken-link"),
        ("../../../../etc/passwd", "broken-link"),
        ("", "broken-link"),
        ("#nowhere", "broken-anchor"),
        ("2026-05-02-other.md#nowhere", "broken-anchor"),
        ("/about/#nowhere", "broken-anchor"),
        ("/older/#nowhere", "broken-anchor"),
    ],
)
def test_a_link_that_leads_nowhere_is_named(written: str, kind: str) -> None:
    assert resolved(written)[1] == [kind]


def test_what_leads_nowhere_is_at_least_an_address_that_does_not_depend_on_the_page() -> None:
    assert resolved("nothing.md")[0] == "/posts/home/nothing.md"


def test_the_problem_names_the_target_as_it_was_written() -> None:
    answer = linked({HOME: post(text="[a](x.md) [b](x.md) ![c](y.png)")})
    assert [(problem.kind, problem.find, problem.ordinal, problem.file) for problem in answer.problems] == [
        ("broken-link", "x.md", 0, f"content/{HOME}"),
        ("broken-link", "x.md", 1, f"content/{HOME}"),
        ("missing-image", "y.png", 0, f"content/{HOME}"),
    ]


def test_a_term_that_only_unlisted_posts_carry_has_no_page_to_link_to() -> None:
    files = {
        HOME: post(text="[a](/tags/quiet/) [b](/authors/guest/)"),
        "posts/2026-05-02-b.md": post("tags: [quiet]\nauthor: Guest\nunlisted: true", title="B"),
    }
    assert [problem.kind for problem in linked(files).problems] == ["broken-link", "broken-link"]


def test_an_unlisted_post_may_be_linked_to() -> None:
    files = {HOME: post(text="[a](2026-05-02-b.md)"), "posts/2026-05-02-b.md": post("unlisted: true", title="B")}
    assert (linked(files).targets(HOME), linked(files).problems) == (["/posts/b/"], ())


# --- what has no page ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "url", "word"),
    [
        ("draft: true", "/posts/home/b.md", "draft"),
        ("date: 2027-05-01", "/posts/b/", "not due"),
        ("date: 2026-01-01\nexpires: 2026-02-01", "/posts/home/b.md", "expired"),
        ("date: 2026-01-01\nweb: false", "/posts/home/b.md", "without a page"),
    ],
)
def test_a_link_to_what_has_no_page_says_why(head: str, url: str, word: str) -> None:
    answer = linked({HOME: post(text="[a](b.md)", title="Home"), "posts/b.md": post(head, title="B")})
    assert answer.targets(HOME) == [url]
    assert [problem.kind for problem in answer.problems] == ["unpublished-link"]
    assert word in answer.problems[0].message


def test_a_scheduled_letter_may_link_to_one_that_is_due_before_it() -> None:
    files = {
        "posts/2027-05-01-a.md": post(text="[b](2027-05-02-b.md)", title="A"),
        "posts/2027-05-02-b.md": post(text="[a](2027-05-01-a.md)", title="B"),
    }
    answer = linked(files)
    assert [(problem.file, problem.kind) for problem in answer.problems] == [
        ("content/posts/2027-05-01-a.md", "unpublished-link")
    ]
    assert answer.targets("posts/2027-05-02-b.md") == ["/posts/a/"]


def test_a_draft_at_the_address_of_a_page_does_not_stand_in_its_way() -> None:
    files = {
        HOME: post(text="[a](/about/)", title="Home"),
        "pages/about.md": post(),
        "pages/zzz.md": post("draft: true\npermalink: /about/"),
        "pages/aaa.md": post("draft: true\npermalink: /about/"),
    }
    assert (linked(files).targets(HOME), linked(files).problems) == (["/about/"], ())


# --- pictures and files --------------------------------------------------------------------------


def test_a_picture_gets_its_pixels_unless_the_writer_says_its_size() -> None:
    text = '![a](boat.png)\n\n<img src="boat.png" alt="b" width="10">\n\n[c](boat.png)\n\n![d](https://x.org/d.png)\n'
    answer = linked({HOME: post(text=text), "posts/boat.png": picture(3, 2)})
    assert [(target.url, target.width, target.height) for target in answer.post(HOME).targets] == [
        ("/posts/boat.png", 3, 2),
        ("/posts/boat.png", 0, 0),
        ("/posts/boat.png", 0, 0),
        ("https://x.org/d.png", 0, 0),
    ]


def test_a_picture_of_the_head_is_looked_for_beside_the_file_and_in_the_content_folder() -> None:
    for written in ("boat.png", "/posts/boat.png", "@/posts/boat.png", "../posts/boat.png"):
        answer = linked({HOME: post(f"image: '{written}'\nimage_alt: A boat"), "posts/boat.png": picture(3, 2)})
        image = answer.card(HOME).image
        assert image is not None
        assert (image.address, image.alt, image.width, image.height) == ("/posts/boat.png", "A boat", 3, 2)
        assert answer.problems == ()


def test_a_picture_of_the_head_may_be_elsewhere_and_may_be_absent() -> None:
    elsewhere = linked({HOME: post("image: https://x.org/a.png")})
    assert elsewhere.card(HOME).image is not None
    absent = linked({HOME: post("image: a.png")})
    assert absent.card(HOME).image is None
    assert [problem.kind for problem in absent.problems] == ["missing-image"]


def test_a_picture_without_words_is_named() -> None:
    answer = linked({HOME: post("image: boat.png"), "posts/boat.png": picture(3, 2)})
    assert [problem.kind for problem in answer.problems] == ["image-without-alt"]


@pytest.mark.parametrize(("name", "url"), [("100%.txt", "100%25.txt"), ("c#.txt", "c%23.txt"), ("y?.txt", "y%3F.txt")])
def test_signs_that_mean_something_in_an_address_are_encoded(name: str, url: str) -> None:
    written = name.replace("%", "%25").replace("#", "%23").replace("?", "%3F")
    answer = linked({HOME: post(text=f"[a]({written})"), f"posts/{name}": "x"})
    assert answer.targets(HOME) == [f"/posts/{url}"]
    assert [asset.address for asset in answer.site.assets] == [f"/posts/{name}"]


def test_a_name_is_the_same_whether_its_accents_are_composed_or_not() -> None:
    stored = unicodedata.normalize("NFD", "posts/März.png")
    answer = linked({HOME: post(text="![a](März.png)"), stored: picture(1, 1)})
    assert answer.problems == ()
    assert [asset.address for asset in answer.site.assets] == [f"/{stored}"]


def test_a_file_of_the_static_folder_counts_from_the_root() -> None:
    files: Files = {"static/paper.pdf": "x", "static/b.png": picture(4, 5)}
    answer = linked({HOME: post(text="[a](/paper.pdf) ![b](/b.png)"), **files})
    assert answer.targets(HOME) == ["/paper.pdf", "/b.png"]
    assert answer.post(HOME).targets[1].width == 4
    assert answer.problems == ()


# --- a base path ---------------------------------------------------------------------------------


def test_a_site_below_a_path_has_addresses_from_its_own_root() -> None:
    config = replace(CONFIG, url="https://x.github.io/repo")
    text = "[a](https://x.github.io/repo/about/) [b](/about/) [c](https://x.github.io/other/) [d](https://x.github.io/repo)"
    answer = linked({HOME: post(text=text), "pages/about.md": post()}, config)
    assert answer.targets(HOME) == ["/about/", "/about/", "https://x.github.io/other/", "/"]
    assert answer.problems == ()
    frame = answer.site.frame
    assert frame.href("/about/") == "/repo/about/"
    assert frame.absolute("/about/") == "https://x.github.io/repo/about/"
    assert answer.card(HOME).guid == "https://x.github.io/repo/posts/hello/"


@pytest.mark.parametrize(
    ("address", "href", "absolute"),
    [
        ("/über uns/", "/%C3%BCber%20uns/", "https://letters.example.org/%C3%BCber%20uns/"),
        ("/a%20b/", "/a%20b/", "https://letters.example.org/a%20b/"),
        ("/100%/", "/100%25/", "https://letters.example.org/100%25/"),
        ("/a/?q=1&r=ü#ü", "/a/?q=1&r=%C3%BC#%C3%BC", "https://letters.example.org/a/?q=1&r=%C3%BC#%C3%BC"),
        ("//cdn.example.net/x", "//cdn.example.net/x", "https://cdn.example.net/x"),
        ("https://x.org/ü", "https://x.org/ü", "https://x.org/ü"),
        ("mailto:a@x.org", "mailto:a@x.org", "mailto:a@x.org"),
        ("#ü", "#ü", "#ü"),
        ("", "", ""),
    ],
)
def test_an_address_of_ours_is_encoded_once_and_others_stay(address: str, href: str, absolute: str) -> None:
    frame = linked({}).site.frame
    assert frame.href(address) == href
    assert frame.absolute(address) == absolute
