"""TF217 and TF503: what a reader of the built page sees that its editor does not."""

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt

from transflow import languages
from transflow.checks import formulas
from transflow.checks.finding import Hit
from transflow.checks.grammar import GRAMMAR
from transflow.checks.subject import Subject
from transflow.document import Document
from transflow.markdown import inlines, mask
from transflow.markdown.features import hexotags
from transflow.model import Block, Unit
from transflow.notation import line_before

_PROSE = ("paragraph", "heading", "list-item", "cell", "footnote", "definition", "label")
_COMMENT = GRAMMAR["remark"]
_WORDS = GRAMMAR["shown-words"]
_PATH = GRAMMAR["path-sign"]
_DRAWN = GRAMMAR["drawn-table"]
_SIGNS = frozenset("{<$\\")
"""One of these stands in each shortcode, tag and formula."""
_FAR = 400
"""Characters of a tag within which its begin is looked for."""
_MOST = 5
"""Lines that a message names."""


def shown_asterisks(subject: Subject) -> Iterator[Hit]:
    """Bold type that no generator shows as bold: the asterisks stand between punctuation and a letter.

    Why: CommonMark does not take `**“…”**后` for bold, so that the reader sees asterisks.
    Example: `其**“预期市盈率”**下降。`
    Fix: put the punctuation outside the asterisks (`其“**预期市盈率**”下降`), or a space.
    """
    page = subject.target
    # Between spaced words there is a space or a mark where CommonMark looks for one.
    if page is None or languages.profile(subject.pair.language).spaced:
        return
    for block in page.blocks:
        if isinstance(block, Unit) and block.kind in _PROSE and "**" in block.text:
            meant = sum(
                piece.what == "strong" and piece.kind == "open" for piece in inlines(block.text, page.dialect)
            )
            # Masked, so that asterisks of shortcodes and formulas open nothing.
            if meant > _shown(mask(block.text, page.dialect)[0]):
                yield Hit(subject.at(block.start), "bold type here is shown with its asterisks")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _shown(text: str) -> int:
    """Return how many stretches of bold type CommonMark finds in a text."""
    tokens = _parser().parseInline(text, {})
    return sum(child.type == "strong_open" for token in tokens for child in token.children or ())


def copied_words(subject: Subject) -> Iterator[Hit]:
    """What is copied still holds words in the source's script: arguments of shortcodes, labels of diagrams, attributes, titles of code, abbreviations, formulas, drawn tables, keys, names in menus.

    Why: they are no language to this tool, but readers see them.
    Example: `{{< alert "请注意风险" >}}` stands in the English page.
    Fix: translate them there, or name the argument in `markdown.shortcodes` (`alert.0`) or the attribute in
        `markdown.attributes`, so that it is drafted. Give an entry of a menu that others have as their `parent` an
        `identifier` in the source: its name is drafted then.
    """
    page = subject.target
    pattern = languages.residue_pattern(subject.origin, subject.pair.language)
    if page is None or pattern is None:
        return
    copied = _copied_strings(page) if page.dialect.strings else _copied(page)
    places = [start for start, words in copied if any(map(pattern.search, words))]
    if places:
        lines = list(dict.fromkeys(page.line(start) for start in places))
        shown = ", ".join(map(str, lines[:_MOST])) + (" …" if len(lines) > _MOST else "")
        name = languages.display_name(subject.origin)
        many = f"{len(places)} places that are copied hold" if len(places) > 1 else "what is copied holds"
        yield Hit(subject.at(places[0]), f"{many} {name}: line{'s' * (len(lines) > 1)} {shown}")


def _copied(page: Document) -> Iterator[tuple[int, Iterator[str]]]:
    """Yield the places of what is copied and shown, with what may be language in it: shortcodes, tags, diagrams, formulas, titles of code."""
    tags = page.dialect.has("hexotags")
    for last, block in zip((None, *page.blocks), page.blocks, strict=False):
        if block.top < 0:
            continue
        if not isinstance(block, Unit):
            # Labels of a diagram are read; strings of a program are not (`x = '中文'`).
            if block.kind in ("shortcode", "html") or "mermaid" in block.text[:16]:
                # The first quote closes the argument before it, which is a text of its own.
                begun = isinstance(last, Unit) and last.end == block.start
                shown = block.text[begun and block.text[:1] in "\"'" :]
                # Behind a title of code, as behind the tag itself, is a program.
                shown = shown.partition("\n")[0] if begun and _is_code(page.text, block.start) else shown
                yield block.start, _shown_in(shown, tags=tags)
            elif block.kind == "math":
                yield block.start, formulas.words(block.text)
            elif block.kind == "code":
                # Nothing is offered of a table that is drawn, since its lines would no longer meet.
                drawn = None if _is_indented(block, page) else _DRAWN.match(block.text)
                if (drawn and (drawn["grid"] or page.dialect.has("dashtables"))) or _SPHINX.match(block.text):
                    yield block.start, iter((block.text,))
                else:
                    yield block.start, _words(block.text.partition("\n")[0])
        elif not _SIGNS.isdisjoint(block.text):
            yield from ((block.start, words) for words in _copied_inline(block, page))


def _copied_strings(page: Document) -> Iterator[tuple[int, Iterator[str]]]:
    """Yield what stays in a menu and is shown: the name of an entry that others have as their `parent`, its `post`, its `params`."""
    for block in page.blocks:
        if not isinstance(block, Unit) and not _SEEN.isdisjoint(block.key.split("/")):
            yield block.start, _words(block.text)


def _is_code(text: str, place: int) -> bool:
    """Whether a place stands in the opening tag of code."""
    begin = text.rfind("{", max(place - _FAR, 0), place)
    return begin >= 0 and _CODE_TAG.match(text, begin - (text[begin - 1 : begin] == "{")) is not None


def _is_indented(block: Block, page: Document) -> bool:
    """Whether a block of code may be one by its indentation alone: a drawing in it is no table."""
    return len(page.text[slice(*line_before(page.text, block.start))].expandtabs(4)) >= 4


def _copied_inline(text: Unit, page: Document) -> Iterator[Iterator[str]]:
    for piece in inlines(text.text, page.dialect, html=text.kind == "html"):
        if piece.what == "math":
            yield formulas.words(piece.raw)
        elif piece.what in ("shortcode", "html") or piece.raw.startswith(_KEYS):
            yield _shown_in(piece.raw, tags=page.dialect.has("hexotags"))


_SEEN = frozenset({"name", "title", "pre", "post", "params"})
"""What readers may see of an entry of a menu."""
_SPHINX = GRAMMAR["restructured"]
_KEYS = ("<kbd", "{kbd}`")
"""Begins of keys, which are named in a language: `{kbd}`回车``."""
_CODE_TAG = GRAMMAR["code-tag"]


def _shown_in(raw: str, *, tags: bool) -> Iterator[str]:
    """Yield what may be language in a shortcode or tag; `tags` tells whether words without quotes are arguments, too."""
    if tags and raw.startswith("{%"):
        yield from (word for word in hexotags.unread(raw) if not _PATH.search(word))
    shown = _COMMENT.sub("", raw)
    # What is shown as code holds the strings of a program.
    shown = shown.partition("\n")[0] if _CODE_TAG.match(shown) else shown
    yield from _words(shown)


def _words(text: str) -> Iterator[str]:
    """Yield what may be language in something that is copied, paths left out."""
    for match in _WORDS.finditer(text):
        word = next(filter(None, match.group("a", "b", "c", "d")), "")
        # `ref "页/一.md"` names a file.
        if not _PATH.search(word):
            yield word
