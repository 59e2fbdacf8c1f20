"""TBX-Basic: glossaries for and from the termbases of other tools.

Written is the form of ISO 30042:2008 (`martif`), which more tools know; that of 2019 (`tbx`) is read too.
"""

import csv
import io
from collections.abc import Iterator

from transflow import languages
from transflow.errors import ConfigError, DocumentError
from transflow.exchange import xml
from transflow.exchange.writing import Element, document
from transflow.exchange.xml import Node
from transflow.glossary import Glossary, Term
from transflow.signs import cell

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFERRED, _ADMITTED, _DEPRECATED = (
    f"{word}-admn-sts" for word in ("preferredTerm", "admittedTerm", "deprecatedTerm")
)


def write(glossary: Glossary) -> str:
    """Write a glossary."""
    root = Element("martif", {"type": "TBX-Basic", "xml:lang": glossary.source})
    described = root.add("martifHeader").add("fileDesc").add("sourceDesc")
    described.add("p", "transflow")
    body = root.add("text").add("body")
    for number, term in enumerate(glossary.terms, 1):
        _entry(body.add("termEntry", id=f"c{number}"), term, glossary)
    return document(root)


def _entry(entry: Element, term: Term, glossary: Glossary) -> None:
    # TBX-Basic has one field for a subject; which of our two it was is lost, and read back as the domain.
    if field := term.domain or term.category:
        entry.add("descrip", field, type="subjectField")
    if term.note:
        entry.add("note", term.note)
    of_source = entry.add("langSet", xml_lang=glossary.source)
    _term(of_source, term.source, _PREFERRED)
    for variant in term.variants:
        _term(of_source, variant, _ADMITTED)
    of_target = entry.add("langSet", xml_lang=glossary.target)
    for status, forms in (
        (_PREFERRED, (term.target,)),
        (_ADMITTED, term.allowed),
        (_DEPRECATED, term.forbidden),
    ):
        for form in forms:
            _term(of_target, form, status)


def _term(held: Element, form: str, status: str) -> None:
    group = held.add("tig")
    group.add("term", form)
    group.add("termNote", status, type="administrativeStatus")


def table(data: bytes, shown: str, source: str, target: str) -> str:
    """Return a termbase as a table that glossaries are read from; see `transflow.glossary.tables`.

    Args:
        data: The file.
        shown: Its name in messages.
        source: Language of the glossary's source forms.
        target: And of the others.

    Raises:
        ConfigError: It is no TBX, or has no entry in both languages; with the line.
    """
    try:
        root = xml.parse(data, shown)
    # A termbase is what a person named to be made a glossary: a mistake in it is one of configuration.
    except DocumentError as error:
        raise ConfigError(error.message, error.path, error.line, error.hint) from None
    if root.name not in ("martif", "tbx"):
        raise ConfigError("is no TBX file", shown, root.line, "take a table or a TBX file")
    out = io.StringIO()
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    rows.writerow(("source", "target", "variants", "also", "not", "domain", "note"))
    count = 0
    for entry in _entries(root):
        sides = [_forms(entry, tag) for tag in (source, target)]
        # A term in one of the languages alone is no entry of a glossary.
        if all(preferred or admitted for preferred, admitted, _ in sides):
            count += 1
            # A termbase comes from anybody, and the table may be opened in a spreadsheet.
            rows.writerow(map(cell, _row(entry, *sides)))
    if not count:
        hint = "name its languages with --source and --target"
        raise ConfigError(f"no entry has a term in {source} and one in {target}", shown, root.line, hint)
    return out.getvalue()


_Forms = tuple[list[str], list[str], list[str]]


def _row(entry: Node, of_source: _Forms, of_target: _Forms) -> list[str]:
    # If none is preferred the first that is admitted stands for the entry.
    source, *variants = [*of_source[0], *of_source[1]]
    target, *also = [*of_target[0], *of_target[1]]
    field = next((node.text for node in entry.all("descrip") if node.get("type") == "subjectField"), "")
    note = entry.first("note")
    cells = (variants, also, of_target[2])
    return [
        source,
        target,
        *("|".join(map(_cell, cell)) for cell in cells),
        field,
        note.text if note else "",
    ]


def _cell(text: str) -> str:
    # Variants are parted by bars in a table.
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _entries(node: Node) -> Iterator[Node]:
    for child in node.nodes:
        if child.name in ("termEntry", "conceptEntry"):
            yield child
        else:
            yield from _entries(child)


def _forms(entry: Node, tag: str) -> _Forms:
    """Return the terms of an entry in a language: preferred, admitted, deprecated. The first is preferred if none says so."""
    found: _Forms = ([], [], [])
    for held in (node for node in entry.nodes if node.name in ("langSet", "langSec")):
        given = held.get(_LANG).replace("_", "-")
        # By language: a termbase in `en-US` serves a site in `en`.
        if not languages.is_tag(given) or languages.language_of(given) != languages.language_of(tag):
            continue
        for term, status in _terms(held):
            found[
                2 if "deprecated" in status or "superseded" in status else 1 if "admitted" in status else 0
            ].append(term)
    return found


def _terms(held: Node) -> Iterator[tuple[str, str]]:
    for group in held.nodes:
        # `tig` has its term directly, `ntig` within `termGrp`.
        term = group.first("term") or next((node.first("term") for node in group.all("termGrp")), None)
        notes = [
            *group.all("termNote"),
            *(note for inner in group.all("termGrp") for note in inner.all("termNote")),
        ]
        status = next((note.text for note in notes if note.get("type") == "administrativeStatus"), "")
        if term is not None and term.text.strip():
            # White space round a term is that of the file's layout.
            yield " ".join(term.text.split()), status
