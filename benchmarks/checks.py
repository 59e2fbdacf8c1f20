"""How often the checks cry wolf, and how often they see one: `python benchmarks/checks.py DIR…`.

A DIR holds pages that people translated: a `documents.jsonl` with `zh` and `en`, tables of sentences (`*.tsv`, Chinese
and English in the last two columns, as in `tests/training`), a `content` folder with a folder a language, or two
repositories beside each other whose names end in `.myst` and `.zh-cn`. The Chinese page counts as the source, so that
the checks do what they are made for. Pages that say that they drifted are left out. Each page is recorded as `adopt`
does it; with `--untracked` it is not.

Two tables come out. The first counts findings, for each check, for 1,000 texts: these pages are taken to be right, so
each finding counts as a false alarm. The second counts how many faults, put into the same pages one at a time, raise a
finding that was not there before, at any grade and as an error. `--samples N` prints some findings of each check and
some faults that were missed, to be read.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from measures import show

from transflow import bitext, document, glossary, quantities, tracker
from transflow.bitext import Bitext, Header
from transflow.checks import Finding, Subject, run, settings
from transflow.checks.subject import Couple
from transflow.commands import adopt
from transflow.document import Dialect
from transflow.errors import TransflowError
from transflow.files import Folder
from transflow.folding import fold
from transflow.markdown import inlines
from transflow.markdown.anchors import anchors
from transflow.model import Unit
from transflow.pipeline.pairing import match
from transflow.site import dialects
from transflow.site.config import Config
from transflow.site.planner import Page
from transflow.site.walk import Disk
from transflow.site.workspace import Pair
from transflow.verification import Knowledge

ROOT = Path(__file__).parent.parent
TABLES = Dialect(math=True)
"""What is read in sentences without a site."""
HUGO, MYST = (dialects.dialect(name, Config(), Disk(Path())) for name in ("hugo", "myst"))
CHECKS = settings(select=["TF2", "TF3", "TF4", "TF5", "TF6", "TF8"])
SEED = 7
PAIRS = 40
"""Sentences of a table that make a page."""


@dataclass(frozen=True, slots=True)
class Example:
    """One page with its translation by a person."""

    name: str
    source: str
    target: str
    origin: str
    language: str
    dialect: Dialect = TABLES


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of mistake: returns the text with one in it, or the text itself where it cannot be made."""

    name: str
    spoil: Callable[[str, Couple, random.Random, Subject], str]


def examples(folder: Path) -> Iterator[Example]:
    if (folder / "documents.jsonl").is_file():
        for number, line in enumerate((folder / "documents.jsonl").read_text("utf-8").splitlines()):
            page = json.loads(line)
            yield Example(f"{folder.name}#{number}", page["zh"], page["en"], "zh-HK", "en")
    for path in sorted(folder.glob("*.tsv")):
        yield from _table(path)
    for left in sorted(folder.glob("*.myst")):
        yield from _trees(left.with_name(left.name.replace(".myst", ".zh-cn")), left, "zh-CN", "en", MYST)
    for left in sorted((folder / "content").glob("zh*")):
        yield from _trees(
            left, folder / "content" / "en", "zh-TW" if left.name.endswith("tw") else "zh-CN", "en", HUGO
        )


def _table(path: Path) -> Iterator[Example]:
    """Yield pages made of the sentences of a table, those in traditional letters apart."""
    pairs = [line.split("\t")[-2:] for line in path.read_text("utf-8").splitlines()]
    for origin in ("zh-CN", "zh-HK"):
        some = [pair for pair in pairs if _is_traditional(pair[0]) == (origin == "zh-HK")]
        for start in range(0, len(some), PAIRS):
            chinese, english = (
                "\n\n".join(texts) for texts in zip(*some[start : start + PAIRS], strict=True)
            )
            yield Example(f"{path.name}#{origin}-{start}", chinese, english, origin, "en")


def _is_traditional(text: str) -> bool:
    return any(char.isalpha() and fold(char) != char for char in text)


