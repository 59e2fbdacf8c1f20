"""One self-contained HTML file for an editor: no network, no build step, nothing from a page can inject markup.

What is in the tables is escaped here; the side-by-side texts travel as JSON and are put in place as text by a script
whose hash the page's content security policy names, so that no other script can run.
"""

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from urllib.parse import quote

from transflow.checks import Finding
from transflow.planner import STATES
from transflow.reports.model import Coverage, Lines, PageRow, Reader, Report, Stretch

LIMIT = 4_500_000
"""Bytes of the whole file, about; pages that need somebody are kept readable first."""


def whole(report: Report) -> str:
    """Return the file."""
    style, script = (
        files("transflow.reports").joinpath(name).read_text("utf-8") for name in ("html.css", "html.js")
    )
    tables = "\n".join(_body(report))
    texts = _texts(report, LIMIT - len(tables.encode()) - len(style) - len(script))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>Translations</title>\n<style>{style}</style>\n</head>\n<body>\n{tables}\n"
        f'<script type="application/json" id="texts">{texts}</script>\n<script>{script}</script>\n</body>\n</html>'
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _body(report: Report) -> Iterator[str]:
    yield f"<header><h1>Translations</h1><p>{escape(report.summary)}</p></header>\n<main>"
    if report.problems:
        yield "<section><h2>Could not be read</h2><ul>"
        yield from (f"<li>{escape(problem)}</li>" for problem in report.problems)
        yield "</ul></section>"
    yield '<section aria-label="Languages" class="cards">'
    yield from map(_card, report.coverage)
    yield "</section>"
    yield from _sections(report)
    yield from _pages(report)
    yield '</main>\n<dialog id="reader" aria-labelledby="reader-title"></dialog>'


def _card(item: Coverage) -> str:
    states = "".join(f'<li class="{state}">{count} {state}</li>' for state, count in item.states.items())
    return (
        f"<article><h2>{escape(item.language)}</h2>"
        f'<p class="big">{item.percent}%</p><progress max="{max(item.wanted, 1)}" value="{item.current}">'
        f"{item.percent}%</progress><p>{item.current} of {item.wanted} up to date, "
        f"{item.characters:,} characters to draft</p><ul>{states}</ul></article>"
    )


def _sections(report: Report) -> Iterator[str]:
    """Yield the coverage of each section and language."""
    rows: dict[tuple[str, str], list[PageRow]] = defaultdict(list)
    for page in report.pages:
        rows[page.section, page.language].append(page)
    if len({section for section, _ in rows}) < 2:
        return
    yield '<section><h2>Sections</h2><div class="wide"><table class="sortable"><thead><tr>'
    yield _heads(("Section", "Language", "Up to date", "Pages", "Characters to draft"), numbers=(2, 3, 4))
    yield "</tr></thead><tbody>"
    for (section, language), pages in sorted(rows.items()):
        (item,) = Report(tuple(pages), ()).coverage
        cells = (section, language, f"{item.percent}%", f"{item.wanted}", f"{item.characters:,}")
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
    yield "</tbody></table></div></section>"


def _pages(report: Report) -> Iterator[str]:
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.source, finding.language].append(finding)
    languages = sorted({page.language for page in report.pages})
    states = [state for state in STATES if any(page.state == state for page in report.pages)]
    yield '<section><h2>Pages</h2><form id="filter" role="search">'
    yield '<input id="words" type="search" placeholder="Filter (press /)" aria-label="Filter by path or finding">'
    yield _choice("state", states) + _choice("language", languages)
    yield '<output id="count"></output></form><div class="wide"><table class="sortable" id="pages"><thead><tr>'
    heads = (
        "State",
        "Page",
        "Language",
        "Errors",
        "Warnings",
        "Changed",
        "Characters to draft",
        "Source changed",
    )
    yield _heads(heads, numbers=(3, 4, 5, 6))
    yield "</tr></thead><tbody>"
    for page in report.pages:
        yield _row(page, found[page.source, page.language])
    yield "</tbody></table></div></section>"


def _choice(name: str, options: Sequence[str]) -> str:
    inner = "".join(f"<option>{escape(option)}</option>" for option in options)
    return f'<select id="{name}" aria-label="{name.capitalize()}"><option value="">every {name}</option>{inner}</select>'


def _heads(names: Sequence[str], numbers: Sequence[int]) -> str:
    return "".join(
        f'<th scope="col"{" class=number" if number in numbers else ""}><button type="button">{name}</button></th>'
        for number, name in enumerate(names)
    )


def _row(page: PageRow, found: Sequence[Finding]) -> str:
    errors = sum(finding.severity == "error" for finding in found)
    told = " ".join(f"{finding.code} {finding.name}" for finding in found)
    cells = (errors, len(found) - errors, page.changed, page.characters)
    numbers = "".join(f'<td class="number">{cell:,}</td>' for cell in cells)
    path = escape(page.target)
    return (
        f'<tr data-words="{escape(told)}"><td><span class="state {page.state}">{page.state}</span></td>'
        f'<td><a href="#{quote(page.target)}">{path}</a></td><td>{escape(page.language)}</td>{numbers}<td>{page.since}</td></tr>'
    )


def _texts(report: Report, room: int) -> str:
    """Return the side-by-side texts as JSON, those of pages that need somebody first, as many as there is room for."""
    rows = {page.target: page for page in report.pages}
    wanted = {finding.path for finding in report.findings}
    told: list[str] = []
    for reader in sorted(
        report.readers, key=lambda one: (one.target not in wanted, _urgency(rows.get(one.target)))
    ):
        text = f"{_dumped(reader.target)}:{_dumped(_reader(reader, report))}"
        room -= len(text.encode()) + 1
        if room < 0:
            break
        told.append(text)
    return f"{{{','.join(told)}}}"


def _urgency(page: PageRow | None) -> int:
    return STATES.index(page.state) if page else len(STATES)


def _dumped(value: object) -> str:
    """Return JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _reader(reader: Reader, report: Report) -> list[object]:
    page_wide = [
        f"{finding.line}: {finding.code} {finding.message}"
        for finding in report.findings
        if finding.path == reader.target
    ]
    return [page_wide, [_lines(lines) for lines in reader.lines]]


def _lines(lines: Lines) -> list[object]:
    sides = [[_stretch(piece) for piece in side] for side in (lines.source, lines.target)]
    return [*sides, lines.line, lines.mark, lines.was, list(lines.findings)]


def _stretch(piece: Stretch) -> object:
    return [piece.text, piece.kind, piece.note] if piece.kind else piece.text
