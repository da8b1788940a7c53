"""Find the files of a GTFS feed in a folder or a zip archive, without unpacking it."""

import io
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from districts.importing.errors import ImportRefused
from districts.importing.files import missing, unreadable

REQUIRED_FILES = ("agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
OPTIONAL_FILES = ("shapes.txt", "feed_info.txt", "translations.txt")

MEMBERS_MAX = 10_000
BYTES_MAX = 8 * 2**30
"""Of all files that are read; a whole country's feed unpacks to 2 GB."""

PACKED_TIMES_MAX = 200
SMALL_BYTES = 16 * 2**20
"""A file packed closer than ``PACKED_TIMES_MAX`` is taken for a bomb; timetables shrink 10 to 25 times."""

BUFFER_BYTES = 2**18
ENCRYPTED = 0x1
READABLE_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """The files of one feed.

    Attributes:
        label: what a message calls the feed.
        openers: what opens each file that it has, by name in lower case.
    """

    label: str
    openers: Mapping[str, Opener]

    def __contains__(self, name: str) -> bool:
        return name in self.openers

    def open(self, name: str) -> BinaryIO:
        """Return a file of the feed from its beginning.

        Raises:
            ImportRefused: the feed has no such file.
        """
        if name not in self.openers:
            raise ImportRefused(f"{self.label} has no {name}.")
        return self.openers[name]()


@contextmanager
def open_feed(path: Path) -> Iterator[FeedFiles]:
    """Open a feed: a folder or a zip archive, the files in it or in one folder inside.

    Raises:
        ImportRefused: there is no such file, it is neither, it holds no feed or several, it is encrypted,
            or it has what an honest archive has not: absolute names, or files that unpack beyond measure.
    """
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        raise unreadable(path, error) from error
    if is_folder:
        yield _choose(path.name or str(path), _in_folder(path))
    elif is_file:
        with _open_zip(path) as archive:
            yield _choose(path.name, _in_zip(path.name, archive))
    else:
        raise missing(path, "file or folder")


def _in_folder(path: Path) -> Iterator[tuple[str, str, Opener]]:
    """Yield folder, name and opener of each file there and one folder below."""
    try:
        folders = [path, *sorted(child for child in path.iterdir() if child.is_dir())]
        files = [file for folder in folders for file in sorted(folder.iterdir()) if file.is_file()]
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from error
    for file in files:
        yield str(file.parent), file.name, partial(_open_file, file)


def _open_file(path: Path) -> BinaryIO:
    try:
        return path.open("rb", BUFFER_BYTES)
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from error


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise ImportRefused(f"{path.name} is not a zip archive, or only a part of one.") from error
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from error


def _in_zip(label: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, str, Opener]]:
    """Yield folder, name and opener of each file in an archive that may be trusted."""
    members = archive.infolist()
    if len(members) > MEMBERS_MAX:
        raise ImportRefused(f"{label} holds {len(members):,} files: it is not a feed.")
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
            raise ImportRefused(f"{label} holds a file with the name {name!r}, which leads out of it.")
    for member in members:
        place = PurePosixPath(member.filename.replace("\\", "/"))
        if member.filename.endswith("/") or stat.S_ISLNK(member.external_attr >> 16):
            continue
        if place.name.lower() in (*REQUIRED_FILES, *OPTIONAL_FILES):
            yield str(place.parent), place.name, _member_opener(label, archive, member)


def _member_opener(label: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Opener:
    def opener() -> BinaryIO:
        if member.flag_bits & ENCRYPTED:
            raise ImportRefused(f"{member.filename} in {label} is encrypted.")
        if member.compress_type not in READABLE_METHODS:
            raise ImportRefused(f"{member.filename} in {label} is packed in a way that cannot be read.")
        packed_times = member.file_size / max(member.compress_size, 1)
        if member.file_size > BYTES_MAX or (
            member.file_size > SMALL_BYTES and packed_times > PACKED_TIMES_MAX
        ):
            raise ImportRefused(
                f"{member.filename} in {label} would unpack to {member.file_size / 2**20:,.0f} MB: "
                "it looks like a zip bomb."
            )
        try:
            return io.BufferedReader(archive.open(member), BUFFER_BYTES)  # type: ignore[type-var]
        except (zipfile.BadZipFile, RuntimeError, OSError) as error:
            raise ImportRefused(f"{member.filename} in {label} is damaged.") from error

    return opener


def _choose(label: str, found: Iterator[tuple[str, str, Opener]]) -> FeedFiles:
    """Return the one folder's files that make a feed."""
    folders: dict[str, dict[str, Opener]] = {}
    for folder, name, opener in found:
        if name.lower() not in (*REQUIRED_FILES, *OPTIONAL_FILES) or "__MACOSX" in folder:
            continue
        files = folders.setdefault(folder, {})
        if name.lower() in files:
            raise ImportRefused(f"{label} holds {name.lower()} twice in one folder.")
        files[name.lower()] = opener
    if not folders:
        raise ImportRefused(f"{label} is not a GTFS feed: it has no stops.txt.")
    complete = [folder for folder, files in folders.items() if all(name in files for name in REQUIRED_FILES)]
    if len(complete) > 1:
        raise ImportRefused(
            f"{label} holds several feeds ({', '.join(sorted(complete))}): import one of them."
        )
    fullest = max(sorted(folders), key=lambda folder: len(folders[folder]))
    files = folders[complete[0] if complete else fullest]
    for name in REQUIRED_FILES:
        if name not in files:
            raise ImportRefused(f"{label} has no {name}.")
    return FeedFiles(label, files)
