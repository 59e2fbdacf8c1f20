"""An `.argosmodel` file, read as what a stranger may have made.

The format is a zip archive of one folder with `metadata.json`, `model/` (CTranslate2) and
`sentencepiece.model` or `bpe.model`. `inspect` judges the archive by its directory and its metadata alone
and writes nothing; `extract` then writes what was judged, and no byte more than was declared.
"""

import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from transflow.engines import Progress, no_progress
from transflow.engines.grammar import GRAMMAR
from transflow.errors import EngineError

SUFFIX = ".argosmodel"
TOKENIZERS = ("sentencepiece.model", "bpe.model")
"""In the order in which Argos Translate looks for them."""

MAX_PACKED = 2**30
"""Bytes of an archive; published packages have 50 to 150 MB."""
MAX_UNPACKED = 2 * 2**30
"""Bytes of all its files together."""
# Deflate makes noughts 1,032 times smaller: that is what a bomb is made of.
MAX_RATIO = 50
"""Unpacked to packed; trained weights hardly shrink, published packages have about 1.3."""
# Argos packages have about ten; those with a stanza model beside it some more.
MAX_FILES = 2000
# It is read whole into memory before anything of it is known.
MAX_METADATA = 2**20

_TAGS = {"zt": "zh-Hant", "pb": "pt-BR", "pt": "pt-PT"}
"""BCP 47 for the codes in which Argos does not follow it; for `pt`, see the `pb` beside it."""

_HINT = (
    f"get the package from a source you trust; an {SUFFIX} file is made by argos-train or from Argos' index"
)
_CODE = GRAMMAR["language-code"]
_VERSION = GRAMMAR["package-version"]
_PART = GRAMMAR["path-part"]
# PKWARE's APPNOTE, 4.3.16; its sixth field is the size of the directory.
_END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR = b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says of itself."""

    from_code: str
    """Argos' own code of the source language: `zh`, `zt`, `pb`."""
    to_code: str
    version: str
    prefix: str = ""
    """A token that the model wants at the start of every output; empty for a model of one direction."""

    @property
    def pair(self) -> str:
        """Both codes as Argos joins them: `zh_en`."""
        return f"{self.from_code}_{self.to_code}"


@dataclass(frozen=True, slots=True)
class Contents:
    """A judged archive."""

    file: Path
    shown: str
    metadata: Metadata
    members: tuple[zipfile.ZipInfo, ...]
    """Its files, folders left out; all stand in one folder."""


def inspect(file: Path, shown: str = "") -> Contents:
    """Judge an archive without writing anything.

    Args:
        file: The archive.
        shown: Its name in messages; the path itself if empty.

    Raises:
        EngineError: It is no sound Argos package, or could do harm.
    """
    shown = shown or str(file)
    if file.suffix != SUFFIX:
        raise EngineError(f"is not an Argos package: its name does not end in {SUFFIX}", shown, hint=_HINT)
    with _reading(shown):
        _check_size(file)
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            _check_members(infos, file.stat().st_size)
            members = tuple(info for info in infos if not info.is_dir())
            metadata = _check_contents(archive, members)
    return Contents(file, shown, metadata, members)


