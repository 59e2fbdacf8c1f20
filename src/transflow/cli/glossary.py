"""`transflow glossary`: terms judged, found, suggested from translations, and exchanged as tables."""

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import Format, FormatOption, LanguageOption, OutputOption, PathsArgument
from transflow.cli.console import Console
from transflow.counts import counted
from transflow.errors import ConfigError
from transflow.signs import harmless
from transflow.way import STATE_DIR

if TYPE_CHECKING:
    from transflow.glossary import Glossary, Term
    from transflow.glossary.suggestions import Suggestion

app = typer.Typer(
    help="Check, search, extend and exchange glossaries.",
    epilog="Example: transflow glossary find 市盈率",
    no_args_is_help=True,
)

_KINDS = {
    "missing": "is no term",
    "inconsistent": "is rendered in several ways",
    "untranslated": "stands untranslated",
}


_UNNAMED = "transflow.yaml does not name it yet: add {} to `glossaries`"


class Table(StrEnum):
    """The forms that a glossary is exported in."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    TBX = "tbx"


@app.command("lint", epilog="Example: transflow glossary lint glossaries/finance.yaml")
def lint(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Glossary files; all that transflow.yaml names by default.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    notes: Annotated[
        bool,
        typer.Option(
            "--notes", help="Tell too which terms stand on no source page, and which forms hold others."
        ),
    ] = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Look for mistakes, contradictions and duplicates in glossaries. Exit code 1 if there is an error."""
    from transflow.api import lint_glossaries  # noqa: PLC0415  likewise

    console: Console = context.obj
    site = console.site(whole=False)
    found = lint_glossaries(site, console.relative(site.root, files))
    if fmt is Format.JSON:
        console.data({"version": 1, "terms": found.terms, "findings": [flaw.as_json for flaw in found.flaws]})
    else:
        for flaw in found.flaws:
            if notes or flaw.severity != "note":
                console.out(str(flaw))
        counts = {
            name: sum(flaw.severity == name for flaw in found.flaws) for name in ("error", "warning", "note")
        }
        told = ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())
        more = " (--notes shows them)" if counts["note"] and not notes else ""
        console.say(f"{counted(found.terms, 'term')}: {told}{more}")
    return 2 if console.problems(found.problems) else int(any(f.severity == "error" for f in found.flaws))


@app.command("find", epilog="Example: transflow glossary find 息差")
def find(
    context: typer.Context,
    word: Annotated[
        str, typer.Argument(help="A word, or a part of one, of either language.", metavar="WORD")
    ],
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Show the terms that hold a word, in order of precedence. Exit code 1 if there is none."""
    from transflow.api import find_terms, term_as_json  # noqa: PLC0415  likewise

    console: Console = context.obj
    found = find_terms(console.site(whole=False), word)
    if fmt is Format.JSON:
        console.data({"version": 1, "terms": [term_as_json(term) for term in found.terms]})
    else:
        for term in found.terms:
            _tell(console, term)
    if not found.terms:
        near = f"; did you mean {' or '.join(found.near)}?" if found.near else ""
        console.say(f"No term holds {word!r}{near}")
    return int(not found.terms)


def _tell(console: Console, term: "Term") -> None:
    domain = term.domain or term.category
    category = f"  [{domain}]" if domain else ""
    console.out(f"{term.source} → {term.target}{category}  {term.origin}")
    case = "" if term.case == "sentence" else term.case
    said = {
        "also": ", ".join(term.allowed),
        "not": ", ".join(term.forbidden),
        "variants": ", ".join(term.variants),
        "except": ", ".join(term.exceptions),
        "context": ", ".join(term.context),
        "region": ", ".join(term.region),
        "hint": term.hint,
        "case": case,
        "note": term.note,
    }
    for name, value in said.items():
        if value:
            console.out(f"  {name:<10}  {value}")


@app.command(
    "suggest", epilog="Example: transflow glossary suggest content/ --language en --min 3 -o terms.txt"
)
def suggest(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    least: Annotated[
        int, typer.Option("--min", help="In how many texts a word has to stand.", min=2, metavar="N")
    ] = 3,
    limit: Annotated[
        int, typer.Option("--limit", help="How many to show; 0 for all.", min=0, metavar="N")
    ] = 30,
    output: OutputOption = None,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Suggest terms from the site's own translations. They recur and are no terms, or have several renderings."""
    from transflow import api  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    site = console.site(whole=False)
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    found = api.suggest_terms(site, wanted, least=least)
    # 0 is no limit: a slice up to None is all.
    chosen = {tag: words[: limit or None] for tag, words in found.by_language.items()}
    if fmt is Format.JSON:
        data = [{"language": tag, **word.as_json} for tag, words in chosen.items() for word in words]
        console.data({"version": 1, "texts": found.texts, "suggestions": data}, output)
    else:
        rows = [_row(tag, word) for tag, words in chosen.items() for word in words]
        console.table(rows, output)
        left = sum(map(len, found.by_language.values())) - sum(map(len, chosen.values()))
        more = f", {left} more with --limit 0" if left else ""
        console.say(f"{counted(found.texts, 'translated text')} looked at{more}")
    return 2 if console.problems(found.problems) else 0


def _row(tag: str, word: "Suggestion") -> tuple[str, ...]:
    renderings = ", ".join(f"{each.text} ({each.count})" for each in word.renderings)
    kind = f"is a term, but not so rendered ({word.term})" if word.term else _KINDS[word.kind]
    return (tag, word.source, counted(word.count, "text"), kind, renderings)


_Table = Annotated[
    str, typer.Argument(help="A CSV or TSV file; its first line names the columns.", metavar="TABLE")
]
_Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", help="The glossary to write; by default glossaries/TABLE.yaml.", metavar="FILE"
    ),
]
_Source = Annotated[
    str,
    typer.Option("--source", help="Language of the column `source`; the site's by default.", metavar="TAG"),
]
_Target = Annotated[
    str,
    typer.Option(
        "--target", help="Language of the column `target`; the site's first by default.", metavar="TAG"
    ),
]
_Encoding = Annotated[
    str,
    typer.Option(
        "--encoding", help="Of the table, such as gb18030 or utf-16; UTF-8 by default.", metavar="NAME"
    ),
]


