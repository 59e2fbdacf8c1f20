"""The engine on Argos Translate's packages, driven through CTranslate2 itself.

Argos' own `translate` splits sentences with minisbd (AGPL, downloads models), replaces `_` by a space and
computes one paragraph at a time; so only its packages are used, with its decoding options.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol

from transflow.engines import Candidate, Progress, Request, ct2, no_progress, packages
from transflow.engines.grammar import GRAMMAR
from transflow.errors import EngineError, install

BEAM = 4
LENGTH_PENALTY = 0.2
"""Both as Argos Translate decodes."""

LIMIT = 1024
"""Tokens that CTranslate2 reads of an input; of a longer one it silently drops the rest."""

STRIDE = 8
"""Inputs are padded to a multiple of so many tokens: then batches are full, and what a row is padded to still follows
from the row alone."""

_END = "</s>"
"""The piece that ends an output."""
_SPECIAL = 2
"""Begin and end of sentence, which a model may count as tokens of an input."""

_LINE_BREAK = GRAMMAR["line-breaks"]


_Hypothesis = tuple[Sequence[str], float]
"""Its pieces, and what its score is or comes to."""


class _Tokenizer(Protocol):
    """Text to the pieces of a package's vocabulary and back."""

    def encode(self, text: str) -> list[str]: ...
    def encode_target(self, text: str) -> list[str]: ...
    def decode(self, pieces: Sequence[str]) -> str: ...


@dataclass(frozen=True, slots=True)
class _Job:
    """A request in tokens."""

    prefix: str
    source: list[str]
    target: list[str]
    """What the output must begin with, the package's own marker included."""


