"""Who said what is quoted: “It rose,” a trader said."""

import re

from transflow.languages.en.profile import PROFILE

_CLOSED = re.compile(r"(?P<stop>[.?!,])(?P<quote>[”\"])\Z")
_ROLES = (
    "analyst analysts trader traders economist economists executive executives official officials expert experts "
    "manager managers strategist strategists insider insiders source sources people person someone residents resident "
    "company companies management regulators regulator researchers researcher respondents respondent shareholders "
    "shareholder brokers broker bankers banker dealers dealer buyers buyer sellers seller homebuyers consumers consumer "
    "lawyers lawyer professor professors industry local many another every nobody everyone he she"
)
"""Who is quoted without a name, at the begin of such a sentence."""


def said(quoted: str, by: str) -> tuple[str, str] | None:
    """Return a quotation and the sentence that says by whom, made one sentence.

    Args:
        quoted: A text that ends with a quotation.
        by: The sentence, `A trader said.`

    Returns:
        Both, to be joined with a space; None if the text does not end as a quotation does.
    """
    closed = _CLOSED.search(quoted)
    if closed is None:
        return None
    stop = "," if closed["stop"] == "." else closed["stop"]
    first = re.match(r"\w+", by)
    small = first is not None and first[0].lower() in PROFILE.particles.union(_ROLES.split())
    return quoted[: closed.start()] + stop + closed["quote"], by[:1].lower() + by[1:] if small else by
