"""The server of the review page: this machine's own address and no other, one process, until it is interrupted."""

import socket
from collections.abc import Callable

import uvicorn

from transflow.errors import ConfigError
from transflow.review.app import application
from transflow.review.desk import Desk
from transflow.review.gate import Gate


def listen(port: int) -> socket.socket:
    """Return a socket on the loopback address.

    Args:
        port: Where; 0 for any port that is free.

    Raises:
        ConfigError: The port is taken, or may not be used.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # A server that was just ended keeps its port for a minute otherwise.
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # By number: `localhost` may be any address that a machine's hosts file names.
        found.bind(("127.0.0.1", port))
        # At once: a browser that is opened before the server runs waits for it, and no second review takes the port.
        found.listen()
    except OSError as error:
        found.close()
        raise ConfigError(
            f"port {port} cannot be used: {error.strerror}", hint="name another with --port"
        ) from None
    return found


def serve(desk: Desk, place: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve a review until the process is interrupted.

    Args:
        desk: The review.
        place: Where to listen; closed at the end.
        ready: Told the address with its token, which lets one browser in.
    """
    port = place.getsockname()[1]
    gate = Gate(application(desk), port)
    # No log of requests: the token stands in the first one's address.
    settings = uvicorn.Config(
        gate,
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
    )
    ready(f"http://127.0.0.1:{port}/?token={gate.token}")
    with place:
        uvicorn.Server(settings).run(sockets=[place])
