"""Proof on pages nobody here wrote: `python benchmarks/corpus.py DIR…` parses and splices every Markdown page.

For each page: the parts joined are the page; splicing its own texts is the identity; after a pseudo-translation
of every unit the page has the same structure, the same protected parts, and says what was put in. Prints counts and
every failure; exit code 1 if there was one.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from measures import show

from transflow.document import Dialect, Document, parse
from transflow.errors import DocumentError
from transflow.markdown import Inline, escape, fit, inlines, unescape
from transflow.model import Block, Unit

_ACCENTS = str.maketrans("aceinosuyACEINOSUY", "áçéíñöšüýÁÇÉÍÑÖŠÜÝ")


def accented(text: str) -> str:
    """A translation that can be recognised: accents on Latin letters, an ö for every letter of another script."""
    return "".join(
        "ö" if char.isalpha() and ord(char) > 0x2000 else char for char in text.translate(_ACCENTS)
    )


def pseudo(unit: Unit, dialect: Dialect) -> str:
    """Translate the text of a unit and leave its markup."""
    if unit.kind in ("front-matter", "argument"):
        return accented(unit.text)
    if unit.kind in ("alt", "title"):
        return fit(
            escape(accented(unescape(unit.text)), dialect, kind=unit.kind, whole=True, delimiter='"'),
            kind=unit.kind,
        )
    out = ""
    for number, piece in enumerate(pieces := inlines(unit.text, dialect, html=unit.kind == "html")):
        out += _gap(pieces, number) + _piece(piece, unit, dialect)
    return fit(out, unit.kind, dialect)


def _gap(pieces: Sequence[Inline], number: int) -> str:
    """Set emphasis and bare URLs off, as any text in Latin letters does, whatever stood beside them before."""
    if number == 0:
        return ""
    before, piece = pieces[number - 1], pieces[number]
    opens = piece.kind == "open" and piece.what in _EMPHASIS and before.kind != "open"
    ends = before.kind == "close" and before.what in _EMPHASIS and piece.kind not in ("close", "break")
    beside = before.what == "autolink" and piece.kind == "text"
    return " " if opens or ends or beside else ""


_EMPHASIS = frozenset({"em", "strong", "strikethrough"})


def _piece(piece: Inline, unit: Unit, dialect: Dialect) -> str:
    if piece.kind == "text":
        return escape(accented(unescape(piece.raw, html=unit.kind == "html")), dialect, kind=unit.kind)
    return piece.rewrite or piece.raw


def faults(text: str, dialect: Dialect) -> Iterator[str]:
    """Yield what is wrong with our handling of one page."""
    page = parse(text, "", dialect)
    if "".join(page.parts()) != text:
        yield "parts joined are not the page"
    if any(a.end > b.start for a, b in zip(page.blocks, page.blocks[1:], strict=False)):
        yield "blocks overlap"
    if page.splice({number: block.text for number, block in enumerate(page.blocks)}) != text:
        yield "identity splice changed the page"
    wanted = {
        n: pseudo(block, page.dialect) for n, block in enumerate(page.blocks) if isinstance(block, Unit)
    }
    try:
        spliced = page.splice(wanted)
    except DocumentError as error:
        yield f"pseudo-translation refused: {error}"
        return
    yield from _differences(page, parse(spliced, "", dialect), wanted)


def _differences(old: Document, new: Document, wanted: dict[int, str]) -> Iterator[str]:
    for number, (before, after) in enumerate(zip(old.blocks, new.blocks, strict=True)):
        place = f"line {old.line(before.start)}"
        if (before.kind, before.key, before.top) != (after.kind, after.key, after.top):
            yield f"{place}: {before.kind} became {after.kind}"
        elif not isinstance(before, Unit):
            if before.text != after.text:
                yield f"{place}: {before.kind} changed"
        elif before.kind in ("alt", "title", "argument", "front-matter"):
            if unescape(after.text) != unescape(wanted[number]):
                yield f"{place}: {before.kind} reads {after.text[:80]!r}, not {wanted[number][:80]!r}"
        elif (had := _skeleton(before, old)) != (has := _skeleton(after, new)):
            yield f"{place}: markup differs: {had} / {has}"


def _skeleton(block: Block, page: Document) -> list[tuple[str, str]]:
    """The markup of a unit with the text that it should hold, twice accented so that old and new are equal."""
    out: list[tuple[str, str]] = []
    for piece in inlines(block.text, page.dialect, html=block.kind == "html"):
        if piece.kind != "text" and piece.what != "softbreak":
            out.append((piece.what, "" if piece.kind == "break" else piece.rewrite or piece.raw))
            continue
        text = accented(accented(" ".join(unescape(piece.raw, html=block.kind == "html").split())))
        if text and out and out[-1][0] == "text":
            out[-1] = ("text", f"{out[-1][1]} {text}")
        elif text:
            out.append(("text", text))
    return out


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    arguments.add_argument("--math", action="store_true", help="dollar math is on")
    options = arguments.parse_args()
    dialect = Dialect(math=options.math)
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    for path in sorted(path for folder in options.folders for path in folder.rglob("*.md")):
        text = path.read_bytes().decode("utf-8")
        counts["pages"] += 1
        counts["characters"] += len(text)
        try:
            found = list(faults(text, dialect))
            counts.update(
                type(block).__name__ + " " + block.kind for block in parse(text, "", dialect).blocks
            )
        except DocumentError as error:
            counts["refused"] += 1
            print(f"{path}: refused: {error}")
            continue
        for fault in found:
            print(f"{path}: {fault}")
        counts["failures"] += len(found)
    for name, count in sorted(counts.items()):
        print(f"{count:>12,} {name}")
    print(f"{time.perf_counter() - began:.1f} s")
    failed = counts["failures"] + counts["refused"]
    show("corpus: pages of others that are not spliced without loss", f"{failed} of {counts['pages']:,}", "0")
    return 1 if counts["failures"] or counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
