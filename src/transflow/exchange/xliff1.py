"""XLIFF 1.2 (OASIS Standard, February 2008), for tools that know no later one: a `file` a page, a `trans-unit` a text.

Markup is `g` for what opens and closes, `x` for what stands alone, `bx` and `ex` where it overlaps.
"""

from collections.abc import Iterator, Sequence

from transflow.errors import DocumentError
from transflow.exchange import xliff
from transflow.exchange.codes import Code, Part, joined
from transflow.exchange.entries import Entry, Incoming, Sendable, Standing
from transflow.exchange.writing import Element, document
from transflow.exchange.xml import Node

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES: dict[Standing, str] = {
    "missing": "new", "stale": "needs-adaptation", "conflict": "needs-adaptation", "draft": "needs-review-translation",
    "edited": "translated", "reviewed": "signed-off",
}  # fmt: skip
_APPROVED = ("signed-off", "final")
_WAS = "transflow-was"
"""Who says in a note what the digest of the translation was; tools keep notes, and drop what they don't know."""

_VERSION = xliff.Version(
    "1.2", "trans-unit", "g",
    {"x": "alone", "ph": "alone", "it": "alone", "bx": "open", "bpt": "open", "ex": "close", "ept": "close"},
    ("rid", "id"), ("mrk",),
)  # fmt: skip


def write(file: Sendable) -> str:
    """Write pages of one pair of languages."""
    root = Element("xliff", {"xmlns": NAMESPACE, "version": "1.2"})
    for page in file.pages:
        held = root.add("file", original=page.source, datatype="x-markdown")
        held.attributes |= {"source-language": page.origin, "target-language": page.language}
        body = held.add("body")
        for entry in page.entries:
            _unit(body, entry)
    return document(root)


def _unit(body: Element, entry: Entry) -> None:
    unit = body.add("trans-unit", id=entry.unit, xml_space="preserve")
    # Tools show the name beside the text; in a page only a key of the front matter has one.
    unit.attributes |= {"resname": entry.key} if entry.key else {}
    unit.attributes["approved"] = "yes" if entry.standing == "reviewed" else "no"
    unit.add("source").extend(_content(entry.source))
    if entry.target:
        unit.add("target", state=_STATES[entry.standing]).extend(_content(entry.target))
    unit.add("note", entry.was, from_=_WAS)
    unit.add(
        "note", f"line {entry.line}, {entry.kind}, {entry.standing}, risk {entry.risk}", from_="transflow"
    )
    for about, text in entry.notes:
        unit.add("note", f"{about}: {text}", from_="transflow")
    # As notes: this version has no place for terms.
    for source, target in entry.terms:
        unit.add("note", f"term: {source} = {target}", from_="transflow")
    for match in entry.matches:
        found = unit.add("alt-trans", origin=match.path)
        found.attributes["match-quality"] = f"{match.alike}%"
        found.add("source", match.source)
        found.add("target", match.target)


def _content(parts: Sequence[Part]) -> "list[Element | str]":
    return xliff.content(parts, lambda code: Element("g", {"id": code.id}), _single)


def _single(code: Code) -> Element:
    if code.side == "alone":
        return Element("x", {"id": code.id, "equiv-text": code.raw})
    if code.side == "close":
        return Element("ex", {"id": f"{code.id}e", "rid": code.id})  # ids of elements differ
    return Element("bx", {"id": code.id, "rid": code.id, "equiv-text": code.raw})


# --- coming back ---


def read(root: Node, shown: str) -> Iterator[Incoming]:
    """Yield the texts of a document.

    Raises:
        DocumentError: It lacks what it must have; with the line.
    """
    for file in xliff.pages(root, shown):
        for body in file.all("body"):
            for unit in xliff.units(body, _VERSION):
                yield _incoming(unit, file, shown)


def _incoming(unit: Node, file: Node, shown: str) -> Incoming:
    source, target = unit.first("source"), unit.first("target")
    if not unit.get("id") or source is None:
        raise DocumentError(
            "a trans-unit without an id or a source", shown, unit.line, "export the page again"
        )
    was = next((note.text for note in unit.all("note") if note.get("from") == _WAS), "")
    # Tools set the one or the other.
    approved = unit.get("approved") == "yes" or (target is not None and target.get("state") in _APPROVED)
    rendering = joined(xliff.parts(target, shown, _VERSION)) if target is not None else ()
    line = target.line if target is not None else unit.line
    language = file.get("target-language")
    return Incoming(
        line,
        file.get("original"),
        language,
        unit.get("id"),
        joined(xliff.parts(source, shown, _VERSION)),
        rendering,
        was,
        approved,
    )
