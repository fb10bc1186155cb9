"""Small recordings to test with: silence, written frame by frame."""

from __future__ import annotations

import io
import wave

# MPEG 2, layer III, 8 kbit/s at 24 kHz, one channel: 24 bytes and 24 milliseconds a frame (ISO 13818-3, 2.4.2.3).
_HEAD = bytes((0xFF, 0xF3, 0x14, 0xC4))
_FRAME = _HEAD + bytes(20)
_A_SECOND = 1000 / 24  # frames


def mp3(seconds: float) -> bytes:
    """So many seconds of nothing as MP3: a kilobyte each."""
    return _FRAME * round(seconds * _A_SECOND)


def wav(seconds: float) -> bytes:
    """The same as WAV."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(1000)
        sound.writeframes(b"\x80" * round(seconds * 1000))
    return stream.getvalue()
