"""One self-contained HTML file for an editor: no network, no build step, nothing from a page can inject markup.

What is in the tables is escaped here; the side-by-side texts travel packed (zlib, base64) and are put in place as text
by a script whose hash the page's content security policy names, so that no other script can run and none can write
markup (Trusted Types).
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from urllib.parse import quote, urlencode

from transflow import languages
from transflow.checks import Finding
from transflow.counts import counted
from transflow.reports.model import Coverage, PageRow, Report, coverage, size
from transflow.reports.packing import packed
from transflow.signs import as_xml, disarmed, visible
from transflow.site.planner import State

LIMIT = 4_700_000
"""Bytes of the whole file, about; the texts of pages that need somebody are put in first."""
_MEANINGS: Mapping[State, str] = {
    "reviewed": "somebody approved it, and it says what its source says",
    "draft": "nobody has approved it yet",
    "undeclared": "reviewed, but its source does not list the language",
    "stale": "the source changed since; a machine may draft it again",
    "conflict": "the source changed under a text that a person wrote",
    "untracked": "there, but nobody recorded what it is a translation of",
    "orphan": "its source page is gone",
    "declared-missing": "its source promises it, and it is not there",
    "missing": "wanted, and not there yet",
}
"""In the order in which bars show them, from what is done to what is not."""
_URGENCY: Sequence[State] = (
    "conflict", "stale", "declared-missing", "missing", "untracked", "undeclared", "orphan", "draft", "reviewed",
)  # fmt: skip
"""In the order in which pages are listed."""
_KEYS = {
    "/": "filter the pages",
    "j, k": "next, previous page in the list; in a page, next, previous remark",
    "Enter": "read the page",
    "n, p": "next, previous page",
    "Esc": "close the page",
    "?": "this help",
}
_HEADS = {
    "state": "State",
    "page": "Page",
    "language": "Language",
    "errors": "Errors",
    "warnings": "Warnings",
    "risk": "Risk",
    "changed": "Changed",
    "characters": "Characters to draft",
    "since": "Source changed",
}
# Right-aligned, and sorted by size.
_NUMBERS = ("errors", "warnings", "risk", "changed", "characters")


def whole(report: Report) -> str:
    """Return the file."""
    style, script = (
        files("transflow.reports").joinpath(name).read_text("utf-8") for name in ("html.css", "html.js")
    )
    # What the tables take is known only once they are made; made twice, since the rows name the blocks.
    room = LIMIT - len(style) - len(script) - size("\n".join(_body(report, {}, 0)))
    places, blocks = packed(report, _urgent(report), room)
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        # Nothing may be loaded or sent: a text of a page that looks like markup stays a text.
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    body = "\n".join(_body(report, places, len(report.pages) - len(places) if report.readers else 0))
    return "\n".join((
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f"<title>Translations</title>\n<style>{style}</style>\n</head>\n<body>",
        # Only the body: style and script are the package's own, and their hashes stand in the policy.
        disarmed(visible(body), as_xml),
        *(f'<script type="application/octet-stream" class="texts">{block}</script>' for block in blocks),
        f"<script>{script}</script>\n</body>\n</html>",
    ))  # fmt: skip


def _hash(text: str) -> str:
    # As CSP writes it: of the text between the tags, byte for byte.
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _body(report: Report, places: Mapping[str, int], left: int) -> Iterator[str]:
    yield '<a class="skip" href="#pages">Skip to the pages</a>\n<header id="top">\n<h1>Translations</h1>'
    yield f'<p class="lead">{escape(_lead(report))}</p>'
    told = [f"Commit {report.commit}."] if report.commit else []
    told += [f"The texts of {counted(left, 'page')} did not fit into this file."] if left else []
    yield f'<p class="soft">{escape(" ".join(told))}</p>' if told else ""
    # Tables and texts are there without: only reading side by side, order and filters are the script's.
    yield "<noscript><p>Reading side by side, sorting and filtering need JavaScript.</p></noscript>"
    yield '<button type="button" id="explain" hidden>States and keys <kbd>?</kbd></button>\n</header>\n<main>'
    if report.problems:
        yield '<section aria-labelledby="problems"><h2 id="problems">Could not be read</h2><ul>'
        yield from (f"<li>{escape(str(problem))}</li>" for problem in report.problems)
        yield "</ul></section>"
    yield from _languages(report)
    yield from _sections(report)
    yield from _pages(report, places)
    yield from _effort(report)
    yield '</main>\n<dialog id="reader" aria-labelledby="reader-title"></dialog>'
    yield from _help()


def _lead(report: Report) -> str:
    wanted = sum(item.wanted for item in report.coverage)
    current = sum(item.current for item in report.coverage)
    characters = sum(item.characters for item in report.coverage)
    reviewed = sum(map(_reviewed, report.coverage))
    work = f" {counted(characters, 'character is', 'characters are')} to be drafted." if characters else ""
    return (
        f"{current:,} of {counted(wanted, 'translation is', 'translations are')} up to date, {reviewed:,} of them reviewed.{work} "
        f"{report.summary.rstrip('.')}."
    )


def _reviewed(item: Coverage) -> int:
    return item.states.get("reviewed", 0) + item.states.get("undeclared", 0)


def _languages(report: Report) -> Iterator[str]:
    found = report.coverage
    if not found:
        yield "<p>There are no translations yet, and none are wanted.</p>"
        return
    yield '<section aria-labelledby="languages"><h2 id="languages">Languages</h2><div class="cards">'
    yield from (_card(item, report.reviewers.get(item.language, ())) for item in found)
    yield "</div></section>"


def _card(item: Coverage, readers: Sequence[str]) -> str:
    told = f"; read by {', '.join(readers)}" if readers else ""
    states = "".join(
        f'<li><a class="state {state}" href="{_link(language=item.language, state=state)}">{item.states[state]:,} {state}</a></li>'
        for state in _MEANINGS
        if state in item.states
    )
    name = languages.display_name(item.language)
    reviewed = _reviewed(item) * 100 // item.wanted if item.wanted else 100
    return (
        f"<article><h3>{escape(name)} <small>{escape(item.language)}</small></h3>"
        f'<p class="big"><b>{item.percent}%</b> up to date, {reviewed}% reviewed</p>{_bar(item)}<ul class="states">{states}</ul>'
        f'<p class="soft">{_work(item)}{escape(told)}</p></article>'
    )


def _work(item: Coverage) -> str:
    told = f"{counted(item.characters, 'character')} to draft" if item.characters else "Nothing to draft"
    return f"{told}, the oldest since {_day(item.oldest)}" if item.oldest and item.characters else told


def _bar(item: Coverage) -> str:
    """Return a bar that shows how many are in each state; the texts beside it say the same."""
    at, pieces = 0, []
    for state in _MEANINGS:
        if count := item.states.get(state, 0):
            pieces.append(f'<rect class="{state}" x="{at}" width="{count}" height="1"/>')
            at += count
    # An SVG, since the page's policy lets no style stand on an element, and a share of a width is nothing else.
    return f'<svg class="bar" viewBox="0 0 {at} 1" preserveAspectRatio="none" aria-hidden="true">{"".join(pieces)}</svg>'


def _day(date: str) -> str:
    return f'<time datetime="{date}">{date}</time>' if date else ""


def _link(**wanted: str) -> str:
    """Return the address of the list of pages, filtered."""
    return escape(f"#?{urlencode(wanted)}")


def _sections(report: Report) -> Iterator[str]:
    """Yield the coverage of each section in each language."""
    rows: dict[str, dict[str, list[PageRow]]] = defaultdict(lambda: defaultdict(list))
    for page in report.pages:
        rows[page.section][page.language].append(page)
    # One section says what the language's card has said.
    if len(rows) < 2:
        return
    # In the order of the cards above.
    tags = [item.language for item in report.coverage]
    yield '<section aria-labelledby="sections"><h2 id="sections">Sections</h2><table class="sortable" id="matrix"><thead><tr>'
    yield _heads({"section": "Section"} | {tag: tag for tag in tags}, tags)
    yield _heads({"characters": "Characters to draft", "since": "Oldest work"}, ("characters",))
    yield "</tr></thead><tbody>"
    for section, pages in sorted(rows.items()):
        yield f'<tr><th scope="row"><a href="{_link(section=section or "/")}">{escape(section) or "top level"}</a></th>'
        yield from (_cell(section, tag, pages[tag]) for tag in tags)
        item = coverage("", [page for some in pages.values() for page in some])
        yield f'<td class="number">{item.characters:,}</td><td>{_day(item.oldest)}</td></tr>'
    yield "</tbody></table></section>"


def _cell(section: str, tag: str, pages: Sequence[PageRow]) -> str:
    if not pages:
        return "<td></td>"
    item = coverage(tag, pages)
    href = _link(section=section or "/", language=tag)
    return (
        f'<td class="number share" data-label="{escape(tag)}"><a href="{href}">{item.percent}%</a> '
        f"<small>of {item.wanted:,}</small>{_bar(item)}</td>"
    )


def _pages(report: Report, places: Mapping[str, int]) -> Iterator[str]:
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.source, finding.language].append(finding)
    yield '<section aria-labelledby="pages"><h2 id="pages">Pages</h2><form id="filter" role="search" hidden>'
    yield (
        '<input id="find" type="search" placeholder="Title, path or check" aria-label="Filter by title, path or check">'
    )
    # Only states that some page is in: the others would filter everything away.
    yield _choice("state", [state for state in _URGENCY if any(page.state == state for page in report.pages)])
    yield _choice("language", sorted({page.language for page in report.pages}))
    yield _choice("section", sorted({page.section or "/" for page in report.pages}))
    yield '<output id="count"></output></form><table class="sortable" id="list"><thead><tr>'
    yield _heads(_HEADS, _NUMBERS)
    yield "</tr></thead><tbody>"
    # The sort is stable, so within a state pages stay by path.
    for page in sorted(report.pages, key=lambda page: _URGENCY.index(page.state)):
        yield _row(page, found[page.source, page.language], places.get(page.target))
    yield "</tbody></table></section>"


def _choice(name: str, options: Sequence[str]) -> str:
    inner = "".join(f"<option>{escape(option)}</option>" for option in options)
    # A choice of one is none.
    hidden = "" if len(options) > 1 else " hidden"
    return f'<select id="{name}" aria-label="{name.capitalize()}"{hidden}><option value="">Every {name}</option>{inner}</select>'


def _heads(names: Mapping[str, str], numbers: Sequence[str]) -> str:
    return "".join(
        f'<th scope="col" data-key="{escape(key)}"{" class=number" if key in numbers else ""}>'
        f'<button type="button">{escape(name)}</button></th>'
        for key, name in names.items()
    )


def _row(page: PageRow, found: Sequence[Finding], block: int | None) -> str:
    errors = sum(finding.severity == "error" for finding in found)
    told = " ".join(dict.fromkeys(f"{finding.code} {finding.name}" for finding in found))
    counts = (errors, len(found) - errors, page.risk, page.changed, page.characters)
    numbers = "".join(f'<td class="number">{count:,}</td>' if count else "<td></td>" for count in counts)
    # 0 is a block too: the first.
    at = f' data-block="{block}"' if block is not None else ""
    tag = f' lang="{escape(page.origin)}"' if page.origin else ""
    # A name that is no text on this system (a lone byte) becomes a question mark, and the row is shown all the same.
    title = f'<a href="#{quote(page.target, errors="replace")}"{tag}>{escape(page.title or page.target)}</a>'
    named = f"<small>{escape(page.target)}</small>" if page.title else ""
    return (
        f'<tr data-words="{escape(told)}" data-section="{escape(page.section or "/")}" data-source="{escape(page.source)}"{at}>'
        f'<td><span class="state {page.state}">{page.state}</span></td>'
        f"<td>{title}{named}</td>"
        f"<td>{escape(page.language)}</td>{numbers}<td>{_day(page.since)}</td></tr>"
    )


def _effort(report: Report) -> Iterator[str]:
    """Yield what people made of drafts, and which terms they change."""
    rows: list[tuple[str, ...]] = [
        (one.language, one.month, one.engine, f"{one.texts:,}", f"{one.untouched:,}", f"{one.share:.1%}")
        for one in report.effort
    ]
    head = ("Language", "Month", "Engine", "Texts", "As drafted", "Characters changed")
    yield from _table("effort", "From draft to approval", head, rows)
    rows = [
        (one.language, one.source, one.target, f"{one.changed:,} of {counted(one.drafted, 'text')}")
        for one in report.changed_terms
    ]
    yield from _table(
        "terms", "Terms that people change", ("Language", "Term", "Drafted as", "Changed in"), rows
    )


def _table(name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2><table><thead><tr>'
        yield from (f'<th scope="col">{cell}</th>' for cell in head)
        yield "</tr></thead><tbody>"
        yield from (f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        yield "</tbody></table></section>"


def _help() -> Iterator[str]:
    yield '<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">States and keys</h2><dl>'
    for state, meaning in _MEANINGS.items():
        yield f'<dt><span class="state {state}">{state}</span></dt><dd>{meaning}</dd>'
    yield "</dl><dl>"
    yield from (f"<dt><kbd>{escape(key)}</kbd></dt><dd>{meaning}</dd>" for key, meaning in _KEYS.items())
    yield '</dl><form method="dialog"><button>Close <kbd>Esc</kbd></button></form></dialog>'


def _urgent(report: Report) -> list[PageRow]:
    """Return the pages, those with findings first, then by state, those without a translation last."""
    found = {(finding.source, finding.language) for finding in report.findings}

    def urgency(page: PageRow) -> tuple[bool, bool, int]:
        absent = page.state in ("missing", "declared-missing")
        # Of a page that is not there nothing can be read side by side: its texts come last into the file.
        return absent, (page.source, page.language) not in found, _URGENCY.index(page.state)

    return sorted(report.pages, key=urgency)
