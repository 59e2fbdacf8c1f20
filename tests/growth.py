"""How processor time grows: texts that are hard for a pattern or a reader, twice and four times as long."""

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

import transflow

# What `re` is made of, which typeshed does not tell of.
_parser: Any = vars(re)["_parser"]
_const: Any = vars(re)["_constants"]

STEP = 2.6
"""Most that a text twice as long may cost: n log n is a little more than 2, quadratic is 4."""
LINEAR = 2.2
"""What it costs if nothing more needs to be measured."""
TRIES = 3
ROUNDS, DOUBTFUL = 4, 40
"""Rounds at most, and for inputs of which there are no others that could confirm what they show."""
QUADRATIC, CUBIC = 3.6, 6
"""What a text twice as long costs that leaves no doubt at a second length, and at the first."""
LENGTHS = (1, 1.5, 5)
"""Growth shows at each of these lengths. What outgrows a cache costs more at one length, and the last are all beyond the first."""
PAUSE = 0.3
"""Seconds between rounds, so that they outlast what slows a shared processor for a while."""
NEVER = 20
"""Repetitions that are so few that nobody can make them grow."""
SOURCE = Path(transflow.__file__).parent


def cost(run: Callable[[], object], tries: int = TRIES) -> float:
    """Return the least processor time of some runs, in seconds; what other tests left in memory is not gone through."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(tries):
            forget()
            begin = time.process_time()
            run()
            best = min(best, time.process_time() - begin)
    finally:
        gc.enable()
    return best


def excess(run: Callable[[str], object], make: Callable[[int], str], size: int, floor: float) -> str:
    """Return what is wrong with how the cost of a text grows, from `size` characters to four times as many; or nothing.

    What costs less than the floor at its longest is not measured any further: nothing can be told from so little. Where there
    is room for it, the longest costs twice as much: what another process takes of its cache counts for less then.
    """
    for halvings in range(7, -1, -1):  # what takes minutes at full length shows itself well before
        length = size >> halvings
        longest = make(4 * length)
        if length and cost(partial(run, longest), 1) >= (2 * floor if halvings else floor):
            return _confirmed(run, make, length, floor)
    return ""


def _confirmed(run: Callable[[str], object], make: Callable[[int], str], length: int, floor: float) -> str:
    """Return the times of a text from a length on if they grow too fast, and if they do for other lengths as well."""
    times: list[float] = []
    for factor in LENGTHS:
        texts = [make(int(factor * length * doubled)) for doubled in (1, 2, 4)]
        times, step = _steepest(run, texts, floor, ROUNDS)
        if step <= STEP:
            return ""
        if step > (CUBIC if factor == 1 else QUADRATIC):  # nobody waits for longer ones
            break
    return _told(times)


def growing(run: Callable[[Any], object], inputs: Sequence[Any], floor: float = 0) -> str:
    """Return how long inputs take of which each is twice as large as the one before; nothing if that grows with them."""
    times, step = _steepest(run, inputs, floor, DOUBTFUL)
    return _told(times) if step > STEP else ""


def _steepest(
    run: Callable[[Any], object], inputs: Sequence[Any], floor: float, rounds: int
) -> tuple[list[float], float]:
    """Return the least time of each input, and how many times as much as the one before one of them costs at most.

    They take turns: what else runs on a processor makes all of them slower then, for as long as it does. What is too much is
    too much both of their least times and of most turns: one may have been lucky as the others never were.
    """
    turns: list[list[float]] = []
    for number in range(rounds):
        if number:
            time.sleep(PAUSE)
        for _ in range(TRIES):
            turns.append([cost(partial(run, one), 1) for one in inputs])
            times = [min(column) for column in zip(*turns, strict=True)]
            seen = [at for at in range(1, len(times)) if times[at] >= floor / 2]
            step = max((times[at] / times[at - 1] for at in seen), default=0.0)
            if step <= LINEAR:
                return times, step
        usual = max((median(turn[at] / turn[at - 1] for turn in turns) for at in seen), default=0.0)
        step = min(step, usual)
        if step <= STEP or (number >= ROUNDS - 1 and step > QUADRATIC):
            break
    return times, step


def _told(times: Sequence[float]) -> str:
    return " ".join(f"{one * 1000:.1f}" for one in times) + " ms"


# ---- What is remembered from one run to the next -----------------------------------------------------------

_OF_TEXTS = ("text", "source", "source_text", "shown")


@cache
def caches() -> tuple[Any, ...]:
    """Return the caches that are kept by a text."""
    found = (
        value for module in modules() for value in vars(module).values() if hasattr(value, "cache_clear")
    )
    return tuple({id(one): one for one in found if _first_parameter(one) in _OF_TEXTS}.values())


def _first_parameter(function: Callable[..., object]) -> str:
    return next(iter(inspect.signature(function).parameters), "")


def forget() -> None:
    """Empty them: only the first look at a text tells what it costs."""
    for one in caches():
        one.cache_clear()


def modules() -> Iterator[ModuleType]:
    """Import every module of the package that needs no engine."""
    for info in pkgutil.walk_packages(transflow.__path__, "transflow."):
        if info.name != "transflow.__main__":
            yield importlib.import_module(info.name)


# ---- Patterns ----------------------------------------------------------------------------------------------


@cache
def patterns() -> dict[tuple[str, int], tuple[str, bool]]:
    """Return every pattern of the package, with where it stands and whether it is looked for anywhere in a text.

    Those of modules are found where they are kept, in tables too; those within functions, by their literal text.
    """
    anywhere = _searched()
    found: dict[tuple[str, int], tuple[str, bool]] = {}
    for module in modules():
        for name, value in list(vars(module).items()):
            for pattern in _held(value, 3):
                key = _key(pattern)
                if isinstance(key[0], str):
                    used = anywhere.get(_known_as(module.__name__, name))
                    seek = used is None or bool(used & _SEEKING)
                    found.setdefault(key, (f"{module.__name__}.{name}", seek))
    for path, tree in trees().items():
        nodes: Iterator[Any] = (node for function in _functions(tree.body) for node in ast.walk(function))
        for node in nodes:
            if literal := _literal(node):
                pattern = re.compile(literal)
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                found.setdefault((pattern.pattern, pattern.flags), (where, node.func.attr in _SEEKING))
    return found


def _key(pattern: Any) -> tuple[str, int]:
    """Return a pattern's text and flags; one that nobody used yet is not compiled for them."""
    if type(pattern).__name__ == "_Lazy":
        return pattern._text(), pattern._flags | int(re.UNICODE)
    return pattern.pattern, pattern.flags