def _trees(left: Path, right: Path, origin: str, language: str, dialect: Dialect) -> Iterator[Example]:
    for path in sorted(left.rglob("*.md")):
        text, other = path.read_text("utf-8"), right / path.relative_to(left)
        if other.is_file() and "drifted_from_default: true" not in text:
            name = str(path.relative_to(left.parent))
            yield Example(name, text, other.read_text("utf-8"), origin, language, dialect)


class Judge:
    """Runs the checks over pages that are recorded in memory."""

    def __init__(self, *, recorded: bool = True) -> None:
        self.recorded = recorded
        self.known: dict[tuple[str, str], Knowledge] = {}

    def subject(self, example: Example) -> Subject:
        """Return the page as the checks take it, with a record of it."""
        knowledge = self._knowledge(example)
        source, target = (
            document.parse(example.source, "source.md", example.dialect),
            document.parse(example.target, example.name, example.dialect),
        )
        page = Page("source.md", example.origin, (example.language,), translate=True, status="")
        pair = Pair("source.md", example.name, example.language)
        bare = Subject(pair, "untracked", example.origin, page, source, target, None, None, knowledge)
        if not self.recorded:
            return bare
        rows = tuple(adopt.rows(source, target, match(source, target)))
        header = Header(bitext.VERSION, pair.source, pair.target, pair.language, example.origin)
        return replace(
            bare,
            state="reviewed",
            record=Bitext(header, rows),
            comparison=tracker.compare(source, rows, target),
        )

    def spoilt(self, subject: Subject, text: str) -> Subject:
        """Return the same page with another translation, of which the record knows nothing."""
        assert subject.source is not None  # `subject` made it
        target = document.parse(text, subject.pair.target, subject.source.dialect)
        if subject.record is None:
            return replace(subject, target=target)
        comparison = tracker.compare(subject.source, subject.record.rows, target)
        return replace(subject, target=target, comparison=comparison)

    def _knowledge(self, example: Example) -> Knowledge:
        tags = (example.origin, example.language)
        if tags not in self.known:
            terms = glossary.load(["glossaries/finance.yaml"], *tags, Folder(ROOT).read)
            self.known[tags] = Knowledge(*tags, terms, quantities.Style())
        return self.known[tags]


# --- faults ---------------------------------------------------------------------------------------------------------

_AMOUNT = re.compile(r"(?:US|HK)?\$[\d,.]*\d|\d[\d,.]*(?= (?:million|billion|trillion))|\d[\d.]*\d?(?=%)")
_CURRENCY = re.compile(r"(?<![A-Za-z])(?:HK\$|US\$|\$|RMB)(?=\d)|(?<=ion )(?:yuan|yen)\b")
_OTHER = {"HK$": "€", "US$": "HK$", "$": "HK$", "RMB": "US$", "yuan": "yen", "yen": "yuan"}
_DIRECTION = {
    "increased": "decreased", "rose": "fell", "increase": "decrease", "growth": "decline", "higher": "lower", "up": "down",
    "decreased": "increased", "fell": "rose", "decrease": "increase", "decline": "growth", "lower": "higher", "down": "up",
}  # fmt: skip
_FLIP = re.compile(
    rf"(?<!made )(?<!took )(?<!put )(?<!locking )(?!up to)\b(?:{'|'.join(_DIRECTION)})\b(?=(?: by| of| to| about| from)* (?:HK\$|US\$)?\d[\d.,]*(?:%| (?:percent|basis|million|billion)))"
)
_LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\(([^()\s]+)\)")
_LANGUAGE = re.compile(r"/(?:en|zh(?:-[a-z]{2,4})?)(?=/)")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\](?!:)")
_SENTENCE = re.compile(r"(?<=[a-z\d)”\"][.!?]) +(?=[A-Z])")


def _copied(text: str, dialect: Dialect) -> Iterator[int]:
    """Yield the offsets in a text that belong to code, formulas, destinations and other markup."""
    at = 0
    for piece in inlines(text, dialect):
        if piece.kind != "text":
            yield from range(at, at + len(piece.raw))
        at += len(piece.raw)


