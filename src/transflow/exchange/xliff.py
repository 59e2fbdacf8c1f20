"""What both versions of XLIFF do alike: a `file` a page, units in groups, markup as elements in and around the text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transflow.errors import DocumentError
from transflow.exchange.codes import Code, Part, Side, nested
from transflow.exchange.writing import Element
from transflow.exchange.xml import Node

_AGAIN = "export the page again"


@dataclass(frozen=True, slots=True)
class Version:
    """How a version calls what texts are made of."""

    number: str
    unit: str
    span: str
    """The element round what a code opens and closes."""
    sides: Mapping[str, Side]
    """The elements that stand for one code."""
    names: Sequence[str]
    """The attributes that may name a code, the first that is there."""
    annotations: Sequence[str]
    """The elements that other tools put round a text, and which are no part of it."""


def content(
    parts: Sequence[Part], span: Callable[[Code], Element], single: Callable[[Code], Element]
) -> "list[Element | str]":
    """Return a text with its codes as elements.

    Args:
        parts: The text.
        span: Makes the element round what a code opens and closes, where all codes of the text are well nested.
        single: Makes the element for any other code.
    """
    holder = Element("")
    open_ = [holder]
    # A translator may let `<b>` and a link overlap: elements cannot, so each end is one by itself.
    in_order = nested(parts)
    for part in parts:
        if isinstance(part, str):
            open_[-1].children.append(part)
        elif part.side == "close" and in_order:
            open_.pop()
        elif part.side == "open" and in_order:
            element = span(part)
            open_[-1].children.append(element)
            open_.append(element)
        else:
            open_[-1].children.append(single(part))
    return holder.children


def pages(root: Node, shown: str) -> Iterator[Node]:
    """Yield the files of a document.

    Raises:
        DocumentError: One does not say which page it is.
    """
    for file in root.all("file"):
        if not file.get("original"):
            message = "a file without `original`: nobody knows which page it is"
            raise DocumentError(message, shown, file.line, _AGAIN)
        yield file


def units(holder: Node, version: Version) -> Iterator[Node]:
    """Yield the units of a file, those in groups too."""
    for node in holder.nodes:
        if node.name == version.unit:
            yield node
        # Some tools put units in groups of their own.
        elif node.name == "group":
            yield from units(node, version)


def parts(node: Node, shown: str, version: Version) -> list[Part]:
    """Return the text that an element holds.

    Raises:
        DocumentError: It holds what is no part of a text; with the line.
    """
    found: list[Part] = []
    for child in node.children:
        if isinstance(child, str):
            found.append(child)
        # `mrk` of a tool's comment or term: the words stay, the mark is not ours.
        elif child.name in version.annotations:
            found += parts(child, shown, version)
        elif child.name == "cp":
            found.append(_character(child, shown))
        elif child.name == version.span:
            name = _name(child, shown, version)
            # A span is its two ends with what stands between: so what was exported as one may come back as two.
            found += [
                Code(name, "open", "", ""), *parts(child, shown, version), Code(name, "close", "", "")
            ]  # fmt: skip
        elif child.name in version.sides:
            # Its id and its side are all that is taken: what it stands for comes from the page.
            found.append(Code(_name(child, shown, version), version.sides[child.name], "", ""))
        else:
            message = f"an element `{child.name}` that has no place in a text"
            raise DocumentError(message, shown, child.line, f"have it saved as XLIFF {version.number}")
    return found


def _name(node: Node, shown: str, version: Version) -> str:
    name = next((name for attribute in version.names if (name := node.get(attribute))), "")
    if not name:
        raise DocumentError(f"a `{node.name}` without an id", shown, node.line, _AGAIN)
    return name


def _character(node: Node, shown: str) -> str:
    """Return the character that XML cannot hold and XLIFF 2 names."""
    try:
        return chr(int(node.get("hex"), 16))
    # `hex="zz"`, and `hex` beyond the last character.
    except (ValueError, OverflowError):
        raise DocumentError("a `cp` that names no character", shown, node.line) from None
