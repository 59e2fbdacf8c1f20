"""Which checks run where, and how grave their findings are.

A check is named by its code, by its name or, where several are meant, by the begin of a code (`TF3`).
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transflow.checks.finding import means
from transflow.checks.registry import ALL, Check
from transflow.errors import ConfigError
from transflow.patterns import PathLines, paths
from transflow.site.config import CONFIG_NAME, ChecksConfig
from transflow.site.workspace import Pair
from transflow.verification import Severity

_EVERYTHING = ChecksConfig()


@dataclass(frozen=True, slots=True)
class Rule:
    """What the configuration says of some paths."""

    paths: PathLines | None
    """None for all."""
    ignored: frozenset[str]
    severity: Mapping[str, Severity]

    def holds(self, pair: Pair) -> bool:
        """Whether it is about one end of a pair."""
        # A pattern may name either end: `docs/**` of the sources or `**/*.ja.md`.
        return self.paths is None or any(map(self.paths.match_file, (pair.source, pair.target)))


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the checks was asked for."""

    codes: frozenset[str]
    """The checks that run."""
    rules: tuple[Rule, ...] = ()
    """A later one wins over an earlier one."""
    max_risk: int = 100
    """Above which the risk of a draft is a finding (TF606)."""

    def severity(self, check: Check[Any], pair: Pair, own: Severity | None) -> Severity | None:
        """Return how grave a finding of a check is, `own` being what the finding says itself; None if it is ignored."""
        found = own or check.severity
        # All of them, in order: a later one may take back what an earlier one said.
        for rule in self.rules:
            if rule.holds(pair):
                if check.code in rule.ignored:
                    return None
                found = rule.severity.get(check.code, found)
        return found


def settings(
    config: ChecksConfig = _EVERYTHING,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    max_risk: int | None = None,
) -> Settings:
    """Join the configuration and the command line, whose `select` and `max_risk` replace and whose `ignore` adds to it.

    Raises:
        ConfigError: There is no check of a name.
    """
    # What the command line selects replaces the file's choice: who looks for one check wants to see it.
    chosen = codes(select) if select else codes(config.select, CONFIG_NAME)
    dropped = codes(ignore) | codes(config.ignore, CONFIG_NAME)
    rules = [
        # First, so that what is said of some paths wins over what is said of all.
        Rule(None, frozenset(), _severities(config.severity)),
        *(
            Rule(paths(place.paths), codes(place.ignore, CONFIG_NAME), _severities(place.severity))
            for place in config.per_path
        ),
    ]
    most = config.max_risk if max_risk is None else max_risk
    return Settings((chosen or frozenset(check.code for check in ALL)) - dropped, tuple(rules), most)


def codes(names: Iterable[str], path: str = "") -> frozenset[str]:
    """Return the codes that some names stand for.

    Args:
        names: Codes, begins of codes, or names.
        path: The file they come from, for messages.

    Raises:
        ConfigError: There is no such check.
    """
    found: set[str] = set()
    for name in names:
        meant = {check.code for check in ALL if means(name, check.code, check.name)}
        if not meant:
            raise ConfigError(f"there is no check {name!r}", path, hint=_near(name))
        found |= meant
    return frozenset(found)


def known(name: str) -> bool:
    """Whether a name stands for a check."""
    return any(means(name, check.code, check.name) for check in ALL)


def _severities(config: Mapping[str, Severity]) -> Mapping[str, Severity]:
    return {code: severity for name, severity in config.items() for code in codes([name], CONFIG_NAME)}


def _near(name: str) -> str:
    words = [word for check in ALL for word in (check.code, check.name)]
    close = difflib.get_close_matches(name, words, 1, 0.5)
    return f"did you mean {close[0]!r}?" if close else "docs/checks.md lists them"
