"""YAML of strangers: how much its aliases stand for, asked before anything is made of it."""

from typing import Any

import yaml

MAX_LENGTH = 2**20
"""Characters of a file of YAML; it is read at some hundred thousand a second."""
MAX_EXPANDED = 10_000
"""Nodes that aliases may stand for, all together: thirty lines, each an alias ten times of the one before, stand for 10^30."""
TOO_FAR = f"YAML aliases expand to more than {MAX_EXPANDED:,} values"
"""What is told of it."""


def beyond(node: yaml.Node | None) -> int:
    """Return the 1-based line where a document's aliases have stood for more than `MAX_EXPANDED` nodes; 0 if they don't.

    A merge key (`<<`) is one like any other: what it brings in is counted.

    Raises:
        RecursionError: It is nested deeper than calls can be.
    """
    return _Count().line(node)


class _Count:
    def __init__(self) -> None:
        self.sizes: dict[int, int] = {}
        """Of nodes that were seen, by their identity; 0 while they are open."""
        self.expanded = self.found = 0

    def line(self, node: yaml.Node | None) -> int:
        if node is not None:
            self._size(node)
        return self.found

    def _size(self, node: yaml.Node) -> int:
        size = self.sizes.get(id(node))
        if size is not None:
            self.expanded += size or MAX_EXPANDED + 1  # one that stands in itself never ends
            return size
        self.sizes[id(node)] = 0
        size = 1
        for inner in _inside(node):
            size += self._size(inner)
            if self.expanded > MAX_EXPANDED and not self.found:
                self.found = node.start_mark.line + 1
        self.sizes[id(node)] = size
        return size


def _inside(node: Any) -> list[yaml.Node]:
    """Return the nodes directly in one."""
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []
