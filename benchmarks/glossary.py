"""Two questions about glossaries: are they true to what people write, and how long does a large one take?

    python benchmarks/glossary.py --pairs FILE.tsv… [--glossary FILE.yaml] [--show N]
    python benchmarks/glossary.py [--terms 100000] [--megabytes 1]

A FILE.tsv holds a text and its translation by a person in its last two columns, on each line; so what the term check
finds there counts as a false alarm, and is to be read: a form is lacking under `also`, a term is an ordinary word in
places, or the translator left the term out. The counterpart: how often it notices that a form of a term was replaced by `thing`, so
that nobody makes the check quiet by allowing everything. `--show` prints so many of each term's. The large glossary consists of random words
of 2 to 8 frequent characters, which make up a tenth of the text.
"""

import argparse
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measures import show as tell

from transflow import glossary
from transflow.files import Folder, read_given
from transflow.folding import fold

ROOT = Path(__file__).resolve().parent.parent
SEED = 7
FREQUENT = "".join(char for char in map(chr, range(0x4E00, 0x5800)) if fold(char) == char)


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 1:
            yield cells[-2], cells[-1]


def judge(path: Path, terms: glossary.Glossary, show: int) -> None:
    """Print how often a term stands in the source and in none of its forms in the translation."""
    wanted: Counter[str] = Counter()
    lacking: Counter[str] = Counter()
    told: dict[str, list[str]] = defaultdict(list)
    texts = hits = whole = 0
    for source, target in pairs(path):
        texts += 1
        wanted.update(match.term.source for match in terms.find(source) if not match.term.hint)
        findings = glossary.verify(source, target, terms)
        hits += bool(findings)
        for finding in findings:
            whole += finding.kind == "forbidden" or not finding.found
            lacking[finding.term.source] += finding.wanted - finding.found if finding.kind == "missing" else 1
            told[finding.term.source].append(f"    {finding.kind} {source}\n      {target}")
    occurrences, alarms = sum(wanted.values()), sum(lacking.values())
    print(
        f"{path.name}: {texts:,} pairs, {hits:,} with a finding; {len(wanted):,} of {len(terms.terms):,} terms occur"
    )
    rate = 1000 / max(occurrences, 1)
    print(
        f"  {alarms:,} alarms on {occurrences:,} occurrences: {alarms * rate:.1f} in 1,000;"
        f" {whole * rate:.1f} where no form of the term stands in the text, or a forbidden one"
    )
    print(f"  {noticed(path, terms):.1%} of terms that are replaced are noticed")
    for name, count in lacking.most_common() if show else ():
        print(f"  {name}: {count} of {wanted[name]}")
        print("\n".join(told[name][:show]))


def noticed(path: Path, terms: glossary.Glossary) -> float:
    """Return the share of texts in which it is noticed that one of their terms' forms was replaced."""
    rng, made, seen = random.Random(SEED), 0, 0
    for source, target in pairs(path):
        forms = {form for match in terms.find(source) if not match.term.hint for form in match.term.forms}
        if there := sorted(form for form in forms if re.search(_word(form), target)):
            spoilt = re.sub(_word(rng.choice(there)), "thing", target)
            made += 1
            seen += _lacking(source, spoilt, terms) > _lacking(source, target, terms)
    return seen / max(made, 1)


def _word(form: str) -> str:
    return rf"(?i:\b{re.escape(form)}\w*)"


def _lacking(source: str, target: str, terms: glossary.Glossary) -> int:
    return sum(finding.wanted - finding.found for finding in glossary.verify(source, target, terms))


def large(count: int, megabytes: float) -> None:
    """Print how long a large glossary takes."""
    rng = random.Random(SEED)
    words = list({"".join(rng.choices(FREQUENT, k=rng.randint(2, 8))) for _ in range(count)})
    text = "".join(
        rng.choice(words) if rng.random() < 0.03 else rng.choice(FREQUENT)
        for _ in range(int(megabytes * 2**20 / 3 * 0.87))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.yaml")
        lines = [f"  {word}: {{use: term {number}}}\n" for number, word in enumerate(words)]
        path.write_text("source: zh\ntarget: en\nterms:\n" + "".join(lines), encoding="utf-8")
        start = time.process_time()
        terms = glossary.load([path.name], "zh", "en", Folder(path.parent).read)
        loaded = time.process_time()
    glossary.Glossary("zh", "en", terms.terms)
    compiled = time.process_time()
    found = terms.find(text)
    end = time.process_time()
    size = len(text.encode("utf-8")) / 2**20
    print(f"{len(terms.terms):,} terms, {len(text):,} characters ({size:.2f} MiB), {len(found):,} matches")
    print(
        f"read {loaded - start:.2f} s, of which made ready {compiled - loaded:.2f} s; found in {end - compiled:.2f} s"
    )
    tell(f"glossary: reading {len(terms.terms):,} terms", f"{loaded - start:.2f} s")
    tell(f"glossary: finding them in {size:.2f} MiB", f"{end - compiled:.2f} s")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--pairs", nargs="+", type=Path, metavar="FILE.tsv", default=[])
    arguments.add_argument("--glossary", type=Path, default=ROOT / "glossaries" / "finance.yaml")
    arguments.add_argument("--show", type=int, default=0, help="findings of each term to print")
    arguments.add_argument("--terms", type=int, default=100_000)
    arguments.add_argument("--megabytes", type=float, default=1.0)
    options = arguments.parse_args()
    for path in options.pairs:
        judge(path, glossary.read(str(options.glossary), partial(read_given, options.glossary)), options.show)
    if not options.pairs:
        large(options.terms, options.megabytes)


if __name__ == "__main__":
    main()
