"""How long a recording lasts, from its bytes; and what is none is no surprise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiencegen.sound import ENDINGS, seconds
from recordings import mp3, wav


@pytest.mark.parametrize("lasting", [1, 5, 60, 1450])
def test_a_recording_lasts_as_long_as_it_was_made(lasting: int) -> None:
    assert seconds(mp3(lasting), ".mp3") == lasting
    assert seconds(wav(lasting), ".wav") == lasting


def test_a_moment_is_a_second() -> None:
    assert seconds(wav(0.2), ".wav") == 1


@given(content=st.binary(max_size=400), ending=st.sampled_from(ENDINGS))
@settings(max_examples=200, deadline=None)
def test_what_is_no_recording_raises_nothing(content: bytes, ending: str) -> None:
    assert seconds(content, ending) >= 0


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a recording", b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f"])
def test_what_is_no_recording_has_no_length(content: bytes) -> None:
    assert [seconds(content, ending) for ending in (".mp3", ".m4a", ".ogg", ".wav")] == [0, 0, 0, 0]
