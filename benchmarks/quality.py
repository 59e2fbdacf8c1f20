"""How good drafts are: scores beside human translations of sentences that neither an example nor a setting has seen.

    python benchmarks/quality.py ../shared/finance-parallel/train.tsv [--engine NAME] [--limit N] [--examples near|fixed]
    python benchmarks/quality.py ../shared/open-parallel/opentelemetry_docs.tsv --limit N --half reviewed|unreviewed

Measured on the pairs that are held out (`int(sha256(Chinese).hexdigest(), 16) % 8 == 0`), in pages of ten, as articles are
drafted; of a WMT terminology task (`FILE.jsonl`) on a sample of its sentences, with its own terms. `--examples` says what the engine is
shown: what the product shows it where nothing was reviewed yet (`near`), or the few that it has itself (`fixed`). With `--half` sentences
of one half of any table are drafted, drawn by the seed, as on a site where people reviewed the other half, or nothing (`unreviewed`).

    chrF, chrF++, BLEU    against the human translation; intervals of 95 % by bootstrap
    terms                 terms of the glossary that the human translation has in an allowed form, and the draft too
    figures               numbers that recognizers-text reads in the source and in the human translation, and in the draft too
    invented              numbers that it reads in the draft alone
    left                  drafts in which something of the source's script is left

Needs `pip install --group benchmarks --group oracles`.
"""

import argparse
import json
import random
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measures import show
from risk import pairs
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from terminology import blocks, terms_of

from transflow import glossary, languages, quantities, translator
from transflow.engines.registry import open_engine
from transflow.glossary import Glossary, Term
from transflow.glossary import verify as verify_terms
from transflow.markdown import unescape
from transflow.pipeline.examples import Examples
from transflow.pipeline.reviewed import Reviewed, Sentence
from transflow.site.workspace import find
from transflow.translator import Draft, Text
from transflow.verification import Knowledge

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = {"chrF": 500, "chrF++": 300, "BLEU": 100}
"""Of the bootstrap."""
PAGE = 10
SHORTEST, LONGEST = 15, 200
"""Characters of a sentence of the documents."""

_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=\d)")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence, its human translation, and its draft as running text."""

    source: str
    reference: str
    output: str
    draft: Draft


def chosen(file: Path, know: Knowledge, limit: int, seed: int) -> list[Pair]:
    """Return sentences and their human translations, drawn by a seed."""
    if file.suffix == ".jsonl":
        told = ((block.source, block.reference) for block in blocks(file, know))
        found = [pair for pair in told if SHORTEST <= len(pair[0]) <= LONGEST]
    else:
        found = pairs(file)[0]
    random.Random(seed).shuffle(found)
    return found[: limit or None]


def halves(file: Path, limit: int, seed: int) -> tuple[list[Pair], list[Pair]]:
    """Return one half of a table's pairs, and sentences of the other half."""
    rows = (line.split("\t")[-2:] for line in file.read_text("utf-8").splitlines())
    told = [(source, target) for source, target in rows if SHORTEST <= len(source) <= LONGEST]
    random.Random(seed).shuffle(told)
    middle = len(told) // 2
    return told[:middle], told[middle:][: limit or None]


def known(file: Path) -> Knowledge:
    """Return what is known of the languages: of finance news our glossary, of documents their own terms."""
    if file.suffix != ".jsonl":
        terms = glossary.load(
            ["glossaries/finance.yaml"], "zh-CN", "en", lambda name: (ROOT / name).read_bytes()
        )
        return Knowledge("zh-CN", "en", terms, quantities.Style())
    listed = tuple(
        Term(term, forms[0], tuple(forms[1:]), case="free") for term, forms in terms_of(file).items()
    )
    return Knowledge("zh-HK", "en", Glossary("zh-HK", "en", listed), quantities.Style())


def drafted(
    some: Sequence[Pair], know: Knowledge, engine: str, *, near: bool, before: Sequence[Pair] = ()
) -> list[Drafted]:
    """Draft sentences in pages of ten, where people have reviewed others before."""
    texts: list[Text] = []
    reviewed = Reviewed(find(ROOT), ())
    reviewed.add(know.source, know.target, [Sentence(*pair, "before.md") for pair in before])
    for at in range(0, len(some), PAGE):
        page = [source for source, _ in some[at : at + PAGE]]
        shown = Examples(reviewed, know, page) if near else None
        texts += [Text(source, examples=shown.of(source) if shown else ()) for source in page]
    drafts = translator.translate(texts, open_engine(engine, know.source, know.target), know)
    return [
        Drafted(source, reference, unescape(draft.text), draft)
        for (source, reference), draft in zip(some, drafts, strict=True)
    ]


