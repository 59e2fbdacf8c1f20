"""Who may speak to the review page: the browser that was given the link, from the page itself, and nobody else.

Any program and any web page on this machine can reach a port of it. So the name that is asked for must be ours (or a
stranger's name that leads here would do, "DNS rebinding"), what changes something must come from our own page, and only who
has the link of this run gets in: it works once and becomes a cookie that no other site can make the browser send.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from transflow.review.preview import STYLE_HASH

POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {STYLE_HASH}; connect-src 'self'; img-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PREVIEW_POLICY = f"default-src 'none'; style-src {STYLE_HASH}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
"""Of a page shown as a reader would see it: nothing is loaded, nothing runs, and it is an origin of its own."""
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with `no-referrer` a browser sends no usable `Origin` with a form
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
MAX_BODY = 2 * 2**20
"""Bytes of a request; a text is part of a page, and pages are prose."""


class Gate:
    """The application behind its checks."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app, self.port = app, port
        self.token = secrets.token_urlsafe(32)
        """Lets one browser in, once."""
        self._session = secrets.token_urlsafe(32)
        self._used = False
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies know no ports, and two desks may be open."""
        return f"transflow-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with a refusal."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        # Websockets are not spoken here.
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        refusal = self._refusal(request)
        await (refusal or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        """Return the answer to a request that does not get through."""
        headers = request.headers
        # The name first: to whoever asks for another one nothing else is said.
        if headers.get("host", "") not in self.hosts:
            return PlainTextResponse("This is not the name of the review page.", 421)
        if request.method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("No.", 405)
        if request.method == "POST" and not self._from_here(headers):
            return PlainTextResponse("This did not come from the review page.", 403)
        # As bytes: of strings it compares only ASCII, and a page at another port can leave any cookie here.
        if hmac.compare_digest(request.cookies.get(self.cookie, "").encode(), self._session.encode()):
            # A token in the address bar ends up in bookmarks and histories.
            return RedirectResponse("/", 303) if "token" in request.query_params else None
        token = request.query_params.get("token", "")
        if (
            request.method == "GET"
            and not self._used
            # In the same time whatever is wrong with it, so that nobody can guess it letter by letter.
            and hmac.compare_digest(token.encode(), self.token.encode())
        ):
            self._used = True
            answer = RedirectResponse("/", 303)
            # `strict`: no link and no form of another site makes the browser send it. Not `secure`, which over plain
            # HTTP some browsers would not keep.
            answer.set_cookie(self.cookie, self._session, httponly=True, samesite="strict", path="/")
            return answer
        told = "Open the address that `transflow review` printed; it works once, in one browser."
        return PlainTextResponse(told, 403)

    def _from_here(self, headers: Headers) -> bool:
        """Whether a request that changes something comes from a page of ours, and is no larger than it may be."""
        length = headers.get("content-length", "")
        # Without a length (`chunked`) nothing is taken; the browser's forms have one.
        fits = length.isdecimal() and len(length) < 9 and int(length) <= MAX_BODY
        return fits and headers.get("origin", "") == f"http://{headers['host']}"


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    """Put our headers on every answer, refusals included."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            # What an answer brings itself stays: the preview has a policy of its own.
            present = {name for name, _ in message["headers"]}
            wanted = _HEADERS | {"content-security-policy": POLICY}
            message["headers"] = [
                *message["headers"],
                *((n.encode(), v.encode()) for n, v in wanted.items() if n.encode() not in present),
            ]
        await send(message)

    return sending
