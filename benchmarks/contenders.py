"""Those who translate the same pages with the same model, each in a process of its own; `drafting.py` starts them.

    python benchmarks/contenders.py NAME SITE THREADS

prints as JSON how many `seconds` the texts took once the model was loaded and warm, and how many of `processor` time, which
says more than the clock where other work goes on. SITE is a workspace of plain
pages; `ARGOS_PACKAGES_DIR` names the folder of the package.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from transflow import api, document, languages
from transflow.engines import Request, ct2, packages
from transflow.engines.argos import BEAM, LENGTH_PENALTY, ArgosEngine
from transflow.model import Unit
from transflow.site import workspace

SOURCE, TARGET = "zh", "en"
WARM_UP = "投资者需要等待。"


def transflow(site: Path, threads: int) -> dict[str, float]:
    """All that `transflow translate` does, from a look at the workspace to the last page on disk."""
    engine = ArgosEngine.open(SOURCE, TARGET, threads=threads)
    engine.translate([Request(WARM_UP)])
    in_model, asked = 0.0, 0
    run = ct2.run

    def measured(submit: Any, plan: Sequence[ct2.Batch], **options: Any) -> list[Any]:
        nonlocal in_model, asked
        began = time.perf_counter()
        answers = run(submit, plan, **options)
        in_model += time.perf_counter() - began
        asked += len(answers)
        return answers

    with (
        patch.object(ct2, "run", measured),
        patch("transflow.pipeline.engine.open_engine", lambda *_, **__: engine),
    ):
        outcome: list[api.Outcome] = []
        own = time.thread_time()
        taken = _timed(
            lambda: outcome.append(api.translate(workspace.load(site), means=api.Means("argos", threads)))
        )
        own = time.thread_time() - own
    assert not outcome[0].problems, outcome[0].problems
    return taken | {"model": in_model, "asked": asked, "own": own}


def argos(site: Path, threads: int) -> dict[str, float]:
    """`argostranslate.translate.translate`, called on each paragraph."""
    translation = _argos(threads)
    pages = [text for texts in _texts(site) for text in texts]
    return _timed(lambda: [translation.translate(text) for text in pages])


def argos_files(site: Path, threads: int) -> dict[str, float]:
    """`argos-translate-files` on each page, as a text file of a paragraph a line."""
    from argostranslatefiles import argostranslatefiles  # noqa: PLC0415  not on every machine

    translation = _argos(threads)
    files = []
    for number, texts in enumerate(_texts(site)):
        files.append(site.parent / f"{number}.txt")
        files[-1].write_text("\n".join(texts), "utf-8")
    return _timed(lambda: [argostranslatefiles.translate_file(translation, str(file)) for file in files])


def raw(site: Path, threads: int) -> dict[str, float]:
    """`ctranslate2.translate_batch` on the sentences, cut, tokenized and sorted by length before: the limit."""
    package = packages.find(SOURCE, TARGET)
    assert package
    translator = ct2.open_translator(package.model, threads=threads)
    tokenizer = ct2.open_tokenizer(package.tokenizer)
    sentences = [part for texts in _texts(site) for text in texts for part in _sentences(text)]
    tokens = sorted(tokenizer.encode(sentences, out_type=str), key=len)

    def work(rows: Sequence[Sequence[str]]) -> None:
        translator.translate_batch(
            rows, beam_size=BEAM, length_penalty=LENGTH_PENALTY, replace_unknowns=True, max_batch_size=32
        )

    work(tokens[:2])
    return _timed(lambda: work(tokens)) | {"asked": len(tokens)}


def _argos(threads: int) -> Any:
    """Return Argos Translate's own translation of the pair, warm, but for the sentence splitter.

    Its own, minisbd, downloads a model at first use. That of transflow takes its place, which costs less.
    """
    os.environ["ARGOS_INTRA_THREADS"] = str(threads)
    from argostranslate import sbd, translate  # noqa: PLC0415  reads its environment when it is imported

    class Splitter(sbd.ISentenceBoundaryDetectionModel):  # type: ignore[misc]
        def split_sentences(self, text: str) -> list[str]:
            return _sentences(text)

    translation = translate.get_translation_from_codes(SOURCE, TARGET)
    translation.underlying.sentencizer = Splitter()
    translation.translate(WARM_UP)
    return translation


def _texts(site: Path) -> Iterator[list[str]]:
    """Yield the paragraphs of each page."""
    for file in sorted((site / "content").rglob("*.md")):
        page = document.parse(file.read_text("utf-8"), file.name)
        yield [block.text for block in page.blocks if isinstance(block, Unit)]


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in languages.sentences(text, SOURCE)]


def _timed(work: Callable[[], object]) -> dict[str, float]:
    began, processor = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - began, "processor": time.process_time() - processor}


CONTENDERS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "transflow": transflow, "argos": argos, "argos-files": argos_files, "raw": raw,
}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(CONTENDERS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
