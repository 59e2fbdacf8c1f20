"""The translation memory: what people wrote or approved, by what it translates. It is gathered from pages and records, and never stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from transflow import bitext
from transflow.document import Document
from transflow.errors import TransflowError
from transflow.markdown import canonical
from transflow.model import Unit
from transflow.workflow.overview import Filter, Translation, overview, record_name
from transflow.workflow.standing import Standing, standings
from transflow.workspace import Workspace

Key = tuple[str, ...]
"""Source language, target language, form of the text, and what it says, but for reflow."""
Memory = Mapping[Key, str]

_PLAIN = ("front-matter", "argument", "alt", "title")
"""Kinds of units that are not Markdown."""


def recall(workspace: Workspace, items: Sequence[Translation]) -> Memory:
    """Gather what people wrote elsewhere for the texts that some translations want; the first page by path wins."""
    wanted = {
        (item.pair.language, _loose(b.text)) for item in items for b in item.pending if isinstance(b, Unit)
    }
    if not wanted:
        return {}
    pages = [item.target for item in standings(workspace).translations if _may_know(workspace, item, wanted)]
    memory: dict[Key, str] = {}
    for item in overview(workspace, Filter(tuple(pages))).translations if pages else ():
        for key, text in _known(item):
            memory.setdefault(key, text)
    return memory


def key_of(item: Translation, source: Document, block: Unit) -> Key:
    """Return what a unit of a source page is looked up by."""
    form = "plain" if block.kind in _PLAIN else "cell" if block.kind == "cell" else "markdown"
    return item.origin, item.pair.language, form, canonical(block.text, source.dialect)


def _loose(text: str) -> str:
    return "".join(text.split())


def _may_know(workspace: Workspace, item: Standing, wanted: Iterable[tuple[str, str]]) -> bool:
    """Whether somebody wrote something in a translation, and its record has one of the texts that are wanted."""
    if not item.edited:
        return False
    try:
        record = bitext.read(workspace.bitext_path(item.pair), record_name(workspace, item.pair))
    except TransflowError:
        return False  # told where the page is looked at
    return record is not None and any((item.language, _loose(row.source)) in wanted for row in record.rows)


def _known(item: Translation) -> Iterator[tuple[Key, str]]:
    """Yield what a person wrote in one translation for a source that is as it was."""
    if item.comparison is None or item.source is None or item.target is None:
        return
    for link in item.comparison.links:
        if link.source is None or link.target is None or link.fate != "keep" or not link.edited:
            continue
        block = item.source.blocks[link.source]
        if isinstance(block, Unit):
            yield key_of(item, item.source, block), item.target.blocks[link.target].text
