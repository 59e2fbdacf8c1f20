"""TMX 1.4b (LISA OSCAR, 2005): every reviewed text with its translation, and memories of others read.

Markup is `bpt`, `ept` and `ph` with what it stands for; `x` pairs the codes of the two languages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transflow import languages
from transflow.errors import DocumentError
from transflow.exchange.codes import Part, codes
from transflow.exchange.entries import Entry, Page, Sendable
from transflow.exchange.writing import Element, document
from transflow.exchange.xml import Node

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = ("bpt", "ept", "it", "ph", "ut", "hi", "sub")


@dataclass(frozen=True, slots=True)
class Remembered:
    """A pair of texts of a memory. Running text."""

    origin: str
    language: str
    source: str
    target: str


def write(file: Sendable) -> str:
    """Write the reviewed texts of pages; equal pairs once."""
    origins = {languages.canonical(page.origin) for page in file.pages}
    name, _, version = file.tool.partition(" ")
    root = Element("tmx", {"version": "1.4"})
    root.add(
        "header", creationtool=name, creationtoolversion=version, segtype="block", o__tmf=name, adminlang="en",
        srclang=file.pages[0].origin if len(origins) == 1 else "*all*", datatype="plaintext",
    )  # fmt: skip
    body = root.add("body")
    seen: set[tuple[str, str, str, str]] = set()
    for page in file.pages:
        for entry in _reviewed(page):
            key = (page.origin, page.language, entry.source_text, entry.target_text)
            # The same sentence on a hundred pages is one entry of a memory.
            if key not in seen:
                seen.add(key)
                _unit(body, page, entry)
    return document(root, '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n')


def _reviewed(page: Page) -> Iterable[Entry]:
    # A stale text is none: its source here is what the page says now, and not what was translated.
    return (entry for entry in page.entries if entry.standing in ("reviewed", "edited"))


def _unit(body: Element, page: Page, entry: Entry) -> None:
    unit = body.add("tu", tuid=f"{page.source}#{entry.unit}", srclang=page.origin)
    unit.add("prop", page.source, type="x-page")
    unit.add("prop", entry.standing, type="x-standing")
    # `i` and `x` are whole numbers in TMX; ids of ours may be `3a2`.
    numbers = {name: str(at) for at, name in enumerate(dict.fromkeys(c.id for c in codes(entry.source)), 1)}
    for tag, parts in ((page.origin, entry.source), (page.language, entry.target)):
        unit.add("tuv", Element("seg", {}, list(_content(parts, numbers))), xml_lang=tag)


def _content(parts: Sequence[Part], numbers: dict[str, str]) -> "Iterator[Element | str]":
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        # One number on both sides for one code (`x`), by which a tool knows which is which.
        number = numbers.setdefault(part.id, str(len(numbers) + 1))
        match part.side:
            case "open":
                yield Element("bpt", {"i": number, "x": number}, [part.raw])
            case "close":
                yield Element("ept", {"i": number}, [part.raw])
            case "alone":
                yield Element("ph", {"x": number}, [part.raw])


def read(root: Node, shown: str) -> Iterator[Remembered]:
    """Yield the pairs of a memory: of each unit the text in its source language with each of the others, codes left out.

    Raises:
        DocumentError: It is no TMX, or names a language that there is not; with the line.
    """
    if root.name != "tmx":
        raise DocumentError("is no TMX file", shown, root.line)
    header, body = root.first("header"), root.first("body")
    default = header.get("srclang") if header else ""
    for unit in body.all("tu") if body else ():
        texts = [(_language(node, shown), _text(node)) for node in unit.all("tuv")]
        wanted = unit.get("srclang") or default
        # `*all*`, or no unit's own: then the first text is the source.
        source = next(
            (text for text in texts if languages.same(text[0], wanted)), texts[0] if texts else ("", "")
        )
        for language, text in texts:
            if text and source[1] and not languages.same(language, source[0]):
                yield Remembered(source[0], language, source[1], text)


def _language(node: Node, shown: str) -> str:
    # `lang` without a prefix is that of earlier versions, and `en_US` is what some tools write.
    tag = (node.get(_LANG) or node.get("lang")).replace("_", "-")
    try:
        languages.canonical(tag)
    except ValueError as error:
        raise DocumentError(str(error), shown, node.line, "correct `xml:lang`") from None
    return tag


def _text(node: Node) -> str:
    seg = node.first("seg")
    # Whether a line break in a memory means anything its tool alone knows; for likeness it does not.
    return " ".join(_running(seg).split()) if seg else ""


def _running(node: Node) -> str:
    """Return the text of a segment; what codes hold is markup, but for highlighted text."""
    # `hi` marks a stretch up and holds text; all other codes hold markup.
    return "".join(
        child
        if isinstance(child, str)
        else _running(child)
        if child.name not in _CODES or child.name == "hi"
        else ""
        for child in node.children
    )
