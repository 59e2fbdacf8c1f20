def inflect(form: str) -> list[str]:
    return [f"{form}n", f"{form}j", f"{form}jn"] if form.endswith("o") else []
