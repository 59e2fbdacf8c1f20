"""Gettext PO: an entry a text, in logical Markdown, told apart by `msgctxt` (`PAGE#NAME`).

A draft that nobody read, and a text whose source changed, are `fuzzy`: whoever takes that flag off stands for the text.
"""

import codecs
import io
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from transflow.errors import DocumentError
from transflow.exchange.entries import Entry, Incoming, Sendable
from transflow.exchange.grammar import GRAMMAR
from transflow.signs import harmless, spelled, unspelled

_SURE = ("missing", "edited", "reviewed")
"""What is not fuzzy."""
_WAS = GRAMMAR["was-comment"]


def write(file: Sendable) -> str:
    """Write pages of one pair of languages."""
    first = file.pages[0]
    headers = (
        "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit",
        f"Language: {first.language.replace('-', '_')}", f"X-Source-Language: {first.origin}", f"X-Generator: {file.tool}",
    )  # fmt: skip
    catalog = Catalog()
    for page in file.pages:
        for entry in page.entries:
            catalog.add(
                # Spelled: babel writes an escape sign (U+001B) as it is, onto the terminal of whoever looks at the file.
                spelled(entry.source_text),
                spelled(entry.target_text),
                locations=[(page.source, entry.line)],
                flags=() if entry.standing in _SURE else ("fuzzy",),
                # Comments of a program (`#.`): those of translators (`#`) stay theirs.
                auto_comments=list(_comments(entry)),
                context=spelled(f"{page.source}#{entry.unit}"),
            )
    out = io.BytesIO()
    # Width 0: no line is wrapped, and a change of a word is one line of a diff.
    write_po(out, catalog, width=0, omit_header=True)
    # By hand, for babel puts the time of day into its header, and equal pages are to give equal files.
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in headers)
    return harmless(f"{head}\n{out.getvalue().decode()}")  # what is left are comments


def _comments(entry: Entry) -> Iterator[str]:
    yield f"{entry.kind}{f' {entry.key}' if entry.key else ''}, {entry.standing}"
    yield f"was: {entry.was}"
    yield from (f"{about}: {' '.join(text.split())}" for about, text in entry.notes)
    yield from (f"term: {source} = {target}" for source, target in entry.terms)
    yield from (f"{match.alike}% alike: {match.source} = {match.target}" for match in entry.matches)


def read(data: bytes, shown: str) -> Iterator[Incoming]:
    """Yield the texts of a file.

    Raises:
        DocumentError: It is no PO file, or one that transflow did not export; with the line.
    """
    catalog = _read(data, shown)
    language = str(catalog.locale_identifier or "").replace("_", "-")
    for message in catalog:
        # The header is an entry with an empty text.
        if not message.id:
            continue
        line = message.lineno or 0
        # From the right: the path of a page may have a number sign, a name has none.
        page, _, unit = unspelled(message.context or "").rpartition("#")
        if not page or not isinstance(message.id, str):
            text = (
                "an entry without a `msgctxt` of transflow's"
                if not page
                else "an entry with plural forms, which no page has"
            )
            raise DocumentError(text, shown, line, "export the pages again, and translate that file")
        # Comments are where tools leave alone what they don't know.
        notes = (_WAS.match(comment) for comment in message.auto_comments)
        was = next((found[1] for found in notes if found), "")
        target = unspelled(message.string) if isinstance(message.string, str) else ""
        yield Incoming(
            line, page, language, unit, unspelled(message.id), target, was, not message.fuzzy and bool(target)
        )


class _Catalog(Catalog):
    """A catalog of a language with few forms of plural: babel makes as many texts as a file says that there are."""

    @property
    def num_plurals(self) -> int:
        """How many forms of plural there are."""
        # Arabic has six, and no language more.
        return min(super().num_plurals, 6)


def _read(data: bytes, shown: str) -> Catalog:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        catalog = _Catalog()
        PoFileParser(catalog, abort_invalid=True).parse(io.BytesIO(data))
        # By the charset that its own header names.
        text = data.decode(catalog.charset or "utf-8")
    except PoFileError as error:
        # babel counts lines from 0.
        raise DocumentError(f"is no PO file: {error.args[0]}", shown, (error.lineno or 0) + 1) from None
    # A charset that Python does not know is a LookupError.
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        raise DocumentError(f"is no PO file: {error}", shown, 0, "save it as UTF-8") from None
    _check_whole(text, shown)
    return catalog


_LINE = GRAMMAR["po-line"]


def _check_whole(text: str, shown: str) -> None:
    """Make sure that no line was cut off.

    Raises:
        DocumentError: One was.
    """
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        # Obsolete entries (`#~ msgid`) are comments too: nothing is taken from them.
        if line and not line.startswith("#") and not _LINE.fullmatch(line):
            raise DocumentError("this line is not whole", shown, number, "send the file again")
