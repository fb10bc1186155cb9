"""A podcast with all that directories ask for."""

from __future__ import annotations

import io

from PIL import Image

from audiencegen.config import Config, Issues
from audiencegen.model import Imprint, Mailbox
from audiencegen.podcast import Show
from audiencegen.values import replace
from sites import CONFIG


def artwork(form: str = "JPEG", mode: str = "RGB", width: int = 1400, height: int = 1400) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, form)
    return stream.getvalue()


GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
SHOW = Show(
    title="The Harbour, Spoken",
    description="Each letter, read aloud.",
    owner_name="Ann Author",
    owner_email="pod@letters.example.org",
    categories=(("Society & Culture", "Places & Travel"), ("History", "")),
    image="podcast.jpg",
    guid=GUID,
)
SPOKEN: Config = replace(CONFIG, podcast=SHOW, issues=Issues(Imprint(Mailbox("ann@letters.example.org", "Ann"))))
