"""How clauses that were translated each as a sentence are put together: `Profits fell.` and `Sales rose.` are two sentences.

English takes no comma between two statements, and no capital behind one. What is not sure to be a statement of its own
(`After profits fell`, `led by banks`) is joined by the comma of the source.
"""

from functools import cache
from importlib.resources import files

from transflow.languages.en.patterns import GRAMMAR
from transflow.languages.en.profile import PROFILE

_FIRST = GRAMMAR["first-word"]

_WORD = GRAMMAR["english-word"]
_FAR = 2_000
"""Characters before a clause in which a statement is looked for: no sentence is longer, but a hostile one."""
_LAST = GRAMMAR["last-small-word"]
_INNER = GRAMMAR["inner-capital"]
_PAST = GRAMMAR["past-with-object"]


def joined(before: str, after: str) -> str:
    """Return two clauses, between which the source has a comma, as one sentence or as two.

    Args:
        before: What stands before the comma, without a mark at its end; of several sentences the last one counts.
        after: What an engine wrote for the clause behind it.
    """
    lists, near = _words(), before[-_FAR:]
    if (last := _LAST.search(near)) and last[0] in lists["says"]:
        return f"{before} {small(after)}"
    goes_on = _first(after) in lists["relative"] | lists["goes-on"]
    if not goes_on and _states(near.rpartition(". ")[2]) and _states(after):
        # `eBay` begins with a small letter wherever it stands.
        capital = after if _INNER.match(after) else after[:1].upper() + after[1:]
        return f"{before}. {capital}"
    return f"{before}, {small(after)}"


def small(clause: str) -> str:
    """Return a clause without the capital of its first word, unless that may be a name."""
    word = _first(clause)
    # `New Hope`, `Central China`: what follows has a capital too.
    following = clause[len(word) :].lstrip()[:1]
    lists = _words()
    grammar = word.partition("'")[0].partition("’")[0]
    if (
        grammar in PROFILE.particles
        or grammar in lists["dependent"]
        or (word in lists["common"] and not following.isupper())
    ):
        return clause[:1].lower() + clause[1:]
    return clause


def _first(clause: str) -> str:
    """Return the first word in small letters; nothing if it is written in capitals (`IT`, `I`)."""
    word = _FIRST.match(clause)
    return word[0].lower() if word and (word[0] == "A" or word[0][1:].islower()) else ""


def _states(clause: str) -> bool:
    """Whether a clause says something by itself: one of its parts has a subject and a verb."""
    return any(map(_is_statement, clause.split(", ")))


def _is_statement(part: str) -> bool:
    lists, words = _words(), [word.replace("’", "'") for word in _WORD.findall(part)]
    first = words[0].lower() if words else ""
    if not first or first in lists["dependent"] or first.endswith("ing"):
        return False
    for word in words[1:]:
        if word in lists["relative"]:
            return False
        # In small letters: `May` is a month.
        if word in lists["finite"]:
            return True
    # It's late.
    return ("'" in first and first in lists["finite"]) or _PAST.search(part) is not None


@cache
def _words() -> dict[str, frozenset[str]]:
    """Return the lists of `joints.txt`, a paragraph a list: a remark, its name, its words."""
    text = files("transflow.languages.en").joinpath("joints.txt").read_text("utf-8")
    told = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")).split("\n\n")
    return {name.strip(): frozenset(words.split()) for name, words in (part.split(":", 1) for part in told)}
