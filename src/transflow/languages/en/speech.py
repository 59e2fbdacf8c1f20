"""Who said what is quoted: “It rose,” a trader said."""

from transflow.languages.en.joints import small
from transflow.languages.en.patterns import GRAMMAR

_CLOSED = GRAMMAR["speech-closed"]


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
    return quoted[: closed.start()] + stop + closed["quote"], small(by)
