"""XML of strangers, read with the line of every element; nothing in it is ever fetched or expanded."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from transflow.errors import DocumentError
from transflow.exchange.grammar import GRAMMAR
from transflow.files import read_given

MAX_DEPTH = 100
"""Elements in elements; no format that is read here needs twenty."""


@dataclass(slots=True)
class Node:
    """An element."""

    tag: str
    """`{namespace}name`."""
    attributes: dict[str, str]
    line: int
    """1-based."""
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def name(self) -> str:
        """The tag without its namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def nodes(self) -> "list[Node]":
        """The elements directly in it."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str) -> "list[Node]":
        """Return the elements directly in it with a name."""
        return [node for node in self.nodes if node.name == name]

    def first(self, name: str) -> "Node | None":
        """Return the first element directly in it with a name."""
        return next(iter(self.all(name)), None)

    def get(self, name: str) -> str:
        """Return an attribute; empty if it has none of that name."""
        return self.attributes.get(name, "")


class _Builder:
    """Takes in what the parser meets."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.open: list[Node] = []
        self.root: Node | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, dict(attributes), self.parser.CurrentLineNumber)
        # Before it is taken in: whoever reads the tree calls itself for each level.
        if len(self.open) >= MAX_DEPTH:
            raise _TooDeep(node.line)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].children.append(text)

    def close(self) -> Node | None:
        return self.root


class _TooDeep(Exception):  # noqa: N818  told as a DocumentError at once
    pass


def read(path: Path, shown: str) -> Node:
    """Read an XML file, in whatever encoding it says it has.

    Args:
        path: The file.
        shown: Its name in messages.

    Raises:
        DocumentError: It cannot be read, is no XML, too large, nested too deep, or declares entities; with the line.
    """
    return parse(read_given(path, shown), shown)


def parse(data: bytes, shown: str) -> Node:
    """Read XML; see `read`.

    Raises:
        DocumentError: As there.
    """
    builder = _Builder()
    parser = DefusedXMLParser(target=builder)
    # Expat's own parser, which alone knows the line.
    builder.parser = parser.parser
    try:
        parser.feed(data)
        root = parser.close()
    except ParseError as error:
        line = error.position[0] if error.position else 0
        cause = str(error).partition(":")[0]
        raise DocumentError(
            f"is no XML: {cause}", shown, line, "have it saved again by the tool that wrote it"
        ) from None
    except DefusedXmlException:
        line = builder.parser.CurrentLineNumber
        message = "declares entities, which are never expanded"
        raise DocumentError(message, shown, line, "take the declarations out") from None
    except _TooDeep as error:
        raise DocumentError(
            f"elements are nested more than {MAX_DEPTH} deep", shown, int(error.args[0])
        ) from None
    # An encoding that Python does not know, or bytes that it does not have.
    except (LookupError, ValueError) as error:
        raise DocumentError(f"cannot be decoded: {error}", shown, 1, "save it as UTF-8") from None
    if root is None:
        raise DocumentError("is empty", shown, 1)
    assert isinstance(root, Node)  # what `close` of the builder returns
    return root


CONTROL = GRAMMAR["no-text"]


def carries(text: str) -> bool:
    """Whether a file of another tool can hold a text: XML 1.0 has no place for most control characters, and nobody a use."""
    return not CONTROL.search(text)
