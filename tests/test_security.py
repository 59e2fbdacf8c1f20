"""What a stranger's commit may not do: write, move, remove, read or show what is outside the workspace; whatever it says.

Every way in is tried through the command line, as a hook or CI would, beside a folder that must stay as it is.
"""

import json
import os
import subprocess
import sys
import unicodedata

import pytest

from tests.sites import cli, snapshot
from tests.test_checks_git import git
from transflow.cli import hook
from transflow.site import cache

SOURCE = "---\ntitle: 标题\n---\n\n公司市值为3,000亿美元。\n\n第二段的文字。\n"
CONFIG = "source: zh-CN\ntargets: [en]\nengine: pseudo\n"
COMMANDS = (
    ["status"],
    ["translate"],
    ["check"],
    ["approve", "content"],
    ["report", "--format", "html"],
    ["glossary", "lint"],
)
MORE = (
    ["plan"], ["diff", "content"], ["adopt"], ["clean", "--orphans"], ["status", "--write"], ["check", "--fix"],
    ["check", "--write-baseline"], ["glossary", "find", "x"], ["explain", "content/a.md"], ["glossary", "suggest"],
    ["translate", "--redraft"], ["approve", "content", "--undo"], ["report", "--format", "markdown"],
)  # fmt: skip


@pytest.fixture
def site(tmp_path):
    """A workspace beside a folder of somebody's own."""
    for path, text in {
        "own/notes.txt": "SECRET-NOTES\n",
        "own/notes.md": "---\ntitle: SECRET-TITLE\n---\n\nSECRET-TEXT\n",
        "own/terms.yaml": "source: zh\ntarget: en\nterms:\n  公司: SECRET-TERM\n",
        "own/broken.yaml": "SECRET-KEY: SECRET-VALUE\n",
        "own/rows.jsonl": '{"SECRET": 1}\n',
        "site/transflow.yaml": CONFIG,
        "site/content/a.md": SOURCE,
    }.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return tmp_path / "site"


def everything(site, capsys, more=()):
    """Run commands; what was printed, after making sure that nothing outside changed and none of it was shown."""
    before = snapshot(site.parent / "own")
    printed = []
    for command in (*COMMANDS, *more):
        code = cli(site, *command)
        captured = capsys.readouterr()
        assert code in (0, 1, 2), (command, captured.err)
        assert "Traceback" not in captured.err, command
        printed.append(captured.out + captured.err)
        if code == 2:
            assert captured.err.strip(), command
    assert snapshot(site.parent / "own") == before
    assert sorted(path.name for path in site.parent.iterdir()) == ["own", "site"]
    assert "SECRET" not in "".join(printed)
    assert not any(
        b"SECRET" in data for path, data in snapshot(site).items() if not behind_a_link(site / path)
    )
    return "".join(printed)


def behind_a_link(place):
    return any(each.is_symlink() for each in (place, *place.parents))


def write(site, path, text):
    place = site / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def link(site, path, target):
    place = site / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target, target_is_directory=True)


_TAGS = (
    "fr@../../../own/x", "fr\\n", "fr.UTF-8/../../own/x", "fr/../../../own/x", "../../own", "fr\\e", "fr-\\u202e",
)  # fmt: skip


class TestConfiguration:
    @pytest.mark.parametrize(
        "pattern",
        [
            "../own/*.yaml", "../own/terms.yaml", "../*/terms.yaml", "glossaries/../../own/*.yaml", "content/*/../../own/*",
            "/etc/*.yaml", "", ".", "**x", "x**/y", "..", "../**", "glossaries/..", ".git/*", "a/.git/x.yaml", "\\0",
        ],
    )  # fmt: skip
    def test_a_glossary_outside_is_refused_in_one_line(self, site, capsys, pattern):
        write(site, "transflow.yaml", f'{CONFIG}glossaries: ["{pattern}"]\n')
        printed = everything(site, capsys)
        assert "transflow.yaml:4: glossary" in printed
        assert cli(site, "check") == 2

    @pytest.mark.parametrize("pattern", ["[!", "[", "g/[a", "*[]", "[!]", "x[a-/y]"])
    @pytest.mark.parametrize("key", ["glossaries", "memory"])
    def test_what_is_no_pattern_is_refused_by_every_command(self, site, capsys, key, pattern):
        write(site, "transflow.yaml", f'{CONFIG}{key}: ["{pattern}"]\n')
        for command in (["status"], ["check"], ["translate"]):
            assert cli(site, *command) == 2
            said = capsys.readouterr().err
            assert f"{pattern!r} is no pattern (close the bracket" in said
            assert said.count("\n") == 1
        assert not (site / "content/a.en.md").exists()

    @pytest.mark.parametrize("pattern", ["[ab]*.yaml", "x/*", "[[]", "[]]", "[!]]"])
    @pytest.mark.parametrize("key", ["glossaries", "memory"])
    def test_a_pattern_that_matches_nothing_is_told(self, site, capsys, key, pattern):
        write(site, "transflow.yaml", f'{CONFIG}{key}: ["{pattern}"]\n')
        assert cli(site, "translate") == 0
        assert f"warning: {'memory' if key == 'memory' else 'glossary'} {pattern!r} matches no file" in (
            capsys.readouterr().err
        )
        assert cli(site, "-q", "status") == 0
        assert not capsys.readouterr().err

    def test_the_pattern_that_is_there_by_itself_need_match_nothing(self, site, capsys):
        assert cli(site, "translate") == 0
        assert "warning" not in capsys.readouterr().err

    @pytest.mark.parametrize(
        "pattern",
        ["../own/a.tmx", "/own/a.tmx", "../own/*.tmx", "tm/a.tmx", "tm/*.tmx", ".git/a.tmx", "a.tmx"],
    )
    def test_a_memory_outside_is_refused_before_anything_is_drafted(self, site, capsys, pattern):
        link(site, "tm", "../own")
        link(site, "a.tmx", "../own/notes.txt")
        write(site, "transflow.yaml", f'{CONFIG}memory: ["{pattern}"]\n')
        printed = everything(site, capsys)
        assert f"transflow.yaml:4: memory {pattern!r}" in printed
        assert not (site / "content/a.en.md").exists()
        assert cli(site, "check") == 2

    @pytest.mark.parametrize("name", ["terms.yaml", "broken.yaml"])
    @pytest.mark.parametrize("way", ["file", "folder", "absolute"])
    def test_a_glossary_behind_a_link_is_refused(self, site, capsys, name, way):
        if way == "folder":
            link(site, "glossaries", "../own")
        else:
            target = site.parent / "own" / name if way == "absolute" else f"../../own/{name}"
            link(site, f"glossaries/{name}", target)
        write(site, "transflow.yaml", f"{CONFIG}glossaries: [glossaries/{name}]\n")
        assert "leaves the workspace through a link" in everything(site, capsys)

    def test_a_glossary_outside_is_the_persons_to_name(self, site, capsys, monkeypatch):
        terms = str(site.parent / "own" / "terms.yaml")
        assert cli(site, "explain", "--glossary", terms, "--text", "公司", "--language", "en") == 0
        assert "SECRET-TERM" in capsys.readouterr().out
        monkeypatch.setenv("TRANSFLOW_GLOSSARIES", terms)
        assert cli(site, "glossary", "find", "公司") == 0
        assert f"{terms}:4" in capsys.readouterr().out
        assert cli(site, "translate") == 0
        assert "SECRET-TERM" in (site / "content/a.en.md").read_text("utf-8")

    @pytest.mark.parametrize(
        "content",
        [
            'target: "../../own/{path}.{lang}.md"', 'target: "/tmp/{path}.{lang}.md"', 'target: "{lang}/../../own/{path}.md"',
            "root: ../own", "root: /etc", "root: content/../../own", 'source: "../own/{path}.md"', "root: .git",
            'root: ., target: ".git/hooks/{path}-{lang}"', 'root: ., target: ".GIT/{path}{lang}"', "root: .transflow",
            'target: ".transflow/bitext/{lang}/{path}.md"', 'root: ., target: ".transflow/cache/{path}.{lang}"',
        ],
    )  # fmt: skip
    def test_a_pattern_that_leads_outside_is_refused(self, site, capsys, content):
        write(site, "transflow.yaml", f"{CONFIG}content: [{{{content}}}]\n")
        assert "transflow.yaml:4: " in everything(site, capsys)
        assert cli(site, "status") == 2

    @pytest.mark.parametrize(
        ("where", "tag"),
        [
            *(("translations", tag) for tag in _TAGS),
            *((where, tag) for where in ("lang", "targets", "source", "required") for tag in _TAGS[:2]),
        ],
    )
    def test_a_language_is_no_part_of_another_path(self, site, capsys, where, tag):
        if where in ("translations", "lang"):
            write(site, "content/b.md", f'---\n{where}: "{tag}"\n---\n\n文字。\n')
        else:
            write(
                site,
                "transflow.yaml",
                f'targets: [en]\n{where}: ["{tag}"]\n'.replace("targets: [en]\ntargets", "targets"),
            )
        for command in (["translate"], ["check"]):
            code = cli(site, *command)
            assert code == 2 or (
                tag == "fr\\n" and code in (0, 1)
            )  # white space round a tag is not part of it
            assert "Traceback" not in capsys.readouterr().err
        names = [path.name for path in site.parent.rglob("*")]
        assert not [name for name in names if "@" in name or "\n" in name or name.startswith("x")]

    def test_a_placeholder_does_not_make_gits_folder(self, site, capsys):
        write(
            site,
            "transflow.yaml",
            f'{CONFIG}content: [{{root: ., source: "content/{{path}}.md", target: ".{{path}}/{{lang}}.md"}}]\n',
        )
        write(site, "content/git.md", SOURCE)
        write(site, "content/TransFlow.md", SOURCE)
        printed = everything(site, capsys)
        assert ".git/en.md: lies in git's own folder" in printed
        assert ".TransFlow/en.md: is .transflow by another name" in printed
        assert (site / ".a/en.md").exists()

    @pytest.mark.parametrize(
        "path", ["transflow.yaml", ".gitignore", "content/.gitignore", ".transflow/baseline.jsonl"]
    )
    @pytest.mark.parametrize("name", ["broken.yaml", "rows.jsonl"])
    def test_what_configures_is_no_link_to_elsewhere(self, site, capsys, path, name):
        (site / path).unlink(missing_ok=True)
        link(site, path, "../" * (path.count("/") + 1) + f"own/{name}")
        everything(site, capsys)


class TestRecords:
    """A record in a commit claims what it likes; nothing is moved, written or removed for that."""

    @pytest.fixture
    def drafted(self, site, capsys):
        """A page that was drafted, renamed, and whose translation is gone."""
        write(site, "content/b.md", "---\ntitle: 另一页\n---\n\n这一页有自己的文字。\n")
        assert cli(site, "translate") == 0
        capsys.readouterr()
        (site / "content/a.en.md").unlink()
        (site / "content/a.md").rename(site / "content/c.md")
        return site

    def claim(self, site, place="content/a", folder="en", **said):
        path = site / f".transflow/bitext/en/{place}.md.jsonl"
        first, _, rest = path.read_text("utf-8").partition("\n")
        path.unlink()
        write(
            site,
            f".transflow/bitext/{folder}/{place}.md.jsonl",
            f"{json.dumps(json.loads(first) | said)}\n{rest}",
        )

    @pytest.mark.parametrize(
        "target",
        ["../own/notes.txt", "../own/notes.md", "{own}/notes.md", "content/b.en.md", "content/b.md", "transflow.yaml",
         ".git/config", ".transflow/bitext/en/content/b.md.jsonl", "content/../../own/notes.md", "", ".", "content/c.md",
         "README.md", "other/a.en.md", "content/a.fr.md", "content/d.en.md", "\ud800"],
    )  # fmt: skip
    def test_a_target_that_the_layout_does_not_give_is_left_alone(self, drafted, capsys, target):
        for path in ("README.md", "other/a.en.md", "content/a.fr.md", "content/d.en.md", ".git/config"):
            write(drafted, path, "MINE\n")
        kept = {path: data for path, data in snapshot(drafted).items() if "/a.md" not in path}
        self.claim(drafted, target=target.format(own=drafted.parent / "own"))
        for command in (["translate"], ["approve", "content"], ["status"], ["translate"]):
            cli(drafted, *command)
            now = snapshot(drafted)
            assert all(path in now for path in kept), command
            assert b"MINE" in now["content/d.en.md"]
            assert now["README.md"] == now["other/a.en.md"] == b"MINE\n"
        everything(drafted, capsys)

    @pytest.mark.parametrize(
        "said",
        [{"source": "../own/notes.md"}, {"source": "/etc/hosts"}, {"source": "content/b.md"}, {"language": "../.."},
         {"language": "fr"}, {"source": "content/x.md", "target": "content/b.en.md"}, {"source": ""}],
    )  # fmt: skip
    def test_what_a_record_says_of_itself_has_to_agree_with_its_place(self, drafted, capsys, said):
        self.claim(drafted, **said)
        record = ".transflow/bitext/en/content/a.md.jsonl"
        before = (drafted / record).read_bytes()
        cli(drafted, "translate")
        assert f"{record}:1: says that it is of" in capsys.readouterr().err
        assert (drafted / record).read_bytes() == before
        everything(drafted, capsys)

    @pytest.mark.parametrize(
        "said",
        [
            {"source": "../own/notes.md"},
            {"source": "README.md"},
            {"language": "../../.."},
            {"language": "fr"},
        ],
    )
    def test_nor_does_the_record_of_a_page_that_stands(self, site, capsys, said):
        assert cli(site, "translate") == 0
        self.claim(site, **said)
        assert cli(site, "translate") == 2
        assert ".transflow/bitext/en/content/a.md.jsonl:1: says that it is of" in capsys.readouterr().err
        (site / "content/a.en.md").unlink()
        everything(site, capsys)

    def test_a_page_that_was_renamed_is_still_followed(self, drafted):
        write(drafted, "content/a.en.md", "---\ntitle: Mine\nlang: en\n---\n\nBy a person.\n\nToo.\n")
        assert cli(drafted, "translate") == 0
        assert "By a person." in (drafted / "content/c.en.md").read_text("utf-8")
        assert not (drafted / "content/a.en.md").exists()


class TestLinks:
    @pytest.mark.parametrize(
        "target", ["../../own/notes.md", "{own}/notes.md", "/proc/self/environ", "../../own/../own/notes.md"]
    )
    def test_a_translation_that_is_a_link_outside_is_not_read(self, site, capsys, target, monkeypatch):
        monkeypatch.setenv("TOKEN", "SECRET-TOKEN")
        assert cli(site, "translate") == 0
        (site / "content/a.en.md").unlink()
        link(site, "content/a.en.md", target.format(own=site.parent / "own"))
        printed = everything(site, capsys, MORE)
        assert "content/a.en.md: leaves the workspace through a link" in printed
        assert (site / "content/a.en.md").is_symlink()
        assert cli(site, "status") == 2

    @pytest.mark.parametrize("target", ["../../own", "{own}", "../..", "/"])
    def test_a_folder_of_translations_that_is_a_link_outside(self, site, capsys, target):
        write(
            site,
            "transflow.yaml",
            f'{CONFIG}content: [{{source: "{{path}}.md", target: "{{lang}}/{{path}}.md"}}]\n',
        )
        link(site, "content/en", target.format(own=site.parent / "own"))
        assert "content/en/a.md: leaves the workspace through a link" in everything(site, capsys)

    def test_a_content_root_that_is_a_link_outside(self, site, capsys):
        (site / "content").rename(site / "old")
        link(site, "content", "../own")
        assert "content root 'content' leaves the workspace" in everything(site, capsys)

    def test_a_source_that_is_a_link_outside_is_no_page(self, site, capsys):
        link(site, "content/b.md", "../../own/notes.md")
        everything(site, capsys)
        assert not (site / "content/b.en.md").exists()

    @pytest.mark.parametrize("place", ["", "/bitext", "/bitext/en", "/bitext/en/content", "/cache"])
    @pytest.mark.parametrize("target", ["outside", "inside"])
    def test_a_folder_of_records_that_is_a_link_is_refused(self, site, capsys, place, target):
        elsewhere = {"outside": site.parent / "own", "inside": site / "elsewhere"}[target]
        elsewhere.mkdir(exist_ok=True)
        link(site, f".transflow{place}", elsewhere)
        before = snapshot(elsewhere)
        assert "real folders and files" in everything(site, capsys, MORE)
        assert snapshot(elsewhere) == before
        assert cli(site, "translate") == 2

    @pytest.mark.parametrize(
        "place",
        [
            "bitext/en/content/a.md.jsonl",
            "cache/lock",
            "cache/.gitignore",
            "cache/site.msgpack",
        ],
    )
    @pytest.mark.parametrize("target", ["notes.txt", "new.txt"])
    def test_a_file_of_records_that_is_a_link_is_refused(self, site, capsys, place, target):
        write(site, ".transflow/cache/x", "")
        link(site, f".transflow/{place}", site.parent / "own" / target)
        assert "real folders and files" in everything(site, capsys)
        assert cli(site, "translate") == 2

    def test_links_in_a_circle_are_told_and_the_others_are_done(self, site, capsys):
        link(site, "content/loop.md", "loop.md")
        link(site, "content/b.en.md", "b.en.md")
        write(site, "content/b.md", SOURCE)
        link(site, "content/circle", ".")
        printed = everything(site, capsys)
        assert "content/b.en.md: is a link that leads nowhere" in printed
        assert (site / "content/a.en.md").exists()
        assert cli(site, "check", str(site / "content/loop.md")) == 2
        assert "no page of this workspace: content/loop.md" in capsys.readouterr().err


class TestFiles:
    def test_a_fifo_is_told_and_nobody_waits_for_it(self, site, capsys):
        for path in ("content/f.md", "content/b.en.md", "glossaries/g.yaml", ".gitignore"):
            (site / path).parent.mkdir(exist_ok=True)
            os.mkfifo(site / path)
        write(site, "content/b.md", SOURCE)
        printed = everything(site, capsys)
        assert "content/b.en.md: is no regular file" in printed
        assert (site / "content/a.en.md").exists()

    @pytest.mark.parametrize("length", [250, 252])
    def test_a_long_name_is_told_and_the_others_are_done(self, site, capsys, length):
        name = f"{'x' * (length - 3)}.md"
        write(site, f"content/{name}", SOURCE)
        assert cli(site, "translate") == 2
        (line,) = capsys.readouterr().err.splitlines()[-1:]
        assert "File name too long (give the page a shorter name)" in line
        assert (site / "content/a.en.md").exists()
        everything(site, capsys)

    def test_a_fifo_as_a_package_or_a_table(self, site, capsys):
        for name, command in {
            "x.argosmodel": ["models", "install"],
            "x.csv": ["glossary", "import"],
            "x.xlf": ["import"],
            "x.yaml": ["glossary", "lint"],
        }.items():
            os.mkfifo(site / name)
            assert cli(site, *command, str(site / name)) == 2
            assert "no regular file" in capsys.readouterr().err

    def test_a_current_folder_that_was_deleted(self, site):
        gone = site.parent / "gone"
        gone.mkdir()
        for arguments in (
            ["status"],
            ["check", "--staged", "a.md"],
            ["translate"],
            ["init"],
            ["check", "--staged"],
        ):
            script = f"import os; os.rmdir({str(gone)!r}); from transflow.cli import main; main()"
            done = subprocess.run(
                [sys.executable, "-c", script, *arguments],
                cwd=gone,
                capture_output=True,
                text=True,
                check=False,
            )
            gone.mkdir()
            assert (done.returncode, done.stdout) == (2, ""), done.stderr
            assert done.stderr == "transflow: the current folder is gone (change to a folder that exists)\n"
        gone.rmdir()


class TestCache:
    def test_a_cache_that_git_tracks_is_not_read(self, site, capsys, monkeypatch):
        """Nobody can forge the stamps of today's cache; what is believed by them is not to hang on that alone."""
        read = []
        decode = cache.msgspec.msgpack.decode
        monkeypatch.setattr(
            cache.msgspec.msgpack,
            "decode",
            lambda data, **kinds: read.append(len(data)) or decode(data, **kinds),
        )
        assert cli(site, "status") == cli(site, "status") == 0
        assert any(read[1:])
        git(site, "init")
        git(site, "add", "-f", ".transflow/cache")
        read.clear()
        assert cli(site, "status") == 0
        assert not any(read)
        assert "missing" in capsys.readouterr().out


EVIL = "\x1b]0;title\x07\x1b[31m\x9b2J\r\x7f\u202e\u2066\u200f\u2028"


def raw(text):
    return [
        char
        for char in text
        if char not in "\n\t"
        and (unicodedata.category(char) in ("Cc", "Zl", "Zp") or char in "\u202e\u2066\u200f")
    ]


class TestControlCharacters:
    """Whoever wrote them, they reach no terminal, no annotation and no log."""

    @pytest.fixture
    def evil(self, site):
        write(
            site,
            "content/b.md",
            f'---\ntitle: "T\\e[31m\\u202E"\n---\n\n公司{EVIL}市值为3,000亿美元。\n\n::error file=x::y\n\n##[error]z\n',
        )
        write(
            site,
            "glossaries/g.yaml",
            'source: zh\ntarget: en\nterms:\n  "公司\\e[1m": "company\\e[2m\\u202e"\n',
        )
        assert cli(site, "translate") == 0
        page = site / "content/b.en.md"
        page.write_text(page.read_text("utf-8").replace("3,000", f"30{EVIL}00"), "utf-8")
        write(site, "content/b.md", (site / "content/b.md").read_text("utf-8").replace("公司", f"集团{EVIL}"))
        return site

    @pytest.mark.parametrize("runner", ["", "GITHUB_ACTIONS"])
    def test_of_page_texts(self, evil, capsys, monkeypatch, runner):
        if runner:
            monkeypatch.setenv(runner, "true")
        capsys.readouterr()
        for command in (
            *COMMANDS[:4], *MORE, ["diff", "content/b.md"], ["explain", "content/b.md"], ["status", "-v"],
            ["explain", "--text", f"公司{EVIL}", "--language", "en"], ["find", "公司"], ["diff", "content/b.md", "--format", "json"],
            *(["check", "--format", form] for form in ("text", "json", "github", "sarif", "gitlab")),
            *(["report", "--format", form] for form in ("text", "json", "markdown", "junit", "badge")),
        ):  # fmt: skip
            cli(evil, *command)
            out, err = capsys.readouterr()
            assert raw(out + err) == [], command
            if "json" in command:
                json.loads(out)
            if runner and "github" not in command:
                assert not [
                    line
                    for line in (out + err).splitlines()
                    if line.strip().startswith("::") or "##[" in line
                ], command

    def test_json_says_what_was_written(self, evil, capsys):
        capsys.readouterr()
        assert cli(evil, "explain", "content/b.md", "--format", "json") == 0
        texts = [unit["text"] for unit in json.loads(capsys.readouterr().out)["units"]]
        assert any("\x1b]0;title" in text and "\u202e" in text for text in texts)

    def test_a_written_report_holds_none_either(self, evil, capsys):
        for form in ("text", "json", "markdown", "junit"):
            cli(evil, "report", "--format", form, "-o", f"report.{form}")
            assert raw((evil / f"report.{form}").read_text("utf-8")) == []
        assert raw(capsys.readouterr().err) == []

    @pytest.mark.parametrize(
        "name", ["\x1b[31mx", "x\ny", "x\n::error::y", "x\ry", "x\x9by", "x\ty", "x\u202ey", "\x7f"]
    )
    def test_of_names(self, site, capsys, name):
        write(site, f"content/{name}.md", SOURCE)
        write(site, f"glossaries/{name}.yaml", "source: zh\ntarget: [\n")
        write(site, f"content/{name}/c.md", SOURCE)
        for command in (
            *COMMANDS,
            ["check", f"content/{name}.md"],
            ["init", "--dry-run"],
            ["clean"],
            ["plan"],
        ):
            code = cli(site, *command)
            out, err = capsys.readouterr()
            assert raw(out + err) == [], command
            assert not [line for line in (out + err).splitlines() if line.startswith("::")], command
            assert code in (0, 1, 2)
        (site / f"glossaries/{name}.yaml").unlink()
        assert cli(site, "translate") == 2
        assert "the name of the file has a control character (rename it)" in capsys.readouterr().err
        assert (site / "content/a.en.md").exists()

    def test_of_arguments_and_of_bugs(self, site, capsys, monkeypatch):
        assert (
            cli(site, "status", EVIL)
            == cli(site, f"--{EVIL}")
            == cli(site, EVIL)
            == cli(site, "-C", EVIL, "status")
            == 2
        )

        def broken(*_, **__):
            raise ZeroDivisionError(EVIL)

        monkeypatch.setattr("transflow.site.workspace.find", broken)
        assert cli(site, "status") == 3
        out, err = capsys.readouterr()
        assert raw(out + err) == []
        assert "Traceback" in err

    def test_of_a_configuration(self, site, capsys):
        for line in (
            'engine: "\\e[31m"',
            '"\\e]0;": 1',
            'required: ["\\u202e"]',
            'ignore: "\\r"',
            'glossaries: ["\\e[1m.yaml"]',
        ):
            write(site, "transflow.yaml", f"targets: [en]\n{line}\n")
            assert cli(site, "translate") == 2
            out, err = capsys.readouterr()
            assert raw(out + err) == []


class TestNamesOfOptions:
    """A hook is handed names of files; a name that is an option would be an order."""

    @pytest.mark.parametrize(
        "name",
        [
            "--strict",
            "-lfr",
            "--output=x.md",
            "--fix",
            "--write-baseline",
            "--select=x.md",
            "-x.md",
            "--glossary=a.md",
        ],
    )
    def test_a_file_that_is_named_as_an_option(self, site, capsys, monkeypatch, name):
        git(site, "init")
        write(site, name, SOURCE)
        git(site, "add", "--", ".")
        monkeypatch.chdir(site)
        before = snapshot(site)
        arguments = ["check", "--staged", name, "content/a.md"]
        assert cli(site, *arguments) == 2
        assert hook.run(arguments) in (2, None)  # it is left to the command line
        assert f"transflow: {name}: a file has the name of an option (rename it" in capsys.readouterr().err
        assert snapshot(site) == before
        assert hook.run(["check", "--staged", "--", name, "content/a.md"]) in (0, 1)
