"""Which posts stand in a feed and which in its archives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audiencegen.content.feeds import archives, newest
from audiencegen.model import Feeds


def sources(weights: list[int], feeds: Feeds) -> list[list[int]]:
    """The posts of each archive, counted from the oldest post."""
    last = len(weights) - 1
    return [sorted(last - at for at in positions) for positions in archives(weights, feeds)]


def test_a_feed_holds_no_more_than_either_limit_allows() -> None:
    assert newest([4] * 9, Feeds(entries=5)) == 5
    assert newest([4] * 9, Feeds(entries=5, kilobytes=11)) == 2
    assert newest([400, 4], Feeds(kilobytes=11)) == 1  # one at least
    assert newest([], Feeds()) == 0


def test_as_long_as_the_feed_holds_all_there_is_no_archive() -> None:
    assert archives([4] * 20, Feeds()) == ()
    assert sources([4] * 21, Feeds()) == [list(range(20))]
    assert archives([4] * 50, Feeds(archives=False)) == ()


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 7), st.integers(1, 90))
def test_every_post_is_reachable_and_a_new_one_moves_no_archive(
    weights: list[int], entries: int, kilobytes: int
) -> None:
    feeds = Feeds(entries, kilobytes)
    before = sources(weights, feeds)
    in_feed = {len(weights) - 1 - at for at in range(newest(weights, feeds))}
    assert in_feed.union(*before) == set(range(len(weights)))
    assert sources([8, *weights], feeds)[: len(before)] == before
