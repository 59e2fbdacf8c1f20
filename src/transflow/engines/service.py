"""A server that drafts: what is asked of it over HTTP, how long and how often, and what its failures mean.

Whom to ask and with which key comes from the environment of whoever runs transflow, never from a workspace, and stands
in no message, record or report. Redirects are not followed, `.netrc` is not read; proxies and certificates are
those of the environment, but what runs on this machine is asked directly.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from transflow.engines import Progress, no_progress
from transflow.engines.access import SAID, Access, Limits
from transflow.engines.answers import Answer, Answers, question
from transflow.errors import EngineError, EngineGoneError, EngineSpentError

if TYPE_CHECKING:
    import ssl

    import httpx

T = TypeVar("T")

_FIRST_WAIT, _LAST_WAIT = 0.5, 30.0
"""Seconds before the first try after a failure, twice as many before each next, and at most."""
_LONGEST_WISH = 120.0
"""Seconds that a server may ask to wait; after more it is given up, and the next run goes on."""
# A page of drafts has kilobytes; a server that goes on for ever would fill the memory.
_LARGEST = 8 * 2**20
"""Bytes of an answer above which it is none."""
_CONNECT = 10.0
"""Seconds to reach the server."""
# 409 is a lock that timed out (OpenAI's own client tries again), 529 an overloaded server (Anthropic's).
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses that may be gone at the next try."""


class Nonsense(Exception):  # noqa: N818  no error of ours: the server's
    """An answer that is none; the server is asked again."""


class _Passing(Exception):  # noqa: N818  see above
    """A failure that may be gone at the next try."""

    def __init__(self, told: str, wait: float = 0.0) -> None:
        super().__init__(told)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Call:
    """One question."""

    path: str
    """Below the server's address."""
    body: Mapping[str, Any]
    """Its JSON; it stands in the cache, so it holds no key."""


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """What became of a question."""

    value: T
    kept: bool
    """Whether it was known already, and cost nothing."""


class Meter(Protocol):
    """Watches what questions cost."""

    def reserve(self, call: Call) -> None:
        """Set aside what a question may cost.

        Raises:
            EngineError: That is more than may be spent.
        """

    def spend(self, call: Call, value: Any) -> None:
        """Take down what its answer, as it was read, has cost."""


class NotThereError(EngineGoneError):
    """The server has no such model, or nothing at this address."""


