"""Where in the text of a configuration a value stands."""

from typing import Any

import yaml

from transflow.site.config.grammar import GRAMMAR

_STEP = GRAMMAR["place-step"]


def line(node: Any, place: str) -> int:
    """Return the 1-based line of a msgspec path such as `$.content[0].root`; of the nearest parent if absent."""
    found = 0
    for key, index in _STEP.findall(place):
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if pair[0].value == key]
            # A key that is missing is told at the line of what it is missing in.
            if not pairs:
                break
            found, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
        elif isinstance(node, yaml.SequenceNode) and index and int(index) < len(node.value):
            node = node.value[int(index)]
            found = node.start_mark.line + 1
    return found


def below(node: Any, *keys: str) -> Any:
    """Return the node below some keys of a mapping; None if it isn't there."""
    for key in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return node
