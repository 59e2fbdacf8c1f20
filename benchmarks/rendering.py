"""Whether drafts render like their sources: `python benchmarks/rendering.py DIALECT=DIR…`.

Every page below a DIR is drafted by the pseudo engine in a workspace of its own, as `translate` does it; source and draft
are rendered by a real generator of the dialect (`make test-renderers` installs them), and the skeletons compared: block
tags in order with their attributes, the inline tags of each block as a multiset, code as it is, words ignored. A page that
the generator refuses though its source is fine counts as one that differs. `--record` writes the drafts of
`tests/fixtures/pages` down, which `make test` then holds every draft to, without a renderer.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from measures import show
from renderers.generators import RENDERERS, Failed
from skeletons import difference

from transflow import frontmatter
from transflow.errors import TransflowError

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "pages"
ENDINGS = (".md", ".mdx", ".qmd", ".markdown")


def pages(folder: Path, limit: int) -> dict[str, str]:
    """Return the pages below a folder, by path."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS and ".draft" not in path.name)
    step = max(len(found) // limit, 1) if limit else 1
    read = {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8") for path in found[::step]}
    # Of a page without a body nothing is rendered.
    return {name: text for name, text in read.items() if body(text).strip()}


def drafts(
    texts: Mapping[str, str], dialect: str, source: str = "zh-CN", target: str = "en", more: str = ""
) -> tuple[dict[str, str], str]:
    """Draft pages with the pseudo engine; return the drafts by name, and what `translate` said."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        endings = sorted({Path(name).suffix for name in texts})
        contents = "".join(
            f"  - root: content\n    source: '{{path}}{end}'\n    target: '{{path}}.{{lang}}{end}'\n"
            for end in endings
        )
        config = f"source: {source}\ntargets: [{target}]\nengine: pseudo\ncontent:\n{contents}markdown:\n  dialect: {dialect}\n  links: keep\n{more}"
        (root / "transflow.yaml").write_text(config)
        # a name may hold a language, or be that of a bundle, which is no business of this comparison
        plain = all(re.fullmatch(r"[\w-]+\.\w+", name) for name in texts)
        names = {Path(name).stem if plain else f"p{number}": name for number, name in enumerate(texts)}
        (root / "content").mkdir()
        for short, name in names.items():
            text = texts[name]
            (root / f"content/{short}{Path(name).suffix}").write_bytes(text.encode("utf-8"))
        command = [sys.executable, "-m", "transflow", "--quiet", "translate"]
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        done = {}
        for short, name in names.items():
            path = root / f"content/{short}.{target.lower()}{Path(name).suffix}"
            if path.exists():
                done[name] = path.read_bytes().decode("utf-8")
        return done, ran.stderr


def body(text: str) -> str:
    """Return a page without its front matter."""
    try:
        return text[frontmatter.parse(text, "").end :].removeprefix("\ufeff")
    except TransflowError:
        return text


def measure(dialect: str, folder: Path, options: argparse.Namespace) -> int:
    """Compare the pages of a folder; return how many differ."""
    texts = pages(folder, options.limit)
    drafted, said = drafts(texts, dialect, options.source, options.target, options.config)
    render = RENDERERS[dialect]
    both = {f"source/{name}": body(text) for name, text in texts.items()}
    both |= {f"draft/{name}": body(text) for name, text in drafted.items()}
    rendered = render(both)
    refused = different = compared = 0
    for name in texts:
        source, draft = rendered[f"source/{name}"], rendered.get(f"draft/{name}")
        if isinstance(source, Failed):
            refused += 1
            if options.verbose:
                print(f"  {folder.name}/{name}: source refused: {source}")
            continue
        compared += 1
        told = (
            "no draft" if draft is None else draft if isinstance(draft, Failed) else difference(source, draft)
        )
        if told:
            different += 1
            print(f"  {folder.name}/{name}: {told[: options.width]}")
    if said.strip():
        print("  translate said: " + "\n  ".join(said.strip().splitlines()[:20]))
    label = f"rendering: drafts with another skeleton, {folder.name} ({dialect})"
    show(label, f"{different} of {compared} pages" + (f", {refused} not rendered" if refused else ""))
    if options.record and folder.is_relative_to(FIXTURES):
        for name, text in drafted.items():
            path = folder / name
            path.with_name(f"{path.stem}.draft{path.suffix}").write_bytes(text.encode("utf-8"))
    return different


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "folders", nargs="*", metavar="DIALECT=DIR", help="tests/fixtures/pages by default"
    )
    arguments.add_argument("--source", default="zh-CN")
    arguments.add_argument("--target", default="en")
    arguments.add_argument("--limit", type=int, default=0, help="about so many pages of each folder")
    arguments.add_argument(
        "--config", default="", help="more lines for the `markdown` part of the configuration"
    )
    arguments.add_argument("--width", type=int, default=300)
    arguments.add_argument("--record", action="store_true", help="write the drafts of the fixtures down")
    arguments.add_argument("--verbose", action="store_true", help="tell which sources a generator refuses")
    options = arguments.parse_args()
    given = [tuple(item.partition("=")[::2]) for item in options.folders]
    given = given or [(path.name, str(path)) for path in sorted(FIXTURES.iterdir()) if any(path.iterdir())]
    options.config = options.config.replace("\\n", "\n")
    return min(sum(measure(dialect, Path(folder).resolve(), options) for dialect, folder in given), 1)


if __name__ == "__main__":
    sys.exit(main())
