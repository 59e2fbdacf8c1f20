"""Which terms a glossary should have, counted: `python benchmarks/candidates.py [--write] [--lacking]`.

The rule, fixed before the glossary was last edited. A *candidate* is a run of two to eight Chinese characters that

- stands in two sentences or more of the parallel finance sentences, with two neighbours or more on either side, not merely
  within a longer candidate, and neither begins nor ends with a word of grammar (as `glossary suggest` finds them);
- is three times as frequent there as on pages about other things (documentation, everyday sentences);
- is no word of the list of common Chinese words.

Those are fewer than 2,000; the most frequent candidates of public lectures in economics (three sentences or more) fill the
list, `candidates.tsv`. It is ordered by the number of sentences of both in which a candidate stands, then by text. Its column `kind` was filled in by hand: `term` for
what a finance desk would look up, `other` for ordinary language, mathematics, and what the count cut out of something longer.
What is measured is the share of the terms that the glossary has: as an entry, or made up of entries and common words.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from measures import show

from transflow.folding import fold
from transflow.glossary import reader
from transflow.glossary.boundaries import common
from transflow.glossary.suggestions import candidates
from transflow.glossary.terms import Glossary

_ROOT = Path(__file__).parent.parent
_SHARED = _ROOT.parent / "shared"
_LIST = Path(__file__).with_name("candidates.tsv")
_LENGTH = 2_000
_KEY = 3
"""How much more frequent a candidate is than on pages about other things."""
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]{2,8}\Z")


def _column(path: Path) -> list[str]:
    """Return the Chinese side of a table of sentences."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[-2] for line in lines if "\t" in line]


def counted() -> list[tuple[str, int]]:
    """Return the list of candidates by the rule, each with the number of its sentences."""
    finance = _column(_SHARED / "finance-parallel" / "train.tsv")
    lectures = _column(_SHARED / "open-parallel" / "quantecon_lectures.tsv")
    others = ("tatoeba_cmn.tsv", "opentelemetry_docs.tsv", "cncf_glossary.tsv")
    other = "\n".join(fold(text) for name in others for text in _column(_SHARED / "open-parallel" / name))
    news, economics = _keyed(finance, other, 2), _keyed(lectures, other, 3)
    folded = [fold(text) for text in lectures]
    found = [(word, count + sum(word in text for text in folded)) for word, count in news.items()]
    filling = sorted((-count, word) for word, count in economics.items() if word not in news)
    found += [(word, -count) for count, word in filling[: max(0, _LENGTH - len(found))]]
    return sorted(found, key=lambda item: (-item[1], item[0]))[:_LENGTH]


def _keyed(texts: Sequence[str], other: str, least: int) -> dict[str, int]:
    """Return the candidates of some texts that are frequent there and not elsewhere, with their counts."""
    size, everyday = sum(map(len, texts)), common("zh")
    found = {}
    for word, numbers in candidates(texts, "zh", least).items():
        key = (len(numbers) / size) / ((other.count(word) + 0.5) / len(other))
        if _CHARACTERS.match(word) and key >= _KEY and word not in everyday:
            found[word] = len(numbers)
    return found


def listed(kind: str = "") -> list[dict[str, str]]:
    """Return the rows of the list, of one kind or all."""
    with _LIST.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if kind in {"", row["kind"]}]


def has(glossary: Glossary, word: str) -> bool:
    """Whether a glossary has a term: as an entry, or made up of its entries and of common words."""
    matches = glossary.find(word)
    rest = list(word)
    for match in matches:
        rest[match.start : match.end] = " " * (match.end - match.start)
    return bool(matches) and all(part in common("zh") for part in "".join(rest).split())


def _write(found: Sequence[tuple[str, int]]) -> None:
    kinds = {row["candidate"]: row["kind"] for row in listed()} if _LIST.exists() else {}
    lines = [
        "candidate\tsentences\tkind",
        *(f"{word}\t{count}\t{kinds.get(word, '')}" for word, count in found),
    ]
    _LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Count, or measure."""
    parser = argparse.ArgumentParser(description="Which terms a glossary should have.")
    parser.add_argument("--write", action="store_true", help="count anew and write the list, kinds kept")
    parser.add_argument("--lacking", action="store_true", help="print the terms that the glossary lacks")
    chosen = parser.parse_args()
    if chosen.write:
        if not _SHARED.exists():
            print("the corpora are not here", file=sys.stderr)
            return 2
        _write(counted())
    glossary = reader.read("glossaries/finance.yaml", lambda name: (_ROOT / name).read_bytes())
    terms = [row["candidate"] for row in listed("term")]
    lacking = [word for word in terms if not has(glossary, word)]
    kinds = Counter(row["kind"] for row in listed())
    for kind, number in kinds.most_common():
        show(f"candidates: {kind or '-'}", str(number))
    share = 1 - len(lacking) / len(terms) if terms else 0
    show("terms that the glossary has", f"{len(terms) - len(lacking)} of {len(terms)}, {share:.1%}", "95%")
    if chosen.lacking:
        print("\n".join(lacking))
    return 0


if __name__ == "__main__":
    sys.exit(main())
