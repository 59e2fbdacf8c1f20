"""How long a large glossary takes: reading it, making it ready, and finding its terms in a text.

Usage: python benchmarks/glossary.py [TERMS] [MEGABYTES]; by default 100,000 terms and a text of 1 MB.
The terms are random words of 2 to 8 frequent characters; a tenth of the text is made of them.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from transflow import glossary
from transflow.folding import fold

FREQUENT = "".join(char for char in map(chr, range(0x4E00, 0x5800)) if fold(char) == char)


def main(count: int = 100_000, megabytes: float = 1.0) -> None:
    rng = random.Random(7)
    words = list({"".join(rng.choices(FREQUENT, k=rng.randint(2, 8))) for _ in range(count)})
    text = "".join(
        rng.choice(words) if rng.random() < 0.03 else rng.choice(FREQUENT)
        for _ in range(int(megabytes * 2**20 / 3 * 0.87))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.yaml")
        lines = [f"  {word}: {{use: term {number}}}\n" for number, word in enumerate(words)]
        path.write_text("source: zh\ntarget: en\nterms:\n" + "".join(lines), encoding="utf-8")
        start = time.perf_counter()
        terms = glossary.load([path], "zh", "en", path.parent)
        loaded = time.perf_counter()
    glossary.Glossary("zh", "en", terms.terms)
    compiled = time.perf_counter()
    found = terms.find(text)
    end = time.perf_counter()
    size = len(text.encode("utf-8")) / 2**20
    print(f"{len(terms.terms):,} terms, {len(text):,} characters ({size:.2f} MiB), {len(found):,} matches")
    print(
        f"read {loaded - start:.2f} s, of which made ready {compiled - loaded:.2f} s; found in {end - compiled:.2f} s"
    )


if __name__ == "__main__":
    main(*(number(argument) for number, argument in zip((int, float), sys.argv[1:], strict=False)))
