"""LibreTranslate: a server of one's own, or a hosted one, with models for pairs of languages.

POST /translate as its API reference describes it, with plain text: markup stays with us.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, ClassVar

import msgspec

from transflow import languages
from transflow.counts import counted
from transflow.engines import Progress, Request, no_progress
from transflow.engines.access import INSTALL, Access, Limits, installed
from transflow.engines.answers import Answers
from transflow.engines.service import Call, Nonsense, Service
from transflow.engines.usage import Usage
from transflow.errors import EngineError, EngineGoneError
from transflow.files import user_cache

# Below the address that the person gives, which may have a path of its own.
_PATH, _LANGUAGES = "translate", "languages"


class LibreTranslateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand under `engines: {libretranslate: {…}}`."""

    concurrency: Annotated[int, msgspec.Meta(ge=1, le=256)] = 4
    """Requests at once."""
    together: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 16
    """Sentences in a request."""
    timeout: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 120.0
    """Seconds for an answer."""
    retries: Annotated[int, msgspec.Meta(ge=0, le=20)] = 5
    """Further tries after a failure that may pass, with twice the wait before each."""


def access() -> Access:
    """Return whom to ask, as the environment says."""
    names = ("LIBRETRANSLATE_URL", "LIBRETRANSLATE_API_KEY")
    address, key = (os.environ.get(name, "").strip() for name in names)
    return Access("libretranslate", address, key, *names, key_field="api_key")


class LibreTranslateEngine:
    """Asks for some sentences at a time."""

    Settings: ClassVar[type[msgspec.Struct]] = LibreTranslateSettings
    alternatives: ClassVar[int] = 3
    learns: ClassVar[bool] = False

    @classmethod
    def missing(cls, source: str, target: str) -> str:  # noqa: ARG003  only the server knows its pairs
        """Say which variable or library is missing; no server is asked."""
        return access().problem or ("" if installed() else INSTALL)

    @classmethod
    def open(
        cls,
        source: str,
        target: str,
        *,
        settings: LibreTranslateSettings,
        kept: bool = False,
        progress: Progress = no_progress,
    ) -> "LibreTranslateEngine":
        """Ask the server for the names of the two languages.

        Raises:
            EngineError: There is no server, or it does not translate this pair.
        """
        return cls((source, target), settings, progress, kept=kept)

    def __init__(
        self,
        pair: tuple[str, str],
        settings: LibreTranslateSettings,
        progress: Progress,
        *,
        kept: bool = False,
    ) -> None:
        self._settings = settings
        self._answers = Answers(user_cache())
        limits = Limits(settings.concurrency, settings.timeout, settings.retries)
        self._service = Service(access(), limits, self._answers, "libretranslate", progress, kept=kept)
        # Asked once, when it is opened: a pair that the server has not would fail at every page.
        self._pair = _codes(self._service.fetch(_LANGUAGES), *pair)
        self.identity = f"libretranslate {self._pair[0]}-{self._pair[1]}"
        self.usage = Usage("libretranslate")

    def translate(self, requests: Sequence[Request], *, candidates: int = 1) -> tuple[tuple[str, ...], ...]:
        """Translate each request.

        Raises:
            EngineError: The server failed.
        """
        texts = [request.text for request in requests]
        size = self._settings.together
        groups = [texts[begin : begin + size] for begin in range(0, len(texts), size)]
        calls = [Call(_PATH, self._body(group, candidates)) for group in groups]
        found = self._service.ask(calls, _said)
        kept = sum(reply.kept for reply in found)
        # Before the answers are looked at: what was asked was asked, and may be billed.
        self.usage += Usage("libretranslate", len(found) - kept, kept)
        for texts, reply in zip(groups, found, strict=True):
            if len(texts) != len(reply.value):
                raise EngineError(
                    f"engine 'libretranslate': {counted(len(reply.value), 'answer')} to {counted(len(texts), 'text')}"
                )
        return tuple(answer[:candidates] for reply in found for answer in reply.value)

    def close(self) -> None:
        """Let go of the cache."""
        self._answers.close()

    def _body(self, texts: Sequence[str], candidates: int) -> dict[str, Any]:
        source, target = self._pair
        # Named only where wanted: the field would make another question of what was answered without.
        wanted = {"alternatives": candidates - 1} if candidates > 1 else {}
        return {"q": list(texts), "source": source, "target": target, "format": "text", **wanted}


def _said(data: Any) -> tuple[tuple[str, ...], ...]:
    """Return the candidates of each text in an answer.

    Raises:
        Nonsense: It is none.
    """
    texts = data.get("translatedText") if isinstance(data, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Nonsense("no list of `translatedText`")
    return tuple(tuple(dict.fromkeys(each)) for each in zip(texts, *_others(data, len(texts)), strict=True))


def _others(data: dict[str, Any], count: int) -> Iterator[list[str]]:
    """Yield the alternatives to the texts of an answer, rank by rank, as far as all texts have them."""
    listed = data.get("alternatives")
    if not isinstance(listed, list) or len(listed) != count:
        return
    # Some texts have fewer alternatives than others; a rank counts while all have one.
    for rank in zip(*(each if isinstance(each, list) else () for each in listed), strict=False):
        if all(isinstance(text, str) for text in rank):
            yield list(rank)


def _codes(data: Any, source: str, target: str) -> tuple[str, str]:
    """Return what a server calls two languages.

    Raises:
        EngineGoneError: It does not translate the one into the other.
    """
    known = {
        item["code"]: [str(code) for code in item.get("targets") or ()]
        for item in data or ()
        if isinstance(item, dict) and isinstance(item.get("code"), str)
    }
    for code in _fitting(known, source):
        # Older servers name no targets: then every language that they know is one.
        for other in _fitting(known[code] or list(known), target):
            return code, other
    told = f"the server does not translate {source} into {target}"
    has = ", ".join(sorted(known)[:12])
    raise EngineGoneError(
        f"engine 'libretranslate': {told}", hint=f"it has {has}" if has else "see its set-up"
    )


def _fitting(codes: Iterable[str], tag: str) -> list[str]:
    """Return the codes that mean a language, the nearest first; `zt` is what older servers call traditional Chinese."""
    named = {code: "zh-Hant" if code == "zt" else code for code in codes}
    # A server may have codes of its own that are no tags.
    valid = {code: name for code, name in named.items() if languages.is_tag(name)}
    same = [code for code, name in valid.items() if languages.same(name, tag)]
    kind = languages.language_of(tag), languages.script_of(tag)
    like = [
        c for c, name in valid.items() if (languages.language_of(name), languages.script_of(name)) == kind
    ]
    return list(dict.fromkeys((*same, *like)))