def scores(done: Sequence[Drafted]) -> Iterator[tuple[str, str]]:
    """Yield each score with its interval."""
    metrics: dict[str, CHRF | BLEU] = {"chrF": CHRF(), "chrF++": CHRF(word_order=2), "BLEU": BLEU()}
    for name, metric in metrics.items():
        score = partial(scored, metric)
        low, high = interval(done, score, SAMPLES[name])
        yield name, f"{score(done):.1f} ({low:.1f} to {high:.1f})"


def scored(metric: CHRF | BLEU, some: Sequence[Drafted]) -> float:
    """Return the score of drafts."""
    return float(metric.corpus_score([one.output for one in some], [[one.reference for one in some]]).score)


def interval(
    done: Sequence[Drafted], score: Callable[[Sequence[Drafted]], float], samples: int
) -> tuple[float, float]:
    """Return the bootstrap interval (95 %) of a score."""
    rng = random.Random(1)
    found = sorted(score(rng.choices(done, k=len(done))) for _ in range(samples))
    return found[samples // 40], found[-samples // 40 - 1]


def terms(done: Sequence[Drafted], know: Knowledge) -> tuple[int, int]:
    """Count the terms that the drafts have, of those that the human translations have."""
    right = wanted = 0
    for one in done:
        present = {match.term.source for match in know.glossary.find(one.source)}
        other = {found.term.source for found in verify_terms(one.source, one.reference, know.glossary)}
        wrong = {found.term.source for found in verify_terms(one.source, one.output, know.glossary)}
        wanted += len(present - other)
        right += len(present - other - wrong)
    return right, wanted


def figures(done: Sequence[Drafted]) -> tuple[int, list[str], list[str]]:
    """Count the numbers that source and human translation have; name those that the drafts lack, and those invented."""
    wanted = 0
    lost, invented = list[str](), list[str]()
    for one in done:
        source, reference, output = (
            numbers(one.source, "zh-cn"),
            numbers(one.reference, "en-us"),
            numbers(one.output, "en-us"),
        )
        agreed = source & reference
        wanted += agreed.total()
        lost += [f"{value}: {one.source} → {one.output}" for value in (agreed - output).elements()]
        alone = set(output) - set(source) - set(reference)
        invented += [f"{value}: {one.source} → {one.output}" for value in sorted(alone)]
    return wanted, lost, invented


def numbers(text: str, culture: str) -> Counter[str]:
    """Return the values that recognizers-text reads; in `Nasdaq-100` it takes the hyphen for a sign."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recognizers_number import recognize_number  # noqa: PLC0415  it warns when it is imported

        found = recognize_number(_HYPHEN.sub(" ", text), culture)
    return Counter(str(one.resolution["value"]) for one in found if one.resolution.get("value"))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="sentences; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", choices=("near", "fixed"), default="near")
    parser.add_argument("--half", choices=("reviewed", "unreviewed"), help="draft one half; of the other")
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="write what was drafted, a JSON line a sentence"
    )
    return parser.parse_args()


def main() -> None:
    """Measure."""
    options = arguments()
    know = known(options.file)
    before: list[Pair] = []
    if options.half:
        others, some = halves(options.file, options.limit, options.seed)
        before = others if options.half == "reviewed" else []
    else:
        some = chosen(options.file, know, options.limit, options.seed)
    began = time.process_time()
    done = drafted(some, know, options.engine, near=options.examples == "near", before=before)
    spent = time.process_time() - began
    if options.save:
        rows = ({"source": one.source, "reference": one.reference, "draft": one.output} for one in done)
        options.save.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    size = f"{options.file.stem}, {len(done)} sentences, {options.engine}, examples {options.examples}"
    size += f", the other half {options.half}" if options.half else ""
    for name, value in scores(done):
        show(f"quality: {name}, {size}", value)
    right, wanted = terms(done, know)
    show("quality: terms", f"{100 * right / max(wanted, 1):.1f} % of {wanted}", "≥ 97 %")
    wanted, lost, invented = figures(done)
    share = 100 * (wanted - len(lost)) / max(wanted, 1)
    show("quality: figures by an independent reader", f"{share:.1f} % of {wanted}", "100 %")
    show("quality: invented figures", str(len(invented)), "0")
    script = languages.residue_pattern(know.source, know.target)
    left = [one for one in done if script and script.search(one.output)]
    show("quality: drafts with something of the source left", str(len(left)), "0")
    errors = Counter(fault.code for one in done for fault in one.draft.faults if fault.severity == "error")
    asked = Counter(tried.rung for one in done for tried in one.draft.tried)
    print(f"errors left: {dict(errors)}; requests: {dict(asked)}; {spent:.0f} s of processor time")
    print(*(f"lost {one}" for one in lost), *(f"invented {one}" for one in invented), sep="\n")


if __name__ == "__main__":
    main()
