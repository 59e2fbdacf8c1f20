"""What transflow knows of languages: their tags, their scripts, where their sentences end.

Tags are BCP 47 and are compared by likely subtags (Unicode CLDR, through babel), so that `zh`, `zh-CN` and
`zh-Hans-CN` are one language and `zh-HK` is another.

What is known of a single language stands in one package of `PACKAGES`, a module a part, each of which may be left out:

- `profile`: `PROFILE`, how running text is cut and joined; without it a language has the profile of its script
- `reader`: `find(text, region)`, the quantities of a text
- `rules.tsv`: the patterns of the reader, a line a rule with an example, its reading and why; `rules` reads it
- `writer`: `render(quantity, style)`, a quantity in the house style
- `inflection`: `inflect(form)`, what a dictionary form may look like in a sentence; `conjugate(word)`, forms of a verb
- `fitting`: `fit(text, start, end, words)`, a sentence with other words in a place, or None if they would break it
- `directions`: `WORDS`, the words that say which way a figure moves
- `enumerators`: `lead(text)`, the number before a heading or an item
- `polish`: `polished(text)`, a sentence of an engine with what nobody would write mended
- `attribution`: `says(sentence)`, whether it only says who said what was quoted before it
- `speech`: `said(quoted, by)`, a quotation and a sentence that says whose it is as one sentence
- `joints`: `joined(before, after)`, two clauses of one sentence or two sentences; `small(clause)`, one that goes on
- `grammar`: `FUNCTION_WORDS`, what neither begins nor ends a term
- `phrases`: `SCRIPT`, how phrases and figures stand beside each other
- `meaning.txt`, `names.txt`: phrases and what they say, tables of `transflow.verification`
- `audit`: `doubts(source, target, language, region)`, a second reading of a translation's figures
- `plainly`: `figures(text)` and `times(text)` as anybody sees them, and what else second readings ask (`conserved`)
- `words.txt`: common words, where a script writes no spaces between them
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from babel.core import Locale, UnknownLocaleError, get_global, parse_locale
from babel.localedata import locale_identifiers

from transflow.languages.grammar import GRAMMAR

# Radicals, 々 and 〇, Hangzhou numerals, extension A, the basic block, compatibility and the planes beyond.
_HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_SCRIPT_CHARS = {
    "Arab": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "Cyrl": "\u0400-\u052f",
    "Deva": "\u0900-\u097f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hans": _HAN,
    "Hant": _HAN,
    "Hebr": "\u0590-\u05ff",
    "Jpan": _HAN + _KANA,
    "Kore": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af" + _HAN,
    "Latn": "A-Za-z\u00c0-\u024f",
    "Thai": "\u0e00-\u0e7f",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How running text of a language is cut and joined."""

    sentence: re.Pattern[str]
    """Matches the end of a sentence, closing quotes included; the cut is after the match."""
    clause: re.Pattern[str]
    """Matches the end of a clause within a sentence."""
    spaced: bool
    """Whether words, and so joined lines and sentences, are separated by a space."""
    stop: str = "."
    """What ends a statement."""
    particles: frozenset[str] = frozenset()
    """Words that are no names: within a sentence they begin with a small letter."""
    numbered: str = ""
    """A pattern for what is called by a number behind it (figure, table, step): such a number is never spelled out."""
    factor: tuple[str, str] = ("", "")
    """A pattern, with the number at `{}`, for a change by a multiple, and how to say the same multiple as a level."""
    ones: tuple[str, ...] = ()
    """Its words for nought to nine, where a house style writes them instead of digits."""


# Thai writes no spaces between words either, but ends sentences with one, and is cut as a spaced script is.
_DENSE_SCRIPTS = frozenset({"Hans", "Hant", "Jpan"})
"""Scripts that put no spaces between words and end sentences with a full-width mark."""
DENSE = Profile(
    # A Latin full stop ends a Chinese sentence only before white space: `U.S.` and 3.5% stand in it too. None is behind
    # an initial (J. Powell, i.i.d.) or a title.
    sentence=GRAMMAR["dense-sentence"],
    # Not before a digit: 1,234 and 12：30. White space between two Han words separates clauses in headings.
    clause=GRAMMAR["dense-clause"],
    spaced=False,
    stop="。",
)
SPACED = Profile(
    sentence=GRAMMAR["spaced-sentence"],
    clause=GRAMMAR["spaced-clause"],
    spaced=True,
)


