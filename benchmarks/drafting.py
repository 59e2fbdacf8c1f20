"""What drafting costs beside the model: `python benchmarks/drafting.py [--quick] [--package FILE.argosmodel] [--threads N]`.

One run, one model, pages of one kind, the same threads, warm: transflow from the workspace to the last page on disk, beside
`argostranslate.translate` called on each paragraph, `argos-translate-files` on each page, and ctranslate2 alone on the
sentences, tokenized and sorted by length before, which is the limit. The model is of the size of real ones, with random
weights and outputs of one length (`basemodel.py`); `--package` names a real one.

Then time and memory from 100 pages to 10,000, one changed paragraph in the largest of these workspaces, how soon the
command line answers, and the embedded engine beside its own way one by one and CTranslate2 alone on the same weights (`ctranslate.py`).
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ctranslate
import pages
from measures import show

from transflow import processes
from transflow.engines import Request, packages

CONTENDERS = {"raw": 1, "transflow": 1, "argos": 10, "argos-files": 10}
"""Who translates, and which part of the pages."""
COMMAND = (sys.executable, "-m", "transflow")


def ratios(scratch: Path, package: Path | None, count: int, threads: int) -> None:
    """Let each contender translate the same pages; the slow ones the first tenth of them, and compare them by character."""
    folder = scratch / "packages"
    os.environ["ARGOS_PACKAGES_DIR"] = str(folder)
    if package:
        packages.install_file(package)
    else:
        maker = [sys.executable, str(Path(__file__).with_name("basemodel.py")), str(folder / "zh_en")]
        subprocess.run(maker, check=True)  # in a process of its own, whose memory goes with it
    sites = {size: pages.site(scratch / f"site{size}", size) for size in (count, count // 10)}
    found: dict[str, Mapping[str, float]] = {}
    for name, size in CONTENDERS.items():
        if told := contender(name, sites[count // size], threads):
            found[name] = {**told, "characters": sum(map(len, pages.texts(count // size)))}
    ours, limit = found["transflow"], found["raw"]
    show(
        "drafting: pages, characters, requests",
        f"{count}, {ours['characters']:,}, {ours['asked']:,.0f} ({limit['asked']:,.0f} sentences)",
    )
    show(
        "drafting: characters a second, transflow end to end", f"{ours['characters'] / ours['seconds']:,.0f}"
    )
    for name in ("argos", "argos-files"):
        if name in found:
            show(f"drafting: times as fast as {name} (by processor time)", _times(found[name], ours), "≥ 3")
    show("drafting: share of ctranslate2's own speed (by processor time)", _times(limit, ours), "≥ 0.85")
    clock, own = 1 - ours["model"] / ours["seconds"], ours["own"] / ours["processor"]
    show(
        "drafting: share of time outside the model (by processor time)", f"{clock:.1%} ({own:.1%})", "≤ 10 %"
    )


def _times(theirs: Mapping[str, float], ours: Mapping[str, float]) -> str:
    size = ours["characters"] / theirs["characters"]
    clock, processor = (size * theirs[kind] / ours[kind] for kind in ("seconds", "processor"))
    return f"{clock:.2f} ({processor:.2f})"


def contender(name: str, site: Path, threads: int) -> Mapping[str, float]:
    """Run one contender in a process of its own; nothing where it is not installed."""
    command = [sys.executable, str(Path(__file__).with_name("contenders.py")), name, str(site), str(threads)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"{name} is left out: {done.stderr.strip().splitlines()[-1]}", flush=True)
        return {}
    found: Mapping[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"{name}: {found['seconds']:.1f} s", flush=True)
    return found


def run(root: Path, *arguments: str) -> tuple[float, float, str]:
    """Run one command; return its seconds of processor, its peak of memory in MB, and what it printed."""
    with subprocess.Popen(
        [*COMMAND, "-C", str(root), *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, told
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, told


def growth(scratch: Path, sizes: Sequence[int]) -> Path:
    """Draft ever larger workspaces, with an engine that costs nothing; return the last."""
    found = []
    for size in sizes:
        root = pages.site(scratch / f"{size}", size, paragraphs=3)
        seconds, memory, _ = run(root, "-q", "translate", "--engine", "pseudo")
        print(f"{size} pages: {seconds:.1f} s, {memory:.0f} MB", flush=True)
        found.append((seconds / size, memory))
    (cost, memory), (last_cost, last_memory) = found[0], found[-1]
    between = f"{sizes[0]:,} → {sizes[-1]:,} pages"
    show(f"drafting: processor time a page, {between}", f"× {last_cost / cost:.2f}", "≤ 1.2")
    show(f"drafting: memory, {between}", f"{memory:.0f} → {last_memory:.0f} MB", "flat")
    return root


def incremental(root: Path, size: int) -> None:
    """Change one paragraph, and draft it."""
    time.sleep(3)  # a file that is younger than the cache by less than 2 s is not believed
    run(root, "-q", "translate", "--engine", "pseudo")
    page = next((root / "content").rglob("*.md"))
    page = page.with_name(page.name.replace(".en.md", ".md"))
    page.write_text(page.read_text("utf-8").replace("。\n", "，仍需观察。\n", 1), "utf-8")
    seconds, memory, told = run(root, "translate", "--engine", "pseudo", "--format", "json")
    drafted = sum(result["drafted"] for result in json.loads(told)["pages"])
    show(f"drafting: one paragraph changed in {size:,} pages, units drafted", f"{drafted}", "1")
    show(
        "drafting: the same, processor time of the whole command",
        f"{seconds:.2f} s, {memory:.0f} MB",
        "≤ 2 s",
    )


def start(times: int) -> None:
    """Compare how soon the command line answers with how long its own library takes to import."""
    commands = ([*COMMAND, "--version"], [sys.executable, "-c", "import typer"])
    best = [float("inf"), float("inf")]
    for _ in range(times):
        for number, command in enumerate(commands):
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            best[number] = min(best[number], time.perf_counter() - began)
    show("start: `transflow --version` to `import typer`", f"{best[0] / best[1]:.2f}", "≤ 1.5")


def embedded(count: int, threads: int) -> None:
    """Compare the embedded engine with itself one by one, and with the generator alone on the same prompts."""
    from transflow.engines.embedded import EmbeddedEngine  # noqa: PLC0415  not on every machine

    if missing := EmbeddedEngine.missing("zh", "en"):
        print(f"embedded is left out: {missing}", flush=True)
        return
    sentences = random.Random(1).sample(
        [chinese for _, chinese, _ in pages.pairs() if len(chinese) <= 45], count
    )
    measure_embedded(EmbeddedEngine.open("zh", "en", threads=threads), sentences)


def measure_embedded(engine: Any, sentences: Sequence[str]) -> None:
    """Compare the embedded engine, opened, with itself one by one and with CTranslate2's generator."""
    requests = [Request(sentence) for sentence in sentences]
    engine.translate(requests[:1])
    began = time.perf_counter()
    answers = engine.translate(requests)
    together = time.perf_counter() - began
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    few = requests[: len(requests) // 4]
    # What was asked lately is remembered.
    engine._before.clear()
    began = time.perf_counter()
    singly = [engine.translate([request])[0] for request in few]
    one_by_one = time.perf_counter() - began
    assert singly == list(answers[: len(few)]), "a draft depends on its neighbours"
    questions = [engine._question(request, engine._prompts[0]) for request in requests]
    raw = _generated(questions, engine._runtime.tokenizer)

    def tokens(texts: Sequence[Sequence[str]]) -> int:
        return sum(len(engine._encode(text[0])) + 1 for text in texts)

    ours, single = tokens(answers) / together, tokens(singly) / one_by_one
    show("embedded: tokens a second", f"{ours:.0f}")
    show("embedded: times as fast as one by one", f"{ours / single:.2f}")
    show("embedded: times as fast as CTranslate2 alone on the same questions", f"{ours / raw:.2f}", "≥ 0.85")
    show("embedded: resident memory at most", f"{resident:.1f} GB", "≤ 3 GB")


def _generated(questions: Sequence[Any], tokenizer: Any) -> float:
    """Return how many tokens a second CTranslate2's generator writes with as many workers as there are cores."""
    import ctranslate2  # noqa: PLC0415  heavy

    from transflow.engines.qwen import adapters, fetch, vocabulary, weights  # noqa: PLC0415  the extra
    from transflow.engines.qwen.adapter import Adapter  # noqa: PLC0415
    from transflow.engines.qwen.convert import Plan  # noqa: PLC0415

    file = fetch.published().file
    learnt = adapters.of(file, "zh", "en")
    with TemporaryDirectory() as folder:
        plan = Plan(weights.read(file), vocabulary.LATIN, Adapter.read(learnt) if learnt else None)
        names = ctranslate.convert(plan, Path(folder))
        # It looks at no bounds: a piece behind those that can be written must not be among the ends.
        stops = list(filter(vocabulary.ends, names[: names.index(vocabulary.END) + 1]))
        generator = ctranslate2.Generator(folder, inter_threads=processes.workers(0), intra_threads=1)
    heading, *_ = questions[0].shared
    read = sorted(([*chain(*question.shared[1:]), *question.pieces] for question in questions), key=len)
    spelled = [[*map(tokenizer.id_to_token, pieces)] for pieces in read]
    began = time.perf_counter()
    results = generator.generate_batch(
        spelled, static_prompt=[*map(tokenizer.id_to_token, heading)], end_token=stops, include_prompt_in_result=False,
        max_length=max(question.room for question in questions), max_batch_size=16,
    )  # fmt: skip
    return sum(len(result.sequences[0]) + 1 for result in results) / (time.perf_counter() - began)


def main() -> None:
    """Measure what is asked for, by default everything."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="less of everything, in about two minutes")
    parser.add_argument("--package", type=Path, metavar="FILE", help="a real .argosmodel, Chinese to English")
    parser.add_argument("--threads", type=int, default=processes.workers(0))
    parser.add_argument("--only", choices=("ratios", "growth", "start", "embedded"), action="append")
    options = parser.parse_args()
    parts = options.only or ("ratios", "growth", "start", "embedded")
    with tempfile.TemporaryDirectory(prefix="transflow-drafting-") as temporary:
        scratch = Path(temporary)
        if "ratios" in parts:
            ratios(scratch, options.package, 30 if options.quick else 60, options.threads)
        if "growth" in parts:
            sizes = (100, 400) if options.quick else (100, 1000, 10_000)
            incremental(growth(scratch, sizes), sizes[-1])
        if "start" in parts:
            start(10 if options.quick else 20)
        if "embedded" in parts:
            embedded(24 if options.quick else 256, options.threads)


if __name__ == "__main__":
    main()
