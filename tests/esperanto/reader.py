import re

from transflow.numbers.quantity import Quantity

_PERCENT = re.compile(r"(\d+(?:,\d+)?) procentoj?\b")


def find(text: str, region: str) -> tuple[Quantity, ...]:  # noqa: ARG001
    return tuple(
        Quantity(match.start(), match.end(), match[0], "percent", match[1].replace(",", "."))
        for match in _PERCENT.finditer(text)
    )
