"""`transflow export`: texts as files for other tools."""

from typing import Annotated

import typer

from transflow.cli.arguments import LanguageOption, OutputOption, PathsArgument, StateOption
from transflow.cli.console import Console
from transflow.cli.status import states
from transflow.counts import counted

NAME = "export"
EXAMPLE = "Example: transflow export --format xliff --language en --todo -o en.xlf content/markets"

_Fmt = Annotated[
    str, typer.Option("--format", help="What to write.", metavar="xliff|xliff1.2|po|csv|tmx|tbx")
]
_Risk = Annotated[
    int,
    typer.Option(
        "--risk", help="Only texts that want a look so much, from 0 to 100.", min=0, max=100, metavar="N"
    ),
]
_Todo = Annotated[
    bool,
    typer.Option("--todo", help="Without texts that a person wrote or approved for the source as it is."),
]


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    fmt: _Fmt = "xliff",
    output: OutputOption = None,
    state: StateOption = "",
    risk: _Risk = 0,
    todo: _Todo = False,
) -> int:
    """Write texts for translation tools. `transflow import` takes back what was changed in the file.

    xliff: XLIFF 2.1, with findings, terms and reviewed sentences that are like a text. po: gettext PO, in Markdown. tmx: a
    translation memory of what people wrote or approved. xliff1.2: for tools that know no later XLIFF. csv: a table. tbx: the
    glossary of the site as TBX-Basic; with several, `transflow glossary export FILE --format tbx`.
    """
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    site = console.site()
    # A termbase has no pages: paths, states and risks say nothing of it.
    if fmt == "tbx":
        from transflow.exchange import tbx  # noqa: PLC0415

        console.result(tbx.write(api.export_terms(site)).removesuffix("\n"), output, exact=True)
        return 0
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()), states(state))
    done = api.export(site, wanted, fmt, risk=risk, todo=todo)
    console.result(done.text.removesuffix("\n"), output, exact=True)
    console.say(f"{counted(done.texts, 'text')} of {counted(done.pages, 'page')}")
    # After the file: a page that cannot be read keeps no other from its translator.
    return 2 if console.problems(done.problems) else 0