@cache
def trees() -> dict[Path, ast.Module]:
    """Return the syntax of every module."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


def last_name(node: ast.expr) -> str:
    """Return the last part of what is called: `open` of `tree.open`; empty for what has no name."""
    return str(getattr(node, "attr", "") or getattr(node, "id", ""))


def _functions(body: Sequence[ast.stmt]) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a module and its classes, each with all that is within it."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body)


_SEEKING = {"search", "sub", "subn", "finditer", "findall", "split"}


def _held(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) or type(value).__name__ in ("_Lazy", "_Compiled"):
        yield value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _held(one, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _held(one, depth - 1)


def _searched() -> dict[tuple[str, str], set[str]]:
    """Return the methods that are asked of each name, by the module for one that begins with `_`."""
    used: dict[tuple[str, str], set[str]] = {}
    for path, tree in trees().items():
        module = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                owner = node.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                used.setdefault(_known_as(module, name), set()).add(node.attr)
    methods = {*_SEEKING, "match", "fullmatch"}
    return {name: seen & methods for name, seen in used.items() if seen & methods}


def _known_as(module: str, name: str) -> tuple[str, str]:
    return (module if name.startswith("_") else "", name)


def _literal(node: ast.AST) -> str:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return ""
    first = node.args[0]
    is_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
    return first.value if is_re and isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def pumps(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """Yield (before, again) for each place where a pattern repeats without end: text that leads there, text that repeats."""
    tree = _parser.parse(pattern, flags & ~re.LOCALE)
    yield from dict.fromkeys(_pumps(list(tree), "", flags))


def _pumps(nodes: list[Any], before: str, flags: int) -> Iterator[tuple[str, str]]:
    for node in nodes:
        op, value = node
        if op in _REPEATS:
            _, most, inner = value
            if most > NEVER:
                full = _witness(list(inner), flags, least=1)
                for variant in (*_variants(list(inner), flags), full):
                    yield before, variant
                    yield "", before + variant
            yield from _pumps(list(inner), before, flags)
        elif op is _const.SUBPATTERN:
            yield from _pumps(list(value[3]), before, flags)
        elif op is _const.ATOMIC_GROUP:
            yield from _pumps(list(value), before, flags)
        elif op is _const.BRANCH:
            for branch in value[1]:
                yield from _pumps(list(branch), before, flags)
        elif op in (_const.ASSERT, _const.ASSERT_NOT) and value[0] > 0:
            yield from _pumps(list(value[1]), before, flags)
        before += _witness([node], flags)


_REPEATS = (_const.MAX_REPEAT, _const.MIN_REPEAT, _const.POSSESSIVE_REPEAT)


def _variants(nodes: list[Any], flags: int) -> Iterator[str]:
    """Yield texts that a repeated part matches, one for each way into it."""
    if len(nodes) == 1 and nodes[0][0] is _const.BRANCH:
        for branch in nodes[0][1][1]:
            yield _witness(list(branch), flags) or " "
    elif len(nodes) == 1 and nodes[0][0] is _const.SUBPATTERN:
        yield from _variants(list(nodes[0][1][3]), flags)
    elif len(nodes) == 1 and nodes[0][0] in (_const.IN, _const.ANY, _const.NOT_LITERAL):
        yield from _members(nodes[0], flags, 3)
    else:
        yield _witness(nodes, flags) or " "


_CANDIDATES = "a0 .中\n-_\t,9A'\"<>{}()[]|*#:;/\\=&$%。，\u200b年"


def _members(node: tuple[Any, Any], flags: int, count: int) -> list[str]:
    """Return some characters that one node matches: those that stand in it, and common ones."""
    op, value = node
    literal = [chr(v) for o, v in value if o is _const.LITERAL] if op is _const.IN else []
    ranges = [chr(v[0]) for o, v in value if o is _const.RANGE] if op is _const.IN else []
    fits = [char for char in dict.fromkeys([*_CANDIDATES, *literal, *ranges]) if _fits(node, char, flags)]
    first = [char for char in (" ", "a", "0", "\n") if char in fits]
    return list(dict.fromkeys([*first, *fits]))[:count] or ["a"]


def _fits(node: tuple[Any, Any], char: str, flags: int) -> bool:
    op, value = node
    if op is _const.ANY:
        return char != "\n" or bool(flags & re.DOTALL)
    if op is _const.LITERAL:
        return bool(chr(value) == char)
    if op is _const.NOT_LITERAL:
        return chr(value) != char
    negated = bool(value) and value[0][0] is _const.NEGATE
    inside = any(_in(item, char) for item in value if item[0] is not _const.NEGATE)
    return inside != negated


_CATEGORIES = {
    _const.CATEGORY_DIGIT: r"\d", _const.CATEGORY_NOT_DIGIT: r"\D", _const.CATEGORY_SPACE: r"\s",
    _const.CATEGORY_NOT_SPACE: r"\S", _const.CATEGORY_WORD: r"\w", _const.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _in(item: tuple[Any, Any], char: str) -> bool:
    op, value = item
    if op is _const.LITERAL:
        return bool(chr(value) == char)
    if op is _const.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    return re.match(_CATEGORIES[value], char) is not None


def _witness(nodes: list[Any], flags: int, groups: dict[int, str] | None = None, least: int = 0) -> str:
    """Return a short text that a pattern matches, as far as that can be told without looking round.

    With `least` 1, what need not be there is there once.
    """
    groups = {} if groups is None else groups
    text = ""
    for op, value in nodes:
        if op is _const.LITERAL:
            text += chr(value)
        elif op in (_const.IN, _const.ANY, _const.NOT_LITERAL):
            text += _members((op, value), flags, 1)[0]
        elif op in _REPEATS:
            text += _witness(list(value[2]), flags, groups, least) * max(value[0], least)
        elif op is _const.SUBPATTERN:
            inner = _witness(list(value[3]), flags, groups, least)
            groups[value[0]] = inner
            text += inner
        elif op is _const.ATOMIC_GROUP:
            text += _witness(list(value), flags, groups, least)
        elif op is _const.BRANCH:
            text += _witness(list(value[1][0]), flags, groups, least)
        elif op is _const.GROUPREF:
            text += groups.get(value, "")
    return text


def repeated(before: str, again: str, after: str) -> Callable[[int], str]:
    """Return what makes a text of about a size."""
    return lambda size: before + again * (size // max(len(again), 1)) + after
