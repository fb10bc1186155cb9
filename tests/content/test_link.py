"""All files → one site: where each stands, what it is called, what stands around it, and what cannot be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiencegen.config import Contents, Issues
from audiencegen.content.states import STATES, Moment, state_of
from audiencegen.model import Author, Head, NavLink, Redirect, State, TermKey
from audiencegen.values import Record, replace
from sites import CONFIG, NOW, Files, Linked, linked, picture, post

ANN = Author("Ann Author", "ann", email="ann@example.org")
BOB = Author("Bob Builder")
PAST, FUTURE = "2026-05-01", "2027-05-01"


def one(path: str = "posts/2026-05-01-hello.md", head: str = "", text: str = "Good morning.") -> Linked:
    return linked({path: post(head, text)})


def address(path: str, head: str = "", title: str = "Hello", permalink: str = "/posts/{slug}/") -> str:
    config = replace(CONFIG, permalink=permalink)
    return linked({path: post(head, title=title)}, config).card(path).address


# --- states --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "state"),
    [
        (f"date: {PAST}", State.PUBLISHED),
        (f"date: {PAST}\nunlisted: true", State.UNLISTED),
        (f"date: {FUTURE}", State.SCHEDULED),
        (f"date: {FUTURE}\nunlisted: true", State.SCHEDULED),
        (f"date: {PAST}\nexpires: 2026-06-01", State.EXPIRED),
        (f"date: {PAST}\nexpires: {FUTURE}", State.PUBLISHED),
        (f"date: {PAST}\ndraft: true", State.DRAFT),
        (f"date: {FUTURE}\ndraft: true", State.DRAFT),
        (f"date: {PAST}\nexpires: 2026-06-01\ndraft: true", State.DRAFT),
    ],
)
def test_what_exists_of_a_post_follows_from_one_table(head: str, state: State) -> None:
    site = linked({"posts/hello.md": post(head)}).site
    shown = STATES[state]
    assert bool(site.posts) == shown.page
    assert bool(site.listed) == shown.listed
    assert bool(site.issues) == shown.letter
    assert [card.state for card in site.waiting] == ([state] if state in (State.DRAFT, State.SCHEDULED) else [])
    assert all(card.state is state for card in site.listed)


def test_a_post_is_due_in_the_very_second_of_its_date() -> None:
    moment = datetime(2026, 5, 1, 7, tzinfo=UTC)
    assert state_of(Head(), moment, moment) is State.PUBLISHED
    assert state_of(Head(expires=moment), moment, moment) is State.EXPIRED


def test_a_day_begins_at_midnight_of_the_sites_own_zone() -> None:
    files = {"posts/hello.md": post("date: 2026-05-01")}
    assert linked(files, now=datetime(2026, 4, 30, 21, 59, tzinfo=UTC)).site.posts == ()
    assert len(linked(files, now=datetime(2026, 4, 30, 22, 0, tzinfo=UTC)).site.posts) == 1


def test_looking_at_drafts_shows_them_like_published_posts() -> None:
    files = {"posts/a.md": post("draft: true", title="A"), "posts/b.md": post(f"date: {FUTURE}", title="B")}
    assert [card.title for card in linked(files).site.listed] == []
    assert [card.title for card in linked(files, drafts=True).site.listed] == ["A"]
    assert [card.title for card in linked(files, future=True).site.listed] == ["B"]
    assert [card.title for card in linked(files, drafts=True, future=True).site.listed] == ["A", "B"]
    assert linked(files, drafts=True).site.frame.showing_drafts


def test_an_expired_or_unlisted_post_stays_so_whatever_is_looked_at() -> None:
    for state in (State.EXPIRED, State.UNLISTED, State.PUBLISHED):
        assert Moment(NOW, drafts=True, future=True).shown(state) == STATES[state]


def test_a_page_needs_no_date_and_follows_the_same_table() -> None:
    files = {
        "pages/a.md": post(),
        "pages/b.md": post("draft: true"),
        "pages/c.md": post(f"date: {FUTURE}"),
        "pages/d.md": post("unlisted: true"),
        "pages/e.md": post("expires: 2026-01-01"),
    }
    assert [page.card.address for page in linked(files).site.pages] == ["/a/", "/d/"]
    assert linked(files).site.issues == ()


def test_an_unlisted_post_has_a_page_and_stands_nowhere_else() -> None:
    site = linked(
        {
            "posts/a.md": post(f"date: {PAST}\ntags: [x]\nseries: s", title="A"),
            "posts/b.md": post("date: 2026-05-02\ntags: [x, y]\nunlisted: true\nseries: s", title="B"),
            "posts/c.md": post("date: 2026-05-03\ntags: [x]", title="C"),
        }
    ).site
    assert [one.card.title for one in site.posts] == ["C", "B", "A"]
    assert [card.title for card in site.listed] == ["C", "A"]
    assert {term.key.name: [card.title for card in term.posts] for term in site.terms} == {"x": ["C", "A"], "s": ["A"]}
    by_title = {post.card.title: around for post, around in zip(site.posts, site.neighbours, strict=True)}
    assert [card.title for around in site.neighbours for card in (around.newer, around.older) if card] == ["A", "C"]
    assert [card.title for card in by_title["B"].series] == ["A"]


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "head", "title", "expected"),
    [
        ("posts/2026-05-01-hello.md", "", "A New Title", "/posts/a-new-title/"),
        ("posts/2026-05-01-hello.md", "slug: Own Slug", "A New Title", "/posts/own-slug/"),
        ("posts/2026-05-01-hello/index.md", "", "", "/posts/hello/"),
        ("posts/2026-05-01-hello.md", "", "", "/posts/hello/"),
        ("posts/2026-05-01-hello.markdown", "", "", "/posts/hello/"),
        ("2026/05/01/hello.md", "", "", "/posts/hello/"),
        ("posts/2026-05-01-hello.md", "permalink: /there", "Title", "/there/"),
        ("posts/2026-05-01-hello.md", "permalink: /there.html", "Title", "/there.html"),
        ("posts/2026-05-01-x.md", "", "Grüße", "/posts/grüsse/"),
        ("posts/2026-05-01-x.md", "", "🙂", "/posts/x/"),
    ],
)
def test_a_posts_slug_is_its_field_or_its_title_or_its_file(path: str, head: str, title: str, expected: str) -> None:
    text = post(head, title=title) if title else f"---\ntags: [a]\n{head}\n---\n\nText.\n"
    assert linked({path: text}).site.posts[0].card.address == expected


def test_a_permalink_takes_every_placeholder_in_the_sites_own_zone() -> None:
    pattern = "/{year}/{month}/{day}/{category}/{number}/{slug}/"
    head = "date: 2026-01-01 00:30\ncategories: [Harbour News, Other]\nnumber: 7"
    assert address("posts/x.md", head, permalink=pattern) == "/2026/01/01/harbour-news/7/hello/"


def test_a_permalink_that_needs_what_a_post_has_not_is_an_error() -> None:
    config = replace(CONFIG, permalink="/{category}/{slug}/")
    answer = linked({"posts/2026-05-01-x.md": post()}, config)
    assert answer.answer is None
    message = "the permalink `/{category}/{slug}/` needs `category`, and this post has none"
    assert answer.errors == [("content/posts/2026-05-01-x.md", message)]


@pytest.mark.parametrize(
    ("path", "head", "expected"),
    [
        ("pages/about.md", "", "/about/"),
        ("pages/team/index.md", "", "/team/"),
        ("pages/team/ann.md", "", "/team/ann/"),
        ("pages/Our Team/Über uns.md", "", "/our-team/über-uns/"),
        ("pages/team/ann.md", "slug: a", "/team/a/"),
        ("pages/team/ann.md", "permalink: /ann", "/ann/"),
        ("notes/about.md", "kind: page", "/notes/about/"),
    ],
)
def test_a_page_mirrors_its_path_whatever_its_title(path: str, head: str, expected: str) -> None:
    assert address(path, head) == expected


def test_kind_overrides_the_folder() -> None:
    site = linked({"pages/x.md": post(f"kind: post\ndate: {PAST}"), "posts/y.md": post("kind: page")}).site
    assert [post.card.address for post in site.posts] == ["/posts/hello/"]
    assert [page.card.address for page in site.pages] == ["/posts/y/"]


def test_a_post_without_a_date_is_an_error_and_a_draft_is_not() -> None:
    assert one("posts/hello.md").errors == [("content/posts/hello.md", "this post has no date")]
    assert one("posts/hello.md", "draft: true").errors == []


def test_two_sources_for_one_address_are_an_error_that_names_both() -> None:
    answer = linked({"posts/2026-05-01-a.md": post(), "posts/2026-05-02-b.md": post()})
    assert answer.answer is None
    assert answer.errors == [
        ("content/posts/2026-05-02-b.md", "the address /posts/hello/ is taken by content/posts/2026-05-01-a.md")
    ]


def test_addresses_that_differ_only_in_capitals_are_one() -> None:
    answer = linked({"pages/a.md": post("permalink: /Team/"), "pages/b.md": post("permalink: /team/")})
    assert [file for file, _ in answer.errors] == ["content/pages/b.md"]


def test_a_draft_takes_no_address_from_anybody() -> None:
    files = {"posts/2026-05-01-a.md": post(), "posts/b.md": post("draft: true"), "posts/c.md": post(f"date: {FUTURE}")}
    assert linked(files).errors == []


@pytest.mark.parametrize(
    "reserved",
    "/ /archive/ /404.html /tags/ /tags/boats/ /authors/ann/ /page/2/ /feed.xml/ /robots.txt/".split(),
)
def test_what_the_site_makes_itself_cannot_be_the_address_of_a_page(reserved: str) -> None:
    config = replace(CONFIG, authors=(ANN,), pagination=1)
    files = {f"posts/{day}-{day}.md": post("tags: [boats]", title=day) for day in ("2026-05-01", "2026-05-02")}
    answer = linked({**files, "pages/x.md": post(f"permalink: {reserved}")}, config)
    assert [file for file, _ in answer.errors] == ["content/pages/x.md"], answer.errors


def test_what_the_site_does_not_make_is_free() -> None:
    config = replace(CONFIG, authors=(ANN, BOB), pagination=10)
    answer = linked(
        {
            "posts/2026-05-01-a.md": post(),
            "posts/2026-05-02-b.md": post("tags: [quiet]\nunlisted: true", title="B"),
            "pages/bob.md": post("permalink: /authors/bob-builder/"),
            "pages/quiet.md": post("permalink: /tags/quiet/"),
            "pages/two.md": post("permalink: /page/2/"),
        },
        config,
    )
    assert answer.errors == []
    assert len(answer.site.pages) == 3


def test_a_file_and_a_folder_of_one_name_are_an_error() -> None:
    answer = linked({"pages/a.md": post("permalink: /a.html"), "pages/b.md": post("permalink: /a.html/b/")})
    assert answer.errors == [("content/pages/b.md", "the address /a.html/b/ is taken by content/pages/a.md")]


def test_a_static_file_and_a_page_at_one_address_are_an_error() -> None:
    answer = linked({"static/about/index.html": "<p>x", "pages/about.md": post()})
    message = "the address /about/ is taken by content/static/about/index.html"
    assert answer.errors == [("content/pages/about.md", message)]


def test_robots_txt_may_be_the_writers_own() -> None:
    assert [asset.address for asset in linked({"static/robots.txt": "x"}).site.assets] == ["/robots.txt"]


def test_two_pictures_that_some_disks_cannot_tell_apart_are_an_error() -> None:
    files: Files = {
        "posts/2026-05-01-a.md": post(text="![a](Boat.png) ![b](boat.png)"),
        "posts/Boat.png": picture(1, 1),
        "posts/boat.png": picture(2, 2),
    }
    assert linked(files).errors == [
        ("content/posts/boat.png", "the address /posts/boat.png is taken by content/posts/Boat.png")
    ]


# --- guid and aliases ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", "https://letters.example.org/posts/hello/"),
        ("aliases: [/old/, /older/]", "https://letters.example.org/old/"),
        ("aliases: [2020/old.html]", "https://letters.example.org/2020/old.html"),
        ("id: tag:example.org,2020:1\naliases: [/old/]", "tag:example.org,2020:1"),
        ("permalink: /über/", "https://letters.example.org/%C3%BCber/"),
    ],
)
def test_a_guid_is_the_id_or_the_first_address_a_post_ever_had(head: str, expected: str) -> None:
    assert one(head=head).site.posts[0].card.guid == expected


def test_an_alias_is_a_file_when_it_ends_in_html_and_a_folder_when_not() -> None:
    site = one(head="aliases: [/old, 2020/old.html, /posts/hello/]").site
    assert site.redirects == (Redirect("/2020/old.html", "/posts/hello/"), Redirect("/old/", "/posts/hello/"))


def test_an_alias_that_another_page_has_is_an_error() -> None:
    answer = linked({"pages/old.md": post(), "posts/2026-05-01-a.md": post("aliases: [/old/]")})
    assert answer.errors == [("content/posts/2026-05-01-a.md", "the alias /old/ is taken by content/pages/old.md")]


def test_what_has_no_page_leads_nobody_on() -> None:
    files = {
        "posts/a.md": post("draft: true\naliases: [/a/]"),
        "posts/b.md": post(f"date: {FUTURE}\naliases: [/b/]", title="B"),
        "posts/c.md": post(f"date: {PAST}\nweb: false\naliases: [/c/]", title="C"),
    }
    assert linked(files).site.redirects == ()


# --- terms ---------------------------------------------------------------------------------------


def test_terms_that_differ_in_capitals_are_one_called_as_most_call_it() -> None:
    site = linked(
        {
            "posts/2026-05-01-a.md": post("tags: [rust, Web-Log]", title="A"),
            "posts/2026-05-02-b.md": post("tags: [Rust, web log]", title="B"),
            "posts/2026-05-03-c.md": post("tags: [Rust, RUST]", title="C"),
        }
    ).site
    assert [(term.key, len(term.posts)) for term in site.terms] == [
        (TermKey("tags", "Rust", "rust"), 3),
        (TermKey("tags", "Web-Log", "web-log"), 2),
    ]
    assert site.listed[0].tags == (TermKey("tags", "Rust", "rust"),)


def test_no_draft_renames_what_is_public() -> None:
    public = {"posts/2026-05-01-a.md": post("tags: [Rust]\nauthor: Eva")}
    drafts = {f"posts/{name}.md": post("tags: [rust]\nauthor: EVA\ndraft: true", title=name) for name in "bcd"}
    hidden = {"posts/2026-05-02-e.md": post("tags: [RUST]\nunlisted: true", title="E")}
    assert linked({**public, **drafts, **hidden}).site.terms == linked(public).site.terms


def test_terms_stand_by_kind_and_name_with_their_posts_newest_first() -> None:
    site = linked(
        {
            "posts/2026-05-01-a.md": post("tags: [b, a]\ncategory: z\nauthors: [Eva]\nseries: s", title="A"),
            "posts/2026-05-02-b.md": post("tags: [a]\nseries: s", title="B"),
        }
    ).site
    assert [(term.key.kind, term.key.name) for term in site.terms] == [
        ("tags", "a"),
        ("tags", "b"),
        ("categories", "z"),
        ("authors", "Eva"),
        ("series", "s"),
    ]
    assert [card.title for card in site.terms[0].posts] == ["B", "A"]
    assert site.terms[0].key.address == "/tags/a/"
    assert site.terms[0].key.feed == "/tags/a/feed.xml"


def test_a_term_without_a_letter_is_left_out() -> None:
    assert one(head="tags: ['!!', '…']").site.terms == ()


def test_a_term_of_a_page_has_no_page_of_its_own() -> None:
    assert linked({"pages/a.md": post("tags: [x]")}).site.terms == ()


def test_authors_are_those_of_the_configuration_by_name_or_by_slug() -> None:
    config = replace(CONFIG, authors=(ANN, BOB))
    files = {
        "posts/2026-05-01-a.md": post("author: ann", title="A"),
        "posts/2026-05-02-b.md": post("author: ANN AUTHOR", title="B"),
        "posts/2026-05-03-c.md": post("authors: [bob-builder, Guest]", title="C"),
        "posts/2026-05-04-d.md": post(title="D"),
    }
    site = linked(files, config).site
    assert [(term.key, term.author, [card.title for card in term.posts]) for term in site.terms] == [
        (TermKey("authors", "Ann Author", "ann"), ANN, ["D", "B", "A"]),
        (TermKey("authors", "Bob Builder", "bob-builder"), BOB, ["C"]),
        (TermKey("authors", "Guest", "guest"), None, ["C"]),
    ]


def test_a_page_has_no_author_unless_it_names_one() -> None:
    config = replace(CONFIG, authors=(ANN,))
    answer = linked({"pages/a.md": post(), "pages/b.md": post("author: Ann Author")}, config)
    assert answer.card("pages/a.md").authors == ()
    assert [key.slug for key in answer.card("pages/b.md").authors] == ["ann"]


# --- what stands around --------------------------------------------------------------------------


def days(count: int, head: str = "") -> dict[str, str]:
    return {f"posts/2026-05-{day:02}-p{day}.md": post(head, title=f"P{day}") for day in range(1, count + 1)}


def test_posts_stand_newest_first_and_those_of_one_moment_by_their_paths() -> None:
    files = {f"posts/{name}.md": post(f"date: {PAST}", title=name.upper()) for name in "bca"}
    assert [card.title for card in linked({**days(3), **files}).site.listed] == ["P3", "P2", "C", "B", "A", "P1"]


def test_newer_and_older_are_the_neighbours_in_time() -> None:
    site = linked(days(3)).site
    titles = [(n.newer and n.newer.title, n.older and n.older.title) for n in site.neighbours]
    assert titles == [(None, "P2"), ("P3", "P1"), ("P2", None)]


def test_a_series_reads_from_its_beginning_and_one_part_is_none() -> None:
    files = {
        "posts/2026-05-01-a.md": post("series: Knots", title="A"),
        "posts/2026-05-02-b.md": post("series: Alone", title="B"),
        "posts/2026-05-03-c.md": post("series: knots", title="C"),
    }
    site = linked(files).site
    assert [[card.title for card in around.series] for around in site.neighbours] == [["A", "C"], [], ["A", "C"]]
    assert site.listed[0].series == TermKey("series", "Knots", "knots")


def test_related_posts_share_the_rarest_terms_and_are_none_of_those_beside() -> None:
    files = days(12, "tags: [common]")
    files["posts/2026-05-02-p2.md"] = post("tags: [common, rare]", title="P2")
    files["posts/2026-05-11-p11.md"] = post("tags: [common, rare]", title="P11")
    site = linked(files).site
    around = zip(site.posts, site.neighbours, strict=True)
    related = {post.card.title: [card.title for card in beside.related] for post, beside in around}
    assert related["P11"] == ["P2", "P9", "P8"]
    assert related["P2"][0] == "P11"
    assert not {"P1", "P2", "P3"} & set(related["P2"])


def test_tags_relate_more_than_categories_and_these_more_than_authors() -> None:
    files = {
        "posts/2026-05-01-a.md": post("author: X", title="by author"),
        "posts/2026-05-02-b.md": post("category: X", title="by category"),
        "posts/2026-05-03-c.md": post("tags: [X]", title="by tag"),
        "posts/2026-05-04-d.md": post(title="beside"),
        "posts/2026-05-05-e.md": post("author: X\ncategory: X\ntags: [X]", title="this"),
    }
    assert [card.title for card in linked(files).site.neighbours[0].related] == ["by tag", "by category", "by author"]


def test_parts_of_one_series_are_not_related_once_more() -> None:
    files = days(5, "series: s\ntags: [x]")
    assert all(around.related == () for around in linked(files).site.neighbours)


def test_posts_that_share_nothing_are_not_related() -> None:
    assert all(around.related == () for around in linked(days(5)).site.neighbours)


# --- letters -------------------------------------------------------------------------------------


def test_every_post_is_a_letter_unless_it_says_no() -> None:
    files = {"posts/2026-05-01-a.md": post(title="A"), "posts/2026-05-02-b.md": post("email: false", title="B")}
    assert [issue.subject for issue in linked(files).site.issues] == ["A"]


def test_only_posts_of_one_term_are_letters_when_the_configuration_says_so() -> None:
    files = {
        "posts/2026-05-01-a.md": post("tags: [Letters]", title="A"),
        "posts/2026-05-02-b.md": post("tags: [notes]", title="B"),
        "posts/2026-05-03-c.md": post("categories: [letters]", title="C"),
    }
    by_tag = replace(CONFIG, issues=Issues(only=("tags", "letters")))
    by_category = replace(CONFIG, issues=Issues(only=("categories", "Letters")))
    assert [issue.subject for issue in linked(files, by_tag).site.issues] == ["A"]
    assert [issue.subject for issue in linked(files, by_category).site.issues] == ["C"]


def test_the_latest_letters_are_made_and_every_scheduled_one() -> None:
    files = {**days(4), **{f"posts/2027-05-0{day}-s{day}.md": post(title=f"S{day}") for day in (1, 2)}}
    config = replace(CONFIG, issues=Issues(latest=2))
    assert [issue.subject for issue in linked(files, config).site.issues] == ["S2", "S1", "P4", "P3"]


def test_a_letter_has_a_folder_of_its_day_and_slug() -> None:
    files = {
        "posts/2026-05-01-a.md": post("slug: x", title="A"),
        "posts/2026-05-01-b.md": post("slug: x\npermalink: /b/", title="B"),
        "posts/2026-05-01-c.md": post("slug: x\npermalink: /c/", title="C"),
        "posts/d.md": post("date: 2026-05-02 00:30", title="D"),
    }
    folders = {issue.post.card.title: issue.folder for issue in linked(files).site.issues}
    assert folders == {"D": "2026-05-02-d", "C": "2026-05-01-x", "B": "2026-05-01-x-2", "A": "2026-05-01-x-3"}


@pytest.mark.parametrize(
    ("head", "pattern", "subject"),
    [
        ("", "{title}", "Hello"),
        ("number: 7", "{title} #{number}", "Hello #7"),
        ("", "{title} #{number}", "Hello"),
        ("subject: 'Own {title}'", "{title} #{number}", "Own {title}"),
        ("", "{site}, {date}: {title}", "The Test Letter, 1 May 2026: Hello"),
    ],
)
def test_a_subject_follows_the_pattern_unless_the_post_has_its_own(head: str, pattern: str, subject: str) -> None:
    config = replace(CONFIG, issues=Issues(subject=pattern))
    assert linked({"posts/2026-05-01-a.md": post(head)}, config).site.issues[0].subject == subject


def test_a_letter_that_is_no_page_is_only_a_letter() -> None:
    site = one(head="web: false\ntags: [x]").site
    assert (site.posts, site.listed, site.terms) == ((), (), ())
    assert [issue.post.on_web for issue in site.issues] == [False]


def test_a_scheduled_post_is_a_letter_ahead_of_its_page() -> None:
    site = one(head=f"date: {FUTURE}").site
    assert site.posts == ()
    assert [issue.folder for issue in site.issues] == ["2027-05-01-hello"]


def test_two_posts_with_one_number_are_an_error() -> None:
    files = {
        "posts/2026-05-01-a.md": post("number: 7", title="A"),
        "posts/2027-05-02-b.md": post("number: 7", title="B"),
        "posts/c.md": post("number: 7\ndraft: true", title="C"),
    }
    assert linked(files).errors == [
        ("content/posts/2027-05-02-b.md", "number 7 is taken by content/posts/2026-05-01-a.md")
    ]


# --- what is published beside --------------------------------------------------------------------


def published(files: Files, drafts: bool = False) -> list[str]:
    return [asset.address for asset in linked(files, drafts=drafts).site.assets]


BOAT: Files = {"posts/boat.png": picture(3, 2)}


def test_a_file_is_published_when_a_page_shows_it() -> None:
    files = {"posts/2026-05-01-a.md": post(text="![A boat](boat.png)"), **BOAT, "posts/notes.txt": "private"}
    assert published(files) == ["/posts/boat.png"]
    head = "image: boat.png\nimage_alt: A boat"
    assert published({"posts/2026-05-01-a.md": post(head), **BOAT}) == ["/posts/boat.png"]


@pytest.mark.parametrize("head", ["draft: true", f"date: {FUTURE}", f"date: {PAST}\nexpires: 2026-06-01"])
def test_a_photo_of_what_has_no_page_yet_stays_private(head: str) -> None:
    assert published({"posts/a.md": post(f"{head}\nimage: boat.png", "![A boat](boat.png)"), **BOAT}) == []


def test_a_draft_that_is_looked_at_shows_its_photo() -> None:
    files = {"posts/a.md": post("draft: true", "![A boat](boat.png)"), **BOAT}
    assert published(files, drafts=True) == ["/posts/boat.png"]


def test_a_photo_that_a_page_and_a_draft_show_is_published() -> None:
    files = {
        "posts/a.md": post("draft: true", "![A boat](boat.png)"),
        "posts/2026-05-01-b.md": post(text="![A boat](boat.png)"),
    }
    assert published({**files, **BOAT}) == ["/posts/boat.png"]


def test_the_photos_of_a_letter_without_a_page_are_published_for_its_readers() -> None:
    files = {"posts/2026-05-01-a.md": post("web: false", "![A boat](boat.png)"), **BOAT}
    assert published(files) == ["/posts/boat.png"]


def test_the_static_folder_is_published_at_the_root_as_it_is() -> None:
    assert published({"static/humans.txt": "x", "static/.well-known/y": "z"}) == ["/.well-known/y", "/humans.txt"]


def test_what_the_configuration_names_is_published() -> None:
    config = replace(
        CONFIG,
        authors=(replace(ANN, photo="people/ann.png"),),
        navigation=(NavLink("Paper", "/paper.pdf"),),
        theme_options=Record({"logo": "/logo.svg", "columns": 2}),
    )
    files: Files = {"people/ann.png": picture(1, 1), "paper.pdf": "x", "logo.svg": "<svg/>", "other.pdf": "x"}
    answer = linked(files, config)
    assert [asset.address for asset in answer.site.assets] == ["/logo.svg", "/paper.pdf", "/people/ann.png"]
    assert answer.warnings == []


def test_what_the_configuration_names_and_is_not_there_is_named() -> None:
    config = replace(CONFIG, authors=(replace(ANN, photo="ann.png"),), navigation=(NavLink("About", "/abuot/"),))
    assert linked({"pages/about.md": post()}, config).warnings == [
        ("audiencegen.yaml", "the picture ann.png is not there"),
        ("audiencegen.yaml", "the link /abuot/ leads to nothing on this site"),
    ]


# --- cards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "text", "expected"),
    [
        ("description: Its own.", "Text.", "Its own."),
        ("", "One *two*.\n\nThree.", "One two."),
        ("", "One.\n\nTwo.\n\n<!-- more -->\n\nThree.", "One. Two."),
        ("", "![A boat](https://x.org/a.png)\n\nOne.", "One."),
        ("", "- One\n- Two", "One Two"),
        ("", "## Head\n\nOne.", "One."),
        ("", "word " * 60, "word " * 39 + "word…"),
    ],
)
def test_a_description_is_given_or_the_beginning_of_the_text(head: str, text: str, expected: str) -> None:
    assert one(head=head, text=text).site.listed[0].description == expected


def test_a_title_has_the_marks_of_its_language() -> None:
    files = {
        "posts/2026-05-01-a.md": post("lang: de", title="So -- \"es 'geht'\"..."),
        "posts/2026-05-02-b.md": post(title="It's"),
    }
    assert [card.title for card in linked(files).site.listed] == ["It’s", "So – „es ‚geht‘“…"]


def test_reading_takes_at_least_a_minute() -> None:
    assert one().site.listed[0].minutes == 1
    assert one(text="word " * 1_150).site.listed[0].minutes == 5


def test_a_canonical_address_is_absolute() -> None:
    assert one(head="canonical: /elsewhere/").site.posts[0].canonical == "https://letters.example.org/elsewhere/"
    assert one(head="canonical: https://x.org/a").site.posts[0].canonical == "https://x.org/a"
    assert one().site.posts[0].canonical == ""


@pytest.mark.parametrize(
    ("contents", "head", "sections", "shown"),
    [
        (Contents.AUTO, "", 4, 0),
        (Contents.AUTO, "", 5, 6),
        (Contents.AUTO, "toc: true", 2, 3),
        (Contents.AUTO, "contents: false", 9, 0),
        (Contents.ALWAYS, "", 1, 2),
        (Contents.NEVER, "", 9, 0),
        (Contents.NEVER, "contents: true", 1, 2),
    ],
)
def test_a_table_of_contents_comes_from_five_sections_on_or_when_wanted(
    contents: Contents, head: str, sections: int, shown: int
) -> None:
    text = "\n\n".join(f"## Section {number}" for number in range(sections)) + "\n\n### Under it\n\n#### Too deep\n"
    answer = linked({"posts/2026-05-01-a.md": post(head, text)}, replace(CONFIG, contents=contents))
    assert len(answer.site.posts[0].headings) == shown


def test_a_page_has_no_table_of_contents_by_itself() -> None:
    text = "\n\n".join(f"## Section {number}" for number in range(9))
    assert linked({"pages/a.md": post(text=text)}).site.pages[0].headings == ()


def test_what_nobody_knows_is_kept_for_the_templates() -> None:
    assert one(head="weather: fog\nmap: {lat: 1}").site.posts[0].extra == Record(
        {"weather": "fog", "map": Record({"lat": 1})}
    )


def test_a_file_without_title_and_text_is_left_out_with_a_word() -> None:
    answer = linked({"posts/2026-05-01-a.md": "---\ntags: [x]\n---\n", "posts/2026-05-02-b.md": ""})
    assert answer.site.posts == ()
    assert len(answer.warnings) == 2


def test_a_site_of_nothing_is_a_site() -> None:
    site = linked({}).site
    assert (site.posts, site.pages, site.issues, site.terms, site.assets) == ((), (), (), (), ())


def test_every_problem_is_found_in_one_go() -> None:
    answer = linked(
        {
            "posts/a.md": post("date: 2026-02-30", "[x](nowhere.md)"),
            "posts/b.md": post(text="[y](nowhere.md)"),
            "posts/2026-05-01-c.md": post("aliases: [/archive/]", "[z](nowhere.md)", title="C"),
        }
    )
    assert answer.answer is None
    assert {file for file, _ in answer.errors} == {f"content/posts/{name}.md" for name in ("a", "b", "2026-05-01-c")}


def test_the_order_in_which_files_are_found_does_not_matter() -> None:
    files = {**days(4, "tags: [x, Y]\nseries: s"), "pages/a.md": post(), **BOAT}
    assert linked(files).site == linked(dict(reversed(files.items()))).site
