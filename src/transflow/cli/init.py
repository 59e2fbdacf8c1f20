"""`transflow init`: a `transflow.yaml` for a site."""

import json
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from transflow.cli.console import Console
from transflow.cli.terminal import shown
from transflow.counts import counted
from transflow.errors import ConfigError

if TYPE_CHECKING:
    from transflow.site.proposal import Proposal, Question

NAME = "init"
EXAMPLE = "Example: transflow init --target en   or: transflow init --schema > transflow.schema.json"

_Source = Annotated[
    str,
    typer.Option("--source", help="Language of the source pages; found out by default.", metavar="TAG"),
]
_Target = Annotated[
    list[str] | None,
    typer.Option("--target", help="Language to translate into; found out by default.", metavar="TAG"),
]
_Layout = Annotated[
    str,
    typer.Option(
        "--layout",
        help="Whether translations have an `ending` (a.en.md) or a `folder` (en/a.md); found out by default.",
        metavar="LAYOUT",
    ),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the file instead of writing it.")]
_Schema = Annotated[
    bool, typer.Option("--schema", help="Print the JSON Schema of transflow.yaml, for editors.")
]


def command(
    context: typer.Context,
    source: _Source = "",
    target: _Target = None,
    layout: _Layout = "",
    dry_run: _DryRun = False,
    schema: _Schema = False,
) -> int:
    """Look at a site, propose a transflow.yaml and write it."""
    from transflow.commands import init  # noqa: PLC0415  keeps `--help` and `--version` quick

    console: Console = context.obj
    if schema:
        console.out(json.dumps(init.schema(), ensure_ascii=False, indent=2))
        return 0
    if layout not in {"", "ending", "folder"}:
        raise ConfigError(f"unknown layout {layout!r}", hint="--layout ending, or --layout folder")
    if not dry_run:
        # Before anything is asked: no answers for nothing.
        init.check(console.directory)
    proposal = _proposal(console, Answers(source, tuple(target or ()), layout))
    if not any(proposal.pages.values()) and not (source and target):
        only = f" but {proposal.unread}, which is not read" if proposal.unread else ""
        message = f"no page was found here{only}; nothing can be told of the site"
        raise ConfigError(message, hint="go to the site's folder; for a new site name --source and --target")
    if not dry_run:
        init.write(console.directory, proposal)
    console.out(proposal.text.rstrip("\n"))
    _tell(console, proposal, dry_run=dry_run)
    if init.needs_attributes(console.directory):
        console.say(
            f"add to .gitattributes, so that Git leaves line ends of records alone: {init.LINE_ENDINGS}"
        )
    if not dry_run and (hint := init.glossary_hint(console.directory)):
        console.say(hint)
    console.say("Nothing was written." if dry_run else "wrote transflow.yaml; next: transflow plan")
    return 0


class Answers(NamedTuple):
    """What a person said, on the command line or when asked."""

    source: str = ""
    targets: tuple[str, ...] = ()
    layout: str = ""

    def and_also(self, option: str, said: str) -> "Answers":
        """Return these with one more."""
        if option == "--target":
            # `en, ja` and `en ja` alike.
            return self._replace(targets=tuple(said.replace(",", " ").split()))
        return self._replace(source=said) if option == "--source" else self._replace(layout=said)


def _proposal(console: Console, answers: Answers) -> "Proposal":
    """Return the proposal; on a terminal what is open is asked, one question at a time and none twice."""
    from transflow.commands import init  # noqa: PLC0415  see above

    # A person who answers with something useless is asked once, and then told.
    asked: set[str] = set()
    while True:
        try:
            proposal = init.propose(console.directory, *answers)
            questions = proposal.questions
        except init.Undecided as error:
            if not console.asks or error.question.option in asked:
                _tell_seen(console, error.seen)
                raise
            questions = (error.question,)
        left = [question for question in questions if question.option not in asked] if console.asks else []
        if not left:
            return proposal
        question, *_ = left
        asked.add(question.option)
        answers = answers.and_also(question.option, _ask(question))


def _ask(question: "Question") -> str:
    """Ask a person on the terminal; the likeliest answer is a line end away."""
    listed = f" ({', '.join(question.choices)})" if len(question.choices) > 1 else ""
    default = question.choices[0] if question.choices else None
    return str(typer.prompt(shown(f"{question.text}{listed}"), default=default, err=True)).strip()


def _tell_seen(console: Console, seen: tuple[str, ...]) -> None:
    for reason in seen:
        console.say(f"seen: {reason}")


def _tell(console: Console, proposal: "Proposal", *, dry_run: bool) -> None:
    """Say what was seen, what is a guess, how many pages there are, and what the first plan would be."""
    _tell_seen(console, proposal.reasons)
    again = "" if dry_run else "delete transflow.yaml, then "
    for guess in proposal.guesses:
        console.say(f"guess: {guess}")
    for question in proposal.questions:
        other = question.choices[1] if len(question.choices) > 1 else "TAG"
        console.say(f"to say otherwise: {again}transflow init {question.option} {other}")
    console.say(f"pages: {', '.join(f'{count:,} {tag}' for tag, count in proposal.pages.items())}")
    for tag, count in proposal.missing.items():
        there = proposal.pages[tag]
        adopt = f"; {counted(there, 'translation')} to take in first: transflow adopt" if there else ""
        console.say(f"first plan: {counted(count, 'page')} to draft into {tag}{adopt}")
