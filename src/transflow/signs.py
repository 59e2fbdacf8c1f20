r"""Signs that do something to whoever shows a text: to a terminal, and to what runs a job of CI and reads its log.

A text that people read has them spelled as in JSON (`\u202e`). A file that comes back has them spelled too, in the way of its
format, and loses nothing: `spelled` and `unspelled` do so for formats that have none of their own.
"""

from collections.abc import Callable

from transflow.grammar import GRAMMAR

CONTROL = GRAMMAR["control"]
_ORDER = GRAMMAR["runner-order"]
_OLD_ORDER = GRAMMAR["old-order"]
_ESCAPE = GRAMMAR["unicode-escape"]


def as_json(char: str) -> str:
    r"""Return a character as JSON spells it: `\u202e`."""
    return f"\\u{ord(char):04x}"


def as_xml(char: str) -> str:
    """Return a character as XML spells it: `&#x202e;`."""
    return f"&#x{ord(char):x};"


def visible(text: str) -> str:
    """Return a text as it may be shown: control characters spelled as in JSON, whoever wrote them, so that JSON stays JSON."""
    if text.isprintable() and text.isascii():
        return text
    return CONTROL.sub(lambda found: as_json(found[0]), text.replace("\r\n", "\n"))


def has_control(name: str) -> bool:
    """Whether a file's name holds what no name should: a control character, a tab or the end of a line."""
    return bool(CONTROL.search(name)) or "\n" in name or "\t" in name


def disarmed(text: str, spell: Callable[[str], str] = as_json, *, orders: bool = False) -> str:
    """Return a text in which no line is an order to what runs a job of CI.

    Args:
        text: The text; of what may be an order one sign is spelled.
        spell: How.
        orders: Whether its lines are orders by right; what is said in them may still be none of the older kind.
    """
    text = _OLD_ORDER.sub(lambda _: f"#{spell('#')}", text)
    return text if orders else _ORDER.sub(lambda found: found[1] + spell(":"), text)


def harmless(text: str, spell: Callable[[str], str] = as_json) -> str:
    """Return a text that may stand in any log: its control characters and what would be orders are spelled."""
    return disarmed(CONTROL.sub(lambda found: spell(found[0]), text), spell)


def spelled(text: str) -> str:
    """Return a text that may stand in any log, and of which `unspelled` makes what it was."""
    literal = _ESCAPE.sub(lambda found: as_json("\\") + found[0][1:] if _meant(found[1]) else found[0], text)
    return harmless(literal)


def unspelled(text: str) -> str:
    """Return what `spelled` was given."""
    return _ESCAPE.sub(lambda found: _meant(found[1]) or found[0], text)


def _meant(digits: str) -> str:
    """Return the sign that four digits stand for in a text that is spelled; empty if none is spelled so."""
    char = chr(int(digits, 16))
    return char if char in ":#\\" or CONTROL.fullmatch(char) else ""


_FORMULA = GRAMMAR["sheet-formula"]
_GUARDED = GRAMMAR["sheet-guarded"]


def no_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Such a text gets an apostrophe before it; one that has apostrophes before such a sign gets one more.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def cell(text: str) -> str:
    """Return a text as a cell of a table that comes back: spelled, and no formula."""
    return no_formula(spelled(text))


def of_cell(text: str) -> str:
    """Return what `cell` was given."""
    return unspelled(text[1:] if _GUARDED.match(text) else text)
