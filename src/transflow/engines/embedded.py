"""The embedded engine: Gemma 3 270M from the package registry, converted once, prompted with a few examples.

It is a base model: it continues a text in which each source sentence stands before its translation. What
it writes is a draft at best, and may leave out, loop or invent; whoever calls it verifies.

Reproducible, whatever else is drafted at the same time: CTranslate2's `Generator` does not pad a batch. It
reads as many tokens of every prompt at once as the shortest one has, and the rest of the longer ones a step
at a time. Measured: the rows of a batch never change each other's bits, and neither do the size of the batch
or the number of workers; but what is read at once and what is read in steps is rounded differently, and int8
magnifies that (in mixed batches half of the texts changed, in batches of one length none). So what is read at
once must follow from the request alone: it is the request's length rounded down to a multiple of `_STRIDE`.
Requests with the same are batched, and if none is that short, a row of filler that ends at once is put
beside them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, ClassVar

from transflow import languages
from transflow.engines import Progress, Request, ct2, no_progress
from transflow.engines.gemma import store, vocabulary
from transflow.engines.gemma.convert import TOKENIZER
from transflow.engines.gemma.weights import GEMMA, Edition, missing
from transflow.errors import EngineError, install

LIMIT = 256
"""Tokens of a request at most; nor may it, with the examples, be longer than the window of the local layers.

CTranslate2 4.8 corrupts its heap when it reads several tokens after a state that is longer than the window.
"""

_STRIDE = 32
"""Smaller is faster for thousands of requests, larger for the few of a page: this fills batches with 30."""
_MODULES = ("ctranslate2", "gguf", "numpy", "sentencepiece")
_INSTALL = f"run: {install('embedded')}"

Example = tuple[str, str]
"""A source sentence, with some of its terms and figures in the target language already, and its translation."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model reads before its answer."""

    source: str
    """Label of a source sentence: the language's English name."""
    target: str
    examples: tuple[Example, ...]

    @property
    def heading(self) -> str:
        """The part that all requests share."""
        if not self.examples:
            return f"{self.source} sentences and their accurate {self.target} translations.\n\n"
        return "".join(f"{self.opening(ours)} {theirs}\n\n" for ours, theirs in self.examples)

    def opening(self, text: str) -> str:
        """Return a request up to where its answer begins."""
        return f"{self.source}: {text}\n{self.target}:"


