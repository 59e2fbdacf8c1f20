"""The model's vocabulary: its tokenizer, and which pieces a target language can need.

The output projection over all 151,936 pieces is a tenth of the model's work. So for a target in Latin script only the
pieces that such a text can consist of are projected; all are read. That is faster, and it keeps Chinese out of an English
draft (before, 12 of 80 had some). A text in any other script may need any piece, for the bytes of its characters are
spread over many.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from transflow import languages
from transflow.errors import EngineError

LATIN = "Latn"
EVERY = "every"
"""Stands for every script but the Latin one."""

END = "<|im_end|>"
"""Ends a turn."""

_PATTERN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
"""How Qwen2's own tokenizer cuts a text before it merges (Apache-2.0, `tokenizer.json` of the model)."""
_NORMAL = 1
_CONTROL, _USER = 3, 4
"""Types of a piece as GGUF numbers them."""
# 1E00 to 1EFF are letters of Vietnamese, which the table of scripts leaves out.
_ALLOWED = re.compile(
    f"[\\n\\x20-\\x7e\u00a0-\u00bf\u00d7\u00f7\u2000-\u2bff{languages.chars(LATIN)}\u1e00-\u1eff]*"
)
"""Line ends, ASCII, Latin-1 signs, General Punctuation to Miscellaneous Symbols, and Latin letters."""


def group_of(language: str) -> str:
    """Name the set of pieces that a target language needs."""
    return LATIN if languages.script_of(language) == LATIN else EVERY


def tokenizer_json(metadata: Mapping[str, Any]) -> str:
    """Return the tokenizer of a GGUF file as the `tokenizers` library reads it.

    Raises:
        EngineError: The file has another kind of tokenizer.
    """
    # Cut otherwise, the same text would be other pieces, and every draft nonsense.
    if (metadata.get("tokenizer.ggml.model"), metadata.get("tokenizer.ggml.pre")) != ("gpt2", "qwen2"):
        raise EngineError(
            "the model's tokenizer is not that of Qwen2", hint="take a model of the same family"
        )
    pieces, kinds = metadata["tokenizer.ggml.tokens"], metadata["tokenizer.ggml.token_type"]
    added = [
        {
            "id": number, "content": piece, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": False, "special": kind == _CONTROL,
        }
        for number, (piece, kind) in enumerate(zip(pieces, kinds, strict=True))
        if kind in (_CONTROL, _USER)
    ]  # fmt: skip
    vocabulary = {
        piece: number
        for number, (piece, kind) in enumerate(zip(pieces, kinds, strict=True))
        if kind == _NORMAL
    }
    merges = [merge.split(" ") for merge in metadata["tokenizer.ggml.merges"]]
    split = {"type": "Split", "pattern": {"Regex": _PATTERN}, "behavior": "Isolated", "invert": False}
    spelled = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": False}
    model = {
        "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
        "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, "vocab": vocabulary, "merges": merges,
    }  # fmt: skip
    return json.dumps(
        {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
            "normalizer": {"type": "NFC"},
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, spelled]},
            "post_processor": None, "decoder": spelled, "model": model,
        },
        ensure_ascii=False,
    )  # fmt: skip


def writable(pieces: Sequence[str], kinds: Sequence[int], group: str) -> tuple[int, ...]:
    """Return the ids of the pieces that a text of a group can consist of, in order, and last the end of a turn.

    A piece that is a part of a character's bytes only is none of Latin text: what that has, has pieces of its own. Nor is
    one of any text in which something stands before a line end, for an answer ends there.
    """
    found = (
        number
        for number, (piece, kind) in enumerate(zip(pieces, kinds, strict=True))
        if kind == _NORMAL and _is_one_line(piece) and (group == EVERY or _is_latin(piece))
    )
    return (*found, pieces.index(END))


def ends(piece: str) -> bool:
    """Whether a piece ends an answer: the end of the turn, and those that begin with a line end."""
    return piece == END or piece[0] in _line_ends()


def _is_one_line(piece: str) -> bool:
    return piece[0] in _line_ends() or _line_ends().isdisjoint(piece)


@lru_cache(maxsize=1)
def _line_ends() -> frozenset[str]:
    return frozenset(char for char, byte in _spelling().items() if byte in b"\r\n")


def _is_latin(piece: str) -> bool:
    try:
        # A part of a character's bytes is no text, and a control's name is spelt in no bytes.
        return _ALLOWED.fullmatch(_spelled(piece)) is not None
    except (KeyError, UnicodeDecodeError):
        return False


def _spelled(piece: str) -> str:
    return bytes(_spelling()[char] for char in piece).decode()


@lru_cache(maxsize=1)
def _spelling() -> Mapping[str, int]:
    """Return which byte each character of a piece stands for (GPT-2's table: printable bytes stand for themselves)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + n): byte for n, byte in enumerate(others)}