def extract(contents: Contents, folder: Path, progress: Progress = no_progress) -> None:
    """Write the files of a judged archive into a new folder, without the folder they stand in.

    Raises:
        EngineError: The archive is damaged.
        OSError: The folder cannot be written.
    """
    total, done = sum(info.file_size for info in contents.members), 0
    folder.mkdir()
    with zipfile.ZipFile(contents.file) as archive:
        for info in contents.members:
            target = folder.joinpath(*info.filename.split("/")[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            # "x": where two names are one file after all, the second fails and writes over nothing.
            with target.open("xb") as out, _reading(contents.shown, OSError), archive.open(info) as packed:
                _copy(packed, out, info.file_size)
            done += info.file_size
            progress("unpacking", done, total)


def read_metadata(data: bytes) -> Metadata:
    """Read `metadata.json`.

    Raises:
        ValueError: It is not what an Argos translation package has; the message is a phrase.
    """
    try:
        said = json.loads(data)
    # A few kilobytes of `[[[[` exhaust Python's stack.
    except (ValueError, RecursionError):
        raise ValueError("its metadata.json is not JSON") from None
    if not isinstance(said, dict):
        raise ValueError("its metadata.json is not an object")  # noqa: TRY004  one kind of failure for the caller
    # Argos has sentence splitters in files of this suffix too.
    if said.get("type", "translate") != "translate":
        raise ValueError(f"it is a package of the type {said['type']!r}, not a translation model")
    return Metadata(
        _field(said, "from_code", _CODE),
        _field(said, "to_code", _CODE),
        _field(said, "package_version", _VERSION),
        _prefix(said.get("target_prefix", "")),
    )


def tag(code: str) -> str:
    """Return the BCP 47 tag for one of Argos' language codes."""
    return _TAGS.get(code, code)


def _prefix(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("its metadata.json has no proper 'target_prefix'")  # noqa: TRY004  as above
    return value


def _field(said: dict[str, object], key: str, pattern: re.Pattern[str]) -> str:
    value = said.get(key)
    # The three fields stand in one folder's name, of which file systems take 255 bytes.
    if not isinstance(value, str) or len(value) > 40 or not pattern.fullmatch(value):
        raise ValueError(f"its metadata.json has no proper {key!r}")
    return value


def _check_size(file: Path) -> None:
    """Refuse what would cost much merely to list: zipfile reads the whole directory into memory."""
    found = file.stat()
    # A FIFO would be waited for without end.
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("it cannot be read: it is no regular file")
    size = found.st_size
    if size > MAX_PACKED:
        raise ValueError(f"it is larger than {MAX_PACKED // 2**20} MiB")
    with file.open("rb") as source:
        # The record is the last thing but a comment, which has at most 64 KiB.
        source.seek(max(0, size - 2**16 - _END_OF_DIRECTORY.size))
        tail = source.read()
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) - start < _END_OF_DIRECTORY.size:
        raise ValueError("it is not a zip archive, or it is cut short")
    directory = _END_OF_DIRECTORY.unpack_from(tail, start)[5]
    # An entry has 46 bytes and its name: 512 are more than honest ones need. ZIP64 is for 65,536 files and more.
    if directory > MAX_FILES * 512 or tail[:start][-20:].startswith(_ZIP64_LOCATOR):
        raise ValueError(f"it has more than {MAX_FILES} files")


def _check_members(infos: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if not infos or len(infos) > MAX_FILES:
        raise ValueError(f"it has no files, or more than {MAX_FILES}")
    for info in infos:
        _check_name(info)
        _check_kind(info)
    # macOS and Windows take A.bin and a.bin for one file.
    names = [info.filename.rstrip("/").casefold() for info in infos]
    if len(set(names)) < len(names):
        raise ValueError("it has two files of one name")
    total = sum(info.file_size for info in infos)
    # A toy package of a few hundred bytes may shrink as much as it likes: 1 MiB harms nobody.
    if total > min(MAX_UNPACKED, max(packed * MAX_RATIO, 2**20)):
        raise ValueError(f"it would unpack to {total // 2**20} MiB from {packed // 2**10} KiB")
    # Entries that share their bytes look harmless one by one, and are a bomb together (Fifield 2019).
    if sum(info.compress_size for info in infos) > packed:
        raise ValueError("its files overlap")


def _check_name(info: zipfile.ZipInfo) -> None:
    """Allow only relative paths of plain names that mean one thing on every system."""
    parts = info.filename.removesuffix("/").split("/")
    # zipfile ends a name at a NUL byte, and on Windows turns its strokes round: then the two differ.
    if info.orig_filename != info.filename or not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(
            f"it would write outside its folder, or to an unsafe name: {info.orig_filename[:80]!r}"
        )


def _check_kind(info: zipfile.ZipInfo) -> None:
    # 0 is an archive of Windows, which writes no Unix mode.
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ValueError(f"it holds a link or a device: {info.filename[:80]!r}")
    if info.flag_bits & 0x1:
        raise ValueError("it is encrypted")
    # Two decoders see a stranger's bytes, not four.
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ValueError("it is compressed in a way that Argos packages are not")


def _check_contents(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> Metadata:
    if len({info.filename.split("/")[0] for info in members}) != 1:
        raise ValueError("it is not one folder")
    inside = {info.filename.partition("/")[2]: info for info in members}
    metadata = inside.get("metadata.json")
    if not metadata or metadata.file_size > MAX_METADATA:
        raise ValueError("it has no metadata.json")
    # zipfile gives no byte more than a member declares, so the size that was looked at holds.
    found = read_metadata(archive.read(metadata))
    if found.from_code == found.to_code:
        raise ValueError(f"it translates {found.from_code!r} into itself")
    if "model/model.bin" not in inside:
        raise ValueError("it has no model/model.bin")
    if not any(name in inside for name in TOKENIZERS):
        raise ValueError(f"it has no {' or '.join(TOKENIZERS)}")
    return found


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    written = 0
    while chunk := source.read(2**20):
        written += len(chunk)
        if written > size:
            raise ValueError("it unpacks to more than it declares")
        target.write(chunk)
    if written < size:
        raise ValueError("it is cut short")


@contextmanager
def _reading(shown: str, *through: type[Exception]) -> Iterator[None]:
    """Turn what a damaged archive raises into one line, but let the kinds in `through` pass."""
    try:
        yield
    # Before OSError: a full disk is told by whoever writes, and the archive is not blamed.
    except through:
        raise
    except OSError as error:
        raise EngineError(
            f"cannot be read: {error.strerror or error}", shown, hint="check the path"
        ) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        struct.error,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise EngineError(
            f"is not a sound Argos package: it is damaged: {error}", shown, hint=_HINT
        ) from None
    except ValueError as error:
        raise EngineError(f"is not a sound Argos package: {error}", shown, hint=_HINT) from None
