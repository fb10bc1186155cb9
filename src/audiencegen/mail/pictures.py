"""The copies of pictures that letters show: what each is called and where it will stand, known before it is made.

The name follows from the picture and from what is done to it, not from the library that does it: a letter in an inbox
asks for its pictures as long as it is kept, and an upgrade of Pillow must not move them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from audiencegen.content.resolve import file_url
from audiencegen.content.urls import slug
from audiencegen.images.resize import WIDTH
from audiencegen.model import File, Frame
from audiencegen.values import Value, digest

FOLDER = "/assets/mail"

_FORMS = {".gif": "GIF", ".jpeg": "JPEG", ".jpg": "JPEG", ".png": "PNG", ".bmp": "PNG"}
_ENDINGS = {"GIF": "gif", "JPEG": "jpg", "PNG": "png"}
_MARK = 12  # hexadecimal digits in a name


class Copy(Value, frozen=True):
    address: str
    form: str  # "JPEG", "PNG" or "GIF": what every mail program shows


def mail_copy(file: File) -> Copy | None:
    """The copy of a picture; None for what is none, or cannot be read."""
    if not file.is_picture:
        return None
    path = PurePosixPath(file.path)
    form = _FORMS.get(path.suffix.lower()) or ("PNG" if file.clear else "JPEG")
    mark = digest(file.digest, form, WIDTH)[:_MARK]
    return Copy(f"{FOLDER}/{slug(path.stem) or 'picture'}.{mark}.{_ENDINGS[form]}", form)


def copies(frame: Frame, files: Iterable[File]) -> Mapping[str, str]:
    """The absolute address of each picture → that of its copy."""
    found = ((file, mail_copy(file)) for file in files)
    return {frame.absolute(file_url(file.path)): frame.absolute(copy.address) for file, copy in found if copy}
