"""What the ladder makes of an engine: `python benchmarks/terminology.py FILE.jsonl --engine embedded`.

FILE has one JSON object a line, as the WMT terminology task does: a Markdown document in two languages, each under its
language's subtag (`zh`, `en`), and `terms`, which maps a source term to its allowed target forms, the preferred first.
The documents' own terms are the glossary; nothing else is known of them. Their blocks are paired by structure, and
`--limit` of them are drawn by `--seed`. One table comes out, the bare engine beside the engine with transflow:

    terms             WMT25's term success rate: for each term of a block that the human translation renders in an allowed
                      form, min(1, allowed forms in the output / occurrences in the source), letter case ignored
    exclusive spans   the same, stricter: a form counts between word boundaries only, the longest first, and no stretch
                      of text counts for two terms
    chrF++            against the human translation, with sacrebleu's signature
    quantities        of those of the source how many the output has by value
    added             quantities of the output that the source does not have, for 100 of the source

and below, for transflow alone: what is wrong and flagged, the rung of each block, and how often the error-level checks of
quantities and terms cry wolf over the human translations. Needs `pip install --group benchmarks`.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from measures import show
from sacrebleu.metrics.chrf import CHRF

from transflow import document, languages, quantities
from transflow.checks import Subject
from transflow.checks.subject import words
from transflow.engines import Engine, Request, registry
from transflow.glossary import Glossary, Term
from transflow.glossary import verify as verify_terms
from transflow.model import Unit
from transflow.site.planner import Page
from transflow.site.workspace import Pair
from transflow.translator import Text, translate
from transflow.verification import Fault, Knowledge, verify

Forms = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document with its human translation, both as running text."""

    text: Text
    source: str
    reference: str
    unit: Unit
    page: document.Document


@dataclass(frozen=True, slots=True)
class Output:
    """What was made of a block."""

    text: str
    """Running text."""
    rung: str = ""
    faults: tuple[Fault, ...] = ()


def blocks(path: Path, knowledge: Knowledge) -> Iterator[Block]:
    """Yield the blocks of all documents whose structure leaves no doubt about their pairing."""
    ours, theirs = (languages.language_of(tag) for tag in (knowledge.source, knowledge.target))
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        source, target = (document.parse(record[key], f"{key}.md") for key in (ours, theirs))
        pair = Pair(source.path, target.path, knowledge.target)
        page = Page(source.path, knowledge.source, (), translate=True, status="")
        subject = Subject(pair, "untracked", knowledge.source, page, source, target, None, None, knowledge)
        for couple, said, told in subject.texts:
            if isinstance(couple.target, Unit) and said.strip() and told.strip():
                text = Text(couple.source, couple.target.kind, source.dialect)
                yield Block(text, said, told, couple.target, source)


def terms_of(path: Path) -> dict[str, list[str]]:
    """Return the terms of all documents; of a term that several list, all forms."""
    terms: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        for term, forms in json.loads(line)["terms"].items():
            known = terms.setdefault(term, [])
            known += [form for form in forms if form not in known]
    return terms


def bare(engine: Engine, chosen: Sequence[Block], knowledge: Knowledge) -> list[Output]:
    """Give each sentence to the engine as it stands, as a program without a ladder would."""
    cut = [
        [
            sentence.strip()
            for sentence in languages.sentences(block.source, knowledge.source)
            if sentence.strip()
        ]
        for block in chosen
    ]
    asked = list(dict.fromkeys(sentence for sentences in cut for sentence in sentences))
    answers = dict(zip(asked, engine.translate([Request(one) for one in asked]), strict=True))
    space = " " if languages.profile(knowledge.target).spaced else ""
    return [Output(space.join("".join(answers[one][:1]) for one in sentences)) for sentences in cut]


def laddered(engine: Engine, chosen: Sequence[Block], knowledge: Knowledge) -> list[Output]:
    """Draft each block as `transflow translate` does."""
    drafts = translate([block.text for block in chosen], engine, knowledge)
    return [
        Output(words(draft.text, block.unit, block.page), draft.rung, draft.faults)
        for draft, block in zip(drafts, chosen, strict=True)
    ]


def success(block: Block, output: str, terms: Forms) -> dict[str, float]:
    """Return WMT25's success of each term of a block that its human translation renders in an allowed form."""
    scores = {}
    for term, forms in terms.items():
        wanted = block.source.count(term)
        if wanted and _occurrences(block.reference, forms):
            scores[term] = min(1.0, _occurrences(output, forms) / wanted)
    return scores


