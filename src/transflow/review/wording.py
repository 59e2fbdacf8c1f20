"""What the interface says, in the languages it has. The texts are pages of this project, drafted and reviewed as others are."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from transflow import frontmatter
from transflow.errors import DocumentError

LANGUAGES = {"zh": "interface.md", "en": "interface.en.md"}
"""The interface's languages, each with its page; the first is the one they are translated from."""

NAMES = {"zh": "中文", "en": "English"}
"""What each is called in itself."""


@lru_cache(maxsize=4)
def words(language: str) -> Mapping[str, str]:
    """Return the texts of the interface by their names.

    Raises:
        DocumentError: The page of the language lacks one.
    """
    name = LANGUAGES[language]
    text = files("transflow.review").joinpath("words", name).read_text("utf-8")
    found = frontmatter.parse(text, name).data.get("words")
    if not isinstance(found, Mapping):
        raise DocumentError("has no `words`", name)
    return {str(key): str(value) for key, value in found.items()}


def chosen(wanted: str, accepted: str) -> str:
    """Return a language of the interface.

    Args:
        wanted: What the reader chose, if anything.
        accepted: What the browser's `Accept-Language` says.
    """
    if wanted in LANGUAGES:
        return wanted
    for part in accepted.split(","):
        # In their order: browsers name what is wanted most first, whatever the weights say.
        tag = part.partition(";")[0].strip().lower().partition("-")[0]
        if tag in LANGUAGES:
            return tag
    return "en"
