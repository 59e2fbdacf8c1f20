"""What an engine that is paid for has used, or will: requests, tokens, money, time."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

import msgspec

_MILLION = 1_000_000


class Price(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a service takes for a million tokens, in the currency of its bill."""

    input: Annotated[float, msgspec.Meta(ge=0)]
    """For what it reads."""
    output: Annotated[float, msgspec.Meta(ge=0)]
    """For what it writes."""

    def __post_init__(self) -> None:
        """Refuse what YAML calls a number and nobody else.

        Raises:
            ValueError: A price is infinite, or no number.
        """
        if not (math.isfinite(self.input) and math.isfinite(self.output)):
            raise ValueError("a price is a number from 0 up")

    def of(self, read: int, written: int) -> Decimal:
        """Return what so many tokens cost."""
        # By what is written: 0.1 is a tenth, and not its nearest float.
        known = Decimal(str(self.input)) * read + Decimal(str(self.output)) * written
        return known / _MILLION


@dataclass(frozen=True, slots=True)
class Usage:
    """What was used, or will be."""

    engine: str
    requests: int = 0
    """Asked of the server."""
    kept: int = 0
    """Answered from the user's cache, at no cost."""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None
    """None where no price is known."""
    seconds: float | None = 0.0
    """Of an estimate, how long it takes; None where that is not known."""

    def __add__(self, other: "Usage") -> "Usage":
        """Return both together."""
        # An engine without a price adds nothing to one that has one, and both without stay unknown.
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            other.engine,
            self.requests + other.requests,
            self.kept + other.kept,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            sum(costs, Decimal()) if costs else None,
            # One that is not known makes the sum unknown: half an estimate would be believed.
            None if self.seconds is None or other.seconds is None else self.seconds + other.seconds,
        )

    @property
    def as_json(self) -> dict[str, Any]:
        """The `receipt` of `translate --format json`."""
        return {
            "engine": self.engine,
            "requests": self.requests,
            "kept": self.kept,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "cost": None if self.cost is None else shown(self.cost),
        }


def shown(cost: Decimal) -> str:
    """Return an amount with two decimals, or as many as its first two digits need."""
    # 0.000042 is no 0.00.
    places = max(2, 1 - cost.adjusted()) if cost else 2
    return format(cost.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
