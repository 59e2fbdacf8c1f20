"""What comes with the package for a model and a pair of languages: a small adapter that was trained on finance news.

`MODEL.SOURCE-TARGET.gguf` belongs to the model file `MODEL.gguf`; `tests/training/adapter.py` made it.
"""

from importlib.resources import files
from pathlib import Path

from transflow import languages


def of(model: Path, source: str, target: str) -> Path | None:
    """Return the adapter of a model file for a pair of BCP 47 languages; None if there is none."""
    pair = "-".join(map(languages.language_of, (source, target)))
    file = files(__name__).joinpath(f"{model.stem}.{pair}.gguf")
    return Path(str(file)) if file.is_file() else None