def _replaced(
    pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], *, prose: bool = False
) -> Callable[[str, Couple, random.Random, Subject], str]:
    def spoil(text: str, couple: Couple, rng: random.Random, subject: Subject) -> str:
        del couple
        assert subject.target is not None  # `Judge.subject` made it
        copied = set(_copied(text, subject.target.dialect)) if prose else set()
        found = [match for match in pattern.finditer(text) if match.start() not in copied]
        if not found:
            return text
        match = rng.choice(found)
        return text[: match.start()] + new(match) + text[match.end() :]

    return spoil


def _without_link(text: str, couple: Couple, rng: random.Random, subject: Subject) -> str:
    """Take a link off that the source has, too: what was added is no loss."""
    del subject
    found = [
        link
        for link in _LINK.finditer(text)
        if _LANGUAGE.sub("/", link[2]) in _LANGUAGE.sub("/", couple.source)
    ]
    if not found:
        return text
    link = rng.choice(found)
    return text[: link.start()] + link[1] + text[link.end() :]


def _tenfold(match: re.Match[str]) -> str:
    number = re.sub(r"[^\d.]", "", match[0])
    whole, _, rest = number.partition(".")
    shifted = f"{whole}{rest[:1] or '0'}" + (f".{rest[1:]}" if rest[1:] else "")
    return re.sub(r"\d[\d,.]*", lambda _: shifted, match[0], count=1)


def _without_sentence(text: str, couple: Couple, rng: random.Random, subject: Subject) -> str:
    del couple, subject
    parts = _SENTENCE.split(text)
    if len(parts) < 2:
        return text
    parts.pop(rng.randrange(len(parts)))
    return " ".join(parts)


def _wrong_term(text: str, couple: Couple, rng: random.Random, subject: Subject) -> str:
    """Put another word for every form of one of the terms that the text renders; a hint asks for none of its forms."""
    patterns = [
        "|".join(re.escape(form) for form in sorted(match.term.forms, key=len, reverse=True))
        for match in subject.knowledge.glossary.find(couple.source)
        if not match.term.hint
    ]
    used = [
        found
        for words in patterns
        if (found := re.compile(rf"\b(?:{words})(?:e?s)?\b", re.IGNORECASE)).search(text)
    ]
    return rng.choice(used).sub("thing", text) if used else text


def _left_over(text: str, couple: Couple, rng: random.Random, subject: Subject) -> str:
    del subject
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", couple.source)
    words = text.split(" ")
    if not runs or len(words) < 4:
        return text
    words[rng.randrange(1, len(words) - 1)] = rng.choice(runs)
    return " ".join(words)


FAULTS = (
    Fault("number × 10", _replaced(_AMOUNT, _tenfold, prose=True)),
    Fault("swapped currency", _replaced(_CURRENCY, lambda match: _OTHER[match[0]], prose=True)),
    Fault("dropped link", _without_link),
    Fault("flipped direction", _replaced(_FLIP, lambda match: _DIRECTION[match[0]])),
    Fault("removed sentence", _without_sentence),
    Fault("wrong term", _wrong_term),
    Fault("left-over Chinese", _left_over),
    Fault("broken shortcode", _replaced(_SHORTCODE, lambda match: match[0].replace("{{", "{ {"))),
    Fault("lost footnote", _replaced(_FOOTNOTE, lambda _: "")),
)


LOSSES: dict[str, re.Pattern[str]] = {
    "lost shortcode tag": re.compile(r"^[ \t]*\{\{[<%][ \t]*/?[\w-]+[^{}\n]*[>%]\}\}[ \t]*\n", re.MULTILINE),
    "lost HTML tag": re.compile(r"</?(?:div|details|summary|table|figure|section|video)\b[^<>\n]*>"),
    "lost fence": re.compile(r"^:{3,}.*\n", re.MULTILINE),
    "lost alert marker": re.compile(r"(?<=> )\[![A-Z]+\]"),
    "lost code block": re.compile(r"^```\w+\n(?:(?!```).*\n)+```\n", re.MULTILINE),
    "lost image": re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"),
    "lost attributes": re.compile(r"^\{[.#:][^{}\n]*\}$", re.MULTILINE),
    "lost heading id": re.compile(r" \{#[^{}\n]+\}(?=\n)"),
    "lost rule": re.compile(r"(?<=\n\n)---\n(?=\n)"),
    "lost table row": re.compile(r"^\|(?![-: |]+$).*\|\n", re.MULTILINE),
    "lost heading": re.compile(r"^#{2,4} .*\n", re.MULTILINE),
}
"""What gets lost between texts."""


_WORDED = (LOSSES["lost heading"], LOSSES["lost table row"])


def _bare(text: str) -> str:
    """Return what is lost without the words in it."""
    return text.strip().rpartition("](")[2]


def thinned_pages(
    subject: Subject, lost: re.Pattern[str], rng: random.Random, limit: int
) -> Iterator[tuple[str, str]]:
    """Yield the translation without one thing, and that thing, for at most so many of its kind."""
    page = subject.target
    assert page is not None  # `Judge.subject` made it
    there = subject.source.text if subject.source else ""
    rendered = [couple.target for couple in subject.couples if couple.target.top >= 0]
    found = [
        thing
        for thing in lost.finditer(page.text, page.front.end)
        # What was added is no loss.
        if (lost not in _WORDED and _bare(thing[0]) in there)
        or (lost in _WORDED and any(thing.start() <= block.start < thing.end() for block in rendered))
    ]
    for thing in rng.sample(found, min(limit, len(found))):
        text = page.text[: thing.start()] + page.text[thing.end() :]
        # The words of a heading may make the id that is written behind it.
        if not (name := thing[0].strip(" {#}")) or name not in _made(text, page.dialect):
            yield text, thing[0]


def _made(text: str, dialect: Dialect) -> frozenset[str]:
    """Return the ids that are made of a page's headings."""
    page = document.parse(text, "", dialect)
    return frozenset(name for _, name in anchors(page.blocks, page.dialect))


def spoilt_pages(subject: Subject, fault: Fault, rng: random.Random, limit: int) -> Iterator[tuple[str, str]]:
    """Yield the translation with one fault in one text, and that text, for at most so many of its texts."""
    page = subject.target
    assert page is not None  # `Judge.subject` made it
    couples = [
        couple for couple in subject.couples if isinstance(couple.target, Unit) and couple.target.top >= 0
    ]
    rng.shuffle(couples)
    made = 0
    for couple in couples:
        block = couple.target
        text = page.text[block.start : block.end]
        new = fault.spoil(text, couple, rng, subject)
        if new != text:
            yield page.text[: block.start] + new + page.text[block.end :], new
            made += 1
        if made == limit:
            return


def caught(judge: Judge, subject: Subject, text: str, before: Counter[str]) -> tuple[bool, bool]:
    """Return whether a spoilt page has a finding, and an error, that it had not before."""
    now = list(run(judge.spoilt(subject, text), CHECKS))
    errors = Counter(map(_told, (f for f in now if f.severity == "error")))
    return bool(Counter(map(_told, now)) - before), bool(errors - before)


def _told(finding: Finding) -> str:
    return f"{finding.code} {finding.message}"


# --- tables ---------------------------------------------------------------------------------------------------------


