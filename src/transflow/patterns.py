"""Regular expressions that cost nothing until they are used: a hook that runs at every commit needs few of them."""

import re
from typing import Any, cast


class _Lazy:
    """Stands for a pattern; each of its methods is looked up once."""

    def __init__(self, text: str, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled when one of its methods or attributes is first asked for."""
    return cast("re.Pattern[str]", _Lazy(text, flags))
