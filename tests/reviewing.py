"""A review page that runs in this process on a port of its own, for tests that speak to it as a browser would."""

import threading
import time
from contextlib import contextmanager

from starlette.testclient import TestClient

from transflow import bitext
from transflow.review.app import application
from transflow.review.desk import Desk
from transflow.review.gate import Gate
from transflow.review.server import listen, serve
from transflow.site.workspace import Pair

PAIR = Pair("content/a.md", "content/a.en.md", "en")
PAGE = "/t/en/content/a.md"


@contextmanager
def running(site, **options):
    """Serve a review of a site while inside; yields the address with its token."""
    import uvicorn  # noqa: PLC0415  to end the server from outside

    servers, found, ready = [], [], threading.Event()
    run = uvicorn.Server.run

    def watched(server, sockets=None):
        servers.append(server)
        run(server, sockets)

    def told(address):
        found.append(address)
        ready.set()

    uvicorn.Server.run = watched
    thread = threading.Thread(target=serve, args=(Desk(site, **options), listen(0), told), daemon=True)
    try:
        thread.start()
        assert ready.wait(20)
        yield found[0]
    finally:
        uvicorn.Server.run = run
        until(lambda: servers)
        servers[0].should_exit = True
        thread.join(20)


def until(what, seconds=20.0):
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)
    return found


@contextmanager
def visitor(site, **options):
    """Visit a review with a browser's cookies and headers, in this process; `running` is what has a socket."""
    gate = Gate(application(Desk(site, **options)), 8000)
    base = "http://127.0.0.1:8000"
    with TestClient(gate, base_url=base, headers={"accept-language": "en", "origin": base}) as client:
        assert client.get("/", params={"token": gate.token}).status_code == 200
        client.headers["x-requested-with"] = "transflow"
        yield client


def rows(site, pair=PAIR):
    """Return the rows of a record by their source."""
    return {row.source: row for row in bitext.read(site.tree, site.record_path(pair)).rows}


def change(site, path, old, new):
    """Change a file as another editor would."""
    place = site.root / path
    text = place.read_text("utf-8")
    assert old in text, text
    place.write_text(text.replace(old, new, 1), "utf-8")
