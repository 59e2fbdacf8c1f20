"""Any server with the chat-completions interface: llama.cpp's, Ollama, vLLM, LM Studio, hosted ones.

POST /chat/completions as OpenAI's API reference describes it, of which only what all of them know is used.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Annotated, Any, ClassVar

import msgspec

from transflow.engines import Candidate, Progress, Request, chat, no_progress
from transflow.engines.access import INSTALL, Access, Limits, installed
from transflow.engines.answers import Answers
from transflow.engines.service import Call, Nonsense, NotThereError, Reply, Service
from transflow.engines.usage import Price, Usage, shown
from transflow.errors import EngineError, EngineGoneError, EngineSpentError
from transflow.files import user_cache

_PATH, _MODELS = "chat/completions", "models"
# At 0 every further candidate would be the first again.
_WARM = 0.7
"""Temperature of candidates after those that a prompt each gives."""
_SECONDS = 3.0
"""Seconds for an answer where nothing is known of a model yet."""
_WHICH = "set `engines: {openai: {model: …}}`"
_LISTED = 8
"""Models of a server that are named in a message."""
_LONGER = 1.3
"""Requests for each sentence: some are asked for again until nothing is found wrong."""


class OpenAISettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand under `engines: {openai: {…}}`."""

    model: str = ""
    """Name of the model, as the server has it; by default the only one that the server has."""
    temperature: Annotated[float, msgspec.Meta(ge=0, le=2)] | None = 0.0
    """0 for the likeliest answer; null for models that refuse to be told."""
    max_tokens: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 2048
    """Tokens of an answer at most, thoughts included; 0 for models that refuse to be told."""
    logprobs: bool = False
    """Ask how likely the model thinks its answer, for the risk of a text; not all servers know how."""
    examples: Annotated[int, msgspec.Meta(ge=0, le=50)] = 4
    """Reviewed sentences that are shown with each request at most."""
    context: Annotated[int, msgspec.Meta(ge=0, le=50)] = 2
    """Sentences before it that are shown with each request at most."""
    concurrency: Annotated[int, msgspec.Meta(ge=1, le=256)] = 4
    """Requests at once."""
    timeout: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 120.0
    """Seconds for an answer."""
    retries: Annotated[int, msgspec.Meta(ge=0, le=20)] = 5
    """Further tries after a failure that may pass, with twice the wait before each."""
    price: Price | None = None
    """For a million tokens, in the currency of the bill."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is wanted of an answer."""

    text: str
    cut: bool
    """Whether it stops at the most tokens."""
    likelihood: float | None
    read: int | None
    """Tokens of the question; None if the server doesn't say."""
    written: int | None


