"""Writes counts in English: three to five years, 6,500, 12 consecutive limit-ups, for every 10 shares."""

from collections.abc import Callable

from transflow.languages.en.dates import nth
from transflow.languages.en.figures import (
    SPELT,
    modified,
    per,
    plural,
    scaled_figures,
    signs_of,
    spelt_out,
    vague,
)
from transflow.numbers.quantity import Modifier, Quantity, Style

_RANKS = {"top": "top {}", "major": "{} major"}
_SHARES = {
    "every": "for every {} {},",
    "bonus": "{} bonus {},",
    "converted": "{} {} by capitalization,",
    "rights": "{} rights {},",
}
"""The parts of a distribution."""
_AGES: dict[Modifier, str] = {"over": "older", "at-least": "older", "under": "younger", "at-most": "younger"}
# two and a half years; 2.5 tons.
_HALVED = {"year", "month", "day", "hour", "week", "century"}


def _rank(quantity: Quantity, spelt: list[str], _figures: list[str]) -> str:
    return _RANKS[quantity.form].format(spelt[0])


def _share(quantity: Quantity, spelt: list[str], figures: list[str]) -> str:
    return _SHARES[quantity.form].format(spelt[0], plural(quantity.unit, figures[-1]))


def _straight(quantity: Quantity, spelt: list[str], _figures: list[str]) -> str:
    """Three straight losses."""
    return f"{spelt[0]} {quantity.form}"


def _running(quantity: Quantity, spelt: list[str], figures: list[str]) -> str:
    """55 consecutive months."""
    return modified(quantity, f"{' to '.join(spelt)} consecutive {plural(quantity.unit, figures[-1])}")


def _digits(quantity: Quantity, _spelt: list[str], figures: list[str]) -> str:
    """3+2-year: the parts of a term keep their digits."""
    return figures[0] + (f"-{quantity.unit}" if quantity.form == "attributive-digits" else "")


def _hanging(_quantity: Quantity, spelt: list[str], _figures: list[str]) -> str:
    """The first of three-, five- and 10-year."""
    return f"{'-to-'.join(spelt)}-"


def _attributive(quantity: Quantity, spelt: list[str], _figures: list[str]) -> str:
    words = f"{'-to-'.join(spelt)}-{quantity.unit.replace(' ', '-')}"
    # a 10-year-plus bond: `more than` cannot stand before a noun's attribute.
    return f"{words}-plus" if quantity.modifier == "over" else modified(quantity, words)


def _past(quantity: Quantity, _spelt: list[str], _figures: list[str]) -> str:
    """The past year: one of its kind, and no `past one year`."""
    return f"the past {quantity.unit}"


_FORMS: dict[str, Callable[[Quantity, list[str], list[str]], str]] = {
    **dict.fromkeys(_RANKS, _rank), **dict.fromkeys(_SHARES, _share), "straight": _straight, "running": _running, "hanging": _hanging,
    "digits": _digits, "attributive-digits": _digits, "attributive": _attributive, "past": _past,
}  # fmt: skip


def count(quantity: Quantity, style: Style) -> str:
    """Write a count with what is counted."""
    unit = "" if quantity.form == "noun" else quantity.unit
    if quantity.modifier == "several":
        return _several(quantity, unit)
    figures = [
        sign + one for sign, one in zip(signs_of(quantity), scaled_figures(quantity, style), strict=True)
    ]
    # three years, but 3 kilograms.
    spelt = spelt_out(figures) if quantity.unit in SPELT else figures
    if special := _FORMS.get(quantity.form.partition(" ")[0]):
        return special(quantity, spelt, figures)
    if unit == "year of age" and quantity.modifier in _AGES:
        return f"{' to '.join(spelt)} or {_AGES[quantity.modifier]}"
    counted = _idiom(unit, figures) or f"{' to '.join(spelt)} {plural(unit, figures[-1])}".strip()
    return modified(quantity, counted + per(quantity))


def _several(quantity: Quantity, unit: str) -> str:
    # 数十年: `dozens of years` is not said.
    if (quantity.value, unit) == ("10", "year"):
        return "decades"
    return f"{vague(quantity)} of {plural(unit, '')}".strip()


def _idiom(unit: str, figures: list[str]) -> str:
    """Write what English has an expression of its own for: once, a 10th anniversary, two and a half years."""
    if len(figures) > 1:
        return ""
    # 十周年 counts years in Chinese, and is a rank in English.
    if unit == "anniversary" and figures[0].isdecimal():
        return f"{nth(int(figures[0]))} anniversary"
    if unit == "time":
        return {"1": "once", "2": "twice"}.get(figures[0], "")
    if unit == "century" and figures[0] == "0.25":
        return "a quarter of a century"
    if unit in _HALVED and figures[0].endswith(".5"):
        return _and_a_half(figures[0][:-2], unit)
    return ""


def _and_a_half(whole: str, unit: str) -> str:
    if whole == "0":
        return f"half {'an' if unit == 'hour' else 'a'} {unit}"
    return f"{''.join(spelt_out([whole]))} and a half {plural(unit, '')}"