def measure(options: argparse.Namespace, folder: Path) -> None:
    judge, rng = Judge(recorded=not options.untracked), random.Random(SEED)
    counts: Counter[tuple[str, str, str]] = Counter()
    told: dict[str, list[Finding]] = defaultdict(list)
    names = [*(fault.name for fault in FAULTS), *LOSSES]
    seen: dict[str, Counter[str]] = {name: Counter() for name in names}
    missed: dict[str, list[str]] = {name: [] for name in names}
    pages = units = 0
    began = time.perf_counter()
    for example in _some(folder, options.pages, reverse=options.reverse):
        try:
            subject = judge.subject(example)
        except TransflowError as problem:
            print(f"left out: {problem}")
            continue
        pages += 1
        units += sum(isinstance(couple.target, Unit) for couple in subject.couples)
        found = list(run(subject, CHECKS))
        for finding in found:
            counts[finding.code, finding.name, finding.severity] += 1
            told[finding.code].append(finding)
        before = Counter(map(_told, found))
        for name, text, new in _spoilt(subject, rng, options.faults):
            any_, error = caught(judge, subject, text, before)
            seen[name].update(made=1, found=any_, errors=error)
            if not any_:
                missed[name].append(f"{example.name}: {new}")
    print(f"\n{folder.name}: {pages} pages, {units:,} texts, {time.perf_counter() - began:.0f} s")
    _print_alarms(counts, units)
    _print_caught(seen)
    errors = sum(count for (_, _, severity), count in counts.items() if severity == "error")
    show(
        f"checks: errors in 1,000 texts that people translated, {folder.name}",
        f"{errors * 1000 / max(units, 1):.1f}",
    )
    made, caught_ = (sum(count[key] for count in seen.values()) for key in ("made", "found"))
    show(f"checks: faults put in that are found, {folder.name}", f"{caught_ / max(made, 1):.0%} of {made:,}")
    for code, found in sorted(told.items()):
        for finding in rng.sample(found, min(options.samples, len(found))):
            print(f"  {finding.path}:{finding.line}: {code} {finding.severity} {finding.message}")
    _print_missed(missed, options.samples, rng)


def _spoilt(subject: Subject, rng: random.Random, limit: int) -> Iterator[tuple[str, str, str]]:
    """Yield the name of a fault, the page with it, and what it is about, for at most so many of each kind."""
    if not limit:
        return
    for fault in FAULTS:
        yield from ((fault.name, *made) for made in spoilt_pages(subject, fault, rng, limit))
    for name, lost in LOSSES.items():
        yield from ((name, *made) for made in thinned_pages(subject, lost, rng, limit))


def _some(folder: Path, most: int, *, reverse: bool) -> Iterator[Example]:
    """Yield at most so many pages, all for 0; with `reverse` the English page is the source."""
    for number, example in enumerate(examples(folder)):
        if most and number >= most:
            return
        if reverse:
            yield replace(
                example, source=example.target, target=example.source, origin="en", language=example.origin
            )
        else:
            yield example


def _print_alarms(counts: Counter[tuple[str, str, str]], units: int) -> None:
    for (code, name, severity), count in sorted(counts.items()):
        print(f"  {code} {name:<18} {severity:<8} {count:>6} {count * 1000 / max(units, 1):>8.1f} ‰")
    errors = sum(count for (_, _, severity), count in counts.items() if severity == "error")
    print(f"  errors together {errors:>27} {errors * 1000 / max(units, 1):>8.1f} ‰")


def _print_caught(seen: dict[str, Counter[str]]) -> None:
    for name, count in seen.items():
        if made := count["made"]:
            print(
                f"  {name:<20} {made:>5} made {count['found'] / made:>7.1%} found {count['errors'] / made:>7.1%} as errors"
            )


def _print_missed(missed: dict[str, list[str]], samples: int, rng: random.Random) -> None:
    for name, texts in missed.items():
        for text in rng.sample(texts, min(samples, len(texts))):
            print(f"  {name} not found in {' '.join(text.split())}")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    arguments.add_argument(
        "--samples", type=int, default=0, help="findings of each check, and missed faults, to print"
    )
    arguments.add_argument("--faults", type=int, default=3, help="faults of each kind to put into a page")
    arguments.add_argument("--pages", type=int, default=0, help="at most so many pages of each folder")
    arguments.add_argument("--reverse", action="store_true", help="take the English page for the source")
    arguments.add_argument(
        "--untracked", action="store_true", help="do not record the pages: judge what structure pairs"
    )
    options = arguments.parse_args()
    for folder in options.folders:
        measure(options, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
