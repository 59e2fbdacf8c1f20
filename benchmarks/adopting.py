"""What `adopt` makes of sites that people translated: `python benchmarks/adopting.py DIR… [--samples N]`.

Each DIR is a site; it is copied first, and nothing is written in it. A site without a `transflow.yaml` gets the one that
`init` proposes; two repositories beside each other whose names end in `.myst` and `.LANGUAGE` are one site. Printed are,
for each language, how many translations there are, what was aligned and what was not, the states before and after, and
how long it took.

The last table says how well blocks are matched where the truth is known: pages and translations of equal structure, from
both of which blocks are taken out at random. `right` are pairs that belong together, `wrong` those that don't,
`missed` those not found; the rest of the blocks, whose partner was taken out, should pair with nothing.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from measures import show

from transflow import api, document
from transflow.commands import init
from transflow.document import Document
from transflow.errors import TransflowError
from transflow.pipeline.pairing import match
from transflow.site import workspace
from transflow.site.config import CONFIG_NAME
from transflow.site.workspace import Workspace
from transflow.tracker import label

SEED = 7
_LEAST = 8
"""Blocks that a page must have to be spoiled."""
_T = TypeVar("_T")


def copied(folder: Path, place: Path) -> None:
    """Copy a site's pages and configuration, to be written in."""
    for path in folder.rglob("*"):
        if path.is_file() and not {".git", ".transflow"} & set(path.relative_to(folder).parts[:-1]):
            copy = place / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def opened(folder: Path) -> Workspace:
    """Return a copied site as a workspace."""
    if not (folder / CONFIG_NAME).exists():
        (folder / CONFIG_NAME).write_text(_side_by_side(folder) or init.propose(folder).text, "utf-8")
    return workspace.load(folder)


def _side_by_side(folder: Path) -> str:
    """Return the configuration for two repositories beside each other; empty for anything else."""
    source = next((path.name for path in folder.glob("*.myst")), "")
    if not source:
        return ""
    stem = source.removesuffix(".myst")
    tags = [path.name.removeprefix(f"{stem}.") for path in folder.glob(f"{stem}.*") if path.name != source]
    content = f'{{root: ., source: "{source}/{{path}}.md", target: "{stem}.{{lang}}/{{path}}.md"}}'
    return f"source: en\ntargets: [{', '.join(tags)}]\ncontent: [{content}]\nmarkdown: {{math: true}}\n"


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """Return what a piece of work found, and its seconds."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def told(counts: Counter[str]) -> str:
    """Return counts in a line."""
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))


def report(site: Workspace) -> None:
    """Adopt everything, and print what became of it."""
    before, cold = timed(lambda: api.standings(site))
    print(f"pairs: {len(before.translations):,}; status {cold:.1f} s")
    print(f"before: {told(Counter(item.state for item in before.translations))}")
    done, seconds = timed(lambda: api.adopt(site))
    print(f"adopted: {len(done.results):,} translations in {seconds:.1f} s, {len(done.problems)} refused")
    for problem in done.problems[:5]:
        print(f"  {problem}")
    print(f"{'':8} {'pages':>6} {'aligned':>8} {'without':>8} {'extra':>8}")
    for tag in [*sorted({result.pair.language for result in done.results}), ""]:
        some = [result for result in done.results if tag in ("", result.pair.language)]
        sums = [
            sum(r.aligned for r in some),
            sum(len(r.alone) for r in some),
            sum(len(r.extra) for r in some),
        ]
        print(f"{tag or 'all':8} {len(some):6,}", *(f"{number:8,}" for number in sums))
    after, cold = timed(lambda: api.standings(site))
    print(f"after: {told(Counter(item.state for item in after.translations))}; status {cold:.1f} s")


def pages(site: Workspace) -> Iterator[tuple[Document, Document]]:
    """Yield the pages of a site with their translations."""
    for item in api.standings(site).translations:
        try:
            source, target = (
                document.parse((site.root / path).read_text("utf-8"), path, site.dialect)
                for path in (item.source, item.target)
            )
        except (OSError, UnicodeError, TransflowError):
            continue  # missing, or told above
        yield source, target


def spoiled(page: Document, rng: random.Random) -> tuple[Document, list[int]]:
    """Take blocks out of the body of a page; return it with the numbers that the others had."""
    kept: list[int] = []
    gone = 0
    for number, block in enumerate(page.blocks):
        if block.top >= 0 and not gone and rng.random() < 0.06:
            gone = rng.choice([1, 1, 2, 4])
        if block.top < 0 or not gone:
            kept.append(number)
        gone = max(gone - 1, 0)
    return replace(page, blocks=tuple(page.blocks[number] for number in kept)), kept


def quality(couples: Iterable[tuple[Document, Document]]) -> Counter[str]:
    """Match pages of equal structure after blocks were taken out of both, and compare with the truth."""
    counts: Counter[str] = Counter()
    for source, target in couples:
        labels = [[label(block) for block in page.blocks if block.top >= 0] for page in (source, target)]
        if labels[0] != labels[1] or len(labels[0]) < _LEAST:
            continue
        rng = random.Random(f"{SEED} {target.path}")
        heads = [sum(block.top < 0 for block in page.blocks) for page in (source, target)]
        (left, mine), (right, yours) = spoiled(source, rng), spoiled(target, rng)
        here = {mine[i] - heads[0]: yours[j] - heads[1] for i, j in match(left, right).pairs.items()}
        found = {pair for pair in here.items() if min(pair) >= 0}
        truth = {(n - heads[0],) * 2 for n in mine if n >= heads[0]} & {
            (n - heads[1],) * 2 for n in yours if n >= heads[1]
        }
        counts += Counter(right=len(found & truth), wrong=len(found - truth), missed=len(truth - found))
        counts["pages"] += 1
    return counts


def samples(couples: Iterable[tuple[Document, Document]], number: int) -> None:
    """Print some pairs to be read, from pages of unequal structure."""
    rng = random.Random(SEED)
    pool = [
        (target.path, source.blocks[i].text, target.blocks[j].text)
        for source, target in couples
        if [label(b) for b in source.blocks] != [label(b) for b in target.blocks]
        for i, j in match(source, target).pairs.items()
        if source.blocks[i].top >= 0 and source.blocks[i].text != target.blocks[j].text
    ]
    for path, left, right in rng.sample(pool, min(number, len(pool))):
        print(f"\n{path}\n  {' '.join(left.split())[:150]}\n  {' '.join(right.split())[:150]}")


def main() -> int:
    """Measure each site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--samples", type=int, default=0, help="print so many pairs of each site")
    options = parser.parse_args()
    for folder in options.folders:
        with tempfile.TemporaryDirectory() as temporary:
            place = Path(temporary) / folder.name
            copied(folder, place)
            print(f"== {folder.name}")
            try:
                site = opened(place)
            except TransflowError as error:
                print(f"{error}\n")
                continue
            couples = list(pages(site))
            report(site)
            truth = quality(couples)
            print(f"known truth: {told(truth)}\n")
            found = truth["right"] + truth["wrong"] + truth["missed"]
            show(
                f"adopting: blocks paired rightly, {folder.name}",
                f"{truth['right'] / max(found, 1):.1%} of {found:,}",
            )
            show(f"adopting: blocks paired wrongly, {folder.name}", f"{truth['wrong'] / max(found, 1):.1%}")
            samples(couples, options.samples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
