from transflow.numbers.quantity import Quantity, Style


def render(quantity: Quantity, style: Style) -> str:  # noqa: ARG001
    shown = quantity.values[0].replace(".", ",")
    return f"{shown} procentoj" if quantity.kind == "percent" else quantity.text
