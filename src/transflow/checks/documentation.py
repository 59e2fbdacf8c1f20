"""What is written about the checks: `check --explain CODE` and docs/checks.md, both from their docstrings."""

from collections.abc import Iterator
from typing import Any

from transflow.checks.grammar import GRAMMAR
from transflow.checks.registry import ALL, CLOSING, Check
from transflow.checks.settings import codes

FAMILIES = {
    "TF1": "Workflow",
    "TF2": "Structure",
    "TF3": "Figures",
    "TF4": "Terms and names",
    "TF5": "Left-over text",
    "TF6": "Degenerate text",
    "TF7": "Front matter",
    "TF8": "Meaning",
    "TF9": "Waivers",
}
"""Begins of codes and what they are about."""
_MARK = "<!-- What follows is made from the docstrings of the checks. -->\n\n"
_PART = GRAMMAR["docstring-part"]


def explain(name: str) -> str:
    """Return all about the checks that a name stands for.

    Raises:
        ConfigError: There is no such check.
    """
    wanted = codes([name])
    return "\n\n\n".join("\n".join(_text(check)) for check in ALL if check.code in wanted)


def rewritten(text: str) -> str:
    """Return docs/checks.md with all that follows its mark written anew."""
    # What stands above the mark is written by hand.
    return text[: text.index(_MARK) + len(_MARK)] + _page()


def _page() -> str:
    """Return a table of the checks, and an entry for each of them, family by family."""
    parts = [_overview()]
    for begin, title in FAMILIES.items():
        parts.append(f"## {title}")
        parts += ["\n\n".join(_entry(check)) for check in ALL if check.code.startswith(begin)]
    return "\n\n".join(parts) + "\n"


def _overview() -> str:
    rows = (f"| [{c.code}](#{_anchor(c)}) | {c.name} | {c.severity} | {_parts(c)[0]} |" for c in ALL)
    return "\n".join(("| code | name | severity | what it finds |", "|---|---|---|---|", *rows))


def _entry(check: Check[Any]) -> Iterator[str]:
    what, why, example, fix = _parts(check)
    yield f"### {check.code} {check.name}"
    yield f"{what} ({check.severity})"
    yield f"**Why.** {_begun(why)}"
    yield f"**Example.** {_begun(example)}"
    yield f"**Fix.** {_begun(fix)}"
    if check not in CLOSING:
        yield f"**Waive.** `{_waiver(check)}`"


def _text(check: Check[Any]) -> Iterator[str]:
    what, why, example, fix = _parts(check)
    yield f"{check.code} {check.name} ({check.severity})"
    yield f"\n{what}\n"
    yield f"Why:      {why}"
    yield f"Example:  {example}"
    yield f"Fix:      {fix}"
    if check not in CLOSING:
        yield f"Waive:    {_waiver(check)}"


def _waiver(check: Check[Any]) -> str:
    """Return the comment that waives a check; one without a translation's text is waived for its whole page."""
    # What is wrong with a promise or with front matter has no block for a comment to stand above.
    page_wide = "-page" if check.code.startswith(("TF1", "TF7")) else ""
    return f"<!-- transflow:ignore{page_wide} {check.code} the reason -->"


def _parts(check: Check[Any]) -> tuple[str, str, str, str]:
    """Return the first line of a docstring and what stands under `Why:`, `Example:` and `Fix:`, a line each."""
    what, *rest = _PART.split(check.documentation)
    # `split` with a group gives the names between the texts.
    told = dict(zip(rest[::2], rest[1::2], strict=True))
    return tuple(" ".join(text.split()) for text in (what, told["Why"], told["Example"], told["Fix"]))  # type: ignore[return-value]  # four of them


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _anchor(check: Check[Any]) -> str:
    return f"{check.code}-{check.name}".lower()
