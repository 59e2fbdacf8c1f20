"""The model's vocabulary: its SentencePiece model, and which pieces a target language can need.

The output projection over all 262,144 pieces is most of the model's work. A CTranslate2 `Generator` takes
a projection that is shorter than its vocabulary: it then never writes the pieces after it, and reads them
all the same. So the pieces that a text in the target's script can consist of come first, and only they are
projected. That is faster, and it keeps the source's script out of the draft.
"""

import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from transflow import languages

EVERY = "every"
"""Stands for the scripts that `transflow.languages` has no table of: every piece but the controls is projected."""

_COMMON = "\\x20-\\x7e\u00a0-\u00bf\u00d7\u00f7\u2000-\u2bff\u2581"
"""ASCII, Latin-1 signs, then General Punctuation to Miscellaneous Symbols; U+2581 is SentencePiece's space."""
_LATIN = languages.chars("Latn") + "\u1e00-\u1eff"
"""Every script is written with Latin names in it."""
_FULL_WIDTH = "\u3000-\u303f\uff01-\uff65\uffe0-\uffe6"
_FULL_WIDTH_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})
STOPS = ("<eos>", "\n", "\n\n", "\n\n\n")
"""Pieces that end a line; longer runs of line breaks have pieces of their own, which are never projected."""
_NEVER = frozenset({"[multimodal]", "<start_of_image>", "<end_of_image>"})


class Kind(IntEnum):
    """Types of a piece, numbered alike in GGUF and in SentencePiece's protocol buffer."""

    NORMAL = 1
    UNKNOWN = 2
    CONTROL = 3
    USER = 4
    UNUSED = 5
    BYTE = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces in the order of the model's embedding."""

    pieces: Sequence[str]
    scores: Sequence[float]
    kinds: Sequence[int]


def group_of(language: str) -> str:
    """Name the set of pieces a target language needs: its script where that is tabled, else `EVERY`."""
    script = languages.script_of(language)
    return script if languages.chars(script) else EVERY


def writable(vocabulary: Vocabulary, group: str) -> tuple[int, ...]:
    """Return the ids, in order, of the pieces that a text of a group can consist of.

    Of the bytes that spell what has no piece, only those stay that begin or continue a kept character.
    """
    allowed = _characters(vocabulary.pieces, group)
    spelling = frozenset(byte for byte in "".join(allowed).encode() if byte > 0x7F)
    return tuple(
        number
        for number, (piece, kind) in enumerate(zip(vocabulary.pieces, vocabulary.kinds, strict=True))
        if _writable(piece, kind, allowed, spelling)
    )


def sentencepiece_model(vocabulary: Vocabulary) -> bytes:
    """Serialize the vocabulary as SentencePiece's `ModelProto`: BPE with byte fallback, text left as it is.

    The fields are those of `sentencepiece_model.proto`; written by hand, for the generated module would
    need the protobuf package for these thirty lines.
    """
    message = bytearray()
    for piece, score, kind in zip(vocabulary.pieces, vocabulary.scores, vocabulary.kinds, strict=True):
        known = Kind.UNKNOWN if piece == "<unk>" else kind
        weight = _varint(2 << 3 | 5) + struct.pack("<f", score)
        message += _text(1, _text(1, piece.encode()) + weight + _number(3, known))
    trainer = _number(3, 2) + _number(4, len(vocabulary.pieces)) + _number(35, 1)
    message += _text(2, trainer + _text(46, b"<bos>") + _text(47, b"<eos>"))
    normalizer = _text(1, b"identity") + _number(3, 0) + _number(4, 0) + _number(5, 1)
    message += _text(3, normalizer)
    return bytes(message)


def _writable(piece: str, kind: int, allowed: frozenset[str], spelling: frozenset[int]) -> bool:
    if piece in STOPS:
        return True
    if kind == Kind.BYTE:
        return int(piece[3:5], 16) in spelling
    return kind in (Kind.NORMAL, Kind.USER) and allowed.issuperset(piece) and piece not in _NEVER


def _characters(pieces: Iterable[str], group: str) -> frozenset[str]:
    if group == EVERY:
        return frozenset("".join(pieces)) - {"\n"}
    wide = _FULL_WIDTH if group in _FULL_WIDTH_SCRIPTS else ""
    pattern = re.compile(f"[{_COMMON}{_LATIN}{languages.chars(group)}{wide}]")
    return frozenset(pattern.findall("".join(sorted(set("".join(pieces))))))


def _varint(value: int) -> bytes:
    """Encode a number in base 128, lowest digits first, as protocol buffers do."""
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*digits, value))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value
