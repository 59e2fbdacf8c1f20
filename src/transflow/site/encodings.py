"""Encodings that Git's `working-tree-encoding` names: files that are something else on disk than the UTF-8 that Git keeps.

https://git-scm.com/docs/gitattributes#_working_tree_encoding
"""

import codecs

from transflow.errors import DocumentError
from transflow.site.grammar import GRAMMAR

_CODECS = (
    "gb18030", "gbk", "cp936", "gb2312", "euc-cn", "big5", "big5-hkscs", "cp950", "shift-jis", "sjis", "cp932", "euc-jp",
    "iso-2022-jp", "euc-kr", "cp949", "uhc", "johab", "koi8-r", "koi8-u", "cp437", "cp850", "cp852", "cp866", "tis-620",
    "macintosh", "ascii", "us-ascii", "latin1", *(f"iso-8859-{part}" for part in range(1, 17)),
    *(f"{name}125{page}" for name in ("windows-", "cp") for page in range(9)),
)  # fmt: skip
"""Those that are read and written besides the Unicode ones. A name is never asked for as it is: Python knows odd codecs."""
_UNICODE = GRAMMAR["utf"]
_PLAIN = frozenset(name.replace("-", "") for name in _CODECS)
_MARKS = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


class Encoding:
    """One encoding as Git understands its name."""

    def __init__(self, name: str, path: str) -> None:
        """Find an encoding.

        Args:
            name: As the attributes have it.
            path: The file that it is said of.

        Raises:
            DocumentError: It is not known.
        """
        self.name, self.path = name, path
        # The names are iconv's (`ISO8859-1`, `windows-1252`); Python calls some of them otherwise.
        plain = name.lower().replace("_", "-").replace("iso8859", "iso-8859")
        self._codec = plain.replace("windows-", "cp")
        self._marks: tuple[bool, ...] = (False,)
        if found := _UNICODE.fullmatch(plain):
            order = found["order"] or found["marked"] or "le"
            self._codec = f"utf-{found['bits'] or found['wide']}-{order}"
            # Git: UTF-16 must have a mark, UTF-16LE must not, UTF-16LE-BOM is written with one.
            self._marks = (True, False) if found["marked"] else (not found["order"],)
        elif plain.replace("-", "") not in _PLAIN:
            hint = "correct .gitattributes: UTF-16, GB18030, Big5, Shift_JIS and others like them are known"
            raise DocumentError(f"working-tree-encoding={name} is not known", path, hint=hint)

    def read(self, data: bytes) -> bytes:
        """Return in UTF-8 what a file on disk holds.

        Raises:
            DocumentError: It is not in this encoding; with the line of the first bad byte.
        """
        codec, mark = self._opening(data)
        return self._text(data[len(mark) :], codec).encode("utf-8")

    def write(self, text: str, before: bytes | None) -> bytes:
        """Return a text as it stands on disk.

        Args:
            text: The text.
            before: What the file held until now; None if there was none.

        Raises:
            DocumentError: This encoding lacks a character, or what stays would not be what it was; with the line.
        """
        codec, mark = self._codec, _MARKS[self._codec] if self._marks[0] else b""
        if before is not None:
            # A file keeps the order of bytes and the mark that it has.
            codec, mark = self._opening(before)
            self._check_same(before[len(mark) :], codec)
        try:
            return mark + text.encode(codec)
        except UnicodeEncodeError as error:
            char, line = text[error.start], text.count("\n", 0, error.start) + 1
            hint = "write it in another way, or choose an encoding of Unicode in .gitattributes"
            message = f"{self.name} has no {char!r} (U+{ord(char):04X})"
            raise DocumentError(message, self.path, line, hint) from None

    def _opening(self, data: bytes) -> tuple[str, bytes]:
        """Return the codec that a file is written in, and its byte-order mark.

        Raises:
            DocumentError: It lacks the mark that it must have, or has one that it must not have.
        """
        # Both orders of bytes: a file of UTF-16 says by its mark which one it has.
        family = {codec: mark for codec, mark in _MARKS.items() if codec[:6] == self._codec[:6]}
        found = next(((codec, mark) for codec, mark in family.items() if data.startswith(mark)), None)
        if family and data and bool(found) not in self._marks:
            raise self._wrong(1, f" with{'' if self._marks[0] else 'out'} a byte-order mark")
        return found or (self._codec, b"")

    def _text(self, data: bytes, codec: str) -> str:
        try:
            return data.decode(codec)
        except UnicodeDecodeError as error:
            # Counted in letters: a byte of 10 ends no line in UTF-16.
            line = data[: error.start].decode(codec, "replace").count("\n") + 1
            raise self._wrong(line) from None

    def _check_same(self, data: bytes, codec: str) -> None:
        """Make sure that what a file holds is written back as it is.

        Raises:
            DocumentError: Some character has more than one form in this encoding.
        """
        # Of two codes for one character Python writes one: the lines that nobody touched would change, too.
        again = self._text(data, codec).encode(codec)
        if again != data:
            at = next(
                (at for at, (one, other) in enumerate(zip(again, data, strict=False)) if one != other), 0
            )
            line = data.count(b"\n", 0, at) + 1
            message = f"holds a character that {self.name} has several forms of, and is not written over"
            raise DocumentError(message, self.path, line, "save it anew, or as UTF-8")

    def _wrong(self, line: int, how: str = "") -> DocumentError:
        hint = "save it so, or correct .gitattributes"
        message = f"not {self.name} text{how}, which .gitattributes says it is"
        return DocumentError(message, self.path, line, hint)
