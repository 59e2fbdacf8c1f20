"""XML as it is written: elements made of names, attributes and what they hold, each structural one on a line of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from transflow.signs import as_xml, harmless


@dataclass(slots=True)
class Element:
    """An element on its way out."""

    tag: str
    """With its prefix, as it is to be written."""
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def add(self, tag: str, *children: "Element | str", **attributes: str) -> "Element":
        """Put in a new last element and return it; `_` in the names of attributes is `:`, `__` is `-`."""
        element = Element(tag, {_name(name): value for name, value in attributes.items()}, list(children))
        self.children.append(element)
        return element

    def extend(self, children: "Iterable[Element | str]") -> None:
        """Put in what follows."""
        self.children.extend(children)


def _name(name: str) -> str:
    # `from_` ends so because `from` is a word of Python.
    return name.rstrip("_").replace("__", "-").replace("_", ":")


def document(root: Element, doctype: str = "") -> str:
    """Write a document. White space is put in only where an element holds nothing but elements.

    What could do something to a terminal or a log that it is shown in is a reference to a character, which loses nothing.
    """
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}{doctype}{harmless(''.join(_lines(root, 0)), as_xml)}\n"


def _lines(element: Element, depth: int) -> Iterable[str]:
    # Between elements alone white space means nothing; beside text it would be part of that.
    structural = element.children and not any(isinstance(child, str) for child in element.children)
    if not structural or element.tag in _MIXED:
        yield "  " * depth + _inline(element)
        return
    yield "  " * depth + _start(element) + ">\n"
    for child in element.children:
        assert isinstance(child, Element)  # there are no strings
        yield from _lines(child, depth + 1)
        yield "\n"
    yield f"{'  ' * depth}</{element.tag}>"


_MIXED = frozenset({"source", "target", "seg", "pc", "g"})
"""Elements whose white space belongs to the text."""


def _start(element: Element) -> str:
    return f"<{element.tag}" + "".join(
        f" {name}={quoteattr(text)}" for name, text in element.attributes.items()
    )


def _inline(element: Element) -> str:
    held = "".join(escape(child) if isinstance(child, str) else _inline(child) for child in element.children)
    return f"{_start(element)}>{held}</{element.tag}>" if element.children else f"{_start(element)}/>"
