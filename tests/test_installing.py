"""Nobody has published `transflow`: its bare name in a registry is whoever's takes it, and no line may install that."""

import re
import subprocess
from pathlib import Path

import pytest

from transflow.errors import install

ROOT = Path(__file__).parent.parent
OURS = r"(?<!of\ )(?i:transflow)(?![\w/-]|\.\w)(?:\[[\w,\s{}-]*\])?+(?!\s*@)"
"""The bare name as a requirement, with extras or without; `transflow @ address` names where it comes from, and so does `git+`."""
INSTALLERS = re.compile(
    rf"""\b(?:pip[\d.]*|pipx|uvx?|poetry|pdm|hatch|rye|pixi|conda|mamba|micromamba|easy_install|pipenv)\b
        [^\n`;&|]*?\s(?:install|add|run|tool|inject|download|wheel|x|--from|--with|-r)\b[^\n`;&|]*?[\s"'=]{OURS}
      | \b(?:pipx\ run|uvx|uv\ tool\ run)\s+(?:-\S+\s+)*["']?{OURS}
      | additional_dependencies:[^\n]*[\[\s"',]{OURS}
      | ^\s*-\s+["']?transflow(?:\[[\w,]+\])?\s*(?:[=~<>!]=[^\n]*)?["']?\s*$
      | ^transflow(?:\[[\w,]+\])?\s*[=~<>!]=
      | \b(?:dependencies|requires|requirements|packages|pip)["']?\s*[=:][^\n]*[\[\s"',]{OURS}
      | ^\s*["']transflow(?:\[[\w,]+\])?\s*[=~<>!]=?[^"'\n]*["'],?\s*$
      | \b(?:npx|bunx|npm|pnpm|yarn|brew|gem|cargo|go|apt|apt-get)\s[^\n`;&|]*?\b(?:[\w@./-]+/)?{OURS}
      | \b(?:docker|podman|nerdctl)\s+(?:run|pull|create)\b[^\n]*?[\s/](?:[\w.-]+/)*{OURS}
      | ^\s*(?:-\s+)?(?:image|container|FROM):?\s+["']?(?:[\w.:-]+/)*{OURS}
      | \buses:\s*["']?transflow/
      | \b(?:github|gitlab|codeberg|bitbucket)\.(?:com|org)[/:][\w.-]+/transflow\b""",
    re.VERBOSE | re.MULTILINE,
)
"""A line that would ask a registry for it: a command of any installer, a list of requirements, an image, an action, a repository."""
TEXTS = {".md", ".py", ".yml", ".yaml", ".toml", ".txt", ".cfg", ".sh", ".json", ""}


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    every = (
        [ROOT / name for name in names]
        if names
        else [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    )
    return [
        path for path in every if path.is_file() and path.suffix in TEXTS and path.name != Path(__file__).name
    ]


def told(text: str) -> list[str]:
    """Return the lines of a text that install what nobody owns; `--no-index` asks no registry."""
    found = [match[0].strip() for match in INSTALLERS.finditer(re.sub(r"\\\n\s*", " ", text))]
    return [line for line in found if "--no-index" not in line and "git+" not in line]


@pytest.mark.parametrize(
    "line",
    [
        "pip install transflow",
        '$ python -m pip install -U "transflow[argos]"',
        "- run: pip install transflow==0.1.0",
        "pip3.12 install --user 'transflow[embedded,http]'",
        "pipx install transflow",
        "pipx run transflow check",
        "uv pip install transflow",
        "uv tool install transflow",
        "uv add transflow",
        "uvx transflow plan",
        "uvx --quiet transflow",
        "uvx --from transflow transflow",
        "uv run --with transflow transflow check",
        "poetry add 'transflow[http]'",
        "pdm add transflow",
        "conda install transflow",
        "        additional_dependencies: [transflow]",
        "        additional_dependencies: ['pyyaml', \"transflow[http]\"]",
        "  - transflow",
        "  - transflow[argos]>=0.1",
        "transflow==0.1.0",
        'hint = f"run: pip install \\"transflow[{extra}]\\"" or pip install transflow',
        "RUN apt-get update && pip install transflow",
        "pip download transflow -d wheels",
        "pip install \\\n    --user \\\n    transflow",
        "Now pip install transflow.",
        "然后 pip install transflow。",
        "pip install TransFlow",
        'dependencies = ["transflow[argos]"]',
        "requires = ['transflow']",
        "    pip: [transflow]",
        '    "transflow>=0.2",',
        "npx transflow check",
        "npm install -g @transflow/transflow",
        "brew install transflow",
        "docker run --rm transflow/transflow check",
        "docker pull ghcr.io/transflow/transflow:latest",
        "  image: registry.example/transflow:1",
        "FROM transflow/transflow",
        "      - uses: transflow/check@v1",
        "  - repo: https://github.com/transflow/transflow",
        "git clone git@github.com:someone/transflow.git",
    ],
)
def test_every_way_of_installing_the_name_is_seen(line):
    assert told(line)


@pytest.mark.parametrize(
    "line",
    [
        'pip install ".[argos]" in a clone of transflow',
        'pip install "git+https://git.example/transflow@v0.1.0"',
        'pip install "transflow[argos] @ git+https://git.example/transflow@v0.1.0"',
        'pip install --no-index --find-links wheels "transflow[embedded]"',
        "pip install --group benchmarks",
        "pipx run --spec git+https://git.example/transflow transflow",
        "- id: transflow-check",
        "transflow models install zh en",
        "run `pip install .`, then `transflow plan`",
        "      - run: transflow check",
    ],
)
def test_what_names_its_source_is_fine(line):
    assert not told(line)


def test_no_line_installs_a_name_that_nobody_owns():
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in files()
        for line in told(path.read_text("utf-8", "replace"))
    ]
    assert not found, "\n".join(found)


def test_hints_install_from_a_clone():
    assert install("argos") == 'pip install ".[argos]" in a clone of transflow'
