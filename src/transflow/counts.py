"""How things are counted in what people read."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what it counts, in the singular only for one: `1 unit`, `2,000 units`.

    Args:
        number: How many there are.
        one: What is said of one.
        many: What is said of several, or none; by default `one` with an s.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
