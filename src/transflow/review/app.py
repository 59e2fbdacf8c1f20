"""The review page's addresses: each reads a request, asks the desk, and answers with a page or a part of one."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from transflow.commands.find import find
from transflow.errors import ConfigError, TransflowError
from transflow.review.answers import Acted
from transflow.review.desk import Desk
from transflow.review.gate import MAX_BODY, PREVIEW_POLICY
from transflow.review.preview import rendered
from transflow.review.wording import LANGUAGES, NAMES, chosen, words
from transflow.site.edits import Edit, Take
from transflow.site.workspace import Pair

_TAKES: Mapping[str, Take] = {name: name for name in ("text", "draft", "mine", "source", "nothing")}
# Nobody scrolls further: the filters above the list are for that.
_LISTED = 200
"""Translations of the list that are shown at once."""
_FOUND = 30
"""Most hits of a search."""


def application(desk: Desk) -> Starlette:
    """Return the application, without the gate before it."""
    pages = _Pages(desk)
    # With its strokes: the path of a page is part of the address.
    place = "{language}/{source:path}"
    routes = [
        Route("/", pages.listing),
        Route(f"/t/{place}", pages.page),
        Route(f"/t/{place}", pages.settle, methods=["POST"]),
        Route(f"/try/{place}", pages.tried, methods=["POST"]),
        Route(f"/draft/{place}", pages.drafted, methods=["POST"]),
        Route(f"/approve/{place}", pages.approve, methods=["POST"]),
        Route("/undo", pages.undo, methods=["POST"]),
        Route(f"/preview/{place}", pages.preview),
        Route("/find", pages.find),
        Mount("/static", StaticFiles(packages=[("transflow.review", "static")])),
    ]
    return Starlette(routes=routes, exception_handlers={TransflowError: _told})


def address(pair: Pair) -> str:
    """Return the path of a translation's page here."""
    return f"/t/{_place(pair)}"