class Service:
    """A server with what it has answered already."""

    def __init__(
        self,
        access: Access,
        limits: Limits,
        answers: Answers,
        kind: str,
        progress: Progress = no_progress,
        *,
        kept: bool = False,
    ) -> None:
        """Ask nothing yet.

        Args:
            access: Whom to ask.
            limits: How.
            answers: What is known already.
            kind: Of the answers, for `Answers.usual`.
            progress: Told how the work goes on.
            kept: Whether only what is known already is told, and the server asked nothing.
        """
        self._kept = kept
        self.access, self.limits, self.answers, self.kind = access, limits, answers, kind
        self._progress = progress
        self._until = 0.0
        """When the server wants to be asked again, by the clock of `time.monotonic`."""
        self._heard = False
        """Whether it ever answered in this run."""

    def ask(
        self,
        calls: Sequence[Call],
        read: Callable[[Any], T],
        meter: Meter | None = None,
    ) -> tuple[Reply[T], ...]:
        """Ask several questions at once; each answer is kept as soon as it is there.

        Args:
            calls: The questions.
            read: Makes what is wanted of an answer's JSON; raises `Nonsense` if that is none.
            meter: Told of each question that is not known already, before and after.

        Returns:
            A reply to each, in their order.

        Raises:
            EngineError: One could not be answered; all that were under way have been waited for.
            EngineGoneError: The server will answer none.
        """
        known: dict[str, Reply[T]] = {}
        # Equal questions are one, however often they are asked.
        wanted = {question(self.access.address, call.path, call.body): call for call in calls}
        for name in wanted:
            if (answer := self.answers.get(name)) is not None:
                # An answer kept by an earlier version may not be understood any more: it is asked for anew.
                with suppress(Nonsense):
                    known[name] = Reply(read(answer.data), kept=True)
        new = {name: call for name, call in wanted.items() if name not in known}
        if new and self._kept:
            raise self._unasked()
        if new:
            known |= asyncio.run(self._asked(new, read, meter))
        return tuple(known[question(self.access.address, call.path, call.body)] for call in calls)

    def _unasked(self) -> EngineSpentError:
        told = f"engine {self.access.engine!r} has not been asked for all of this yet"
        return EngineSpentError(told, hint="`transflow translate` asks it")

    def fetch(self, path: str) -> Any:
        """Return the JSON at a path as it is now, or where the server is asked nothing, as it was.

        Raises:
            EngineError: There is none.
        """
        name = question(self.access.address, path, {})
        if self._kept and (answer := self.answers.get(name)) is not None:
            return answer.data
        if self._kept:
            raise self._unasked()

        async def fetched() -> Answer:
            async with self._client() as client:
                return await self._tried(client, Call(path, {}), lambda data: data, "GET")

        found: Answer = asyncio.run(fetched())
        self.answers.put(name, found, path)
        return found.data

    async def _asked(
        self, calls: Mapping[str, Call], read: Callable[[Any], T], meter: Meter | None
    ) -> dict[str, Reply[T]]:
        """Ask, some at a time. After a failure nothing new is asked, and what is under way is waited for."""
        found: dict[str, Reply[T]] = {}
        failures: list[EngineError] = []
        left = iter(calls.items())

        async def worker(client: "httpx.AsyncClient") -> None:
            # One iterator for all workers: each takes the next that nobody has.
            while not failures and (item := next(left, None)) is not None:
                name, call = item
                try:
                    if meter:
                        meter.reserve(call)
                    answer = await self._tried(client, call, read)
                except EngineError as error:
                    failures.append(error)
                else:
                    # On disk before it is counted: a run that is broken off here pays nothing twice.
                    self.answers.put(name, answer, self.kind)
                    value = read(answer.data)
                    found[name] = Reply(value, kept=False)
                    if meter:
                        meter.spend(call, value)
                    self._progress("requests", len(found), len(calls))

        async with self._client() as client:
            await asyncio.gather(*(worker(client) for _ in range(min(self.limits.concurrency, len(calls)))))
        if failures:
            # That nobody is there matters more than what one question failed with.
            raise next((error for error in failures if isinstance(error, EngineGoneError)), failures[0])
        return found

    @asynccontextmanager
    async def _client(self) -> AsyncIterator["httpx.AsyncClient"]:
        import httpx  # noqa: PLC0415  heavy, and only here

        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses
        near = self.access.is_near
        headers = {"User-Agent": "transflow"}
        if self.access.key and not self.access.key_field:
            headers["Authorization"] = f"Bearer {self.access.key}"
        timeout = httpx.Timeout(self.limits.timeout, connect=_CONNECT)
        limits = httpx.Limits(max_connections=self.limits.concurrency)
        # The base class makes requests without credentials of a .netrc; `trust_env` means proxies and certificates.
        async with httpx.AsyncClient(
            headers=headers,
            timeout=timeout,
            limits=limits,
            trust_env=not near,
            follow_redirects=False,
            verify=self._certificates,
        ) as client:
            yield client

    @cached_property
    def _certificates(self) -> "ssl.SSLContext | bool":
        """What a certificate is checked against: read once, a tenth of a second; nothing where there is none to check."""
        import httpx  # noqa: PLC0415  see above

        if self.access.address.startswith("http:"):
            return False
        return httpx.create_ssl_context(trust_env=True)

    async def _tried(
        self, client: "httpx.AsyncClient", call: Call, read: Callable[[Any], Any], method: str = "POST"
    ) -> Answer:
        """Ask one question until it is answered, or no more tries are left."""
        wait = _FIRST_WAIT
        for left in range(self.limits.retries, -1, -1):
            # When one worker is told to wait, all wait.
            await asyncio.sleep(max(self._until - time.monotonic(), 0.0))
            began = time.monotonic()
            try:
                data = await self._once(client, call, method)
                # Only to see whether it can be: what is not understood is asked for again, and never kept.
                read(data)
                return Answer(data, time.monotonic() - began)
            except Nonsense as error:
                failure = _Passing(f"its answer is not understood: {error}")
            except _Passing as error:
                failure = error
            if not left or failure.wait > _LONGEST_WISH:
                raise self._failed(failure)
            if failure.wait:
                self._until = time.monotonic() + failure.wait
            else:
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LAST_WAIT)
        raise AssertionError

    async def _once(self, client: "httpx.AsyncClient", call: Call, method: str) -> Any:
        """Ask once.

        Raises:
            _Passing: It may work at the next try.
            EngineError: It will not.
        """
        import httpx  # noqa: PLC0415  see above

        body = dict(call.body)
        if self.access.key_field and self.access.key:
            body[self.access.key_field] = self.access.key
        url = f"{self.access.address.rstrip('/')}/{call.path}"
        content = (
            # A page may hold half of a surrogate pair, for which UTF-8 has no bytes.
            json.dumps(body, ensure_ascii=False).encode("utf-8", "replace") if method == "POST" else None
        )
        # A GET has no body whose type could be told.
        headers = {"Content-Type": "application/json"} if content else None
        try:
            async with (
                # Over all: a server that sends a byte every second never lets the other timeout pass.
                asyncio.timeout(self.limits.timeout),
                client.stream(method, url, content=content, headers=headers) as response,
            ):
                text = await _read(response)
        except (TimeoutError, httpx.TimeoutException):
            raise _Passing(f"no answer within {self.limits.timeout:g} seconds") from None
        except httpx.ConnectError as error:
            if not self._heard:  # a server that was never there is not waited for
                raise self._absent(error) from None
            raise _Passing("it cannot be reached any more") from None
        # After its subclasses: what remains broke off on the way.
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _Passing(f"its answer broke off ({type(error).__name__})") from None
        self._heard = True
        if response.status_code != httpx.codes.OK:
            raise self._refusal(response.status_code, response.headers, text)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise _Passing("its answer is no JSON") from None

    def _refusal(self, status: int, headers: Mapping[str, str], text: str) -> Exception:
        """Return what an answer other than 200 means."""
        said = self.access.hidden(_message(text))
        told = f"HTTP {status}{f': {said}' if said else ''}"
        # Before those that pass: no wait makes a key right.
        if status in (401, 403):
            wants = "another" if self.access.key else "a"
            return self._gone(f"the server wants {wants} key: {told}", f"set {self.access.key_variable}")
        if 300 <= status < 400:
            hint = f"set {self.access.address_variable} to where it leads"
            return self._gone(f"the server redirects to another address, which is not followed: {told}", hint)
        # OpenAI says 429 of an empty account, which would be tried again for minutes.
        if status == 402 or "insufficient_quota" in text:
            return self._gone(f"nothing is left to pay with: {told}", "see to your account")
        if status in _PASSING:
            return _Passing(told, _wish(headers.get("retry-after", "")))
        if status == 404:
            hint = f"correct {self.access.address_variable}, or the settings"
            return NotThereError(
                f"engine {self.access.engine!r}: the server has no such thing: {told}", hint=hint
            )
        return EngineError(f"engine {self.access.engine!r}: the server refuses a request: {told}")

    def _absent(self, error: Exception) -> EngineGoneError:
        # `[Errno 111] Connection refused`: the number helps nobody.
        cause = str(error).partition("]")[2].strip() or str(error) or type(error).__name__
        hint = f"start it, or correct {self.access.address_variable}"
        return self._gone(f"no server answers: {self.access.hidden(cause)}", hint)

    def _failed(self, failure: _Passing) -> EngineError:
        if failure.wait > _LONGEST_WISH:
            told = f"the server asks to wait {failure.wait:,.0f} seconds"
            return self._gone(told, "run the command again then; what was answered is kept")
        hint = "what was answered is kept; run the command again to go on"
        return EngineError(f"engine {self.access.engine!r}: the server failed: {failure}", hint=hint)

    def _gone(self, message: str, hint: str) -> EngineGoneError:
        return EngineGoneError(f"engine {self.access.engine!r}: {message}", hint=hint)


async def _read(response: "httpx.Response") -> str:
    """Return the text of an answer that has a bearable size."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > _LARGEST:
            raise _Passing(f"its answer has more than {_LARGEST // 2**20} MB")
        parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


def _message(text: str) -> str:
    """Return what the body of a failure says, where it says it as servers usually do."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        # A proxy's HTML page says nothing on one line.
        return text if len(text) <= SAID and not text.lstrip().startswith("<") else ""
    # `{"error": {"message": …}}` and the like.
    # Some nest it: {"error": {"message": {"detail": …}}}.
    while isinstance(data, dict):
        data = next((data[key] for key in ("error", "message", "detail") if data.get(key)), "")
    return data if isinstance(data, str) else ""


def _wish(header: str) -> float:
    """Return the seconds of a `Retry-After` (RFC 9110, 10.2.3): a number or a date; 0 if it is neither."""
    # A sign or a point is none (RFC 9110), and `float` would take `nan`.
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    # A date without a zone would be compared with one that has it, which raises.
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0) if moment.tzinfo else 0.0
