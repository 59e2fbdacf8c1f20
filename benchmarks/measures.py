"""How a benchmark says what is worth keeping: a line of name, value and limit, which `make bench` collects."""


def show(name: str, value: str, limit: str = "") -> None:
    """Print one measure: what, how much, and how much it should be."""
    print(f"{name}\t{value}\t{limit}", flush=True)
