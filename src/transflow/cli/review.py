"""`transflow review`: read, correct and approve translations in a browser."""

from typing import Annotated

import typer

from transflow.cli.arguments import ByOption, LanguageOption, PathsArgument
from transflow.cli.console import Console

NAME = "review"
EXAMPLE = "Example: transflow review   or: transflow review content/markets --language en --no-open"

_Port = Annotated[
    int,
    typer.Option("--port", help="Where to listen; any free port by default.", min=0, max=65535, metavar="N"),
]
_Engine = Annotated[
    str,
    typer.Option("--engine", help="What drafts anew; by default the configuration's.", metavar="NAME"),
]
_NoOpen = Annotated[bool, typer.Option("--no-open", help="Only print the address.")]


def command(
    context: typer.Context,
    paths: PathsArgument = None,
    language: LanguageOption = None,
    port: _Port = 0,
    engine: _Engine = "",
    by: ByOption = "",
    no_open: _NoOpen = False,
) -> int:
    """Read, correct and approve translations in a browser. Every act is saved in the pages at once.

    The page is served on this machine only, and the address that is printed lets one browser in, once. Ctrl-C ends it. Needs
    the extra `review`.
    """
    from transflow import api  # noqa: PLC0415  keeps `--help` and `--version` quick
    from transflow.errors import ConfigError  # noqa: PLC0415

    console: Console = context.obj
    site = console.site()
    wanted = api.Filter(console.relative(site.root, paths), tuple(language or ()))
    try:
        from transflow.review.desk import Desk  # noqa: PLC0415  the extra may not be there
        from transflow.review.server import listen, serve  # noqa: PLC0415
    # The web server is an extra: who never reviews in a browser installs none.
    except ModuleNotFoundError as error:
        message = f"the review page needs {error.name}, which is not installed"
        raise ConfigError(message, hint="install transflow with its extra `review`") from None
    desk = Desk(site, wanted, engine, by)
    desk.listing.entries()  # so that the first look, which may read the whole site, is over when the page opens
    seen = desk.listing.standings()

    serve(desk, listen(port), lambda address: _show(console, address, browser=not no_open))
    return 2 if console.problems(seen.problems) else 0


def _show(console: Console, address: str, *, browser: bool) -> None:
    console.out(address)
    console.say("Open it in a browser. Ctrl-C ends the review.")
    if browser:
        import webbrowser  # noqa: PLC0415  see above

        webbrowser.open(address)
