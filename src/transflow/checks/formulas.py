"""Formulas as far as they mean something: spelled alike, without words, and in the parts that a sentence may say them in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from transflow.checks.grammar import GRAMMAR

_GROUP_OF_ONE = GRAMMAR["group-of-one"]
_SCRIPTS = GRAMMAR["scripts"]
_TEXT = GRAMMAR["tex-words"]
_WORD = GRAMMAR["wide-letters"]
_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω",
}  # fmt: skip
_OTHER = {
    "rightarrow": r"\to", "longrightarrow": r"\to", "neq": r"\ne", "leq": r"\le", "geq": r"\ge", "ldots": "...", "dots": "...",
    "cdots": "...", "lbrace": r"\{", "rbrace": r"\}", "lvert": "|", "rvert": "|", "vert": "|", "colon": ":", "left": "", "right": "",
    "quad": "", "qquad": "", "displaystyle": "", "dotsc": "...", "land": r"\wedge", "prime": "'", "gg": "≫", "ll": "≪",
    "cdot": "·", "times": "×", "mid": "|", "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩", "propto": "∝",
}  # fmt: skip
_COMMAND = GRAMMAR["tex-command"]
_SPACING = GRAMMAR["tex-spacing"]
_SAID = GRAMMAR["tex-said"]
_JOINTS = GRAMMAR["tex-joint"]


@lru_cache(maxsize=4096)
def spelled(raw: str) -> str:
    """Return a formula without its words, what makes no difference, and the punctuation of the sentence it stands in."""
    plain = _COMMAND.sub(_command, _WORD.sub("", _TEXT.sub("", raw)))
    plain = _GROUP_OF_ONE.sub(r"\1", _SPACING.sub("", plain))
    return _SAID.sub("", _SCRIPTS.sub(r"\2\1", plain).strip("$.,;:"))


def words(raw: str) -> Iterator[str]:
    r"""Yield what a formula says in words: in `\text{…}` and its like, and what its letters cannot be."""
    for found in _TEXT.finditer(raw):
        yield found[0].partition("{")[2]
    yield from _WORD.findall(raw)


def _command(found: re.Match[str]) -> str:
    name = found[1]
    # A command ends where white space does, which is taken out: `\bar x` is `\bar{x}`.
    return _GREEK.get(name, _OTHER.get(name, found[0]))


def parts(raw: str) -> list[str]:
    """Return the sides of a formula's signs of relation, each as `spelled`."""
    return [side for piece in _JOINTS.split(raw.strip("$")) if (side := bare(spelled(piece)))]


def bare(formula: str) -> str:
    """Return a formula without the brackets round the whole of it."""
    inner = formula[1:-1]
    return inner if formula[:1] == "(" and formula[-1:] == ")" and not {"(", ")"} & set(inner) else formula


def holds(whole: str, part: str) -> bool:
    r"""Whether a formula has another one in it, both as `spelled`: `x` in `f(x)`, and not in `\max`."""
    return any(_stands_alone(whole, at, at + len(part)) for at in _places(whole, part)) if part else False


def _places(whole: str, part: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)


def _stands_alone(whole: str, start: int, end: int) -> bool:
    before, first, last, after = whole[start - 1 : start], whole[start], whole[end - 1], whole[end : end + 1]
    # No name of a command is longer.
    within_command = first.isalpha() and _OPEN.search(whole[max(start - 20, 0) : start])
    digits = (first.isdigit() and (before.isdigit() or before == ".")) or (last.isdigit() and after.isdigit())
    return not (within_command or digits or (last.isalpha() and after in ("_", "^", "'")))


_OPEN = GRAMMAR["tex-within"]
