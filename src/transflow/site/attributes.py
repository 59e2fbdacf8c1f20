"""What Git's attributes say of files: how they are encoded on disk, and by which filter they get there.

The encoding is read and written here. A filter is a program, and is never run: what is read of a page with one is what Git
has of it, if Git knows that nobody changed the page since. https://git-scm.com/docs/gitattributes
"""

import os
import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from weakref import finalize

from transflow.errors import DocumentError
from transflow.files import Folder, Stamp, read_given, repository, stands, waits
from transflow.site import git
from transflow.site.blobs import Objects, is_blob
from transflow.site.encodings import Encoding
from transflow.site.grammar import GRAMMAR

NAME = ".gitattributes"
_ENCODING, _FILTER = "working-tree-encoding", "filter"
_CONFIG = r"^(core\.attributesfile|filter\..*\.(clean|smudge|process))$"
_SYSTEM = Path("/etc/gitattributes")
_UTF_8 = ("utf-8", "utf8")
# Of a page in LFS git has three lines that say where it is, and no filter is run here to fetch it.
_POINTER = b"version https://git-lfs.github.com/spec/"
_ENTRY = re.compile(
    rb"[0-7]{6} (?P<id>[0-9a-f]+) (?P<stage>[0-3])\t(?P<path>[^\0]+)\0"
    rb"  ctime: (?P<changed>\d+:\d+)\n  mtime: (?P<written>\d+:\d+)\n  dev: \d+\tino: (?P<inode>\d+)\n"
    rb"  uid: \d+\tgid: \d+\n  size: (?P<size>\d+)\tflags: [0-9a-f]+\n"
)
"""What `git ls-files --stage --debug -z` says of a file."""
_QUOTED = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
"""What git reads otherwise in a name between quotes."""
# The index has four bytes for each of them, also for files of more than 4 GiB.
MAX_LINES = 5_000
"""Lines of attributes that git may have to try with one page; see `_tried`."""
_STARS = GRAMMAR["stars"]
_AGAIN = 40
"""How many times longer git takes with each further star in one name: `*a*a*a*a*a*b` takes it half a minute."""
_32_BITS = 0xFFFFFFFF
"""As much as git keeps of a size and an inode."""


class Said(NamedTuple):
    """What is said of one file."""

    encoding: Encoding | None = None
    filter: str = ""
    """Its filter, if the configuration has a program for that."""


class _Time(NamedTuple):
    """A time as git keeps it; some builds of it keep no fractions."""

    seconds: int
    nanoseconds: int

    @classmethod
    def of(cls, told: bytes) -> "_Time":
        """Read a time as git prints it."""
        return cls(*map(int, told.split(b":")))

    def means(self, nanoseconds: int) -> bool:
        """Whether this is a file's time, as exactly as can be told."""
        seconds, rest = divmod(nanoseconds, 10**9)
        return self.seconds == seconds & _32_BITS and self.nanoseconds in (0, rest)


class _Known(NamedTuple):
    """A file as git saw it last."""

    id: str
    waits: bool
    written: _Time
    changed: _Time
    size: int
    inode: int

    @classmethod
    def of(cls, told: re.Match[bytes]) -> "_Known":
        """Read what git says of a file."""
        name, waits = told["id"].decode(), told["stage"] != b"0"
        return cls(
            name,
            waits,
            _Time.of(told["written"]),
            _Time.of(told["changed"]),
            int(told["size"]),
            int(told["inode"]),
        )


_NOTHING = Said()