def _place(pair: Pair) -> str:
    return f"{quote(pair.language)}/{quote(pair.source)}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    # `StrictUndefined`: a word that the interface lacks is a bug, and not an empty place.
    found = Environment(
        loader=PackageLoader("transflow.review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.filters |= {"address": address, "place": _place}
    return found


def _shown(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Answer with a page in the reader's language; who chose one keeps it."""
    asked = request.query_params.get("ui", "")
    language = chosen(
        asked or request.cookies.get("transflow-ui", ""), request.headers.get("accept-language", "")
    )
    other = next(name for name in LANGUAGES if name != language)
    around = {
        "w": words(language),
        "ui": language,
        "other": other,
        "other_name": NAMES[other],
        "here": request.url.path,
    }
    answer = HTMLResponse(_templates().get_template(template).render(values | around), status)
    # Only who chose a language gets a cookie.
    if asked in LANGUAGES:
        answer.set_cookie("transflow-ui", language, httponly=True, samesite="strict", path="/")
    return answer


def _html(answer: HTMLResponse) -> str:
    return bytes(answer.body).decode()


def _by_script(request: Request) -> bool:
    """Whether the page's own script asks, and takes a part of the page; else a form was sent, and takes a whole one."""
    return request.headers.get("x-requested-with") == "transflow"


async def _told(request: Request, error: Exception) -> Response:
    """Answer with a failure that is told in one line."""
    if _by_script(request):
        return JSONResponse({"refused": str(error)}, 409)
    return _shown(request, "message.html", 404, message=str(error))


async def _fields(request: Request) -> dict[str, str]:
    """Return what was sent: a form's fields, or a JSON object of strings.

    Raises:
        ConfigError: It is neither, or too much.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:  # the gate believes what the header says
            raise ConfigError("too much text for one request")
    try:
        text = body.decode("utf-8")
        if request.headers.get("content-type", "").startswith("application/json"):
            found = json.loads(text)
            if not isinstance(found, dict):
                raise ConfigError("not a form of this page")
            fields = {str(key): str(value) for key, value in found.items()}
            # Half of a letter, as of an emoji that somebody cut through: no page can hold it.
            "".join(fields.values()).encode("utf-8")
            return fields
        # An empty text is an answer of its own: it is told that it is empty.
        return dict(parse_qsl(text, keep_blank_values=True))
    except (ValueError, RecursionError):
        raise ConfigError("not a form of this page") from None


class _Pages:
    """The addresses."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def _pair(self, request: Request) -> Pair:
        params = request.path_params
        return await run_in_threadpool(self.desk.pair, params["language"], params["source"])

    async def listing(self, request: Request) -> Response:
        """Show what is under review, the riskiest first."""
        return await run_in_threadpool(self._listing, request)

    def _listing(self, request: Request) -> Response:
        query, listing = request.query_params, self.desk.listing
        # Some thousand pages take seconds to read: the list opens with what the records say, and fills up.
        if counting := listing.counting():
            entries, count = listing.recorded()
        else:
            entries = listing.entries()
            count = len(entries)
        tags = sorted({entry.pair.language for entry in entries})
        states = sorted({entry.state for entry in entries if entry.state})
        everything = query.get("all", "") == "1"
        # By any part of either path: a reviewer knows the page's name, or only its folder.
        words_ = query.get("q", "").casefold()
        fits = [
            entry
            for entry in entries
            if (everything or entry.wants)
            and query.get("language", entry.pair.language) in ("", entry.pair.language)
            # While states are still being read nothing is left out for its own.
            and (not entry.state or query.get("state", entry.state) in ("", entry.state))
            and words_ in f"{entry.pair.source} {entry.pair.target}".casefold()
        ]
        problems = [] if counting else [str(problem) for problem in listing.standings().problems]
        answer = _shown(
            request, "list.html", entries=fits[:_LISTED], total=len(fits), pages=count, tags=tags, states=states,
            query=query, everything=everything, problems=problems, can_undo=self.desk.can_undo, counting=counting,
        )  # fmt: skip
        if counting:
            answer.headers["refresh"] = "2"
        return answer

    async def page(self, request: Request) -> Response:
        """Show a page text by text."""
        pair = await self._pair(request)
        query = request.query_params
        number = query.get("part", "")
        # Anything can stand in an address, and Python makes no number of more than 4,300 digits.
        part = int(number) if number.isdecimal() and len(number) < 9 else 1
        whole = query.get("all", "") == "1"
        seen = await run_in_threadpool(self.desk.page, pair, part, query.get("unit", ""), whole=whole)
        # Told with the page, so that one key leads on to the next.
        following = await run_in_threadpool(self.desk.next_page, pair)
        return _shown(
            request, "page.html", page=seen, pair=pair, following=following, can_undo=self.desk.can_undo,
            counting=self.desk.listing.counting(),
            refused=query.get("refused", ""), source_language=seen.source_language,
        )  # fmt: skip

    async def settle(self, request: Request) -> Response:
        """Do what a person decided about a text."""
        pair, fields = await self._pair(request), await _fields(request)
        take = _TAKES.get(fields.get("take", ""))
        if take is None:
            raise ConfigError("nothing to be done was named")
        edit = Edit(
            fields.get("unit", ""), take, fields.get("text", ""), fields.get("seen"), fields.get("source")
        )
        done = await run_in_threadpool(self.desk.settle, pair, _lines(edit))
        if _by_script(request):
            return self._part(request, pair, done)
        told = f"&refused={quote(done.refused)}" if done.refused else ""
        return RedirectResponse(
            # `all`, for the text that was just settled needs nobody any more, and is to be seen all the same.
            f"{address(pair)}?all=1&unit={quote(edit.unit)}{told}#{quote(edit.unit)}",
            303,
        )

    def _part(self, request: Request, pair: Pair, done: Acted) -> Response:
        """Answer with one text as it stands now, as a part of the page; with none if it was left out."""
        html, stands = "", ""
        if done.text is not None:
            html, stands = _html(_shown(request, "one.html", text=done.text, pair=pair)), done.text.text
        about = {"html": html, "refused": done.refused, "text": stands, "can_undo": self.desk.can_undo}
        # 409 to the script, which shows the reason beside the text as it stands now.
        return JSONResponse(about, 409 if done.refused else 200)

    async def tried(self, request: Request) -> Response:
        """Check a text that is being written."""
        pair, fields = await self._pair(request), await _fields(request)
        done = await run_in_threadpool(self.desk.tried, pair, fields.get("unit", ""), fields.get("text", ""))
        html = _html(_shown(request, "remarks.html", remarks=done.remarks))
        return JSONResponse({"remarks": html, "preview": done.html})

    async def drafted(self, request: Request) -> Response:
        """Draft a text anew; nothing is saved."""
        pair, fields = await self._pair(request), await _fields(request)
        return JSONResponse(
            {"text": await run_in_threadpool(self.desk.drafted, pair, fields.get("unit", ""))}
        )

    async def approve(self, request: Request) -> Response:
        """Approve a page, and go on to the next."""
        pair = await self._pair(request)
        refused = await run_in_threadpool(self.desk.approve, pair)
        told = f"?all=1&refused={quote(refused)}" if refused else "?all=1"
        return RedirectResponse(f"{address(pair)}{told}", 303)

    async def undo(self, request: Request) -> Response:
        """Take back the latest act, and show what it was about."""
        done = await run_in_threadpool(self.desk.undo)
        if isinstance(done, str):
            raise ConfigError(done)
        pair, unit = done
        where = f"{address(pair)}?all=1" + (f"&unit={quote(unit)}#{quote(unit)}" if unit else "")
        return JSONResponse({"go": where}) if _by_script(request) else RedirectResponse(where, 303)

    async def preview(self, request: Request) -> Response:
        """Show a translation as a reader would see it."""
        pair = await self._pair(request)
        page = await run_in_threadpool(self.desk.whole, pair)
        html = rendered(page.text[page.front.end :], pair.target, pair.language)
        # Its own policy, which the gate leaves: the page of a stranger is shown in an origin of its own.
        return HTMLResponse(html, headers={"content-security-policy": PREVIEW_POLICY})

    async def find(self, request: Request) -> Response:
        """Look for words in both languages."""
        asked = request.query_params.get("q", "")
        found = (
            # In a thread, as all that reads pages: the server has one loop, and a draft that is waited for must not
            # stop a save.
            await run_in_threadpool(find, self.desk.workspace, asked, limit=_FOUND) if asked.strip() else None
        )
        return _shown(request, "find.html", asked=asked, found=found, can_undo=self.desk.can_undo)


def _lines(edit: Edit) -> Edit:
    r"""Return a decision with lines ended by `\n`; a browser sends `\r\n`."""
    seen = None if edit.seen is None else edit.seen.replace("\r\n", "\n")
    source = None if edit.source is None else edit.source.replace("\r\n", "\n")
    return Edit(edit.unit, edit.take, edit.text.replace("\r\n", "\n"), seen, source, edit.approve)