@app.command("add", epilog="Example: transflow glossary add 净息差 NIM   or: transflow glossary add finance")
def add(
    context: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(
            help="A term and its translation; or `finance`, the Chinese–English glossary that comes with transflow.",
            metavar="SOURCE TARGET | finance",
        ),
    ],
    file: Annotated[
        str,
        typer.Option(
            "--file",
            help="The glossary to add to; by default the site's only one, or glossaries/terms.yaml.",
            metavar="FILE",
        ),
    ] = "",
) -> int:
    """Add a term, or the finance glossary. A term goes to the end of its file, and nothing that is there is changed."""
    from transflow.commands import glossary  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    site = console.site(whole=False)
    match what:
        case ["finance"] if not file:
            done = glossary.add_finance(site)
            console.out(f"wrote {done.path}: {counted(done.terms, 'term')}")
        case [source, target]:
            place = "".join(console.relative(site.root, [file] if file else []))
            done = glossary.add_term(site, source, target, place)
            console.out(f"{done.path}:{done.line}: {source} → {target}")
        case _:
            hint = 'transflow glossary add 净息差 "net interest margin", or: transflow glossary add finance'
            raise ConfigError("name a term and its translation, each in quotes if it has spaces", hint=hint)
    if not done.serves:
        console.say(_UNNAMED.format(done.path))
    elif site.disk.has_folder(f"{STATE_DIR}/bitext"):
        console.say("What was drafted without it is drafted anew by the next `transflow translate`.")
    return 0


@app.command("import", epilog="Example: transflow glossary import terms.csv --output glossaries/terms.yaml")
def import_(
    context: typer.Context,
    table: _Table,
    output: _Output = "",
    source: _Source = "",
    target: _Target = "",
    encoding: _Encoding = "",
) -> int:
    """Make a glossary of a table. Nothing that exists is written over."""
    from transflow.api import import_terms  # noqa: PLC0415  likewise

    console: Console = context.obj
    site = console.site(whole=False)
    place = console.relative(site.root, [output] if output else [])
    done = import_terms(
        site,
        # The folder's links are followed, as the workspace's are; the table's own are `read_given`'s business.
        Path(os.path.normpath(Path(os.path.realpath(console.directory)) / table)),
        "".join(place),
        source=source,
        target=target,
        encoding=encoding,
    )
    console.out(f"wrote {done.path}: {counted(done.terms, 'term')}")
    if not done.serves:
        console.say(_UNNAMED.format(done.path))
    return 0


@app.command("export", epilog="Example: transflow glossary export glossaries/finance.yaml --output terms.csv")
def export(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(help="The glossary, where the site has several.", metavar="FILE", show_default=False),
    ] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", help="A file instead of standard output.", metavar="FILE")
    ] = "",
    fmt: Annotated[Table, typer.Option("--format", help="The form of the table.")] = Table.CSV,
) -> int:
    """Print a glossary as a table that `import` reads back as it was."""
    from transflow.api import export_terms  # noqa: PLC0415  likewise
    from transflow.files import (  # noqa: PLC0415  keeps `--help` quick
        stands,
        write_given,
    )

    console: Console = context.obj
    site = console.site(whole=False)
    terms = export_terms(site, "".join(console.relative(site.root, [file] if file else [])))
    text = _table(terms, fmt)
    if not output:
        console.result(text.removesuffix("\n"), None, exact=True)
        return 0
    # Unlike other commands: a table is edited by hand, and would be lost.
    if stands(console.directory / output):
        raise ConfigError("exists, and was left alone", output, 0, "name another file with --output")
    # A spreadsheet takes a file without this mark for one in the machine's own encoding.
    write_given(console.directory, output, f"\ufeff{text}" if fmt is Table.CSV else text)
    return 0


@app.command("schema", epilog="Example: transflow glossary schema > glossary.schema.json")
def schema(context: typer.Context) -> int:
    """Print the JSON Schema of glossary files, for editors."""
    from transflow.glossary.schema import schema as of_glossaries  # noqa: PLC0415  keeps `--help` quick

    console: Console = context.obj
    console.out(json.dumps(of_glossaries(), ensure_ascii=False, indent=2))
    return 0


def _table(terms: "Glossary", fmt: Table) -> str:
    from transflow.api import term_as_json  # noqa: PLC0415  likewise
    from transflow.glossary import tables  # noqa: PLC0415  keeps `--help` quick

    if fmt is Table.TBX:
        from transflow.exchange import tbx  # noqa: PLC0415  likewise

        return tbx.write(terms)
    if fmt is not Table.JSON:
        return tables.dumps(terms, "," if fmt is Table.CSV else "\t")
    listed = [term_as_json(term) for term in terms.terms]
    data = {"version": 1, "source": terms.source, "target": terms.target, "terms": listed}
    return harmless(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"
