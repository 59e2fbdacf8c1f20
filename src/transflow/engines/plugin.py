"""Somebody else's engine as the rest of transflow knows one: what it leaves out has a default, what it raises is told."""

import inspect
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any, cast

import msgspec

from transflow.engines import Candidate, Request
from transflow.engines.grammar import GRAMMAR
from transflow.engines.talks import Answers, Result, Talk
from transflow.engines.usage import Usage
from transflow.errors import ConfigError, EngineError, TransflowError, broken_off

_BREAK = GRAMMAR["spaced-break"]


class Plugin:
    """An opened engine of any class that has a `translate`."""

    def __init__(self, name: str, version: str, engine: Any) -> None:
        """Wrap an engine.

        Args:
            name: That of its entry point.
            version: That of the distribution that brings it.
            engine: The object; it needs nothing but `translate`.

        Raises:
            EngineError: What it says of itself cannot be understood.
        """
        self.name, self._engine = name, engine

        def said(attribute: str, default: Any) -> Any:
            # A property may raise, and `reach = "200"` is a number to whoever wrote it.
            return called(name, lambda: type(default)(getattr(engine, attribute, default)))

        self.identity: str = _on_one_line(said("identity", "")) or f"{name} {version}".rstrip()
        self.reach: int = said("reach", 0)
        self.alternatives: int = said("alternatives", 1)
        self.continues: bool = said("continues", False)
        self.weighs: bool = said("weighs", False)
        self.context: int = said("context", 0)
        self.learns: bool = said("learns", True)

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request; see `Engine.translate`.

        Raises:
            EngineError: It raised something, or what it gave back is no answer to each request.
        """
        found = called(self.name, self._engine.translate, requests, candidates=candidates)
        answers = self._listed(found)
        # Answers to other texts than they are for would be drafts that look right.
        if len(answers) != len(requests):
            raise _no_answer(self.name, f"gave {len(answers)} answers to {len(requests)} requests")
        return tuple(self._texts(answer) for answer in answers)

    @property
    def converse(self) -> Callable[[Sequence[Talk[Result]]], list[Result]] | None:
        """Lead talks, each at its own pace; see `talks.led`. None for an engine that is asked in rounds."""
        if not hasattr(self._engine, "converse"):
            return None
        return self._led

    def _led(self, talks: Sequence[Talk[Result]]) -> list[Result]:
        broken: list[Exception] = []
        try:
            found = called(self.name, self._engine.converse, [self._heard(talk, broken) for talk in talks])
        except EngineError:
            # What a talk raises itself is no failure of the engine that leads it.
            if broken:
                raise broken[0] from None
            raise
        results = list(self._listed(found))
        if len(results) != len(talks):
            raise _no_answer(self.name, f"led {len(results)} of {len(talks)} talks to their ends")
        return results

    def _heard(self, talk: Talk[Result], broken: list[Exception]) -> Talk[Result]:
        """Lead a talk that hears nothing but what may stand on a page; what it raises is noted."""
        answers: Answers | None = None
        while True:
            try:
                wishes = next(talk) if answers is None else talk.send(answers)
            except StopIteration as end:
                return cast("Result", end.value)
            except Exception as error:
                broken.append(error)
                raise
            answers = tuple(self._texts(answer) for answer in (yield wishes))

    def _listed(self, found: Any) -> tuple[Any, ...]:
        """Return what an engine gave as a tuple: it may be a generator, whose code runs only now."""
        if not isinstance(found, Iterable):
            raise _no_answer(self.name, f"gave {_kind(found)}")
        listed: tuple[Any, ...] = called(self.name, lambda: tuple(found))
        return listed

    @property
    def usage(self) -> Usage | None:
        """What it has used since it was opened; None if it does not count."""
        found = getattr(self._engine, "usage", None)
        return found if isinstance(found, Usage) else None

    def estimate(self, requests: Sequence[Request]) -> Usage | None:
        """Say what requests will use; None if it cannot say.

        Raises:
            EngineError: It raised something.
        """
        known = hasattr(self._engine, "estimate")
        found: Usage | None = called(self.name, self._engine.estimate, requests) if known else None
        return found

    def prompt(self, request: Request) -> str:
        """Return what its model reads for a request; the text where it does not say.

        Raises:
            EngineError: It raised something.
        """
        known = hasattr(self._engine, "prompt")
        return str(called(self.name, self._engine.prompt, request)) if known else request.text

    def close(self) -> None:
        """Let go of what it holds."""
        if hasattr(self._engine, "close"):
            called(self.name, self._engine.close)

    def _texts(self, answer: Any) -> tuple[str, ...]:
        """Return the candidates of one answer: several, or a single one by itself."""
        texts = (answer,) if isinstance(answer, str) else self._listed(answer)
        for text in texts:
            if not isinstance(text, str):
                raise _no_answer(self.name, f"gave {_kind(text)}")
        return tuple(clean for text in texts if (clean := _on_one_line(text)))


def opened(
    name: str,
    version: str,
    kind: Any,
    pair: tuple[str, str],
    settings: Mapping[str, Any],
    **named: Any,
) -> "Plugin":
    """Open an engine of a class, with its settings and those of the named arguments that it takes.

    Raises:
        ConfigError: Its settings are not as its class describes them.
        EngineError: It cannot be opened.
    """
    if form := settings_form(name, kind):
        named["settings"] = converted(name, form, settings)
    # The smallest engine has no `open`: its class is called.
    if hasattr(kind, "open"):
        return Plugin(name, version, called(name, kind.open, *pair, **named))
    return Plugin(name, version, called(name, kind))


def lacking(name: str, kind: Any, source: str, target: str) -> str:
    """Say what a class says is missing for a pair of languages; nothing by default.

    Raises:
        EngineError: It raised something.
    """
    return str(called(name, kind.missing, source, target)) if hasattr(kind, "missing") else ""


def settings_form(name: str, kind: Any) -> type[msgspec.Struct] | None:
    """Return the class that describes an engine's settings; None if it has none.

    Raises:
        EngineError: It is no frozen `msgspec.Struct`.
    """
    form = getattr(kind, "Settings", None)
    if form is None:
        return None
    if not (isinstance(form, type) and issubclass(form, msgspec.Struct) and form.__struct_config__.frozen):
        hint = "update or remove its package"
        raise EngineError(f"engine {name!r}: its `Settings` is no frozen msgspec.Struct", hint=hint)
    return form


def converted(name: str, form: type[msgspec.Struct], settings: Mapping[str, Any]) -> msgspec.Struct:
    """Return an engine's settings in the form that its class wants.

    Raises:
        ConfigError: They have another form.
    """
    try:
        return msgspec.convert(settings, form)
    except msgspec.ValidationError as error:
        raise ConfigError(f"engines.{name}: {error}", hint=f"correct `engines.{name}`") from None


def called(name: str, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Call an engine's function with those of the named arguments that it takes.

    Raises:
        EngineError: It raised anything but a failure that is told in one line as it is.
    """
    try:
        with redirect_stdout(sys.stderr):  # standard output is for results, whatever an engine prints
            return function(*arguments, **_taken(function, named))
    except TransflowError:
        raise
    except (Exception, SystemExit) as error:  # somebody else's code may raise anything
        if broken_off(error):
            raise KeyboardInterrupt from error
        # Many exceptions carry no text at all.
        cause = f"{type(error).__name__}: {error}".removesuffix(": ")
        hint = "a defect of the engine; --debug shows where"
        raise EngineError(f"engine {name!r} failed: {cause}", hint=hint) from error


def _taken(function: Callable[..., Any], named: Mapping[str, Any]) -> dict[str, Any]:
    known = inspect.signature(function).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in known.values()):
        return dict(named)
    # An engine without `threads` or `progress` in its `open` is opened all the same.
    return {key: value for key, value in named.items() if key in known}


def _on_one_line(text: str) -> str:
    """Return a text without what no page may hold: line breaks, control characters, halves of a character."""
    # Half of a surrogate pair cannot be written to a page: it becomes a question mark.
    joined = _BREAK.sub(" ", text.encode("utf-8", "replace").decode()).strip()
    # Whatever is left of them (a bell, an escape) could not stand in a page.
    clean = "".join(char for char in joined if unicodedata.category(char) != "Cc")
    return Candidate(clean, text.likelihood) if isinstance(text, Candidate) else clean


def _kind(value: object) -> str:
    return "nothing" if value is None else f"{type(value).__name__} where texts are expected"


def _no_answer(name: str, what: str) -> EngineError:
    return EngineError(f"engine {name!r} {what}", hint="a defect of the engine; see CONTRIBUTING.md")
