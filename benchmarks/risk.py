"""How well the risk of a draft foretells its quality: Spearman's rank correlation with chrF, beside that of length alone.

    python benchmarks/risk.py ../shared/finance-parallel/train.tsv [--engine NAME] [--limit N] [--fit]

Measured on the pairs that are held out (`int(sha256(Chinese).hexdigest(), 16) % 8 == 0`). `--fit` also drafts others, and
prints weights fitted to those.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from measures import show
from sacrebleu.metrics.chrf import CHRF

from transflow import glossary, quantities, translator
from transflow.engines.registry import open_engine
from transflow.translator import risk
from transflow.translator.risk import Signs
from transflow.verification import Knowledge

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = 1000
"""Of the bootstrap."""


def pairs(file: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the pairs that are held out, and the others, each in an order that hangs on nothing."""
    held: list[tuple[int, str, str]] = []
    others: list[tuple[int, str, str]] = []
    for line in file.read_text("utf-8").splitlines():
        _, chinese, english = line.split("\t")
        number = int(hashlib.sha256(chinese.encode()).hexdigest(), 16)
        (held if number % 8 == 0 else others).append((number, chinese, english))
    return tuple([pair[1:] for pair in sorted(group)] for group in (held, others))  # type: ignore[return-value]


def drafted(chosen: Sequence[tuple[str, str]], engine: str) -> list[tuple[Signs, float, int]]:
    """Draft each text; return the signs of its only sentence, chrF, and its risk. Texts of several sentences are left out."""
    terms = glossary.load(["glossaries/finance.yaml"], "zh-CN", "en", lambda name: (ROOT / name).read_bytes())
    know = Knowledge("zh-CN", "en", terms, quantities.Style())
    texts = [translator.Text(chinese) for chinese, _ in chosen]
    drafts = translator.translate(texts, open_engine(engine, "zh-CN", "en"), know)
    chrf = CHRF()
    return [
        (draft.signs[0], chrf.sentence_score(draft.text, [english]).score, draft.risk)
        for draft, (_, english) in zip(drafts, chosen, strict=True)
        if len(draft.signs) == 1
    ]


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the rank correlation; equal values share their mean rank."""
    return float(np.corrcoef(_ranks(left), _ranks(right))[0, 1])


def _ranks(values: Sequence[float]) -> np.ndarray:
    _, place, count = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[place]


def interval(left: Sequence[float], right: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Return the bootstrap interval (95 %) of how much better `left` ranks `right` than `other` does."""
    rng = random.Random(1)
    found = []
    for _ in range(SAMPLES):
        at = [rng.randrange(len(right)) for _ in right]
        target = [right[i] for i in at]
        found.append(
            abs(spearman([left[i] for i in at], target)) - abs(spearman([other[i] for i in at], target))
        )
    found.sort()
    return found[SAMPLES // 40], found[-SAMPLES // 40 - 1]


def fitted(data: Sequence[tuple[Signs, float, int]]) -> dict[str, float]:
    """Return weights, by ridge regression of 100 - chrF on the signs."""
    names = list(risk.features(data[0][0]))
    table = np.array([[risk.features(signs)[name] for name in names] for signs, _, _ in data])
    centre, spread = table.mean(0), table.std(0)
    scaled = (table - centre) / np.where(spread > 0, spread, 1)
    target = np.array([100 - score for _, score, _ in data])
    ridge = scaled.T @ scaled + len(data) * 0.02 * np.eye(len(names))
    weights = np.linalg.solve(ridge, scaled.T @ (target - target.mean())) / np.where(spread > 0, spread, 1)
    return {"BASE": round(float(target.mean() - weights @ centre), 1)} | {
        name: round(float(weight), 1) for name, weight in zip(names, weights, strict=True)
    }


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    held, others = pairs(options.file)
    data = drafted(held[: options.limit or None], options.engine)
    scores, risks = [score for _, score, _ in data], [float(value) for *_, value in data]
    lengths = [float(signs.length) for signs, _, _ in data]
    for name, values in (("risk", risks), ("length alone", lengths)):
        show(f"{name} and chrF, {len(data)} drafts of {options.engine}", f"{spearman(values, scores):+.3f}")
    low, high = interval(risks, scores, lengths)
    gain = abs(spearman(risks, scores)) - abs(spearman(lengths, scores))
    show("risk better than length by", f"{gain:+.3f} (95 %: {low:+.3f} to {high:+.3f})", "≥ 0.1")
    if options.fit:
        print(
            json.dumps(fitted(drafted(others[: 3 * (options.limit or len(held))], options.engine)), indent=1)
        )


if __name__ == "__main__":
    main()