@lru_cache(maxsize=512)
def canonical(tag: str) -> str:
    """Return the full form of a BCP 47 tag, `language-Script-REGION`, for comparing; any case, `-` or `_`.

    Raises:
        ValueError: CLDR does not know the language; the message names the nearest one.
    """
    # A tag becomes part of a path: no dot, no stroke, and no digits of another script.
    if not tag.replace("-", "").replace("_", "").isalnum() or not tag.isascii():
        raise _UnknownTag(
            tag
        )  # babel passes over what stands behind `@` or `.`, and a tag becomes part of a path
    try:
        given = parse_locale(tag.replace("_", "-"), sep="-")
        locale = _locale(given[0], given[1], given[2])
    except (UnknownLocaleError, ValueError, TypeError):
        raise _UnknownTag(tag) from None
    full = _full(locale.language, locale.script, locale.territory)
    # zh-Latn is no likely script of Chinese, but one all the same; zh-QQ is no region.
    if given[1] not in (None, locale.territory) or (
        given[2] not in (None, locale.script) and full.split("-")[1:2] != [given[2]]
    ):
        raise _UnknownTag(tag)  # babel takes a part that it does not know for the likely one
    return full


def _locale(language: str, region: str | None, script: str | None) -> Locale:
    """Return the locale of a tag; CLDR lists few scripts beside the usual ones, which then are left out."""
    try:
        return Locale.parse("-".join(part for part in (language, script, region) if part), sep="-")
    except UnknownLocaleError:
        if script is None:
            raise
        return Locale.parse("-".join(part for part in (language, region) if part), sep="-")


def _full(language: str, script: str | None, region: str | None) -> str:
    """Return a tag with the likely script and region where it has none (Unicode CLDR)."""
    likely = get_global("likely_subtags")
    # The most special first: zh_HK leads to Hant, zh alone to Hans.
    for key in (f"{language}_{script}_{region}", f"{language}_{region}", f"{language}_{script}", language):
        if full := likely.get(key):
            _, full_script, full_region = str(full).split("_")[:3]
            return f"{language}-{script or full_script}-{region or full_region}"
    return "-".join(part for part in (language, script, region) if part)


def is_tag(text: str) -> bool:
    """Whether a text is the BCP 47 tag of a language that CLDR knows."""
    try:
        canonical(text)
    except ValueError:
        return False
    return True


_CONFUSED = {"cn": ["zh"], "jp": ["ja"], "kr": ["ko"], "dk": ["da"], "cz": ["cs"], "gr": ["el"], "ua": ["uk"]}
"""Codes of countries that are taken for those of languages, where no language has them."""


class _UnknownTag(ValueError):  # noqa: N818  it is told as what it is
    """A tag that is none; looking for the nearest one takes a thousand times as long as finding that out."""

    def __str__(self) -> str:
        # Asked for only where somebody reads it: `is_tag` tries file names by the thousand.
        tag = str(self.args[0])
        near = _CONFUSED.get(tag.lower().replace("_", "-").split("-")[0], [])
        # Cut, since a tag may be a whole paragraph that somebody wrote under `lang`.
        near = near or difflib.get_close_matches(tag[:40].replace("-", "_"), locale_identifiers(), 1, 0.5)
        hint = f"; did you mean {near[0].replace('_', '-')!r}?" if near else ""
        return f"unknown language code {tag!r}{hint}"


def same(left: str, right: str) -> bool:
    """Whether two tags name the same language; what is no tag names none."""
    try:
        return canonical(left) == canonical(right)
    # `a.toc.md`, `lang: [zh, TBD]`: words where tags may stand come from pages, paths and other tools' files.
    except ValueError:
        return False


def language_of(tag: str) -> str:
    """Return the language subtag: `zh` for `zh-Hant-HK`."""
    return canonical(tag).split("-")[0]


def script_of(tag: str) -> str:
    """Return the ISO 15924 script a language is written in: `Hant` for `zh-HK`, `Latn` for `en`."""
    parts = canonical(tag).split("-")
    return parts[1] if len(parts) > 1 and len(parts[1]) == 4 else "Latn"


