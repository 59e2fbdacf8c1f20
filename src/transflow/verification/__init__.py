"""What can be told to be wrong of a translation, given its source: figures, terms, left-over script, degenerate output.

The one implementation behind the translator's ladder and the `check` command. Texts are running text without markup.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

from transflow import languages, quantities
from transflow.glossary import Glossary, Match, renderings
from transflow.languages.forms import Doubt
from transflow.numbers.quantity import Quantity
from transflow.verification import figures, idle, limits, meaning, names, senses, spelt
from transflow.verification import terms as wording
from transflow.verification.directions import opposed
from transflow.verification.fault import Fault, Severity
from transflow.verification.grammar import GRAMMAR
from transflow.verification.phrases import Mark
from transflow.verification.side import Side

_ASCII_DIGITS = GRAMMAR["ascii-digits"]

__all__ = ["Fault", "Knowledge", "Severity", "expected_length", "told", "translatable", "verify"]

_LOOP = GRAMMAR["loop"]
_WORD = GRAMMAR["word"]
MAX_FIGURES = 300
"""Figures of one text that are compared, each with each: a longer list is a table, or meant to take hours."""
_LENGTHS = (0.25, 4.0)
"""Least and greatest length of a text against what its source leads to expect."""
# At twice that `10送3转5派2元` may be told in whole sentences.
_FROM_DENSE = 2.75
"""The greatest where the source's script says much in a character: of 1,564 sentences of financial news none has more
(`benchmarks/checks.py`)."""
# At half of it 27x for 17倍市盈率 is a loss of text; at twice, half of 3年、5年和10年期美债 may go unseen.
_SHORT = 24
"""Expected characters below which a text is not too short, and by how many characters more any text may be too long."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What verification and drafting know of a language pair."""

    source: str
    """BCP 47 tag of the source text; its region decides bare currency words."""
    target: str
    glossary: Glossary
    style: quantities.Style
    verified: dict[bytes, tuple[Fault, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What `verify` found of the pairs of texts that it has seen, by their digest."""


# Of a site with documentation by version most texts stand on many pages: 10,000 pages that repeat 400 have 40,000
# pairs, at about 150 bytes each, since most have no fault.
_REMEMBERED = 100_000
"""Pairs of texts whose faults are remembered."""


def verify(source: str, target: str, knowledge: Knowledge) -> tuple[Fault, ...]:
    """Return what is wrong with `target` as a translation of `source`, the gravest first."""
    # By digest: the texts themselves would be a gigabyte of a large site. The length tells where the first ends.
    key = blake2b(f"{len(source)} {source}{target}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
    known = knowledge.verified
    if key not in known:
        if len(known) >= _REMEMBERED:
            known.clear()
        known[key] = _verify(source, target, knowledge)
    return known[key]


def told(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults of a text that are told: of one that stands untranslated (TF602) not again what is left over in it (TF501)."""
    echo = any(fault.code == "TF602" for fault in faults)
    return tuple(fault for fault in faults if not (echo and fault.code == "TF501"))


def _verify(source: str, target: str, knowledge: Knowledge) -> tuple[Fault, ...]:
    if not target.strip():
        return (Fault("TF601", "error", "the translation is empty"),) if source.strip() else ()
    # Once: names, figures and phrases all go by it.
    of_source = quantities.find(source, knowledge.source) if quantities.reads(knowledge.source) else ()
    terms = knowledge.glossary.find(source)
    # Of too many figures it is said that nobody compared them.
    is_other = source != target or len(of_source) > MAX_FIGURES
    faults = [
        *_degenerate(source, target, knowledge),
        *_residue(target, knowledge),
        *wording.faults(source, target, terms, knowledge.glossary),
        *_names(source, target, [*terms, *of_source], knowledge),
        # `AMD64` says the same in both, whatever each language reads in it.
        *(_quantities(source, target, of_source, knowledge) if is_other else ()),
    ]
    # `error` comes before `warning` in the alphabet, and within each the order of the checks stays.
    return tuple(sorted(faults, key=lambda fault: fault.severity))


def _degenerate(source: str, target: str, knowledge: Knowledge) -> Iterator[Fault]:
    # A formula, a ticker or KWEB is the same in both languages, and repeats nothing.
    if _letters(source) == _letters(target) and translatable(source, knowledge.source, knowledge.target):
        yield Fault("TF602", "error", "the translation repeats its source")
    if loop := _LOOP.search(target):
        piece = (loop["run"] or loop["char"]).strip()
        # 哈哈哈哈哈哈哈哈哈哈 may be rendered as it is.
        if not _LOOP.search(source):
            yield Fault("TF603", "error", f"the translation repeats {piece!r} over and over", *loop.span())
    expected = expected_length(source, knowledge)
    most = _LENGTHS[1] if languages.profile(knowledge.source).spaced else _FROM_DENSE
    if expected >= _SHORT and len(target) < expected * _LENGTHS[0]:
        yield Fault("TF604", "error", "the translation is much shorter than its source: something is missing")
    # Never both: what is too short for its source is not too long.
    elif len(target) > expected * most + _SHORT:
        yield Fault("TF604", "error", "the translation is much longer than its source")


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text)).lower()