def _occurrences(text: str, forms: Iterable[str]) -> int:
    return sum(text.lower().count(form.lower()) for form in forms)


def _plain(text: str) -> str:
    return re.sub(r"(?<=\w\w)(?:ies|s|y)\b", "", text.replace("-", " "))


def exclusive(block: Block, output: str, terms: Forms) -> Iterator[tuple[int, int]]:
    """Yield for each such term how many of its occurrences are rendered by a span of their own, and how many there are."""
    wanted = _spans(block.source, terms, boundary="")
    present = [term for term in terms if term in wanted]
    forms = {form.lower() for term in present for form in terms[term]}
    said, told = (_spans(text.lower(), forms, boundary=r"\b") for text in (block.reference, output))
    for term in present:
        own = [form.lower() for form in terms[term]]
        if any(said[form] for form in own):
            found = 0
            for form in own:  # a form that two terms allow serves the first, and is used up
                used = min(told[form], wanted[term] - found)
                told[form] -= used
                found += used
            yield found, wanted[term]


def _spans(text: str, phrases: Iterable[str], boundary: str) -> Counter[str]:
    """Count the phrases of a text, the longest first, none in the stretch of another."""
    counts: Counter[str] = Counter()
    for phrase in sorted(phrases, key=len, reverse=True):
        edge = rf"(?<!\w){re.escape(phrase)}(?!\w)" if boundary else re.escape(phrase)
        text, found = re.subn(edge, lambda match: "\x00" * len(match[0]), text)
        counts[phrase] += found
    return counts


@dataclass(frozen=True, slots=True)
class Measures:
    """One column of the table."""

    terms: float
    exclusive: float
    chrf: float
    quantities: float
    added: float
    seconds: float = 0.0


def measure(
    chosen: Sequence[Block], outputs: Sequence[Output], terms: Forms, knowledge: Knowledge, chrf: CHRF
) -> Measures:
    """Measure one column, all but its time."""
    scores: list[float] = []
    found = wanted = read = missing = added = 0
    for block, output in zip(chosen, outputs, strict=True):
        scores += success(block, output.text, terms).values()
        for one, all_ in exclusive(block, output.text, terms):
            found, wanted = found + one, wanted + all_
        theirs = quantities.find(block.source, knowledge.source)
        ours = quantities.find(output.text, knowledge.target)
        mismatches = quantities.compare(theirs, ours)
        read += len(theirs)
        missing += sum(one.source is not None for one in mismatches)
        added += sum(one.source is None for one in mismatches)
    alike = chrf.corpus_score([one.text for one in outputs], [[block.reference for block in chosen]])
    return Measures(
        _percent(sum(scores), len(scores)), _percent(found, wanted), alike.score,
        _percent(read - missing, read), _percent(added, read),
    )  # fmt: skip


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 100.0


def unflagged(
    chosen: Sequence[Block], outputs: Sequence[Output], terms: Forms, knowledge: Knowledge
) -> Iterator[str]:
    """Yield what is wrong in a draft though no fault says so, judged by the human translation where there is a choice."""
    for block, output in zip(chosen, outputs, strict=True):
        blamed = "".join(
            finding.term.source for finding in verify_terms(block.source, output.text, knowledge.glossary)
        )
        standing = _spans(block.source, terms, boundary="")  # a term within another is that one's business
        for term in success(block, output.text, terms):
            forms = map(_plain, terms[term])  # another number or a space for a hyphen is right as well
            if _occurrences(_plain(output.text), forms) < standing[term] and term not in blamed:
                yield f"term {term} ({terms[term][0]}): {output.text[:160]}"
        codes = {fault.code for fault in output.faults}
        for quantity in _lost(block, output.text, knowledge):
            if not codes & {"TF301", "TF302"}:
                yield f"quantity {quantity}: {output.text[:160]}"


def _lost(block: Block, output: str, knowledge: Knowledge) -> list[str]:
    """Return the figures on which source and human translation agree and that the draft, read beside the latter, lacks."""
    theirs, ours = (
        quantities.find(block.source, knowledge.source),
        quantities.find(block.reference, knowledge.target),
    )
    odd = {id(one.target) for one in quantities.compare(theirs, ours) if one.target}
    agreed = [one for one in ours if id(one) not in odd]
    lost = quantities.compare(agreed, quantities.find(output, knowledge.target))
    return [one.source.text for one in lost if one.source and one.severity == "error"]