def access() -> Access:
    """Return whom to ask, as the environment says."""
    address, key = (os.environ.get(name, "").strip() for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY"))
    return Access("openai", address, key, "OPENAI_BASE_URL", "OPENAI_API_KEY")


class OpenAIEngine:
    """Asks a chat model for each sentence by itself."""

    Settings: ClassVar[type[msgspec.Struct]] = OpenAISettings

    @classmethod
    def missing(cls, source: str, target: str) -> str:  # noqa: ARG003  it translates any pair
        """Say which variable or library is missing; no server is asked."""
        return access().problem or ("" if installed() else INSTALL)

    @classmethod
    def open(
        cls,
        source: str,
        target: str,
        *,
        settings: OpenAISettings,
        budget: Decimal | None = None,
        kept: bool = False,
        progress: Progress = no_progress,
    ) -> "OpenAIEngine":
        """Get ready; a server is asked when there is something to ask.

        Raises:
            EngineError: A budget is set and no price is known.
        """
        # Without a price nothing could ever reach the limit.
        if budget is not None and settings.price is None:
            hint = "add `engines: {openai: {price: {input: …, output: …}}}` to transflow.yaml"
            raise EngineError("a limit of costs needs a price for a million tokens", hint=hint)
        return cls((source, target), settings, _Meter(settings.price, budget), progress, kept=kept)

    def __init__(
        self,
        pair: tuple[str, str],
        settings: OpenAISettings,
        meter: "_Meter",
        progress: Progress,
        *,
        kept: bool = False,
    ) -> None:
        self._pair, self._settings, self._meter = pair, settings, meter
        self.context = settings.context
        self._answers = Answers(user_cache())
        limits = Limits(settings.concurrency, settings.timeout, settings.retries)
        self._service = Service(access(), limits, self._answers, _kind(settings.model), progress, kept=kept)
        self._model = settings.model or self._only_model()
        prompt = hashlib.sha256(chat.PROMPT.encode()).hexdigest()[:8]
        named = PurePosixPath(
            self._model.replace("\\", "/")
        ).name  # some servers call a model by its file's path
        self.identity = f"openai {named}, prompt {prompt}, temperature {settings.temperature}"

    @property
    def usage(self) -> Usage:
        """What was used since it was opened."""
        return self._meter.usage

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request; candidates differ in how they are asked for.

        Raises:
            EngineError: The server failed.
        """
        calls = [list(self._calls(request, candidates)) for request in requests]
        replies = iter(self._asked([call for group in calls for call in group]))
        return tuple(
            tuple(dict.fromkeys(filter(None, (self._text(next(replies), request) for _ in group))))
            for request, group in zip(requests, calls, strict=True)
        )

    def estimate(self, requests: Sequence[Request]) -> Usage:
        """Say what requests are likely to use; nothing is asked."""
        expected = [_expected(next(self._calls(request, 1))) for request in requests]
        read, written = (
            (round(_LONGER * sum(part)) for part in zip(*expected, strict=True)) if expected else (0, 0)
        )
        count = round(_LONGER * len(expected))
        usual = self._answers.usual(_kind(self._settings.model)) or _SECONDS
        price = self._settings.price
        cost = price.of(read, written) if price else None
        return Usage("openai", count, 0, read, written, cost, count * usual / self._settings.concurrency)

    def prompt(self, request: Request) -> str:
        """Return the conversation that asks for a translation, a message a paragraph."""
        body = self._body(request, None, plain=False)
        return "\n\n".join(f"{message['role']}: {message['content']}" for message in body["messages"])

    def close(self) -> None:
        """Let go of the cache."""
        self._answers.close()

    def _asked(self, calls: Sequence[Call]) -> tuple[Reply[_Said], ...]:
        """Ask; a model that is not there is told with those that are."""
        self._meter.begin()
        try:
            return self._service.ask(calls, _said, self._meter)
        except NotThereError:
            with suppress(EngineError):
                names = self._listed()
                if names and self._model not in names:
                    told = f"the server has no model {self._model!r}; it has {_few(names)}"
                    error = NotThereError(f"engine 'openai': {told}", hint=_WHICH)
            raise error from None

    def _calls(self, request: Request, candidates: int) -> Iterator[Call]:
        """Yield a question for each candidate: with what is fixed in the text, then beside it, then warmer ones."""
        # A model that stumbles over English in a Chinese sentence is given the terms beside it instead.
        forms = [False, True] if request.plain and request.plain != request.text else [False]
        for number in range(max(candidates, 1)):
            heat = self._settings.temperature
            if number >= len(forms) and heat is not None:
                heat = max(heat, _WARM) + 0.01 * (number - len(forms))  # another question, another answer
            yield Call(_PATH, self._body(request, heat, plain=forms[min(number, len(forms) - 1)]))

    def _body(self, request: Request, heat: float | None, *, plain: bool) -> dict[str, Any]:
        known = self._settings
        options = {
            "temperature": heat,
            # What is None is left out: some models refuse a request that names a temperature or a limit at all.
            "max_tokens": known.max_tokens or None,
            "logprobs": known.logprobs or None,
        }
        said = chat.messages(
            request, *self._pair, examples=known.examples, context=known.context, plain=plain
        )
        told = {name: value for name, value in options.items() if value is not None}
        return {"model": self._model, "messages": said, "stream": False, **told}

    def _text(self, reply: Reply[_Said], request: Request) -> str:
        """Return the translation in a reply; nothing if it was cut short, or is none.

        Raises:
            EngineGoneError: All that a model may say are thoughts.
        """
        said = reply.value
        self._meter.kept(reply)
        text = chat.translation(said.text, request.plain or request.text)
        if said.cut and not text:
            told = f"an answer ends within its thoughts at {self._settings.max_tokens} tokens"
            raise EngineGoneError(
                f"engine 'openai': {told}", hint="raise `engines: {openai: {max_tokens: …}}`"
            )
        # Half a sentence looks like a whole one to whoever reads the draft.
        return "" if said.cut else Candidate(text, said.likelihood)

    def _only_model(self) -> str:
        """Return the model that a server has, if it has one.

        Raises:
            EngineGoneError: It has none, or several.
        """
        names = self._listed()
        if len(names) == 1:
            return names[0]
        told = f"the server has {_few(names)}" if names else "the server names none"
        raise EngineGoneError(f"engine 'openai': which model? {told}", hint=_WHICH)

    def _listed(self) -> list[str]:
        """Return the names of the models that the server has.

        Raises:
            EngineError: It does not say.
        """
        data = self._service.fetch(_MODELS)
        listed = data.get("data") if isinstance(data, dict) else None
        found = (item.get("id") for item in listed or () if isinstance(item, dict))
        return sorted(name for name in found if isinstance(name, str) and name)


class _Meter:
    """What the requests of an engine cost, and may cost."""

    def __init__(self, price: Price | None, budget: Decimal | None) -> None:
        self._price, self._budget = price, budget
        self._reserved = Decimal()
        self.usage = Usage("openai", cost=Decimal() if price else None)

    def begin(self) -> None:
        """Forget what was set aside for requests that failed."""
        self._reserved = Decimal()

    def reserve(self, call: Call) -> None:
        """See `Meter`."""
        if self._price is None or self._budget is None:
            return
        spent, wanted = self.usage.cost or Decimal(), self._price.of(*_expected(call))
        # With what others at the same time may cost: several requests are under way.
        if spent + self._reserved + wanted > self._budget:
            told = f"the next request would cost more than is left of {self._budget} (spent: {shown(spent)})"
            hint = "what was answered is kept; raise --max-cost to go on"
            raise EngineSpentError(f"engine 'openai': {told}", hint=hint)
        self._reserved += wanted

    def spend(self, call: Call, value: _Said) -> None:
        """See `Meter`."""
        expected = _expected(call)
        read = expected[0] if value.read is None else value.read
        written = chat.tokens([value.text]) if value.written is None else value.written
        cost = self._price.of(read, written) if self._price else None
        if self._price and self._budget is not None:
            # What it really cost is known now, and takes the place of what was set aside.
            self._reserved -= self._price.of(*expected)
        self.usage += Usage("openai", 1, 0, read, written, cost)

    def kept(self, reply: Reply[_Said]) -> None:
        """Count a reply that cost nothing."""
        if reply.kept:
            self.usage += Usage("openai", kept=1)


def _kind(model: str) -> str:
    return f"openai {model}"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")


def _expected(call: Call) -> tuple[int, int]:
    """Return about how many tokens a question has, and its answer."""
    texts = [message["content"] for message in call.body["messages"]]
    return chat.tokens(texts), chat.tokens([texts[-1].rpartition("\n")[2]])


def _said(data: Any) -> _Said:
    """Read an answer.

    Raises:
        Nonsense: It is none.
    """
    try:
        choice = data["choices"][0]
        content = choice["message"]["content"]
    except (LookupError, TypeError):
        raise Nonsense("no `choices`") from None
    # Some servers answer in parts, [{"type": "text", "text": …}].
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str | None):
        raise Nonsense("no text")
    used = data.get("usage") if isinstance(data.get("usage"), dict) else {}
    read, written = (used.get(name) for name in ("prompt_tokens", "completion_tokens"))
    return _Said(
        # null, where a model has only thought.
        content or "",
        choice.get("finish_reason") == "length",
        _likelihood(choice.get("logprobs")),
        read if isinstance(read, int) else None,
        written if isinstance(written, int) else None,
    )


def _likelihood(logprobs: Any) -> float | None:
    """Return the mean of the logarithms that a server gives for each token; None if it gives none."""
    listed = logprobs.get("content") if isinstance(logprobs, dict) else None
    found = [item.get("logprob") for item in listed or () if isinstance(item, dict)]
    # What is no number is left out, and does not spoil the mean.
    numbers = [float(value) for value in found if isinstance(value, int | float)]
    return sum(numbers) / len(numbers) if numbers else None