def translatable(text: str, source: str, target: str) -> bool:
    """Whether a text cannot stand in another language as it is: it has a script which that does not share, or is prose.

    Args:
        text: Running text.
        source: Its language, a BCP 47 tag.
        target: The other.
    """
    pattern = languages.residue_pattern(source, target)
    return bool(pattern.search(text)) if pattern else _is_prose(text, source)


def _is_prose(text: str, language: str) -> bool:
    """Whether a text is more than names: `http.client.request.body.size` and a product's name stay as they are."""
    # Between punctuation, and letters alone: `http.client.request` is one token with dots, and no word.
    words = [word for token in text.split() if (word := token.strip(".,;:!?()[]\"'“”‘’")).isalpha()]
    small = [word for word in words if word.islower()]
    particles = languages.profile(language).particles
    # Four words may be a title, and Goldman Sachs Asset Management International a name: none is small.
    return len(words) > 4 and (2 * len(small) >= len(words) or any(word in particles for word in small))


def expected_length(source: str, knowledge: Knowledge) -> float:
    """Estimate the translation's length in characters from how much a character of each side's script says."""
    to_dense = not languages.profile(knowledge.target).spaced
    if languages.profile(knowledge.source).spaced:
        # A Han character says about what 2.8 Latin ones do; that is the measure of both directions.
        return len(source) * (0.35 if to_dense else 1.0)
    pattern = languages.residue_pattern(knowledge.source, knowledge.target)
    dense = sum(len(run.group()) for run in pattern.finditer(source)) if pattern else 0
    return dense * (1.0 if to_dense else 2.8) + (len(source) - dense)


def _residue(target: str, knowledge: Knowledge) -> Iterator[Fault]:
    if pattern := languages.residue_pattern(knowledge.source, knowledge.target):
        name = languages.display_name(knowledge.source)
        for run in pattern.finditer(target):
            yield Fault("TF501", "error", f"{name} text left over: {run.group()[:20]!r}", *run.span())


def _names(
    source: str, target: str, read: Sequence[Match | Quantity], knowledge: Knowledge
) -> Iterator[Fault]:
    if languages.profile(knowledge.source).spaced or not languages.profile(knowledge.target).spaced:
        return  # where both sides write in one script, a name cannot be told from a word
    taken = [(one.start, one.end) for one in read]
    # Neither within a term nor within a figure: the H1 of 2025年H1 is the first half.
    for name in names.lost(source, target, taken):
        yield Fault("TF403", "error" if names.is_ticker(name) else "warning", f"{name} is missing")


def _unread(source: str, of_source: Sequence[Quantity]) -> frozenset[str]:
    """Return the digits of a source that are no figures but name something: 图2, v2, H2O."""
    rest: list[str] = []
    at = 0
    for figure in sorted(of_source, key=lambda figure: figure.start):
        rest.append(source[at : figure.start])
        at = max(at, figure.end)
    # 银发〔2025〕8号 names a year and a number that count nothing, and `No. 8 of 2025` has both.
    return frozenset(_ASCII_DIGITS.findall(" ".join([*rest, source[at:]])))


def _quantities(
    source: str, target: str, of_source: Sequence[Quantity], knowledge: Knowledge
) -> Iterator[Fault]:
    if not (quantities.reads(knowledge.source) and quantities.reads(knowledge.target)):
        return
    tags = (knowledge.source, knowledge.target)
    of_target = quantities.find(target, knowledge.target)
    if max(len(of_source), len(of_target)) > MAX_FIGURES:
        message = f"more than {MAX_FIGURES:,} figures in one text: they were not compared; split it"
        yield Fault("TF302", "warning", message)
        return
    # Before all else: what is told as a figure gone wrong is not told again as a doubt.
    told = quantities.compare(of_source, of_target)
    unread = _unread(source, of_source) if told else frozenset()
    for mismatch in told:
        added = mismatch.target if mismatch.source is None else None
        named = added is not None and (added.text in unread or _is_copied(added, source, target))
        termed = mismatch.source is None and _is_termed(mismatch.target, source, knowledge)
        if not (named or termed or _is_idle(mismatch, source, target, (of_source, of_target), tags)):
            yield _quantity_fault(mismatch, knowledge)
    known = [(mismatch.source.start, mismatch.source.end) for mismatch in told if mismatch.source]
    for doubt in _doubts(source, target, tags):
        # Two readers that stumble over one figure are one finding.
        if not any(doubt.start < end and start < doubt.end for start, end in known):
            yield Fault("TF308", "error" if doubt.grave else "warning", doubt.message)
    pairs = tuple(figures.met(of_source, of_target))
    for figure, other in pairs:
        if figures.measured_otherwise(figure, other):
            wanted = quantities.render(figure, tags[1], knowledge.style)
            yield Fault(
                "TF301", "error", f"{figure.text} is {wanted}, not {other.text}", other.start, other.end
            )
    marked = [
        limits.meant(text, meaning.marked(text, languages.language_of(tag))) | {spelt.CONCEPT: names}
        for text, tag, names in zip((source, target), tags, spelt.marks(source, target, tags), strict=True)
    ]
    before, after = Side(source, marked[0], of_source), Side(target, marked[1], of_target)
    # What stands untranslated, such as the name of a button, says the same, though its words are of one language.
    terms = partial(_term_marks, source, target, knowledge)
    yield from () if source == target else senses.faults(before, after, pairs, terms)
    for figure, wanted in opposed(source, target, pairs, tags):
        yield Fault("TF303", "error", f"{figure.text} goes {wanted} in the source", figure.start, figure.end)


