"""The baseline: findings that were there when a site began to use the checks, so that it can start today.

One JSON line for each, sorted, without line numbers: a finding is known as long as the same check says the same of
the same file, however the page grows. What is no longer found leaves with the next `--write-baseline`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from transflow.checks.finding import Finding
from transflow.errors import ConfigError


# No line and no column: a paragraph that somebody adds above moves them, and the finding is the same.
class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, order=True):
    """One known finding."""

    path: str
    code: str
    language: str
    message: str


def dumps(findings: Iterable[Finding]) -> str:
    """Return the text of a baseline that knows these findings."""
    encode = msgspec.json.Encoder().encode
    # Sorted, so that two branches that write it anew merge.
    return "".join(encode(entry).decode() + "\n" for entry in sorted(map(_entry, findings)))


def loads(text: str, path: str) -> Counter[Entry]:
    """Read a baseline.

    Raises:
        ConfigError: A line is broken; with the line.
    """
    decoder = msgspec.json.Decoder(Entry)
    found: Counter[Entry] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found[decoder.decode(line)] += 1
            # Nested without end: JSON's reader gives up with a RecursionError.
            except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
                hint = "write it anew with `transflow check --write-baseline`"
                raise ConfigError(f"broken baseline line: {error}", path, number, hint) from None
    return found


def new(findings: Sequence[Finding], known: Counter[Entry]) -> tuple[Finding, ...]:
    """Return the findings that the baseline does not know; of several alike it knows as many as it has."""
    left = known.copy()
    found = []
    for finding in findings:
        entry = _entry(finding)
        # A second finding of the same words on a page is new: what was known is used up by the first.
        if left[entry]:
            left[entry] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _entry(finding: Finding) -> Entry:
    return Entry(finding.path, finding.code, finding.language, finding.message)
