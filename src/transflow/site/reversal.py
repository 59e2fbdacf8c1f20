"""`approve --undo`: what an approval remembers of the translation before it, and how that is brought back. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import structs

from transflow import frontmatter
from transflow import languages as tags
from transflow.bitext import Bitext, Row, Undo
from transflow.document import Document
from transflow.frontmatter import DELETE, KeyPath, mapping
from transflow.markdown.dialect import HIDING
from transflow.site.workspace import Pair


def _changed(
    target: Document, marks: Sequence[str], before: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[KeyPath, ...]:
    """Return the keys of a translation's front matter that an approval changes, in the order in which it does."""
    said = [(target.dialect.record, key) for key in ("source", "status", "stale", *marks)]
    # The site may have been another generator's when it was approved: then the line that hid the page there is gone.
    gone = [key for key, value in HIDING.items() if before.get(key) is value and key not in now]
    hidden = dict.fromkeys(("draft", target.dialect.hiding[0], *gone))
    return (*dict.fromkeys(said), *((key,) for key in hidden), ("translations",))


def undo(
    record: Bitext, rows: Sequence[Row], target: Document, source: Document, other: Undo | None = None
) -> Undo:
    """Return what is needed to take back an approval.

    Where the latest approval was followed by nothing but edits of the page, it is taken back along with this one.

    Args:
        record: The record before.
        rows: Those of the record that the approval makes.
        target: The translation before.
        source: The source page before.
        other: What `listed` found.
    """
    known = known_of(record)
    # An approval of what was approved is taken back to where the first one began.
    before = restored(record, known) if known else record
    kept = tuple(_found(before.rows, rows))
    already = {_unapproved(row) for row in before.rows if row.approved}
    said = source.said.get("translations")
    # Approvals may be taken back in any order: what was before all of them is what the last one leads to.
    first = known or other
    return Undo(
        size=len(rows),
        front=known.front if known else "" if target.is_silent else target.text[: target.front.end],
        translations=first.translations if first else tuple(said) if isinstance(said, list | tuple) else said,
        bare=first.bare if first else source.front.format == "none",
        approved=tuple(n for n, row in enumerate(rows) if row.approved and _unapproved(row) in already),
        rows=None if kept == tuple(range(len(rows))) else kept,
        approval=before.header.approval,
        status=before.header.status,
    )


def known_of(record: Bitext) -> Undo | None:
    """Return what is known of the translation before its latest approval."""
    undo = record.header.approval.undo if record.header.approval else None
    return undo if undo and undo.size == len(record.rows) else None


def listed(source: Document, records: Mapping[str, Bitext | None], origin: str) -> Undo | None:
    """Return what is known of a source page before all approvals of other languages, if they made its list as it stands.

    Args:
        source: The source page.
        records: The records of its translations, by language.
        origin: The language that the source page is in.
    """
    approved = {
        language: known for language, record in records.items() if record and (known := known_of(record))
    }
    left = [
        tag
        for tag in _tags(source.said.get("translations"))
        if not any(tags.same(tag, one) for one in approved)
    ]
    return next(
        (known for known in approved.values() if left == (_tags(known.translations) or [origin])), None
    )


def _found(before: Sequence[Row], rows: Sequence[Row]) -> Iterator[int | Row]:
    """Yield for each row that there was its number among the new ones, or the row itself if it is not the same."""
    bare = [_unapproved(row) for row in rows]
    # From behind, so that of equal rows the first one is meant.
    numbers = {row: number for number, row in reversed(list(enumerate(bare)))}
    for at, row in enumerate(before):
        said = _unapproved(row)
        # Its own place first: a page may say one thing many times.
        number = at if at < len(bare) and bare[at] == said else numbers.get(said)
        yield row if number is None or row.approved > rows[number].approved else number


def _unapproved(row: Row) -> Row:
    return structs.replace(row, approved=False, approved_on="")


def restored(record: Bitext, known: Undo) -> Bitext:
    """Return the record as it was before an approval."""
    numbers = range(len(record.rows)) if known.rows is None else known.rows
    header = structs.replace(record.header, approval=known.approval, status=known.status)
    return Bitext(header, tuple(_rows(record.rows, numbers, frozenset(known.approved))))


def _rows(rows: Sequence[Row], numbers: Sequence[int | Row], approved: frozenset[int]) -> Iterator[Row]:
    for number in numbers:
        if isinstance(number, Row):
            yield number
        # A record is a stranger's word, and may name rows that are not there.
        elif 0 <= number < len(rows):
            yield rows[number] if number in approved else _unapproved(rows[number])


def page(target: Document, known: Undo, marks: Sequence[str]) -> str:
    """Return a page with the front matter that it had; what somebody changed in it since the approval stays.

    Args:
        target: The page.
        known: What is known of it before the approval.
        marks: The site's own keys that an approval takes away.
    """
    if target.is_silent:
        return target.text
    name, path = target.dialect.record, target.path
    text, front = (mapping.under(said, name, path) for said in (target.text, known.front))
    standing = frontmatter.parse(text, path)
    before = frontmatter.parse(front, path)
    keys = _changed(target, marks, before.data, standing.data)
    body = text[standing.end :]
    now = {key: _value(standing.data, key) for key in keys}
    # Nobody touched the front matter since: then every letter of it comes back, comments and all.
    if frontmatter.edit(front + body, now, path) == text:
        return front + body
    changes = {key: _value(before.data, key) for key in keys}
    said = mapping.said(standing.data, name)
    # What an approval began goes whole, unless somebody wrote in it.
    if said and name not in before.data and all((name, key) in keys for key in said):
        changes[name,] = DELETE
    text = frontmatter.edit(text, changes, path)
    return frontmatter.bared(text) if before.format == "none" else text


def _value(data: Any, key: KeyPath) -> object:
    for part in key:
        try:
            data = data[part]
        # It was not there, or something above it was a single value.
        except (KeyError, TypeError):
            return DELETE
    return data


def languages(value: Any, known: Undo, pair: Pair, origin: str) -> object:
    """Return a source page's list of languages without what the approval added to it."""
    before = _tags(known.translations)
    now = _tags(value)
    if any(tags.same(tag, pair.language) for tag in before):
        return value
    left = [tag for tag in now if not tags.same(tag, pair.language)]
    if left == now:
        return value
    # The approval made the list, or made a list of one word: then the old notation comes back.
    if left == (before or [origin]):
        return DELETE if known.translations is None else known.translations
    return left


def _tags(value: Any) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []
