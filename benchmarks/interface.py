"""Whether Hugo shows the interface strings and menus that were drafted: `python benchmarks/interface.py`.

A site with strings in every form that Hugo reads, and menus, is drafted by the pseudo engine as `init` proposes it, and built by
Hugo in both languages: each string and each menu has to be there in both, with its counts, and no Chinese in the translation.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from measures import show
from renderers.generators import _program

_SITE = {
    "hugo.toml": """baseURL = "https://example.org/"
defaultContentLanguage = "zh"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
[languages.zh]
weight = 1
[languages.en]
weight = 2
""",
    "layouts/home.html": """{{ range $name, $menu := site.Menus }}{{ range $menu }}
menu {{ $name }} {{ .URL }} | {{ .Name }} | {{ .Title }}{{ end }}{{ end }}
{{ range slice "home" "nav.about" "say" }}
string {{ . }} | {{ T . }}{{ end }}
{{ range slice 1 5 }}
count {{ . }} | {{ T "posts" . }}{{ end }}
""",
    "content/_index.md": "---\ntitle: 首页\n---\n\n市场上涨。\n",
}
_STRINGS = {
    "zh.toml": 'home = "首页"\nsay = "你好，{{ .Name }}"\n[nav]\nabout = "关于我们"\n[posts]\ndescription = "数"\nother = "共 {{ .Count }} 篇文章"\n',
    "zh.yaml": "home: 首页\nsay: '他说：“好”'\nnav: {about: 关于我们}\nposts:\n  other: '共 {{ .Count }} 篇文章'\n",
    "zh.json": '{"home": {"other": "首页"}, "say": "好", "nav": {"about": "关于我们"}, "posts": {"other": "共 {{ .Count }} 篇文章"}}\n',
    "zh.yml": "- id: home\n  translation: 首页\n- id: say\n  translation: 你好\n- id: nav.about\n  translation: 关于我们\n- id: posts\n  translation:\n    other: '共 {{ .Count }} 篇文章'\n",
}
_MENUS = {
    "menus.zh.toml": '[[main]]\nname = "首页"\ntitle = "回到首页"\nurl = "/"\n[[main]]\nidentifier = "about"\nname = "关于我们"\nurl = "/about/"\n[[main]]\nname = "团队"\nparent = "about"\nurl = "/about/team/"\n[[footer]]\nname = "标签"\nurl = "/tags/"\n',
    "menus.zh.yaml": "main:\n- {name: 首页, url: /, title: 回到首页}\n- name: 关于我们\n  url: /about/\n",
    "menus.toml": '[[main]]\nname = "首页"\nurl = "/"\n',
    "hugo.toml": '[params]\na = 1\n\n# 主菜单\n[[menus.main]]\nname = "首页"\nurl = "/"\n\n[[menus.main]]\nidentifier = "about"\nname = "关于我们"\nurl = "/about/"\n[menus.main.params]\nicon = "a"\n\n[[menus.main]]\nname = "团队"\nparent = "about"\nurl = "/about/team/"\n',
    "hugo.yaml": "params: {a: 1}\nmenu:\n  main:\n    - name: 首页\n      url: /\n    - {name: 关于我们, url: /about/, title: 我们}\n",
    "hugo.json": '{"params": {"a": 1}, "menus": {"main": [{"name": "首页", "url": "/"}]}}\n',
    "languages.toml": '[zh]\n[[zh.menus.main]]\nname = "首页"\nurl = "/"\n[zh.params]\na = 1\n[en]\nweight = 2\n',
    "languages.zh.toml": 'weight = 1\n[[menus.main]]\nname = "首页"\nurl = "/"\n',
}


def shown(strings: str, menus: str) -> tuple[dict[str, str], dict[str, str], str]:
    """Return what Hugo shows of a site's strings and menus in Chinese and in English, by what it is, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = _SITE | {f"i18n/{strings}": _STRINGS[strings], f"config/_default/{menus}": _MENUS[menus]}
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        transflow = [sys.executable, "-m", "transflow", "--quiet"]
        for command in (
            [*transflow, "init", "--source", "zh-CN", "--target", "en"],
            [*transflow, "translate", "--engine", "pseudo"],
            [_program("hugo"), "--quiet", "--buildDrafts", "--printI18nWarnings"],
        ):
            ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
            if ran.returncode:
                return {}, {}, f"{command[2:4]}: {(ran.stdout + ran.stderr).strip()[-500:]}"
        pages = [(root / "public" / name).read_text("utf-8") for name in ("index.html", "en/index.html")]
        source, target = (dict(re.findall(r"^(\w+ [^|\n]*?) \| (.*)$", page, re.MULTILINE)) for page in pages)
        return source, target, ""


def faults(source: dict[str, str], target: dict[str, str]) -> list[str]:
    """Return what is wrong with what is shown."""
    found = [
        f"{name} is not shown"
        for name in source
        if name not in {key.replace(" /en/", " /") for key in target}
    ]
    found += [f"{name} is empty" for name, text in target.items() if not text.strip(" |")]
    return found + [f"{name}: {text}" for name, text in target.items() if re.search("[\u4e00-\u9fff]", text)]


def main() -> int:
    wrong = 0
    cases = [*((name, "menus.zh.toml") for name in _STRINGS), *(("zh.toml", name) for name in _MENUS)]
    for strings, menus in dict.fromkeys(cases):
        source, target, said = shown(strings, menus)
        told = [said] if said else faults(source, target) + ([] if len(source) > 5 else ["nothing was shown"])
        wrong += bool(told)
        for line in told:
            print(f"  i18n/{strings}, config/_default/{menus}: {line}")
    show(
        "rendering: sites whose strings or menus Hugo does not show",
        f"{wrong} of {len(dict.fromkeys(cases))} sites",
    )
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
