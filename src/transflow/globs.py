"""Path patterns of the configuration, `*` and `?` within a name and `**` for any folders, matched against a tree."""

from fnmatch import fnmatchcase

from transflow.errors import DocumentError
from transflow.files import Tree
from transflow.signs import has_control
from transflow.way import parts

_WILD = "*?["


def has_wildcard(pattern: str) -> bool:
    """Whether a pattern may mean several files."""
    return any(char in pattern for char in _WILD)


def check(pattern: str) -> list[str]:
    """Return the names that a pattern consists of.

    Raises:
        DocumentError: It is no pattern, or leads out of the root.
    """
    if has_control(pattern):
        raise DocumentError("has a control character", pattern, hint="no file of the site has such a name")
    names = parts(pattern)
    # `a**b` is two stars to some tools, and one to others.
    if any("**" in name and name != "**" for name in names):
        raise DocumentError("is no pattern", pattern, hint="`**` stands for whole folders: write `**/*.yaml`")
    if any(map(_is_open, names)):
        raise DocumentError(
            "is no pattern", pattern, hint="close the bracket, or write `[[]` for one in a name"
        )
    return names


def _is_open(name: str) -> bool:
    """Whether a name has a bracket that nothing closes; `[]]` and `[!]]` hold a closing one."""
    at = name.find("[")
    while at >= 0:
        closing = name.find("]", at + (3 if name.startswith("[!", at) else 2))
        if closing < 0:
            return True
        at = name.find("[", closing)
    return False


def matches(tree: Tree, pattern: str) -> list[str]:
    """Return the files that a pattern means, sorted.

    Raises:
        DocumentError: It is no pattern, or leads out of the tree.
    """
    names = check(pattern)
    fixed = next((number for number, name in enumerate(names) if has_wildcard(name)), len(names))
    if fixed == len(names):
        path = "/".join(names)
        return [path] if tree.has(path) else []
    folder = "/".join(names[:fixed])
    wanted = names[fixed:]
    # Only below the folder that is spelled out: the rest of the tree is not walked.
    found = [path for path in tree.list(folder, every=True) if _fits(path.split("/")[fixed:], wanted)]
    if odd := next(filter(has_control, found), ""):
        raise DocumentError(f"means {odd!r}, a name with a control character", pattern, hint="rename it")
    return found


def _fits(names: list[str], wanted: list[str]) -> bool:
    """Whether the names of a path fit those of a pattern, in the time of both lengths multiplied."""
    # Every place in the pattern at once: trying them one after the other takes exponential time with many `**`.
    reached = {0}
    for name in names:
        reached = {after for at in _passed(reached, wanted) for after in _steps(at, name, wanted)}
    return len(wanted) in _passed(reached, wanted)


def _passed(reached: set[int], wanted: list[str]) -> set[int]:
    """Add the places behind each `**`, which may stand for nothing."""
    found = set(reached)
    for start in reached:
        at = start
        while at < len(wanted) and wanted[at] == "**":
            at += 1
            found.add(at)
    return found


def _steps(at: int, name: str, wanted: list[str]) -> tuple[int, ...]:
    """Return where in the pattern one more name leads."""
    if at == len(wanted):
        return ()
    if wanted[at] == "**":
        return (at,)
    # `fnmatchcase`: `fnmatch` would go by the case of the system, and a site is one on all of them.
    return (at + 1,) if fnmatchcase(name, wanted[at]) else ()
