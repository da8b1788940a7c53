"""Take a photo from a stranger's bytes: bounded, turned upright, made smaller, saved anew without its metadata."""

import io
import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from geoportal.web.aside import aside

BYTES_MAX = 10 * 1024 * 1024
PIXELS_MAX = 40_000_000
SIDE_MAX = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
"""What the portal opens. Phones that keep HEIC send JPEG to a web page."""


class PhotoRefused(ValueError):
    """The file is no photo that is taken; the message says why."""


def prepare_photo(file: Any) -> "ContentFile[bytes]":
    """Return a JPEG of at most 1600 pixels a side, with a random name and none of the file's metadata.

    Args:
        file: an uploaded file; its name and declared type are not believed.

    Raises:
        PhotoRefused: too many bytes or pixels, or not a whole JPEG, PNG or WebP.
    """
    if file.size > BYTES_MAX:
        raise PhotoRefused(_("The photo is larger than 10 MB. Take it anew in a smaller size."))
    try:
        jpeg = aside(_jpeg, file)
    except PhotoRefused:
        raise
    # Pillow's decoders meet a stranger's bytes here: what they raise on broken ones is not one kind of error.
    except Exception as error:
        raise PhotoRefused(
            _("This file is not a photo that can be opened: send JPEG, PNG or WebP.")
        ) from error
    return ContentFile(jpeg, name=f"{secrets.token_hex(16)}.jpg")


def _jpeg(file: Any) -> bytes:
    out = io.BytesIO()
    _redrawn(file).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _redrawn(file: Any) -> Image.Image:
    """Return the first picture of a file, upright, drawn onto an empty white sheet: nothing else comes along."""
    file.seek(0)
    with Image.open(file, formats=FORMATS) as image:
        width, height = image.size
        if width * height > PIXELS_MAX:
            raise PhotoRefused(_("The photo has more than 40 megapixels. Take it anew in a smaller size."))
        image.draft("RGB", (SIDE_MAX, SIDE_MAX))
        image.thumbnail((SIDE_MAX, SIDE_MAX))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright)
    return sheet
