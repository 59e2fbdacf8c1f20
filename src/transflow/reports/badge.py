"""The JSON that shields.io makes a badge of (its endpoint schema, version 1)."""

import json

from transflow.reports.model import Report

# Names that shields.io knows; the last one holds for all that is left.
_COLOURS = (
    (100, "brightgreen"),
    (90, "green"),
    (70, "yellowgreen"),
    (50, "yellow"),
    (30, "orange"),
    (0, "red"),
)


def whole(report: Report) -> str:
    """Return how much of what is wanted is there and up to date, over all languages."""
    wanted = sum(item.wanted for item in report.coverage)
    current = sum(item.current for item in report.coverage)
    # Rounded down: one page of a thousand is missing, and 100% would say that none is.
    percent = current * 100 // wanted if wanted else 100
    colour = next(name for least, name in _COLOURS if percent >= least)
    data = {"schemaVersion": 1, "label": "translations", "message": f"{percent}%", "color": colour}
    # shields.io draws it in red then: a page that cannot be read may be anything.
    return json.dumps(data | ({"isError": True} if report.problems else {}))