def cries_of_wolf(every: Sequence[Block], knowledge: Knowledge) -> tuple[Counter[str], list[str]]:
    """Count the error-level findings about human translations, by code, and show each."""
    counts: Counter[str] = Counter()
    shown = []
    for block in every:
        found = [
            fault
            for fault in verify(block.source, block.reference, knowledge)
            if fault.severity == "error" and fault.code in {"TF301", "TF302", "TF402"}
        ]
        counts.update(fault.code for fault in found)
        counts["blocks"] += bool(found)
        shown += [f"{fault.code} {fault.message}: {block.reference[:120]}" for fault in found]
    return counts, shown


def table(raw: Measures, ours: Measures) -> str:
    rows = [
        ("terms (WMT25)", "%", raw.terms, ours.terms),
        ("exclusive spans", "%", raw.exclusive, ours.exclusive),
        ("chrF++", "", raw.chrf, ours.chrf),
        ("quantities", "%", raw.quantities, ours.quantities),
        ("added", "%", raw.added, ours.added),
        ("time", " s", raw.seconds, ours.seconds),
    ]
    head = f"{'':<18}{'engine':>10}{'transflow':>14}"
    return "\n".join([head, *(f"{name:<18}{a:>10.1f}{unit:<2}{b:>12.1f}{unit}" for name, unit, a, b in rows)])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--source", default="zh-HK", metavar="TAG")
    parser.add_argument("--target", default="en", metavar="TAG")
    parser.add_argument(
        "--limit", type=int, default=60, metavar="N", help="blocks drawn; 0 for all (default 60)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", action="store_true", help="show what is wrong, block by block")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    terms = terms_of(options.file)
    listed = tuple(Term(term, forms[0], tuple(forms[1:]), case="free") for term, forms in terms.items())
    glossary = Glossary(options.source, options.target, listed)
    knowledge = Knowledge(options.source, options.target, glossary, quantities.Style())
    every = list(blocks(options.file, knowledge))
    chosen = random.Random(options.seed).sample(every, min(options.limit or len(every), len(every)))
    engine = registry.open_engine(options.engine, options.source, options.target)
    print(f"{len(chosen)} of {len(every)} blocks, {len(terms)} terms, {engine.identity}\n", flush=True)
    columns, chrf = [], CHRF(word_order=2)
    for make in (bare, laddered):
        began = time.perf_counter()
        outputs = make(engine, chosen, knowledge)
        seconds = time.perf_counter() - began
        columns.append(replace(measure(chosen, outputs, terms, knowledge, chrf), seconds=seconds))
    print(f"{table(*columns)}\n{chrf.get_signature()}")
    raw, ours = columns
    size = f"{engine.identity.split()[0]}, {len(chosen)} blocks"
    show(
        f"terminology: terms in a wanted form, alone → with transflow, {size}",
        f"{raw.terms:.0f} % → {ours.terms:.0f} %",
    )
    show(
        f"terminology: figures with their value, {size}", f"{raw.quantities:.0f} % → {ours.quantities:.0f} %"
    )
    show(f"terminology: chrF++, {size}", f"{raw.chrf:.1f} → {ours.chrf:.1f}")
    silent = list(unflagged(chosen, outputs, terms, knowledge))
    print(f"\nwrong and not flagged: {len(silent)}")
    print(*silent, sep="\n")
    rungs = Counter(output.rung for output in outputs)
    print(
        "rungs: "
        + ", ".join(f"{name} {_percent(count, len(outputs)):.0f}%" for name, count in rungs.most_common())
    )
    wolf, shown = cries_of_wolf(every, knowledge)
    print(
        f"human translations with an error: {wolf['blocks']} of {len(every)} blocks ({_percent(wolf['blocks'], len(every)):.1f}%)"
    )
    print(*shown, sep="\n")
    if options.samples:
        for block, output in zip(chosen, outputs, strict=True):
            faults = "".join(
                f"\n    {fault.severity} {fault.code} {fault.message}" for fault in output.faults
            )
            print(f"\n{block.source}\n  → {output.text}\n  ({output.rung}){faults}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
