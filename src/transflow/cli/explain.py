"""`transflow explain`: how a text is understood, and why a draft reads as it does."""

from typing import TYPE_CHECKING, Annotated

import typer

from transflow.cli.arguments import Format, FormatOption, GlossaryOption
from transflow.cli.console import Console, marked
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.api import Explanation
    from transflow.site.workspace import Workspace

NAME = "explain"
EXAMPLE = (
    'Example: transflow explain --text "恒生科技指数预期市盈率不足17倍" --language en   '
    "or: transflow explain content/a.en.md:12   or: transflow explain content/a.md --recorded"
)

_Page = Annotated[
    str,
    typer.Argument(
        help="A source page or a translation; PAGE:LINE for single texts.",
        metavar="PAGE[:LINE]",
        show_default=False,
    ),
]
_Recorded = Annotated[
    bool, typer.Option("--recorded", help="Only what the record of a page says, at once: no engine is asked.")
]
_Text = Annotated[str, typer.Option("--text", help="A text instead of a page.", metavar="TEXT")]
_Language = Annotated[
    str,
    typer.Option("-l", "--language", help="Target language; by default the first target.", metavar="TAG"),
]
_Source = Annotated[
    str, typer.Option("--source", help="Language of --text; by default the workspace's.", metavar="TAG")
]
_Engine = Annotated[
    str,
    typer.Option(
        "--engine", help="Engine to ask about a page; by default the configuration's.", metavar="NAME"
    ),
]


def command(  # noqa: PLR0913, PLR0917  each is an option of the command line
    context: typer.Context,
    page: _Page = "",
    text: _Text = "",
    language: _Language = "",
    source: _Source = "",
    glossary: GlossaryOption = None,
    engine: _Engine = "",
    recorded: _Recorded = False,
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Show how a text is understood, and how it was drafted. Lists its segments, quantities and terms.

    For a page the engine on this machine is asked once more, which takes as long as to draft it; a text of it by its line is sooner
    done, and --recorded asks none.

    Of a page it also says how each text was drafted, by the last step that one of its sentences needed:
    copy: there was nothing to translate. inline: the engine got terms and figures in the target language, and
    was right at once. guided: it was begun anew where a term or figure was missing. others: another proposal of the engine
    was taken. clauses: clause by clause. hints: the plain source, with the terms as hints. pieces: put together round
    its links and bold words. none: there is no draft. memory: a person wrote it for the same text elsewhere. edited: of a
    text that said nearly the same, a figure or a term was exchanged. The later the step, the closer a look the text deserves.
    """
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    if bool(page) == bool(text):
        raise ConfigError(
            "name a page, or give a text with --text",
            hint='transflow explain content/a.md, or transflow explain --text "…"',
        )
    # A text by itself needs no page: it is explained in a folder that has only a configuration.
    site = console.site(glossary, whole=False)
    target = language or site.config.targets[0]
    if text:
        units = api.explain_text(site, text, source or site.config.sources[0], target)
    else:
        units = _of_page(console, site, page, target, None if recorded else engine)
    if fmt is Format.JSON:
        console.data({"version": 1, "units": [unit.as_json for unit in units]})
    else:
        for unit in units:
            _tell(console, unit)
    return 0


def _of_page(
    console: Console, site: "Workspace", page: str, target: str, engine: str | None
) -> "tuple[Explanation, ...]":
    from transflow import api  # noqa: PLC0415  see above
    from transflow.cli.resolve import located  # noqa: PLC0415  likewise

    (one,) = located(console, site.root, [page])
    means, lines = api.Means(engine or ""), (one.first, one.last)
    with console.progress() as progress:
        found = api.explain_page(
            site, one.page, target, means, progress, lines=lines, recorded=engine is None
        )
    if found.unasked:
        console.say(f"transflow: warning: {found.unasked}; what it would say is not shown")
    return found.units


def _tell(console: Console, unit: "Explanation") -> None:
    console.out(f"{unit.line}: {unit.text}" if unit.line else unit.text)
    if len(unit.segments) > 1:
        console.out(f"  segments   {len(unit.segments)}")
    for quantity, rendered in unit.quantities:
        console.out(
            f"  quantity   {quantity.text} → {rendered}  ({quantity.kind} {' to '.join(quantity.values)})"
        )
    for source, target in unit.terms:
        console.out(f"  term       {source} → {target}")
    if unit.rung:
        console.out(f"  drafted    {unit.rung}")
    if unit.risk is not None:
        console.out(f"  risk       {unit.risk}")
    for source, target in unit.asked.examples:
        console.out(f"  example    {source} → {target}")
    for candidate in unit.asked.candidates:
        faults = "; ".join(f"{fault.code} {fault.message}" for fault in candidate.faults)
        console.out(f"  candidate  {candidate.text}{f'  ({faults})' if faults else ''}")
    for match in unit.matches:
        console.out(f"  {match.alike:>3}% alike  {marked(match.pieces)} → {match.sentence.target}")
