"""What the checks see of mistakes of meaning, and how often they cry wolf: `python benchmarks/meaning.py FILE.tsv…`.

The mistakes are those that `planted.py` puts into the pairs of the files. Both are counted sentence by sentence, the
halves of the pairs apart, and false alarms in both directions: what a person translated is taken to be right.
In `good.tsv` there are none: pairs that say no, or up and down, in another way than their source, for `--alarms`.
`--samples N --only WORDS` shows some of the half that may be looked at.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import planted

from transflow import glossary
from transflow.files import Folder
from transflow.folding import fold
from transflow.numbers.quantity import Style
from transflow.verification import Fault, Knowledge, verify

ROOT = Path(__file__).parent.parent
SEED = 7


@dataclass(slots=True)
class Counts:
    """What was found, and some of what was not."""

    texts: int = 0
    made: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    alarms: dict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    shown: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@lru_cache(maxsize=8)
def knowledge(source: str, target: str) -> Knowledge:
    terms = glossary.load(["glossaries/finance.yaml"], source, target, Folder(ROOT).read)
    return Knowledge(source, target, terms, Style())


def told(faults: Sequence[Fault]) -> Counter[str]:
    return Counter(f"{fault.severity} {fault.code} {fault.message}" for fault in faults)


def alarms(source: str, target: str, tag: str, counts: Counts) -> tuple[Fault, ...]:
    """Count what is found in a good translation, both ways; return what is found in the English."""
    there = verify(source, target, knowledge(tag, "en"))
    back = verify(target, source, knowledge("en", tag))
    for way, faults in (("zh→en", there), ("en→zh", back)):
        for fault in faults:
            if fault.code == "TF401" and fault.near:
                continue  # as for what a person wrote, in which a term is a warning at most
            grave = "warning" if fault.code == "TF401" else fault.severity
            counts.alarms[way][grave, fault.code] += 1
            if planted.half(source) == "seen":
                text = f"{way} {grave} {fault.message}\n    {source}\n    {target}"
                counts.shown[f"{fault.code} alarm"].append(text)
    return there


def mistakes(source: str, written: str, tag: str, before: Sequence[Fault], counts: Counts) -> None:
    """Count which mistakes are found that are put into a good translation."""
    half, known = planted.half(source), told(before)
    for kind, bad in planted.planted(source, written):
        new = told(verify(source, bad, knowledge(tag, "en"))) - known
        count = counts.made[kind, half]
        count.update(made=1, found=bool(new), errors=any(text.startswith("error") for text in new))
        if half == "seen" and not new:
            counts.shown[f"{kind} missed"].append(f"{source}\n    {bad}")


def measure(pairs: Sequence[tuple[str, str]], *, plant: bool) -> Counts:
    counts = Counts(len(pairs))
    for source, written in pairs:
        traditional = any(char.isalpha() and fold(char) != char for char in source)
        tag = "zh-HK" if traditional else "zh-CN"
        found = alarms(source, planted.good(written), tag, counts)
        if plant:
            mistakes(source, written, tag, found, counts)
    return counts


def lines(counts: Counts) -> Iterator[str]:
    for (kind, half), count in sorted(counts.made.items()):
        found, errors = (count[key] / count["made"] for key in ("found", "errors"))
        yield f"  {kind:<18} {half} {count['made']:>5} made {found:>7.1%} found {errors:>7.1%} as errors"
    for way, each in counts.alarms.items():
        for grade in ("error", "warning"):
            some = {code: n for (severity, code), n in sorted(each.items()) if severity == grade}
            parts = ", ".join(f"{code} {n * 1000 / counts.texts:.1f}" for code, n in some.items())
            yield f"  {way} {grade}s {sum(some.values()) * 1000 / counts.texts:.1f} ‰: {parts}"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--samples", type=int, default=0)
    arguments.add_argument("--only", default="", help="a code, or a kind of mistake")
    arguments.add_argument("--half", default="", choices=("", "seen", "kept"))
    arguments.add_argument("--limit", type=int, default=0, help="pairs of each file")
    arguments.add_argument("--alarms", action="store_true", help="put no mistakes in")
    options = arguments.parse_args()
    some: list[tuple[str, str]] = []
    for path in options.files:
        found = [
            pair for pair in planted.pairs(path) if options.half in ("", planted.half(pair[0])) and all(pair)
        ]
        many = options.limit and len(found) > options.limit
        some += random.Random(SEED).sample(found, options.limit) if many else found
    began = time.process_time()
    counts = measure(some, plant=not options.alarms)
    print(f"{counts.texts:,} pairs, {time.process_time() - began:.0f} s", *lines(counts), sep="\n")
    for name, texts in counts.shown.items():
        if options.samples and options.only in name:
            for text in random.Random(SEED).sample(texts, min(len(texts), options.samples)):
                print(f"{name}: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