def region_of(tag: str) -> str:
    """Return the likely region: `HK` for `zh-HK`, `US` for `en`; empty if none is known."""
    parts = canonical(tag).split("-")
    return parts[-1] if len(parts) > 2 else ""


@lru_cache(maxsize=64)
def plural_forms(tag: str) -> tuple[str, ...]:
    """Return the plural categories of counted things in a language (CLDR), `other` last.

    They are (`one`, `other`) in English and (`other`,) in Chinese. What only fractions or millions have is left out.

    Raises:
        ValueError: CLDR does not know the language.
    """
    form = Locale.parse(language_of(tag)).plural_form
    # Up to 999 every rule of whole numbers has shown itself; `other` is there in every language.
    used = {form(number) for number in range(1000)}
    return (*(name for name in ("zero", "one", "two", "few", "many") if name in used), "other")


@lru_cache(maxsize=64)
def display_name(tag: str) -> str:
    """Return the English name of a language: `Chinese` for `zh-CN`."""
    return str(Locale.parse(language_of(tag)).get_language_name("en") or tag)


def tag_of(name: str) -> str:
    """Return the language subtag of a language by its English name, in any case; empty if CLDR knows none."""
    return next((tag for tag, known in Locale("en").languages.items() if known.lower() == name.lower()), "")


PACKAGES = {"en": "transflow.languages.en", "zh": "transflow.languages.zh"}
"""By language subtag; adding a language is a package and a line here."""
PARTS = (
    "profile", "reader", "writer", "inflection", "fitting", "polish", "directions", "enumerators", "attribution", "speech",
    "grammar", "phrases", "audit", "plainly",
)  # fmt: skip
"""The modules that such a package may have."""


@cache
def part(language: str, name: str) -> Any:
    """Return one of `PARTS` of what is known of a language, by its subtag, as a module; None where nothing is known."""
    package = PACKAGES.get(language)
    # Looked for by name: an import that fails within a module is a bug, and must not look like a missing part.
    if package is None or find_spec(f"{package}.{name}") is None:
        return None
    return import_module(f"{package}.{name}")


@cache
def common_words(language: str) -> tuple[str, ...]:
    """Return the common words of a language, by its subtag; none if they are not tabled."""
    package = PACKAGES.get(language)
    table = files(package).joinpath("words.txt") if package else None
    if table is None or not table.is_file():
        return ()
    lines = table.read_text("utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=64)
def profile(tag: str) -> Profile:
    """Return how text of this language is cut and joined."""
    known = part(language_of(tag), "profile")
    own: Profile | None = known.PROFILE if known else None
    return own or (DENSE if script_of(tag) in _DENSE_SCRIPTS else SPACED)


def chars(script: str) -> str:
    """Return the characters of a script as the inside of a regular expression's class; empty if not tabled."""
    return _SCRIPT_CHARS.get(script, "")


@lru_cache(maxsize=64)
def foreign_pattern(source: str, target: str) -> re.Pattern[str] | None:
    """Return a pattern for runs of the source's script; None where the target shares it."""
    of_source, of_target = chars(script_of(source)), chars(script_of(target))
    return (
        None
        # Chinese beside Japanese: each has Han characters, and nothing can be told from them.
        if not of_source or of_source in of_target or of_target in of_source
        else re.compile(f"[{of_source}]+")
    )


def residue_pattern(source: str, target: str) -> re.Pattern[str] | None:
    """Return a pattern for runs of the source's script that cannot belong to a text in the target language.

    None where the two share a script, so that nothing can be told from the characters; and for Latin letters, which
    names and codes have in every language.
    """
    return None if script_of(source) == "Latn" else foreign_pattern(source, target)


def has_letters(text: str) -> bool:
    """Whether there is anything to translate: a letter of any script."""
    return any(char.isalpha() for char in text)


def sentences(text: str, tag: str) -> Iterator[str]:
    """Cut running text after each sentence; the pieces joined are the text."""
    return _cut(text, profile(tag).sentence)


def clauses(text: str, tag: str) -> Iterator[str]:
    """Cut a sentence after each clause; the pieces joined are the sentence."""
    return _cut(text, profile(tag).clause)


def _cut(text: str, end: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for match in end.finditer(text):
        # A piece of white space alone joins what follows: no sentence is empty.
        if match.end() > start and text[start : match.end()].strip():
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]
