"""Whom an engine over HTTP asks, with which key and how: as the environment of whoever runs transflow says."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from transflow.errors import install

INSTALL = f"run: {install('http')}"
# A server may send a whole stack trace as its message, and ours is one line.
SAID = 200
"""Characters of a server's own message that are shown."""


@dataclass(frozen=True, slots=True)
class Access:
    """Whom to ask, as the environment says."""

    engine: str
    """Name of the engine, for messages."""
    address: str
    key: str
    address_variable: str
    key_variable: str
    key_field: str = ""
    """Field of the body that the key stands in; empty if it is an `Authorization`."""

    @property
    def is_near(self) -> bool:
        """Whether the server runs on this machine."""
        # 127.0.0.2 and ::1 are this machine as well as 127.0.0.1 is.
        host = urlsplit(self.address).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            # RFC 6761: every name below localhost leads to the machine itself.
            return host == "localhost" or host.endswith(".localhost")

    @property
    def problem(self) -> str:
        """What is wrong with it, in one phrase; empty if nothing is."""
        if not self.address:
            return f"set {self.address_variable} to the address of a server"
        try:
            parts = urlsplit(self.address)
            # `port` is read for its exception: 99999 and `http://host:x` are no addresses.
            valid = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
        except ValueError:
            valid = False
        if not valid:
            return f"{self.address_variable} is no address such as http://127.0.0.1:8080"
        # The address stands in the names of answers and in messages: a key in it would be kept and shown.
        if parts.username or parts.password or parts.query or parts.fragment:
            return f"{self.address_variable} may hold no key: set {self.key_variable}"
        # In a header httpx raises on any other: a line end within a key would begin another header.
        if not (self.key.isascii() and self.key.isprintable()):
            return f"{self.key_variable} is no key: it holds other characters than printable ASCII"
        if self.key and parts.scheme == "http" and not self.is_near:
            return f"{self.address_variable} would send the key unencrypted: begin it with https"
        return ""

    def hidden(self, text: str) -> str:
        """Return a server's message on one line, short, and without the key and the address."""
        # The network location too: a refused connection is told by host and port alone.
        for secret in (self.key, self.address, urlsplit(self.address).netloc):
            text = text.replace(secret, "…") if secret else text
        line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
        return line if len(line) <= SAID else f"{line[:SAID]}…"


@dataclass(frozen=True, slots=True)
class Limits:
    """How a server is asked."""

    concurrency: int
    """Questions at once."""
    timeout: float
    """Seconds for an answer."""
    retries: int
    """Further tries after a failure that may pass."""


def installed() -> bool:
    """Whether the library for HTTP is there."""
    # Looked for, not imported: that takes 0.3 seconds, and `missing` is asked for every engine.
    from importlib.util import find_spec  # noqa: PLC0415  asked by few

    return find_spec("httpx") is not None
