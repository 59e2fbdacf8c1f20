"""Values of a command line that are right as they stand, taken without what Typer would import for them."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typer._click.core import Context, Parameter

_READER = "get_runtime_param"
_UNREAD = object()


class _Values:
    """Stands for Typer's reader of one parameter, which is made when a value needs it."""

    def __init__(self, typers: Callable[[], Any]) -> None:
        self._typers = typers

    def coerce(self, value: Any, param: Any, ctx: "Context") -> Any:
        """Return a value as its command takes it."""
        taken = _taken(value, param.type_descriptor.annotation, many=param.multiple or param.nargs == -1)
        return self._typers().coerce(value, param=param, ctx=ctx) if taken is _UNREAD else taken


def _taken(value: Any, kind: Any, *, many: bool) -> Any:
    if value is None:
        return () if many else None
    if many:
        is_texts = kind == list[str] and isinstance(value, (list, tuple))
        return list(value) if is_texts and all(type(one) is str for one in value) else _UNREAD
    # A default, or what is a text anyway.
    if isinstance(kind, type) and isinstance(value, kind):
        return value
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next((one for one in kind if one.value == value), _UNREAD)
    return _UNREAD


def spared(params: "list[Parameter]") -> "list[Parameter]":
    """Let parameters take what is right as it stands: of each Typer has pydantic build a reader, 0.1 s to import."""
    for param in params:
        typers = getattr(param, _READER, None)
        if typers and _READER not in vars(param):
            vars(param)[_READER] = partial(_Values, typers)
    return params