def _is_copied(figure: Quantity, source: str, target: str) -> bool:
    """Whether what reads as a ratio is a name that stands so on both sides: 996-5."""
    return (
        figure.kind == "ratio"
        and "-" in figure.text
        and source.count(figure.text) >= target.count(figure.text)
    )


def _term_marks(source: str, target: str, knowledge: Knowledge) -> tuple[list[Mark], list[Mark]]:
    """Return the terms of a source, and what renders them in its translation."""
    found = knowledge.glossary.find(source), renderings(source, target, knowledge.glossary)
    left, right = ([Mark("term", one.term.source, one.start, one.end) for one in some] for some in found)
    return left, right


def _is_termed(figure: Quantity | None, source: str, knowledge: Knowledge) -> bool:
    """Whether a figure belongs to the word for a term of the source: 举牌, a stake of 5 % or more."""
    forms = [form for match in knowledge.glossary.find(source) for form in match.term.forms]
    return figure is not None and any(
        (one.kind, one.values) == (figure.kind, figure.values)
        for form in forms
        if any(map(str.isdigit, form))
        for one in quantities.find(form, knowledge.target)
    )


def _doubts(source: str, target: str, tags: tuple[str, str]) -> Iterator[Doubt]:
    """Yield what a second reader of the source's language wonders about, if it has one that knows the target's."""
    of_source, of_target = map(languages.language_of, tags)
    if audit := languages.part(of_source, "audit"):
        yield from audit.doubts(source, target, of_target, languages.region_of(tags[0]))


def left_out(source: str, target: str, knowledge: Knowledge) -> tuple[Quantity, ...]:
    """Return the figures of a source that a translation has nothing for, but for those that it may leave out."""
    tags = knowledge.source, knowledge.target
    sides = quantities.find(source, tags[0]), quantities.find(target, tags[1])
    found = (one for one in quantities.compare(*sides) if one.source and not one.target)
    return tuple(one.source for one in found if one.source and not _is_idle(one, source, target, sides, tags))


def _is_idle(
    mismatch: quantities.Mismatch,
    source: str,
    target: str,
    sides: tuple[Sequence[Quantity], Sequence[Quantity]],
    tags: tuple[str, str],
) -> bool:
    """Whether a mismatch is none: the figure stands on the other side in another way, or may be left out."""
    if mismatch.source and mismatch.target:
        one, other = mismatch.source, mismatch.target
        return (
            idle.alike(one, other, source, target)
            or idle.understood(one, other, target, sides[1], tags[1])
            or idle.understood(other, one, source, sides[0], tags[0])
        )
    if mismatch.source:
        return idle.may_be_left_out(mismatch.source, source, target, tuple(sides[1]), tags)
    assert mismatch.target is not None  # a mismatch names at least one side
    return idle.may_be_left_out(mismatch.target, target, source, tuple(sides[0]), tags[::-1])


def _quantity_fault(mismatch: quantities.Mismatch, knowledge: Knowledge) -> Fault:
    of_source, of_target = mismatch.source, mismatch.target
    if of_source is None:
        assert of_target is not None  # a mismatch names at least one side
        return Fault(
            "TF302",
            mismatch.severity,
            f"{of_target.text} is not in the source",
            of_target.start,
            of_target.end,
        )
    # What the message calls right is what the translator would write.
    wanted = quantities.render(of_source, knowledge.target, knowledge.style)
    if of_target is None:
        return Fault("TF301", mismatch.severity, f"{of_source.text} ({wanted}) is missing")
    grave = (
        mismatch.severity == "error" or (of_source.kind == of_target.kind and _matters(of_source))
    ) and not (
        idle.same_bare(of_source, of_target)
        or _is_of_region(of_source, of_target, knowledge.source)
        or _is_of_region(of_target, of_source, knowledge.target)
    )
    message = f"{of_source.text} is {wanted}, not {of_target.text}"
    return Fault("TF301", "error" if grave else "warning", message, of_target.start, of_target.end)


def _is_of_region(figure: Quantity, other: Quantity, tag: str) -> bool:
    """Whether only the page's region says what currency a figure has: 100億元 in Hong Kong may be yuan of the mainland.

    A sign is another matter: $100億 there is its own dollars.
    """
    return not any(unicodedata.category(char) == "Sc" for char in figure.text) and any(
        (one.values, one.unit, one.currency) == (other.values, other.unit, other.currency)
        for one in quantities.find(figure.text, languages.language_of(tag))
    )


def _matters(figure: Quantity) -> bool:
    """Whether another value in its place is a mistake that a reader would act on: all but a bare small number."""
    if figure.kind == "count":
        return bool(figure.unit)
    return True