class ArgosEngine:
    """An installed package with its model loaded."""

    name: ClassVar[str] = "argos"
    automatic: ClassVar[bool] = True
    reach: ClassVar[int] = 0
    alternatives: ClassVar[int] = 4
    continues: ClassVar[bool] = True
    weighs: ClassVar[bool] = False
    context: ClassVar[int] = 0
    learns: ClassVar[bool] = False

    def __init__(
        self, package: packages.Package, *, threads: int = 0, progress: Progress = no_progress
    ) -> None:
        hint = f"install it again: transflow models install {package.source} {package.target}"
        self._threads = threads
        self._progress = progress
        self._marker = [package.prefix] if package.prefix else []
        self._tokenizer = _open_tokenizer(package, hint)
        self._translator = ct2.open_translator(package.model, threads=threads, hint=hint)
        # One input beyond the positions of a model fails the whole batch that it stands in.
        self._limit = min([LIMIT, *_positions(package.model / "model.bin")])
        self.identity = (
            f"argos {package.pair} {package.version} {packages.fingerprint(package.path)[:16]} "
            f"beam {BEAM}, length penalty {LENGTH_PENALTY}, padded to {STRIDE}, {ct2.identity()}"
        )

    @classmethod
    def missing(cls, source: str, target: str) -> str:
        """Say in one phrase what is missing for this pair and how to get it; empty when it can be opened."""
        # Looked for, not imported: both load shared libraries, 0.4 seconds together.
        absent = [name for name in ("ctranslate2", "sentencepiece") if not find_spec(name)]
        if absent:
            return f"{' and '.join(absent)} not installed: run {install('argos')}"
        if packages.find(source, target):
            return ""
        here, there = packages.short(source), packages.short(target)
        way = f"no Argos package for {here} → {there} is installed: run `transflow models install {here} {there}`"
        if through := packages.bridges(source, target):
            way += f"; those for {here} → {through[0]} → {there} are, but a draft is never translated twice"
        return way

    @classmethod
    def open(
        cls, source: str, target: str, *, threads: int = 0, progress: Progress = no_progress
    ) -> "ArgosEngine":
        """Load the package for a pair of BCP 47 languages; `threads` 0 means all cores.

        Raises:
            EngineError: None is installed, or its files are damaged.
        """
        if missing := cls.missing(source, target):
            raise EngineError(missing)
        package = packages.find(source, target)
        assert package
        return cls(package, threads=threads, progress=progress)

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request; at most 4 candidates, as many as the beam is wide.

        The beam never widens with `candidates`: so the first candidate does not depend on their number.

        Raises:
            EngineError: The model failed.
        """
        jobs = [self._job(request) for request in requests]
        places = [place for place, job in enumerate(jobs) if job.source and self._fits(job)]
        computed = self._compute([jobs[place] for place in places], max(1, min(candidates, BEAM)))
        answers: list[tuple[str, ...]] = [() if job.source else (job.prefix.strip(),) for job in jobs]
        for place, hypotheses in zip(places, computed, strict=True):
            answers[place] = self._read(jobs[place], hypotheses)
        return tuple(answers)

    def _job(self, request: Request) -> _Job:
        target = self._tokenizer.encode_target(request.prefix) if request.prefix.strip() else []
        return _Job(request.prefix, self._tokenizer.encode(request.text), self._marker + target)

    def _fits(self, job: _Job) -> bool:
        """Whether the model can read the source and has positions for an output twice as long."""
        return len(job.target) + 2 * len(job.source) + _SPECIAL <= self._limit

    def _compute(self, jobs: Sequence[_Job], hypotheses: int) -> list[list[_Hypothesis]]:
        """Return the hypotheses of each job, best first."""
        shapes = [self._shape(job) for job in jobs]

        def submit(batch: ct2.Batch) -> Sequence[Any]:
            shape, prefix = shapes[batch[0]], len(jobs[batch[0]].target)
            rows = [jobs[position] for position in batch]
            if all(len(job.source) < shape for job in rows):
                # A batch is padded to its longest row: one of exactly this length sees to it that all are
                # padded alike.
                rows.append(_filler(rows[0], shape))
            pending: Sequence[Any] = self._translator.translate_batch(
                [job.source for job in rows],
                target_prefix=[job.target for job in rows],
                beam_size=BEAM,
                num_hypotheses=hypotheses,
                length_penalty=LENGTH_PENALTY,
                replace_unknowns=True,
                # No cutting off: what is too long was left out before.
                max_input_length=0,
                max_decoding_length=self._room(shape, prefix),
                # It tells an output that ended by itself from one that ran out of room.
                return_end_token=True,
                return_scores=True,
                asynchronous=True,
            )
            return pending[: len(batch)]

        plan = [batch for group in _alike(jobs) for batch in self._batches(shapes, group)]
        told = lambda done: self._progress("segments", done, len(jobs))  # noqa: E731
        results = ct2.run(submit, plan, done=told, model=self._translator)
        return [_ended(list(map(_hypothesis, result.hypotheses, result.scores))) for result in results]

    def _batches(self, shapes: Sequence[int], group: Sequence[int]) -> Iterator[ct2.Batch]:
        for batch in ct2.batches([shapes[position] for position in group], threads=self._threads):
            yield tuple(group[place] for place in batch)

    def _shape(self, job: _Job) -> int:
        """Return the length that a source is padded to."""
        # Rounded up it must not pass the limit, or the row that fills the batch would fail it.
        return min(-(-len(job.source) // STRIDE) * STRIDE, self._limit - _SPECIAL)

    def _room(self, source: int, target: int) -> int:
        """Count the tokens an output may have: three times its source's, so that a loop ends soon enough."""
        return min(self._limit - _SPECIAL, target + 3 * source + 32)

    def _read(self, job: _Job, hypotheses: Sequence[_Hypothesis]) -> tuple[str, ...]:
        found = (
            Candidate(self._text(job, pieces[len(job.target) :]), likelihood)
            for pieces, likelihood in hypotheses
        )
        # Hypotheses that differ in pieces may read the same.
        return tuple(dict.fromkeys(found))

    def _text(self, job: _Job, pieces: Sequence[str]) -> str:
        """Join pieces after the prefix: as it was asked for, not as the tokenizer would spell it."""
        wanted = job.target[len(self._marker) :]
        spelled = self._tokenizer.decode(wanted) if wanted else ""
        whole = self._tokenizer.decode([*wanted, *pieces])
        # Decoded together, since the first piece behind the prefix may belong to its last word.
        rest = whole[len(spelled) :] if whole.startswith(spelled) else " " + self._tokenizer.decode(pieces)
        if not job.prefix.strip() or job.prefix[-1].isspace():
            rest = rest.lstrip()
        return job.prefix + _LINE_BREAK.sub(" ", rest).rstrip()


def trial(path: str) -> str | None:
    """Translate a word with the package in a folder; say what failed, None if nothing did."""
    package = packages.read(Path(path))
    assert package
    try:
        ArgosEngine(package, threads=1).translate([Request("1")])
    except EngineError as error:
        return error.message
    return None


def _hypothesis(pieces: Sequence[str], score: float) -> _Hypothesis:
    """Return a hypothesis with the mean logarithm of its pieces' probability.

    CTranslate2 gives their sum divided by the number of pieces to the power of the length penalty.
    """
    # Undone, so that the likelihood of a short draft can be compared with that of a long one.
    return pieces, score / max(len(pieces), 1) ** (1 - LENGTH_PENALTY)


