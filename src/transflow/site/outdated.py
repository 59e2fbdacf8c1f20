"""Drafts that a change of the glossary made wrong: a machine's text that fails today's terms is work.

Once: a draft whose record already names the term as failing is a finding for a person, and no engine is asked again.
What was only copied, since it was no text to a former version (the title of a block of code), is work likewise.
"""

import re
from collections.abc import Mapping

from transflow import languages
from transflow.document import Document
from transflow.glossary import Glossary
from transflow.glossary import verify as verify_terms
from transflow.markdown import plain
from transflow.model import Block, Unit
from transflow.site.knowledge import Knowing
from transflow.site.workspace import Pair
from transflow.tracker import Comparison, Link


def outdated(
    knowing: Knowing, pair: Pair, origin: str, pages: tuple[Document, Document], seen: Comparison
) -> Mapping[int, str]:
    """Return for each block of the source whose draft lacks a term, or renders it wrongly, what should stand there.

    Raises:
        ConfigError: A glossary cannot be followed.
    """
    glossary = knowing.of(origin, pair.language, pair.source).glossary
    found: dict[int, str] = {}
    script = languages.residue_pattern(origin, pair.language)
    for link in seen.links:
        told = _told(link, pages, glossary, script)
        if told and link.source is not None:
            found[link.source] = told
    return found


def _told(
    link: Link, pages: tuple[Document, Document], glossary: Glossary, script: re.Pattern[str] | None
) -> str:
    source, target = pages
    row = link.row
    if link.fate != "keep" or link.edited or row is None or row.draft is None:
        return ""
    if link.source is None or link.target is None:
        return ""
    block, there = source.blocks[link.source], target.blocks[link.target]
    if not isinstance(block, Unit):
        return ""
    if script and not row.engine and row.draft == row.source == there.text:
        found = script.search(there.text)
        return f"{found[0]} was copied, and is to be translated" if found else ""
    # It was asked for and did not come: asking again costs time, and brings the same.
    known = [issue.message for issue in row.findings if issue.code.startswith("TF4")]
    texts = (_shown(block, source), _shown(there, target)) if glossary.terms else None
    for fault in verify_terms(*texts, glossary) if texts else ():
        if not any(fault.text in message for message in known):
            return f"{fault.term.source} should be {fault.term.target!r}"
    return ""


def _shown(block: Block, page: Document) -> str:
    return plain(block.text, page.dialect, html=block.kind == "html")