class Attributes:
    """The attributes of the files below a root; nothing where there is no git."""

    def __init__(self, disk: Folder) -> None:
        self._disk, self._root = disk, Path(os.path.realpath(disk.root))
        self._top = repository(self._root)
        self._speaking: dict[Path, bool] = {}
        self._said: dict[str, Said] = {}
        self._stamps: dict[str, dict[str, Stamp]] = {}
        self._written: dict[str, Stamp | None] = {}
        """What this run put where a filter would have a hand in it."""
        self._silent = False
        """Whether git once did not answer."""
        self._tried: dict[Path, int] = {}
        """How many lines each file of attributes has that was looked into."""
        self.filtered = False
        """Whether any file that was asked for has a filter."""

    def of(self, path: str) -> Said:
        """Return what is said of a file.

        Raises:
            DocumentError: It names an encoding that is not known.
        """
        if self._top is None:
            return _NOTHING
        # A link has the attributes of the file that it leads to.
        place = Path(os.path.realpath(self._root / path))
        # It may lead into another repository, or none.
        if not place.is_relative_to(self._top) or not self._speaks(place.parent):
            return _NOTHING
        name = place.relative_to(self._top).as_posix()
        if name not in self._said:
            self._said[name] = self._asked(name, path)
        self.filtered |= bool(self._said[name].filter)
        return self._said[name]

    def read(self, path: str, data: bytes) -> bytes:
        """Return what git would have of a file.

        Args:
            path: The file.
            data: What it holds on disk.

        Raises:
            DocumentError: It has a filter and may have been changed, or is not in the encoding that it is said to be in.
        """
        said = self.of(path)
        if said.filter:
            return self._unfiltered(path, data, said.filter)
        return said.encoding.read(data) if said.encoding else data

    def write(self, path: str, text: str, before: bytes | None) -> bytes:
        """Return a text as it has to stand on disk.

        Args:
            path: The file.
            text: The text.
            before: What it holds now; None if there is none.

        Raises:
            DocumentError: Its encoding lacks a character, or it has a filter and may have been changed.
        """
        said = self.of(path)
        if said.filter and before is not None:
            self._unfiltered(path, before, said.filter)
        return said.encoding.write(text, before) if said.encoding else text.encode("utf-8")

    def wrote(self, path: str) -> None:
        """Remember that a file was written by this run, so that nobody else changed it."""
        if self.of(path).filter:
            self._written[path] = self._disk.stamp(path)

    # --- what the answers hang on ---

    @cached_property
    def digest(self) -> str:
        """What every answer hangs on, but for the files of attributes below the root."""
        if self._top is None:
            return ""
        told = [(str(place), Folder(place.parent).stamp(place.name)) for place in self._outer]
        return f"{self._config!r} {told}"

    def stamped(self, paths: Iterable[str]) -> dict[str, Stamp]:
        """Return the files of attributes, below the root's own, that some files hang on, with their stamps."""
        found: dict[str, Stamp] = {}
        for folder in sorted({path.rpartition("/")[0] for path in paths}) if self._top else ():
            found |= self._within(folder)
        return found

    def _within(self, folder: str) -> dict[str, Stamp]:
        left = [folder]
        # Up to a folder that was looked at before, then down again.
        while left[-1] and left[-1] not in self._stamps:
            left.append(left[-1].rpartition("/")[0])
        known = self._stamps.get(left.pop(), {})
        while left:
            own, stamp = f"{left[-1]}/{NAME}", self._disk.stamp(f"{left[-1]}/{NAME}")
            known = known | {own: stamp} if stamp else known
            self._stamps[left.pop()] = known
        return known

    def index(self) -> Stamp | None:
        """Return the stamp of git's index, on which what is read of a page with a filter hangs."""
        place = self._own("index")
        return Folder(place.parent).stamp(place.name) if place else None

    # --- what is asked of git ---

    @cached_property
    def _config(self) -> dict[str, str]:
        """What git's configuration says of attributes and filters."""
        assert self._top is not None  # or nobody asks
        told = (git.run(self._top, "config", "--null", "--get-regexp", _CONFIG) or b"").decode(
            "utf-8", "replace"
        )
        # `--null`: key, line end, value; the last value of a key counts, as for git.
        return dict(field.partition("\n")[::2] for field in told.split("\0")[:-1])

    @cached_property
    def _filters(self) -> frozenset[str]:
        """The filters that have a program."""
        # A filter without a program does nothing, as git has it.
        said = ((key, value) for key, value in self._config.items() if key.startswith("filter.") and value)
        return frozenset(key.removeprefix("filter.").rpartition(".")[0] for key, _ in said)

    @cached_property
    def _outer(self) -> tuple[Path, ...]:
        """The files of attributes that stand above the folders below the root, be they there or not."""
        assert self._top is not None  # or nobody asks
        home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111
        mine = self._config.get("core.attributesfile") or f"{home}/git/attributes"
        above = [
            place / NAME for place in (self._root, *self._root.parents) if place.is_relative_to(self._top)
        ]
        own = self._own("info/attributes")
        return (_SYSTEM, Path(os.path.expanduser(mine)), *([own] if own else []), *above)  # noqa: PTH111

    def _own(self, name: str) -> Path | None:
        """Return a file of git's own folder; a worktree's is elsewhere, and git knows where."""
        assert self._top is not None  # or nobody asks
        # The usual repository: asking git takes a process.
        if stands(self._top / ".git" / "HEAD"):
            return self._top / ".git" / name
        told = git.run(self._top, "rev-parse", "--git-path", name)
        return self._top / os.fsdecode(told).rstrip("\n") if told else None

    def _speaks(self, folder: Path) -> bool:
        """Whether any attributes of a folder may be of those that count: most sites have none, and git need not be asked."""
        if not folder.is_relative_to(self._root):
            return True
        chain = [folder]
        while chain[-1] != self._root and chain[-1] not in self._speaking:
            chain.append(chain[-1].parent)
        for place in reversed(chain):  # a stranger's folders may be deeper than calls can be
            if place not in self._speaking:
                own = self._named_in(place)
                self._speaking[place] = own or (place != self._root and self._speaking[place.parent])
        return self._speaking[folder]

    def _named_in(self, folder: Path) -> bool:
        """Whether a folder's own file of attributes has a word of those that count; for the root, any that holds everywhere."""
        if folder == self._root:
            outer = [self._mentions(place) for place in self._outer]
            # With a sparse checkout files of attributes may be in the index alone, and only git knows.
            return self._sparse or any(outer)
        return self._mentions(folder / NAME)

    def _mentions(self, place: Path) -> bool:
        """Whether a file of attributes has a word of those that count; one that cannot be read may have.

        Raises:
            DocumentError: Git would wait for ever for what it says.
        """
        assert self._top is not None  # or nobody asks
        if place.name == NAME and place.is_relative_to(self._top) and waits(place):
            shown = place.relative_to(self._top).as_posix()
            raise DocumentError(f"{shown} is no regular file, and git would wait for it", hint="remove it")
        try:
            said = read_given(place, str(place))
        # It cannot be read, so it may say anything: git is asked then.
        except DocumentError:
            return stands(place)
        if place.name == NAME and place.is_relative_to(self._top):
            self._tried[place] = _tried(said.decode("utf-8", "replace"))
        return any(word.encode() in said for word in (_ENCODING, _FILTER))

    @cached_property
    def _sparse(self) -> bool:
        """Whether git may have attributes that are not on disk."""
        own = self._own("info/sparse-checkout")
        return own is not None and stands(own)

    def _asked(self, name: str, path: str) -> Said:
        assert self._top is not None  # or nobody asks
        above = (folder / NAME for folder in (self._top / name).parents)
        if sum(self._tried.get(place, 0) for place in above) > MAX_LINES:
            message = f"git would have to try more than {MAX_LINES:,} lines of .gitattributes with it, or some too often"
            raise DocumentError(message, path, hint="write fewer stars in one pattern, or fewer lines")
        encoding, program = self._values(name, path)
        if program not in self._filters:
            program = ""
        if encoding in ("", "unspecified") or encoding.lower() in _UTF_8:
            return Said(None, program)
        # `*.md working-tree-encoding`, without a name behind it.
        if encoding in ("set", "unset"):
            hint = f"write `!{_ENCODING}` to take it away, or the encoding's name behind `=`"
            raise DocumentError(f"{_ENCODING} has no name in .gitattributes", path, hint=hint)
        return Said(Encoding(encoding, path), program)

    def _values(self, name: str, path: str) -> list[str]:
        """Return what the attributes that count are of a file, as git words it; nothing if there is no git.

        Raises:
            DocumentError: It does not answer; nor is it asked again.
        """
        if self._silent:
            raise _unanswered(path)
        # Between quotes git reads a name as C writes strings, so that it may hold the end of a line.
        quoted = "".join(_QUOTED.get(char, char) for char in name)
        talk = self._talk
        try:
            with talk.turn:
                answers = talk.ask(os.fsencode(f'"{quoted}"\n'))
                # Git answers with a line for each attribute, in the order in which they were asked for.
                lines = [answers.readline() for _ in (_ENCODING, _FILTER)]
            return [line.rpartition(b": ")[2].decode("utf-8", "replace").rstrip("\n") for line in lines]
        # Git ended: without its answer files are taken as they stand.
        except TimeoutError:
            self._silent = True
            raise _unanswered(path) from None
        except OSError:
            return ["", ""]

    @cached_property
    def _talk(self) -> git.Talk:
        assert self._top is not None  # or nobody asks
        talk = git.Talk(self._top, ("check-attr", "--stdin", _ENCODING, _FILTER))
        # Git waits for questions until somebody closes it.
        finalize(self, talk.close)
        return talk

    def _unfiltered(self, path: str, data: bytes, name: str) -> bytes:
        """Return what git has of a page, which nobody changed since.

        Raises:
            DocumentError: Somebody may have, git has no such page, or what it has of it is no text.
        """
        if path in self._written and self._written[path] == self._disk.stamp(path):
            return data
        told = f"has the filter {name!r} in .gitattributes, which is never run,"
        out = "take the page out of the filter"
        known = self._index.get(self._name(path))
        if known is None:
            raise DocumentError(
                f"{told} and git does not know the page", path, hint=f"`git add` it, or {out}"
            )
        if known.waits:
            raise DocumentError(f"{told} and waits for a merge", path, hint="resolve the merge and stage it")
        # A file that holds what git has was never filtered, whatever its times are.
        if not is_blob(data, known.id) and not self._as_git_saw_it(path, known):
            hint = f"run `git status`, and `git add` the page if it is named there; or {out}"
            raise DocumentError(f"{told} and may have changed since git read the page", path, hint=hint)
        found = self._objects.read(known.id, path)
        if found.startswith(_POINTER) or not _is_text(found):
            raise DocumentError(f"{told} and what git has of the page is no text", path, hint=out)
        return found

    def _as_git_saw_it(self, path: str, known: "_Known") -> bool:
        """Whether a file has the times, size and inode that git took down, well before it wrote its index."""
        stamp, index = self._disk.stamp(path), self.index()
        if stamp is None or index is None:
            return False
        inode, size = stamp[3] & _32_BITS, stamp[2] & _32_BITS
        return (
            # "Racy git": what was written in the moment of the index may have been changed again after git looked.
            known.written.means(stamp[0]) and known.changed.means(stamp[1]) and not known.written.means(index[0])
            and stamp[0] < index[0] and known.size == size and known.inode in (0, inode)
        )  # fmt: skip

    def _name(self, path: str) -> str:
        assert self._top is not None  # or nobody asks
        return Path(os.path.realpath(self._root / path)).relative_to(self._top).as_posix()

    @cached_property
    def _index(self) -> dict[str, "_Known"]:
        """The files of the repository as git saw them last; it does not look at them now, for then it would run filters."""
        assert self._top is not None  # or nobody asks
        told = git.run(self._top, "ls-files", "-z", "--stage", "--debug", "--full-name") or b""
        return {os.fsdecode(found["path"]): _Known.of(found) for found in _ENTRY.finditer(told)}

    @cached_property
    def _objects(self) -> Objects:
        objects = Objects(git.top(self._root))
        finalize(self, objects.close)
        return objects


def _tried(text: str) -> int:
    """Return how many lines a file of attributes has, those with several stars in one name as often as git tries again."""
    patterns = (line.split(maxsplit=1)[0] for line in text.splitlines() if line.strip())
    return sum(_AGAIN ** min(_most_stars(pattern), 9) for pattern in patterns)


def _most_stars(pattern: str) -> int:
    """Return how many stars, beyond the first, the name in a pattern has that has most."""
    return max(max(len(_STARS.findall(name)) - 1, 0) for name in pattern.split("/"))


def _unanswered(path: str) -> DocumentError:
    return DocumentError(
        "git does not say what .gitattributes say of it", path, hint="take out what keeps it so long"
    )


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    # Letters in another encoding: the filter decides what git has, and this is not for us to read.
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