def _ended(hypotheses: Sequence[_Hypothesis]) -> list[_Hypothesis]:
    """Return the hypotheses that came to an end, without it; those that were cut off count only if none did."""
    whole = [(pieces[:-1], score) for pieces, score in hypotheses if pieces and pieces[-1] == _END]
    return whole or list(hypotheses)


def _filler(job: _Job, shape: int) -> _Job:
    """Return a row that makes a batch as long as its rows are to be padded: CTranslate2 pads to the longest row."""
    times = -(-shape // len(job.source))
    return _Job("", (job.source * times)[:shape], job.target)


def _alike(jobs: Sequence[_Job]) -> list[list[int]]:
    """Group jobs by the length of their prefix: a batch must have one shape on both sides."""
    groups: dict[int, list[int]] = {}
    for position, job in enumerate(jobs):
        groups.setdefault(len(job.target), []).append(position)
    return [groups[length] for length in sorted(groups)]


class _SentencePiece:
    """One model for both languages, as in nearly all packages."""

    def __init__(self, file: Path, hint: str) -> None:
        self._processor = ct2.open_tokenizer(file, hint=hint)

    def encode(self, text: str) -> list[str]:
        pieces: list[str] = self._processor.encode(text, out_type=str)
        return pieces

    # One vocabulary serves both languages.
    encode_target = encode

    def decode(self, pieces: Sequence[str]) -> str:
        """Join pieces; one outside the vocabulary (an unknown that was copied) keeps its space mark."""
        return str(self._processor.decode_pieces(list(pieces))).replace("▁", " ")


class _Bpe:
    """Moses tokens and byte-pair codes, as in a few old packages; Argos Translate's own code reads them."""

    def __init__(self, file: Path, pair: str, hint: str) -> None:
        try:
            from argostranslate.tokenizer import BPETokenizer  # noqa: PLC0415  heavy, and rarely needed
        except ImportError as error:
            needed = f"{error.name} is not installed, and this package's bpe.model needs it"
            raise EngineError(needed, str(file), hint=f"run: {install('argos')}") from None
        source, _, target = pair.partition("_")
        self._source = BPETokenizer(file, source, target)
        self._target = BPETokenizer(file, target, target)
        with ct2.failures("cannot read the tokenizer", file, hint):
            # Argos reads the file at its first text only; a damaged one is to be told now, not amid a run.
            self._source.encode("a")

    def encode(self, text: str) -> list[str]:
        pieces: list[str] = self._source.encode(text) if text.strip() else []
        return pieces

    def encode_target(self, text: str) -> list[str]:
        pieces: list[str] = self._target.encode(text) if text.strip() else []
        return pieces

    def decode(self, pieces: Sequence[str]) -> str:
        return str(self._source.decode(list(pieces)))


def _open_tokenizer(package: packages.Package, hint: str) -> _Tokenizer:
    file = package.tokenizer
    return (
        _SentencePiece(file, hint) if file.name == "sentencepiece.model" else _Bpe(file, package.pair, hint)
    )


def _positions(file: Path) -> Iterator[int]:
    """Read how many positions a model knows, from the tables of its encoder and decoder; none if it computes them.

    A model converted from Marian (OPUS-MT) stores 512 and fails on the next one. The format is that of
    `ctranslate2.specs.model_spec`, read by skipping over the weights.
    """
    with file.open("rb") as model:
        (version,) = _unpack(model, "I")
        if version < 2:  # of 2019, without the name of an architecture
            return
        _name(model)
        _revision, count = _unpack(model, "II")
        for _ in range(count):
            name = _name(model)
            (rank,) = _unpack(model, "B")
            shape = _unpack(model, f"{rank}I")
            kind, size = _unpack(model, "BI")
            model.seek(size if version >= 4 else size * kind, 1)
            # The encoder has one and the decoder has one; the smaller decides.
            if name.endswith("position_encodings/encodings"):
                yield shape[0]


def _name(model: BinaryIO) -> str:
    (length,) = _unpack(model, "H")
    # A name is stored with the NUL that ends it in C.
    return model.read(length).rstrip(b"\0").decode("utf-8", "replace")


def _unpack(model: BinaryIO, layout: str) -> tuple[int, ...]:
    packed = struct.Struct("<" + layout)
    return packed.unpack(model.read(packed.size))
