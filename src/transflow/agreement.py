"""Whether a person's text already says what changed in its source: an edit that was made on both ends, without this tool.

Only what can be told for sure counts. Where the source changed nothing but figures, links, code or images, and the
translation has the new ones, or hard breaks that both ends have lost or got, nothing is left to be decided. A change of words is always a person's to judge.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from transflow import quantities
from transflow.document import Document
from transflow.markdown import Inline, inlines, meaning, plain, same_block
from transflow.markdown.dialect import Dialect
from transflow.markdown.inline import attributes_behind
from transflow.markdown.links import target as destination
from transflow.markdown.meaning import BREAK
from transflow.model import Block, Unit

# U+FFFC stands for an object in a text: the place of a figure counts, its value does not.
_FIGURE = "\ufffc"
_COPIED = ("code", "role", "math", "image", "autolink", "shortcode", "footnote")


def agrees(source: Document, block: Block, recorded: str, text: str, tags: tuple[str, str]) -> bool:
    """Whether a text of the translation says what a block of the source says now, and only that changed.

    Args:
        source: The source page.
        block: The block of it.
        recorded: What the block said when the translation was last in step.
        text: What a person wrote in the translation.
        tags: BCP 47 tags of source and translation; without them figures cannot be read, and nothing with some agrees.
    """
    if not text:
        return False
    if not isinstance(block, Unit):
        return same_block(source.dialect, block, text)
    dialect = source.dialect
    before, now = _words(recorded, dialect, tags[0]), _words(block.text, dialect, tags[0])
    if before.count(BREAK) != now.count(BREAK):  # as a tool that strips the ends of lines does on both ends
        if now.count(BREAK) != meaning(text, dialect).count(BREAK):
            return False
        # Where a break went, a space may have come, or none beside Han characters.
        before, now = ("".join(words.replace(BREAK, "").split()) for words in (before, now))
    return (
        before == now
        and _follows(_copied(recorded, dialect), _copied(block.text, dialect), _copied(text, dialect))
        and not quantities.compare(_figures(block.text, dialect, tags[0]), _figures(text, dialect, tags[1]))
    )


def written(source: Document, blocks: Sequence[Block], there: Sequence[Block], tags: tuple[str, str]) -> bool:
    """Whether blocks that came into a translation are what a person made of those that came into its source.

    They are of the same kinds in the same order, nothing in them contradicts that, and something says so: code or an
    image that is the same, a figure, a link. Words alone say nothing.

    Args:
        source: The source page.
        blocks: New blocks of it that follow each other.
        there: As many of the translation, of the same kinds, from the same place.
        tags: BCP 47 tags of source and translation.
    """
    # Without the languages no figure can be read, and words alone say nothing.
    if not all(tags):
        return False
    signs = 0
    for block, other in zip(blocks, there, strict=True):
        found = _signs(source, block, other, tags)
        if found is None:
            return False
        signs += found
    return signs > 0


def _signs(source: Document, block: Block, other: Block, tags: tuple[str, str]) -> int | None:
    """Count what two blocks share beside words; None if one contradicts the other."""
    if not isinstance(block, Unit):
        # Long code that is the same says more than a rule of three hyphens.
        return len(block.text.split()) if same_block(source.dialect, block, other.text) else None
    if other.text == block.text and any(letter.isalpha() and not letter.isascii() for letter in other.text):
        return None  # nobody translated it
    dialect = source.dialect
    copied, figures = _copied(block.text, dialect), _figures(block.text, dialect, tags[0])
    apart = quantities.compare(figures, _figures(other.text, dialect, tags[1]))
    return None if apart or copied != _copied(other.text, dialect) else len(figures) + copied.total()


def _follows(before: Counter[str], now: Counter[str], there: Counter[str]) -> bool:
    """Whether what came is there, and what went is not."""
    # By number: of two equal links one may have gone.
    return not (now - before) - there and not ((before - now) & there)


def _figures(text: str, dialect: Dialect, tag: str) -> tuple[quantities.Quantity, ...]:
    return quantities.find(plain(_bare(text, dialect), dialect), tag)


def _bare(text: str, dialect: Dialect) -> str:
    """Return a text without what is copied: neither code nor the destination of a link holds a figure to compare."""
    return "".join(_without_copied(piece) for piece in inlines(text, dialect))


def _without_copied(piece: Inline) -> str:
    """Return a piece of a text as far as it is words: titles and alternative texts are."""
    words = " ".join(piece.raw[slice(*span)] for span in piece.fields)
    if piece.what in _COPIED:
        return f"{_FIGURE}{words}"
    return f"]() {words}" if piece.kind == "close" and piece.what == "link" else piece.raw


def _words(text: str, dialect: Dialect, tag: str) -> str:
    """Return a text with its figures and what is copied taken out."""
    bare = _bare(text, dialect)
    out, at = [], 0
    for figure in quantities.find(bare, tag):
        out.append(bare[at : figure.start] + _FIGURE)
        at = figure.end
    return meaning("".join(out) + bare[at:], dialect)


def _copied(text: str, dialect: Dialect) -> Counter[str]:
    """Count what is copied: destinations, labels and attributes of links, and code, images and the like as they are."""
    found: Counter[str] = Counter()
    for piece in inlines(text, dialect):
        if piece.kind == "close" and piece.what == "link":
            found.update(_leads(piece))
        elif piece.what in _COPIED:
            found[piece.raw] += 1
    return found


def _leads(piece: Inline) -> Iterator[str]:
    """Yield where the end of a link leads, and its attributes but for their words."""
    behind = attributes_behind(piece)
    end = len(piece.raw) - len(behind)
    if piece.raw.startswith("]("):
        there = destination(piece.raw, 2, end - 1)
        yield piece.raw[slice(*there.url)] if there else piece.raw[:end]
    elif piece.raw.startswith("]["):
        yield piece.raw[:end].casefold()  # the case of a label says nothing
    for start, stop in sorted(piece.fields, reverse=True):
        behind = behind[: start - end] + behind[stop - end :] if start >= end else behind
    if behind:
        yield behind
