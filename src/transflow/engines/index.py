"""Argos' index of packages, and downloading from it."""

import json
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from transflow.engines import Progress, archive, no_progress
from transflow.errors import EngineError, install

OFFLINE_HINT = (
    f"get the package's {archive.SUFFIX} file on another machine and run `transflow models install FILE"
    f"{archive.SUFFIX}`, or take the engine that needs none: {install('embedded')}"
)
_TIMEOUT = 30
"""Seconds without an answer after which a server counts as out of reach."""
# Argos' has about a hundred entries in less than a megabyte.
_MAX_INDEX = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Offer:
    """A package in Argos' index."""

    source: str
    target: str
    version: str
    pair: str
    links: tuple[str, ...]


def offers(progress: Progress = no_progress) -> tuple[Offer, ...]:
    """Read the index; the last known one where it cannot be reached.

    Raises:
        EngineError: It cannot be reached and was never read, or it is damaged.
    """
    package, settings = _argostranslate()
    known = Path(settings.local_package_index)
    try:
        _refresh(settings.remote_package_index, known, progress)
    except EngineError:
        if not known.exists():
            raise
    try:
        entries = package.get_available_packages()
    except (OSError, ValueError, TypeError, AttributeError) as error:
        hint = "delete it, then run the command again"
        raise EngineError(f"the index of Argos packages is damaged: {error}", str(known), hint=hint) from None
    return tuple(offer for entry in entries if (offer := _offer(entry)))


def download(offer: Offer, file: Path, progress: Progress) -> str:
    """Download a package from the first of its links that works; return the link.

    Raises:
        EngineError: None works.
    """
    failure = EngineError("Argos' index names no place to get it from", hint=OFFLINE_HINT)
    what = f"downloading {offer.pair} {offer.version}"
    for link in offer.links:
        try:
            _download(link, file, archive.MAX_PACKED, what, progress)
        except EngineError as error:
            failure = error
        else:
            return link
    raise failure


def _argostranslate() -> tuple[Any, Any]:
    """Import what knows Argos' index; importing it makes folders in the user's home."""
    try:
        from argostranslate import package, settings  # noqa: PLC0415  heavy, and absent from the core
    except ModuleNotFoundError as error:
        hint = f"run: {install('argos')}; or {OFFLINE_HINT}"
        raise EngineError(f"cannot read Argos' index: {error.name} is not installed", hint=hint) from None
    except (OSError, ValueError, KeyError, AssertionError) as error:
        hint = "check its settings: ARGOS_* variables and settings.json"
        raise EngineError(f"argostranslate cannot start: {error}", hint=hint) from None
    return package, settings


def _offer(entry: Any) -> Offer | None:
    """Read one entry of the index; what is no translation package of one direction is left out."""
    codes = entry.from_code, entry.to_code, entry.package_version
    if entry.type != "translate" or not all(isinstance(code, str) and code for code in codes):
        return None
    links = tuple(
        link
        for link in (entry.links if isinstance(entry.links, list) else ())
        if isinstance(link, str) and link.startswith(("https://", "http://"))
    )
    source, target = archive.tag(entry.from_code), archive.tag(entry.to_code)
    return Offer(source, target, entry.package_version, f"{entry.from_code}_{entry.to_code}", links)


def _refresh(url: str, known: Path, progress: Progress) -> None:
    """Read the index anew. Argos' own function hides every failure, and then its list calls itself for ever."""
    # Beside it, so that one rename replaces it: an index that came in half never stands there.
    fresh = known.with_name("index.transflow.tmp")
    try:
        _download(url, fresh, _MAX_INDEX, "reading Argos' index", progress)
        json.loads(fresh.read_bytes())
        fresh.replace(known)
    except (OSError, ValueError, RecursionError):
        raise EngineError("what came is no index of Argos packages", url, hint=OFFLINE_HINT) from None
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _download(url: str, file: Path, limit: int, what: str, progress: Progress) -> None:
    # urllib opens file: and ftp: as well.
    if not url.startswith(("https://", "http://")):
        raise EngineError("is not a web address", url, hint="check ARGOS_PACKAGE_INDEX")
    request = urllib.request.Request(url, headers={"User-Agent": "transflow"})  # noqa: S310  checked above
    total, done = 0, 0
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer, file.open("wb") as out:  # noqa: S310
            total = int(answer.headers.get("Content-Length") or 0)
            # One piece beyond the limit tells that it is passed; a server that never ends is not followed further.
            while done <= limit and (chunk := answer.read(2**18)):
                out.write(chunk)
                done += len(chunk)
                # An answer in chunks names no length.
                progress(what, done, max(total, done))
    # First, for it is an OSError too; closed, for it is the open answer.
    except HTTPError as error:
        error.close()
        raise EngineError(
            f"cannot be downloaded: {error.code} {error.reason}", url, hint=OFFLINE_HINT
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise EngineError(f"cannot be downloaded: {reason}", url, hint=OFFLINE_HINT) from None
    if done > limit:
        raise EngineError(f"is larger than {limit // 2**20} MiB", url, hint=OFFLINE_HINT)
    # urllib takes an answer that was cut off for one that came to its end.
    if done < total:
        raise EngineError(f"cannot be downloaded: cut off after {done} bytes", url, hint=OFFLINE_HINT)
