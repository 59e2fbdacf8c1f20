"""XLIFF 1.2 (OASIS Standard, February 2008), for tools that know no later one: a `file` a page, a `trans-unit` a text.

Markup is `g` for what opens and closes, `x` for what stands alone, `bx` and `ex` where it overlaps.
"""

from collections.abc import Iterator, Sequence

from transflow.errors import DocumentError
from transflow.exchange.codes import Code, Part, Side, joined, nested
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
    for source, target in entry.terms:
        unit.add("note", f"term: {source} = {target}", from_="transflow")
    for match in entry.matches:
        found = unit.add("alt-trans", origin=match.path)
        found.attributes["match-quality"] = f"{match.alike}%"
        found.add("source", match.source)
        found.add("target", match.target)


def _content(parts: Sequence[Part]) -> "list[Element | str]":
    holder = Element("")
    open_ = [holder]
    in_order = nested(parts)
    for part in parts:
        if isinstance(part, str):
            open_[-1].children.append(part)
        elif part.side == "open" and in_order:
            group = Element("g", {"id": part.id})
            open_[-1].children.append(group)
            open_.append(group)
        elif part.side == "close" and in_order:
            open_.pop()
        else:
            tag = {"open": "bx", "close": "ex", "alone": "x"}[part.side]
            rid = {} if part.side == "alone" else {"rid": part.id}
            name = f"{part.id}e" if part.side == "close" else part.id  # ids of elements differ
            shown = {} if part.side == "close" else {"equiv-text": part.raw}
            open_[-1].children.append(Element(tag, {"id": name} | rid | shown))
    return holder.children


# --- coming back ---


def read(root: Node, shown: str) -> Iterator[Incoming]:
    """Yield the texts of a document.

    Raises:
        DocumentError: It lacks what it must have; with the line.
    """
    for file in root.all("file"):
        if not file.get("original"):
            message, hint = (
                "a file without `original`: nobody knows which page it is",
                "export the page again",
            )
            raise DocumentError(message, shown, file.line, hint)
        for body in file.all("body"):
            for unit in _units(body):
                yield _incoming(unit, file, shown)


def _units(holder: Node) -> Iterator[Node]:
    for node in holder.nodes:
        if node.name == "trans-unit":
            yield node
        elif node.name == "group":
            yield from _units(node)


def _incoming(unit: Node, file: Node, shown: str) -> Incoming:
    source, target = unit.first("source"), unit.first("target")
    if not unit.get("id") or source is None:
        raise DocumentError(
            "a trans-unit without an id or a source", shown, unit.line, "export the page again"
        )
    was = next((note.text for note in unit.all("note") if note.get("from") == _WAS), "")
    approved = unit.get("approved") == "yes" or (target is not None and target.get("state") in _APPROVED)
    rendering = joined(_parts(target, shown)) if target is not None else ()
    line = target.line if target is not None else unit.line
    language = file.get("target-language")
    return Incoming(
        line,
        file.get("original"),
        language,
        unit.get("id"),
        joined(_parts(source, shown)),
        rendering,
        was,
        approved,
    )


_ALONE: dict[str, Side] = {
    "x": "alone",
    "ph": "alone",
    "bx": "open",
    "bpt": "open",
    "ex": "close",
    "ept": "close",
    "it": "alone",
}


def _parts(node: Node, shown: str) -> list[Part]:
    found: list[Part] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(child)
        elif child.name == "mrk":  # a tool's annotation, which is no part of the text
            found += _parts(child, shown)
        elif not (name := child.get("rid") or child.get("id")):
            raise DocumentError(f"a `{child.name}` without an id", shown, child.line, "export the page again")
        elif child.name == "g":
            found += [Code(name, "open", "", ""), *_parts(child, shown), Code(name, "close", "", "")]
        elif child.name in _ALONE:
            found.append(Code(name, _ALONE[child.name], "", ""))
        else:
            message = f"an element `{child.name}` that has no place in a text"
            raise DocumentError(message, shown, child.line, "have it saved as XLIFF 1.2")
    return found
