"""What is wrong, doubtful or worth knowing about glossaries that can be read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from transflow import languages
from transflow.errors import ConfigError
from transflow.glossary.inflection import inflected
from transflow.glossary.phrases import Index, view
from transflow.glossary.terms import Glossary, Term

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class GlossaryFault:
    """One finding about a glossary."""

    rule: Literal["broken", "contradiction", "duplicate", "shadowed", "short", "contained", "unused"]
    severity: Severity
    path: str
    line: int
    message: str
    """Names the offending term."""
    hint: str = ""

    def __str__(self) -> str:
        """Return the line that a person reads."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}: {self.severity}: {self.message}{hint}"

    @property
    def as_json(self) -> dict[str, Any]:
        """The finding of `glossary lint --format json`."""
        return {name: getattr(self, name) for name in ("rule", "severity", "path", "line", "message", "hint")}


def broken(mistake: ConfigError) -> GlossaryFault:
    """Return the finding for something that cannot be read."""
    return GlossaryFault("broken", "error", mistake.path, mistake.line, mistake.message, mistake.hint)


def lint(glossaries: Sequence[Glossary]) -> Iterator[GlossaryFault]:
    """Judge the terms of the glossaries of one language pair that serve the same pages, each read by itself.

    Args:
        glossaries: The most important first.
    """
    for glossary in glossaries:
        language = languages.language_of(glossary.target)
        for term in glossary.terms:
            yield from _forms(term, language)
            yield from _names(term)
    yield from _across(glossaries)
    yield from _contained([term for glossary in glossaries for term in glossary.terms])


def unused(glossary: Glossary, texts: Iterable[str]) -> Iterator[GlossaryFault]:
    """Find the terms that stand in none of these texts."""
    # All texts first: a term is unused if it stands in none of them.
    met = {match.term for text in texts for match in glossary.find(text)}
    for term in glossary.terms:
        if term not in met:
            yield _flaw("unused", "note", term, f"{term.source} stands on no source page")


def _flaw(
    rule: Literal["contradiction", "duplicate", "shadowed", "short", "contained", "unused"],
    severity: Severity,
    term: Term,
    message: str,
    hint: str = "",
) -> GlossaryFault:
    # From the right: a path may hold a colon.
    path, _, line = term.origin.rpartition(":")
    return GlossaryFault(rule, severity, path, int(line), message, hint)


def _forms(term: Term, language: str) -> Iterator[GlossaryFault]:
    """Compare the target forms of a term with each other."""
    taken: dict[str, str] = {}
    for form in term.forms:
        key = _key(form, term)
        if key in taken:
            message = f"{term.source}: {form!r} is {taken[key]!r} again"
            yield _flaw("duplicate", "warning", term, message, "plural, hyphen and capitals need no entry")
        # After its own test, or a form would be its own repetition.
        for shape in inflected(form, language):
            taken.setdefault(_key(shape, term), form)
    for form in term.forbidden:
        if allowed := taken.get(_key(form, term)):
            message = f"{term.source}: {form!r} is forbidden, but {allowed!r} allows it"
            yield _flaw("contradiction", "error", term, message, "delete one of them")


def _key(form: str, term: Term) -> str:
    seen = view(form)
    return seen.lowered if term.case == "free" else seen.folded


def _names(term: Term) -> Iterator[GlossaryFault]:
    """Look at the source forms of a term."""
    taken: dict[str, str] = {}
    for name in (term.source, *term.variants):
        key = view(name).folded
        if key in taken:
            message = f"{term.source}: the variant {name!r} is {taken[key]!r} again"
            yield _flaw("duplicate", "warning", term, message, "script, width and spaces need no entry")
        taken.setdefault(key, name)
        # 涨 stands in 上涨, 涨停 and a hundred other words; a Latin letter alone has its word boundaries.
        if len(key) == 1 and not key.isascii() and not term.context:
            message = f"{term.source}: {name!r} alone is part of too many words"
            yield _flaw(
                "short", "warning", term, message, "give it a `context`, or name the words it stands in"
            )


def _across(glossaries: Sequence[Glossary]) -> Iterator[GlossaryFault]:
    """Compare the terms of several files: of two with one source form the first file decides."""
    first: dict[str, Term] = {}
    for glossary in glossaries:
        own: dict[str, Term] = {}
        for term in glossary.terms:
            # Reversed, so that of two spellings that are one form the first is named.
            names = {view(name).folded: name for name in reversed((term.source, *term.variants))}
            # A term with a context leaves room for others of its name.
            rivals = {first[key]: names[key] for key in names if key in first and not first[key].context}
            for rival, name in rivals.items():
                yield from _rivals(name, rival, term)
            for key in names:
                own.setdefault(key, term)
        # Only after its file: terms within one file are the reader's business.
        first = own | first


def _rivals(name: str, first: Term, term: Term) -> Iterator[GlossaryFault]:
    place = f"see {first.origin}, which decides"
    if term.target in first.forbidden or first.target in term.forbidden:
        message = f"{name}: one glossary forbids what another prefers ({first.target!r}, {term.target!r})"
        yield _flaw("contradiction", "error", term, message, place)
    elif term.target == first.target:
        yield _flaw("duplicate", "warning", term, f"{name}: {term.target!r} is said twice", place)
    elif term.target not in first.forms:
        message = f"{name}: {term.target!r} has no effect, it is {first.target!r}"
        yield _flaw("shadowed", "warning", term, message, place)


def _contained(terms: Sequence[Term]) -> Iterator[GlossaryFault]:
    """Find preferred forms within others, where the terms themselves are not within each other."""
    index = Index((term.target, number) for number, term in enumerate(terms))
    for term in terms:
        seen = view(term.target)
        names = [view(name).lowered for name in (term.source, *term.variants)]
        for start, end, found in index.candidates(seen):
            other = terms[found[0][1]]
            # The same form of another term, or `net profit` of 净利润 that holds 利润 in Chinese as well: nothing to tell.
            if (end - start) == len(seen.lowered) or any(
                view(name).lowered in long for name in (other.source, *other.variants) for long in names
            ):
                continue
            message = f"{term.source}: {term.target!r} holds {other.target!r}, the form of {other.source}"
            yield _flaw("contained", "note", term, message, "a stretch of text counts once, for the longer")
