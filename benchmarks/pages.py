"""Chinese pages to translate: clauses of the sentences written for this project, put together anew by seed."""

import random
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from transflow import glossary, languages, quantities
from transflow.files import Folder

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ROOT / "tests" / "training" / "finance.tsv"
CONFIG = "source: zh-CN\ntargets: [en]\nglossaries: [glossaries/*.yaml]\n"
_PLAIN = re.compile(r"[\u4e00-\u9fff]{10,24}")


def pairs() -> list[list[str]]:
    """Return the sentence pairs: topic, Chinese, English."""
    return [line.split("\t") for line in SENTENCES.read_text("utf-8").splitlines()]


@cache
def clauses() -> tuple[str, ...]:
    """Return the Chinese clauses without terms and figures: a model of random weights cannot render them.

    Nor are they so short that its outputs of one length would be found too long.
    """
    terms = glossary.load(["glossaries/finance.yaml"], "zh-CN", "en", Folder(ROOT).read)
    found = (
        clause.strip(" ，。；：！？")
        for _, chinese, _ in pairs()
        for clause in languages.clauses(chinese, "zh-CN")
    )
    plain = (clause for clause in found if _PLAIN.fullmatch(clause))
    return tuple(
        clause
        for clause in dict.fromkeys(plain)
        if not terms.find(clause) and not quantities.find(clause, "zh-CN")
    )


def texts(count: int, paragraphs: int = 8) -> Iterator[str]:
    """Yield pages of a heading and some paragraphs of one to three sentences, hardly any of which comes twice."""
    rng = random.Random(1)

    def sentence() -> str:
        return "，".join(rng.sample(clauses(), rng.choice((1, 1, 2, 2, 3)))) + "。"

    for _ in range(count):
        blocks = ("".join(sentence() for _ in range(rng.randint(1, 3))) for _ in range(paragraphs))
        yield "\n\n".join([f"## {rng.choice(clauses())}", *blocks]) + "\n"


def site(root: Path, count: int, paragraphs: int = 8) -> Path:
    """Write a workspace of so many pages, with the project's glossary, and return its folder."""
    for number, text in enumerate(texts(count, paragraphs)):
        place = root / "content" / f"f{number // 100}" / f"p{number:05}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    shutil.copytree(ROOT / "glossaries", root / "glossaries")
    (root / "transflow.yaml").write_text(CONFIG)
    return root
