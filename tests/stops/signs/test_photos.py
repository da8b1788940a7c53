"""Photos come in from strangers: bounded, upright, small, and without what phones hide in them."""

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from stops.signs.photos import BYTES_MAX, PIXELS_MAX, SIDE_MAX, PhotoRefused, prepare_photo

GPS_IFD, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
ROTATED_90 = 6
COMMENT = b"written by the phone of Askar"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Read refusals in the language of the source."""
    with translation.override("en"):
        yield


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(size: tuple[int, int] = (400, 200), kind: str = "JPEG", **options: object) -> bytes:
    """Return a picture whose left half is red and right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo_of_a_phone() -> bytes:
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Phone", ROTATED_90
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (42.0, 20.0, 59.0), 3: "E", 4: (69.0, 35.0, 41.0)})
    return picture(exif=exif, icc_profile=b"profile" * 40, comment=COMMENT, dpi=(300, 300))


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it has that many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_position_and_maker_and_comment_are_gone() -> None:
    before = photo_of_a_phone()
    assert opened(before).getexif().get_ifd(GPS_IFD)[2] == (42.0, 20.0, 59.0)
    after = prepare_photo(upload(before)).read()
    image = opened(after)
    assert image.format == "JPEG"
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
    for hidden in (b"Exif", b"Phone", b"ICC_PROFILE", COMMENT):
        assert hidden in before
        assert hidden not in after


def test_photo_taken_upright_stands_upright() -> None:
    image = opened(prepare_photo(upload(photo_of_a_phone())).read())
    assert image.size == (200, 400)
    top, bottom = image.getpixel((100, 40)), image.getpixel((100, 360))
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


@pytest.mark.parametrize(
    ("size", "expected"), [((3200, 1600), (1600, 800)), ((1000, 4000), (400, 1600)), ((300, 200), (300, 200))]
)
def test_large_photo_is_made_smaller_and_a_small_one_not_larger(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert opened(prepare_photo(upload(picture(size))).read()).size == expected
    assert max(expected) <= SIDE_MAX


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_become_jpeg(kind: str) -> None:
    prepared = prepare_photo(upload(picture(kind=kind)))
    assert opened(prepared.read()).format == "JPEG"
    assert prepared.name.endswith(".jpg")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "I;16", "1"])
def test_every_mode_is_drawn_on_white(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (20, 20)).save(out, "PNG")
    image = opened(prepare_photo(upload(out.getvalue())).read())
    assert (image.mode, image.size) == ("RGB", (20, 20))
    assert (min(image.getpixel((10, 10))) > 250) == (mode in {"RGBA", "LA"})


def test_four_colour_jpeg_is_taken() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(out, "JPEG")
    assert opened(prepare_photo(upload(out.getvalue())).read()).mode == "RGB"


def test_names_are_random_and_owe_nothing_to_the_upload() -> None:
    names = {prepare_photo(upload(picture(), name="../../askar.php")).name for _time in range(5)}
    assert len(names) == 5
    assert all(len(name) == 36 and name.endswith(".jpg") and "askar" not in name for name in names)


@pytest.mark.parametrize("side", [6_400, 12_000, 60_000])
def test_more_pixels_than_allowed_are_refused_before_decoding(side: int) -> None:
    content = png_claiming(side, side)
    assert side * side > PIXELS_MAX
    assert len(content) < 200
    with pytest.raises(PhotoRefused):
        prepare_photo(upload(content))


def test_more_bytes_than_allowed_are_refused() -> None:
    with pytest.raises(PhotoRefused, match="10 MB"):
        prepare_photo(upload(picture() + b"\0" * BYTES_MAX))


@pytest.mark.parametrize(
    "content",
    [
        b"not a photo",
        b"GIF89a" + b"\0" * 200,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        picture()[: len(picture()) // 2],
        png_claiming(100, 100),
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
    ],
)
def test_what_is_no_whole_photo_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused):
        prepare_photo(upload(content))


def test_formats_outside_the_list_are_refused() -> None:
    with pytest.raises(PhotoRefused, match="JPEG, PNG or WebP"):
        prepare_photo(upload(picture(kind="TIFF")))
