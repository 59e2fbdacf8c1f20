"""How often the checks cry wolf, and how often they catch a wolf: `python benchmarks/checks.py DIR…`.

A DIR holds pages that people translated: a `documents.jsonl` with `zh` and `en`, a `content` folder with a folder
for each language, or two repositories beside each other whose names end in `.myst` and `.zh-cn`. Pages that say
that they have drifted from their source are left out. Pages are taken as adopted translations whose blocks
correspond where their structure leaves no doubt.

Prints, for each check, findings for 1,000 units.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transflow import document, glossary, quantities
from transflow.checks import Finding, Subject, run
from transflow.document import Dialect
from transflow.errors import TransflowError
from transflow.model import Unit
from transflow.planner import Page
from transflow.verification import Knowledge
from transflow.workspace import Pair

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Example:
    """One page with its translation by a person."""

    name: str
    source: str
    target: str
    origin: str
    language: str


def examples(folder: Path) -> Iterator[Example]:
    if (folder / "documents.jsonl").is_file():
        for number, line in enumerate((folder / "documents.jsonl").read_text("utf-8").splitlines()):
            page = json.loads(line)
            yield Example(f"{folder.name}#{number}", page["zh"], page["en"], "zh-HK", "en")
    for left in sorted(folder.glob("*.myst")):
        right = left.with_name(left.name.replace(".myst", ".zh-cn"))
        yield from _trees(left, right, "en", "zh-CN")
    for right in sorted((folder / "content").glob("zh*")):
        yield from _trees(folder / "content" / "en", right, "en", "zh-TW" if right.name.endswith("tw") else "zh-CN")


def _trees(left: Path, right: Path, origin: str, language: str) -> Iterator[Example]:
    for path in sorted(right.rglob("*.md")):
        other = left / path.relative_to(right)
        text = path.read_text("utf-8")
        if other.is_file() and "drifted_from_default: true" not in text:
            yield Example(str(path.relative_to(right.parent)), other.read_text("utf-8"), text, origin, language)


def swapped(example: Example) -> Example:
    return Example(example.name, example.target, example.source, example.language, example.origin)


def subject(example: Example, known: dict[tuple[str, str], Knowledge]) -> Subject:
    dialect = Dialect(math=True)
    tags = (example.origin, example.language)
    if tags not in known:
        terms = glossary.load([ROOT / "glossaries" / "finance.yaml"], *tags, ROOT)
        known[tags] = Knowledge(*tags, terms, quantities.Style())
    source = document.parse(example.source, "source.md", dialect)
    target = document.parse(example.target, example.name, dialect)
    page = Page("source.md", example.origin, (example.language,), translate=True, status="")
    return Subject(Pair("source.md", example.name, example.language), "reviewed", example.origin, page, source, target,
                   None, None, known[tags])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    arguments.add_argument("--swap", action="store_true")
    arguments.add_argument("--samples", type=int, default=0)
    arguments.add_argument("--only", default="")
    options = arguments.parse_args()
    known: dict[tuple[str, str], Knowledge] = {}
    for folder in options.folders:
        counts: Counter[str] = Counter()
        bad: dict[str, list[str]] = defaultdict(list)
        units = pages = 0
        began = time.perf_counter()
        for example in examples(folder):
            example = swapped(example) if options.swap else example
            try:
                item = subject(example, known)
            except TransflowError as error:
                print(error)
                continue
            pages += 1
            units += sum(isinstance(couple.target, Unit) for couple in item.couples)
            for finding in run(item):
                counts[f"{finding.code} {finding.name} {finding.severity}"] += 1
                bad[finding.code].append(f"  {finding.path}:{finding.line}: {finding.code} {finding.message}")
        print(f"## {folder.name}: {pages} pages, {units} units, {time.perf_counter() - began:.1f} s")
        for name, count in sorted(counts.items()):
            print(f"{name:<32} {count:>6} {count * 1000 / units:>8.1f}")
        rng = random.Random(7)
        for code, lines in sorted(bad.items()):
            if not options.only or code in options.only.split(","):
                print("\n".join(rng.sample(lines, min(options.samples, len(lines)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
