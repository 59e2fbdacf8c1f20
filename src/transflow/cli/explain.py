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
EXAMPLE = 'Example: transflow explain --text "恒生科技指数预期市盈率不足17倍" --language en'

_Page = Annotated[
    str, typer.Argument(help="A source page or a translation.", metavar="PAGE", show_default=False)
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


def command(
    context: typer.Context,
    page: _Page = "",
    text: _Text = "",
    language: _Language = "",
    source: _Source = "",
    glossary: GlossaryOption = None,
    engine: _Engine = "",
    fmt: FormatOption = Format.TEXT,
) -> int:
    """Show how a text is understood, and how it was drafted. Lists its segments, quantities and terms.

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
        raise ConfigError("name a page, or give a text with --text", hint=EXAMPLE.removeprefix("Example: "))
    # A text by itself needs no page: it is explained in a folder that has only a configuration.
    site = console.site(glossary, whole=False)
    target = language or site.config.targets[0]
    if text:
        units = api.explain_text(site, text, source or site.config.sources[0], target)
    else:
        units = _of_page(console, site, page, target, engine)
    if fmt is Format.JSON:
        console.data({"version": 1, "units": [unit.as_json for unit in units]})
    else:
        for unit in units:
            _tell(console, unit)
    return 0


def _of_page(
    console: Console, site: "Workspace", page: str, target: str, engine: str
) -> "tuple[Explanation, ...]":
    from transflow import api  # noqa: PLC0415  see above

    path = console.relative(site.root, [page])[0]
    with console.progress() as progress:
        found = api.explain_page(site, path, target, api.Means(engine), progress)
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