@dataclass(frozen=True, slots=True)
class _Job:
    """A request in tokens."""

    prefix: str
    pieces: Sequence[str]

    @property
    def at_once(self) -> int:
        """How many tokens of it are read at once; of one token CTranslate2 would repeat the rest in the answer."""
        return max(2, len(self.pieces) // _STRIDE * _STRIDE)

    @property
    def room(self) -> int:
        """Tokens of the answer at most, so that a loop ends soon: twice those of the request and a few.

        The same for all that are read together. Of 8,000 sentence pairs none needed more.
        """
        return 2 * (self.at_once + _STRIDE) + 16


class EmbeddedEngine:
    """The converted model, loaded, with the prompts of a language pair."""

    name: ClassVar[str] = "embedded"
    automatic: ClassVar[bool] = True
    reach: ClassVar[int] = 45
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
        edition: Edition = GEMMA,
    ) -> None:
        model, self._generator = _load(edition, vocabulary.group_of(target), threads, progress)
        self._tokenizer = ct2.open_tokenizer(model.folder / TOKENIZER)
        self._threads, self._progress, self._window = threads, progress, model.window
        self._prompts = prompts(source, target)
        self._headings = tuple(("<bos>", *self._encode(prompt.heading)) for prompt in self._prompts)
        self._before: dict[tuple[int, Request], str | None] = {}
        prompt = sha256(repr(self._prompts).encode()).hexdigest()
        self.identity = (
            f"embedded {edition.package} {edition.version} {model.digest[:16]} "
            f"prompt {prompt[:8]}, greedy, {ct2.identity()}"
        )

    @classmethod
    def missing(cls, source: str, target: str) -> str:  # noqa: ARG003  it writes any language, more or less
        """Say in one phrase what is missing and how to get it; empty when the engine can be opened."""
        absent = [f"{name} is not installed" for name in _MODULES if not find_spec(name)]
        absent.extend(filter(None, [missing(GEMMA)]))
        return f"{absent[0]}: {_INSTALL}" if absent else ""

    @classmethod
    def open(
        cls, source: str, target: str, *, threads: int = 0, progress: Progress = no_progress
    ) -> "EmbeddedEngine":
        """Load the model for a pair of BCP 47 languages, converting it first if the cache doesn't hold it.

        Raises:
            EngineError: It is not installed, its files are damaged, or the cache cannot be written.
        """
        if absent := cls.missing(source, target):
            raise EngineError(absent)
        return cls(source, target, threads=threads, progress=progress)

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request greedily, once for each prompt; the first candidate is the first prompt's.

        Different examples give different faults, and the same ones every time. There are as many candidates
        as there are prompts at most. The terms of a request are expected in its text: named beside
        it, they made the drafts no better. What the call before was asked is not computed again, for whoever
        is not content with a draft asks for more candidates.

        Raises:
            EngineError: The model failed.
        """
        rounds = max(1, min(candidates, len(self._prompts)))
        asked = dict.fromkeys((number, request) for number in range(rounds) for request in requests)
        answers = {question: self._before[question] for question in asked if question in self._before}
        total = len(asked)
        for number in range(rounds):
            new = [
                request for prompt, request in asked if prompt == number and (number, request) not in answers
            ]
            done = self._told(len(answers), total)
            found = self._answers(new, number, done)
            answers.update(((number, request), answer) for request, answer in zip(new, found, strict=True))
        self._before = answers
        return tuple(
            tuple(
                dict.fromkeys(
                    answer for number in range(rounds) if (answer := answers[number, request]) is not None
                )
            )
            for request in requests
        )

    def _told(self, before: int, total: int) -> ct2.Done:
        return lambda done: self._progress("segments", before + done, total)

    def _answers(self, requests: Sequence[Request], number: int, done: ct2.Done) -> list[str | None]:
        """Answer each request with one prompt; None where it is too long."""
        jobs = [self._job(request, self._prompts[number]) for request in requests]
        limit = min(LIMIT, self._window - len(self._headings[number]))
        wanted = [
            place
            for place, (request, job) in enumerate(zip(requests, jobs, strict=True))
            if request.text.strip() and len(job.pieces) <= limit
        ]
        answers: list[str | None] = [None if request.text.strip() else request.prefix for request in requests]
        outputs = self._generate([jobs[place] for place in wanted], self._headings[number], done)
        for place, pieces in zip(wanted, outputs, strict=True):
            answers[place] = self._read(jobs[place], pieces)
        return answers

    def _job(self, request: Request, prompt: Prompt) -> _Job:
        prefix = f" {' '.join(request.prefix.split())}" if request.prefix.strip() else ""
        return _Job(request.prefix, self._encode(prompt.opening(" ".join(request.text.split())) + prefix))

    def _encode(self, text: str) -> list[str]:
        pieces: list[str] = self._tokenizer.encode(text, out_type=str)
        return pieces

    def _generate(self, jobs: Sequence[_Job], heading: Sequence[str], done: ct2.Done) -> Iterator[list[str]]:
        """Return what the model writes after each request."""

        def submit(batch: ct2.Batch) -> Sequence[Any]:
            first = jobs[batch[0]]
            rows = [list(jobs[place].pieces) for place in batch]
            if min(map(len, rows)) > first.at_once:
                rows.append(["X"] * (first.at_once - 1) + ["."])
            pending: Sequence[Any] = self._generator.generate_batch(
                rows,
                static_prompt=list(heading),
                include_prompt_in_result=False,
                end_token=list(vocabulary.STOPS),
                max_length=first.room,
                asynchronous=True,
            )
            return pending[: len(batch)]

        plan = ct2.batches([job.at_once for job in jobs], threads=self._threads)
        for result in ct2.run(submit, plan, done=done):
            yield result.sequences[0]

    def _read(self, job: _Job, pieces: Sequence[str]) -> str:
        text = str(self._tokenizer.decode(list(pieces))).replace("\ufffd", "")
        words = " ".join(text.split())
        apart = bool(job.prefix and words) and text[0].isspace() and not job.prefix[-1].isspace()
        return job.prefix + (" " if apart else "") + words


def prompts(source: str, target: str) -> tuple[Prompt, ...]:
    """Return the prompts for a pair, best first: the examples that come with the package, if it has any.

    The examples of a pair are in `examples/SOURCE-TARGET.tsv`, named by language or by language and script.
    """
    prompt = Prompt(*_labels(source, target), ())
    found = _examples(source, target)
    return tuple(replace(prompt, examples=group) for group in found) or (prompt,)


def _labels(source: str, target: str) -> tuple[str, str]:
    ours, theirs = languages.display_name(source), languages.display_name(target)
    if ours != theirs:
        return ours, theirs
    return f"{ours} ({languages.script_of(source)})", f"{theirs} ({languages.script_of(target)})"


def _examples(source: str, target: str) -> tuple[tuple[Example, ...], ...]:
    """Read a pair's examples: paragraphs of `source TAB translation` lines, one paragraph a prompt."""
    folder = files("transflow.engines").joinpath("examples")
    for ours in _names(source):
        for theirs in _names(target):
            file = folder.joinpath(f"{ours}-{theirs}.tsv")
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


def _load(edition: Edition, group: str, threads: int, progress: Progress) -> tuple[store.Model, Any]:
    """Load the converted model; one that CTranslate2 refuses is converted anew, once."""
    model = store.ensure(group, edition=edition, progress=progress)
    try:
        return model, ct2.open_generator(model.folder, threads=threads)
    except EngineError:
        model = store.ensure(group, edition=edition, progress=progress, afresh=True)
        hint = f"remove {model.folder} and check that ctranslate2 is at least 4.8"
        return model, ct2.open_generator(model.folder, threads=threads, hint=hint)
