"""Pages for tests of the checks: a source, its translation, and a record of it as `adopt` makes one."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.sites import build
from transflow import bitext, document
from transflow.api import Filter, overview
from transflow.bitext import Bitext, Header, RecordedFault, Row
from transflow.checks import Finding
from transflow.commands import check
from transflow.model import Verbatim
from transflow.site.workspace import Workspace, load

SOURCE, TARGET = "content/a.md", "content/a.en.md"


def page(body: str, *, lang: str = "en", **keys: str) -> str:
    """A translation that was reviewed, or with `lang="zh-CN"` a source page."""
    about = "" if lang.startswith("zh") else "translation: {source: a.md, status: reviewed}\n"
    header = {
        "title": "标题" if lang.startswith("zh") else "Title",
        "lang": lang,
        "translations": "[zh-CN, en]",
    } | keys
    return (
        "---\n"
        + "".join(f"{key}: {value}\n" for key, value in header.items() if value)
        + about
        + f"---\n\n{body}\n"
    )


def rows(text: str, site: Workspace) -> Iterator[Row]:
    for block in document.parse(text, SOURCE, site.dialect).blocks:
        yield Row(block.kind, block.text, None, verbatim=isinstance(block, Verbatim), key=block.key)


def record(site: Workspace, text: str, source: str = SOURCE, target: str = TARGET) -> None:
    """Write the bitext of a translation that a person made of `text`."""
    (pair,) = (item.pair for item in overview(site, Filter((target,))).translations)
    place = site.root / site.record_path(pair)
    place.parent.mkdir(parents=True, exist_ok=True)
    header = Header(bitext.VERSION, source, target, pair.language, "zh-CN")
    place.write_text(bitext.dumps(Bitext(header, tuple(rows(text, site)))), "utf-8")


def draft(site: Workspace, texts: Mapping[str, str], *findings: RecordedFault) -> None:
    """Write the bitext of a translation that a machine drafted: for each text of the source what it made of it.

    The translator noted the findings at each of them.
    """
    record(site, (site.root / SOURCE).read_text("utf-8"))
    (place,) = (site.root / ".transflow").rglob("*.jsonl")
    content = bitext.loads(place.read_text("utf-8"), "")
    drafts = tuple(
        row if row.verbatim else Row(row.kind, row.source, texts[row.source], key=row.key, findings=findings)
        for row in content.rows
    )
    place.write_text(bitext.dumps(Bitext(content.header, drafts)), "utf-8")


def recorded(root: Path, source: str, target: str, *, config: str = "", **files: str) -> Workspace:
    """A workspace with one page, its translation and the record of it; both texts are bodies or whole pages."""
    source = source if source.startswith("---") else page(source, lang="zh-CN")
    target = target if target.startswith("---") else page(target)
    pages = {SOURCE: source, TARGET: target, **files}
    site = build(root, pages, config or "targets: [en]\n")
    record(site, source)
    return site


def findings(site: Workspace, *paths: str) -> tuple[Finding, ...]:
    checked = check.check(load(site.root), Filter(paths))
    assert checked.problems == ()
    return checked.findings


def codes(site: Workspace) -> list[str]:
    return [finding.code for finding in findings(site)]


def told(site: Workspace, code: str) -> list[tuple[str, int, int, str]]:
    """Return (path, line, column, message) of the findings of one code."""
    return [(f.path, f.line, f.column, f.message) for f in findings(site) if f.code == code]
