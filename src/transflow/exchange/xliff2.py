"""XLIFF 2.1 (OASIS Standard, February 2018): a `file` a page, a `unit` with one segment a text.

Markup is inline codes: `pc` for what opens and closes, `ph` for what stands alone, in `sc` and `ec` where it overlaps. None
may be copied or deleted. Findings, risk and what the source said before are notes; terms go in the glossary module,
reviewed sentences that are like the text in the module of translation candidates. The metadata module
remembers the translation's digest, by which what comes back is compared with what was sent.
"""

from collections.abc import Iterator, Sequence

from transflow.errors import DocumentError
from transflow.exchange import xliff
from transflow.exchange.codes import Code, Part, codes, joined
from transflow.exchange.entries import Entry, Incoming, Sendable, Standing
from transflow.exchange.writing import Element, document
from transflow.exchange.xml import Node

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_MODULES = {"gls": "glossary", "mda": "metadata", "mtc": "matches"}
_STATES: dict[Standing, str] = {
    # Four states are all that XLIFF 2 has, so that `subState` says which of ours it was.
    "missing": "initial", "stale": "initial", "conflict": "initial", "draft": "translated", "edited": "translated",
    "reviewed": "reviewed",
}  # fmt: skip
_APPROVED = ("reviewed", "final")
_CATEGORY = "transflow"

_VERSION = xliff.Version(
    "2.1", "unit", "pc", {"ph": "alone", "sc": "open", "ec": "close"}, ("startRef", "id"), ("mrk", "sm", "em")
)


def write(file: Sendable) -> str:
    """Write pages of one pair of languages."""
    first = file.pages[0]
    root = Element("xliff", {"xmlns": NAMESPACE})
    root.attributes |= {
        f"xmlns:{short}": f"urn:oasis:names:tc:xliff:{name}:2.0" for short, name in _MODULES.items()
    }
    root.attributes |= {"version": "2.1", "srcLang": first.origin, "trgLang": first.language}
    for number, page in enumerate(file.pages, 1):
        held = root.add("file", id=f"f{number}", original=page.source)
        for entry in page.entries:
            _unit(held, entry)
    return document(root)


def _unit(file: Element, entry: Entry) -> None:
    # Asked for and not relied on: `_incoming` takes a unit that was cut into segments all the same.
    unit = file.add("unit", id=entry.unit, xml_space="preserve", canResegment="no")
    if entry.key:
        unit.attributes["name"] = entry.key
    # In the order of the schema: modules, notes, original data, segment.
    _modules(unit, entry)
    notes = [("place", f"line {entry.line}, {entry.kind}"), *entry.notes]
    notes += [("risk", str(entry.risk))] if entry.risk else []
    listed = unit.add("notes")
    for number, (about, text) in enumerate(notes, 1):
        listed.add("note", text, id=f"n{number}", category=about)
    data: dict[str, str] = {}
    state, sub = _STATES[entry.standing], f"{_CATEGORY}:{entry.standing}"
    segment = Element("segment", {"id": "s1", "state": state, "subState": sub})
    segment.add("source").extend(_content(entry.source, data))
    if entry.target:
        segment.add("target").extend(_content(entry.target, data))
    if data:
        original = unit.add("originalData")
        for raw, name in data.items():
            original.add("data", raw, id=name, xml_space="preserve")
    unit.extend([segment])


def _modules(unit: Element, entry: Entry) -> None:
    if entry.matches:
        matches = unit.add("mtc:matches")
        for number, match in enumerate(entry.matches, 1):
            found = matches.add(
                "mtc:match",
                id=f"m{number}",
                ref="#s1",
                similarity=f"{match.alike}.0",
                type="tm",
                origin=match.path,
            )
            found.add("source", match.source)
            found.add("target", match.target)
    if entry.terms:
        glossary = unit.add("gls:glossary")
        for source, target in entry.terms:
            held = glossary.add("gls:glossEntry", ref="#s1")
            held.add("gls:term", source)
            held.add("gls:translation", target)
    group = unit.add("mda:metadata").add("mda:metaGroup", category=_CATEGORY)
    group.add("mda:meta", entry.was, type="was")


def _content(parts: Sequence[Part], data: dict[str, str]) -> "list[Element | str]":
    """Return a text with its codes; what they stand for goes to the unit's original data."""

    def name(code: Code) -> str:
        return data.setdefault(code.raw, f"d{len(data) + 1}")

    def span(code: Code) -> Element:
        held = {"id": code.id, "dataRefStart": name(code), "dataRefEnd": closing[code.id]}
        return Element("pc", held | _FIXED)

    def single(code: Code) -> Element:
        if code.side == "close":
            return Element("ec", {"startRef": code.id, "dataRef": name(code)} | _FIXED)
        tag = "sc" if code.side == "open" else "ph"
        # The codes of one piece of markup keep their order; only the first may be moved, and takes the others along.
        order = {} if not code.group else {"canReorder": "firstNo" if _leads(code, parts) else "no"}
        return Element(tag, {"id": code.id, "dataRef": name(code)} | _FIXED | order)

    closing = {code.id: name(code) for code in codes(parts) if code.side == "close"}
    return xliff.content(parts, span, single)


_FIXED = {"canCopy": "no", "canDelete": "no"}


def _leads(code: Code, parts: Sequence[Part]) -> bool:
    return next(other for other in codes(parts) if other.group == code.group) == code


# --- coming back ---


def read(root: Node, shown: str) -> Iterator[Incoming]:
    """Yield the texts of a document.

    Raises:
        DocumentError: It is no XLIFF 2 or lacks what it must have; with the line.
    """
    if root.tag != f"{{{NAMESPACE}}}xliff":
        raise DocumentError("is no XLIFF 2 document", shown, root.line)
    language = root.get("trgLang")
    for file in xliff.pages(root, shown):
        for unit in xliff.units(file, _VERSION):
            yield from _incoming(unit, file.get("original"), language, shown)


def _incoming(unit: Node, page: str, language: str, shown: str) -> Iterator[Incoming]:
    """Yield the text of a unit; a tool may have cut it into several segments."""
    source: list[Part] = []
    target: list[Part] = []
    # In their order, with what stands between them: joined they are the unit's text.
    segments = [node for node in unit.nodes if node.name in ("segment", "ignorable")]
    parts = [node for node in segments if node.name == "segment"]
    if not unit.get("id") or not parts:
        raise DocumentError("a unit without an id or a segment", shown, unit.line, "export the page again")
    # Half a text is none: whoever cut it into segments has not come to its end.
    translated = all((held := node.first("target")) is not None and held.children for node in parts)
    for node in segments:
        said, rendered = node.first("source"), node.first("target")
        source += xliff.parts(said, shown, _VERSION) if said else []
        # An `ignorable` (the space between two segments) without a target of its own stays as it is.
        held = rendered if rendered is not None or node.name == "segment" else said
        target += xliff.parts(held, shown, _VERSION) if held else []
    was = (
        meta.text
        for held in unit.all("metadata")
        for group in held.all("metaGroup")
        if group.get("category") == _CATEGORY
        for meta in group.all("meta")
        if meta.get("type") == "was"
    )
    approved = all(node.get("state") in _APPROVED for node in parts)
    # Where the translation stands: that is where a person will mend it.
    line = next((held.line for node in parts if (held := node.first("target"))), unit.line)
    rendering = joined(target) if translated else ()
    yield Incoming(line, page, language, unit.get("id"), joined(source), rendering, next(was, ""), approved)
