"""How long a recording lasts, read from its bytes. tinytag stays behind this file.

It reads the heads of MP3, MPEG-4, Ogg, Opus, FLAC, WAV, WMA and AIFF files; its version is in every fingerprint.
"""

from __future__ import annotations

from io import BytesIO

ENDINGS = (".aac", ".aif", ".aiff", ".flac", ".m4a", ".m4b", ".mp3", ".mp4", ".oga", ".ogg", ".opus", ".wav")


def seconds(content: bytes, ending: str) -> int:
    """Whole seconds, at least one; 0 when the file is no recording that can be read."""
    from tinytag import TinyTag, TinyTagException

    try:
        found = TinyTag.get(f"recording{ending}", file_obj=BytesIO(content), tags=False)
    except TinyTagException:
        return 0
    return max(1, round(found.duration)) if found.duration else 0
