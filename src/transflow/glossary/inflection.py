"""What the dictionary form of a glossary may look like in a sentence."""

from functools import lru_cache

from transflow import languages


@lru_cache(maxsize=8192)
def inflected(form: str, language: str) -> tuple[str, ...]:
    """Return a form and its regular inflections, itself first; only itself in a language that tells of none."""
    known = languages.part(language, "inflection")
    return tuple(dict.fromkeys([form, *known.inflect(form)])) if known else (form,)
