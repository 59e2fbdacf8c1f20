"""Scale words in Latin letters (billion, bn), which stand in texts of any language."""

from transflow.numbers.rules import RULES

_POWERS = {
    "thousand": 3, "k": 3, "million": 6, "mln": 6, "mn": 6, "m": 6, "billion": 9, "bln": 9, "bn": 9, "b": 9,
    "trillion": 12, "trn": 12, "tn": 12, "quadrillion": 15, "lakh": 5, "crore": 7,
}  # fmt: skip
# A hyphen or a space may stand before: $2.5-billion, 2.5 billion.
_PATTERN = RULES["latin-scale"]


def scale_at(text: str, at: int, *, monetary: bool) -> tuple[int, int]:
    """Return the power of ten of the scale word that begins at an offset, and where it ends; 0 and `at` for none.

    A single letter is a scale only in a sum of money ($5m; but 5m is five meters, 4K a format, 10-K a form).
    """
    match = _PATTERN.match(text, at)
    if not match or (len(match[0]) == 1 and not monetary):
        return 0, at
    return _POWERS[match[0].strip(" -").lower()], match.end()
