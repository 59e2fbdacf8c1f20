import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies import awkward_texts, front_matter_values, json_pages, mappings, toml_pages, yaml_pages
from transflow import frontmatter
from transflow.errors import DocumentError
from transflow.frontmatter import DELETE, Raw, edit, line_of, parse, truth, values

PAGES = yaml_pages() | json_pages() | toml_pages()
few = settings(max_examples=25, deadline=None)


def page(*lines: str, fence: str = "---", newline: str = "\n") -> str:
    return newline.join([fence, *lines, fence, "正文", ""])


def changed(before: list[str], changes: dict, after: list[str], fence: str = "---") -> None:
    """Check an edit with both newlines, with and without a BOM."""
    for newline in ("\n", "\r\n"):
        for bom in ("", "\ufeff"):
            text = bom + page(*before, fence=fence, newline=newline)
            assert edit(text, changes) == bom + page(*after, fence=fence, newline=newline)


def refused(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        parse(text, "content/a.md")
    assert caught.value.path == "content/a.md"
    return caught.value


class TestDetection:
    @pytest.mark.parametrize(
        ("text", "form", "body"),
        [
            ("---\na: 1\n---\nx", "yaml", "x"),
            ("---\na: 1\n...\nx", "yaml", "x"),
            ("--- \na: 1\n---\t\nx", "yaml", "x"),
            ("---\r\na: 1\r\n---\r\nx", "yaml", "x"),
            ("---\ra: 1\r---\rx", "yaml", "x"),
            ("\ufeff---\na: 1\n---\nx", "yaml", "x"),
            ("\n \n---\na: 1\n---\nx", "yaml", "x"),
            ("---\na: 1\n---", "yaml", ""),
            ("---\na: 1\n---\n---\nb: 2\n---\n", "yaml", "---\nb: 2\n---\n"),
            ("---\n---\n", "yaml", ""),
            ("---\n\n---\nx", "yaml", "x"),
            ("---\n# nothing\n---\nx", "yaml", "x"),
            ("---\n{a: 1}\n---\nx", "yaml", "x"),
            ("+++\na = 1\n+++\nx", "toml", "x"),
            ("+++\r\n+++\r\nx", "toml", "x"),
            ('{"a": 1}\nx', "json", "x"),
            ('{\n\t"a": 1\n}\r\n\r\nx', "json", "\r\nx"),
            ('{"a": 1} x', "json", " x"),
            ("{}", "json", ""),
        ],
    )
    def test_front_matter_is_found(self, text, form, body):
        front = parse(text)
        assert (front.format, text[front.end :]) == (form, body)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "---",
            "---\n",
            "正文\n---\na: 1\n---\n",
            "---\n\nA thematic break begins this page: so it is.\n",
            "---\nprose between two breaks\n---\n",
            "---\n- a list\n- between two\n---\n",
            "---\n**bold: &prose**\n---\n",
            "----\na: 1\n----\n",
            "+++\nprose\n+++\n",
            "{{< shortcode >}}\n",
            "{#id}\n",
            '{"a" and so on}\n',
        ],
    )
    def test_other_beginnings_are_body_text(self, text):
        front = parse(text)
        assert (front.format, front.end, dict(front.data), list(values(text, front))) == ("none", 0, {}, [])


class TestReading:
    def test_words_that_every_reader_takes_alike_become_python_values(self):
        text = page("a: true", "b: False", "c: ~", "d:", "e: 12", "f: -0x1F", "g: 0x1F", "h: 1.10", "i: .inf")
        assert parse(text).data == {
            "a": True, "b": False, "c": None, "d": None, "e": 12, "f": "-0x1F", "g": 31, "h": 1.1, "i": float("inf"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        "word",
        ["no", "On", "y", "010", "0o17", "12:30", "1_000", "1e3", "2024-01-01", "2024-01-01T10:00:00Z"],
    )
    def test_words_that_readers_disagree_about_stay_as_they_are_written(self, word):
        text = page(f"a: {word}")
        front = parse(text)
        assert front.data == {"a": word}
        assert [(value.text, value.is_string) for value in values(text, front)] == [(word, False)]

    def test_quotes_and_the_string_tag_make_strings(self):
        text = page("a: 'no'", 'b: "010"', "c: !!str 12", "d: ! x", "e: !!int '12'", "f: !own x")
        front = parse(text)
        assert front.data == {"a": "no", "b": "010", "c": "12", "d": "x", "e": 12, "f": "x"}
        assert [value.is_string for value in values(text, front)] == [True, True, True, True, False, False]

    def test_merge_keys_are_resolved(self):
        text = page(
            "base: &b {x: 1, y: 2}", "more: &m {x: 0, z: 3}", "one: {<<: *b, y: 9}", "two: {<<: [*b, *m]}"
        )
        data = parse(text).data
        assert (data["one"], data["two"]) == ({"x": 1, "y": 9}, {"x": 1, "y": 2, "z": 3})

    def test_toml_dates_are_strings_as_in_yaml(self):
        text = page("a = 2024-01-01", "b = 2024-01-01 10:00:00", fence="+++")
        assert parse(text).data == {"a": "2024-01-01", "b": "2024-01-01 10:00:00"}

    def test_toml_tables(self):
        text = page(
            "a.b = 1", "'c d' = \"x\"", "[p]", "[p.q]", "r = { s.t = [1, 2] }", "[[w]]", "n = 1", "[[w]]", "n = 2", fence="+++"
        )  # fmt: skip
        assert parse(text).data == {
            "a": {"b": 1}, "c d": "x", "p": {"q": {"r": {"s": {"t": [1, 2]}}}}, "w": [{"n": 1}, {"n": 2}],
        }  # fmt: skip

    def test_data_is_read_only(self):
        with pytest.raises(TypeError):
            parse(page("a: 1")).data["a"] = 2

    def test_truth(self):
        assert [truth(value) for value in (True, "yes", "On", "y", "true")] == [True] * 5
        assert [truth(value) for value in (False, "no", "OFF", "n", "false")] == [False] * 5
        assert [truth(value) for value in (None, "nein", 1, [])] == [None] * 4

    @few
    @given(PAGES)
    def test_what_was_written_is_read(self, written):
        text, data = written
        assert parse(text).data == data

    @few
    @given(
        st.lists(
            st.sampled_from([*"-+{}[]:,#|>&*!?'\"% ab1\n\r\t\0\ufeff\x85", "---\n", "+++\n", "a: ", "a = "])
        )
    )
    def test_any_text_is_read_or_refused(self, pieces):
        text = "".join(pieces)
        try:
            front = parse(text)
        except DocumentError:
            return
        spans = [(value.start, value.end) for value in values(text, front)]
        assert all(0 < start <= end <= front.end for start, end in spans)
        assert edit(text, {}) == text


class TestValues:
    TEXT = page(
        "title: 标题 😀 # comment",
        'params: {seo: {title: "a\\tb"}}',
        "tags:",
        "- &t one",
        "- 'it''s'",
        "also: *t",
        "long: >-  # folded",
        "  two",
        "  words",
        "",
        "lines: |",
        "  x",
        "    ",
        "",
        "1: not ours",
        "? [complex, key]",
        ": nor this",
        "none:",
    )

    def test_spans_keys_and_texts(self):
        for text in (self.TEXT, self.TEXT.replace("\n", "\r\n"), "\ufeff" + self.TEXT):
            found = [
                (value.key, text[value.start : value.end].replace("\r\n", "\n"), value.text, value.is_string)
                for value in values(text, parse(text))
            ]
            assert found == [
                (("title",), "标题 😀", "标题 😀", True),
                (("params", "seo", "title"), '"a\\tb"', "a\tb", True),
                (("tags", 0), "one", "one", True),
                (("tags", 1), "'it''s'", "it's", True),
                (("also",), "*t", "one", True),
                (("long",), ">-  # folded\n  two\n  words", "two words", True),
                (("lines",), "|\n  x\n    ", "x\n  \n", True),
                (("none",), "", "", False),
            ]

    def test_lines(self):
        front = parse(self.TEXT)
        keys = [
            ("title",),
            ("params", "seo", "title"),
            ("tags",),
            ("tags", 1),
            ("none",),
            ("absent",),
            ("title", "x"),
        ]
        assert [line_of(self.TEXT, front, key) for key in keys] == [2, 3, 4, 6, 19, 0, 0]

    def test_toml_and_json(self):
        text = page("a = 'x' # c", 'b = [1, "y"]', "[c]", 'd = """', 'e"""', fence="+++")
        assert [(value.key, text[value.start : value.end], value.text) for value in values(text, parse(text))] == [
            (("a",), "'x'", "x"), (("b", 0), "1", "1"), (("b", 1), '"y"', "y"), (("c", "d"), '"""\ne"""', "e"),
        ]  # fmt: skip
        text = '{"a": ["\\u4e2d", {"b": -1.50}]}'
        assert [(value.key, text[value.start : value.end], value.text) for value in values(text, parse(text))] == [
            (("a", 0), '"\\u4e2d"', "中"), (("a", 1, "b"), "-1.50", "-1.50"),
        ]  # fmt: skip


class TestBadInput:
    @pytest.mark.parametrize(
        ("text", "line", "cause"),
        [
            ("---\ntitle: x\n", 1, "never closed"),
            ("\n---\r\n# c\r\ntitle: x", 2, "never closed"),
            ("+++\na = 1\n", 1, "never closed"),
            ("---\na: 1\nb: 2\na: 3\n---\n", 4, "`a` stands twice"),
            ("---\na: {b: 1,\n b: 2}\n---\n", 3, "`b` stands twice"),
            ("---\na: b: c\n---\n", 2, "mapping values"),
            ("---\na: 1\n\tb: 2\n---\n", 3, "YAML"),
            ("---\na: 1\nb: 'x\n---\n", 3, "quoted scalar"),
            ("---\na: 1\n--- b\nc: 1\n---\n", 2, "second YAML document"),
            ("---\na: 1\nb: x\0\n---\n", 3, "U+0000"),
            ("---\na: 1\nb: *c\n---\n", 3, "`*c`"),
            ("---\na: &a [*a]\n---\n", 2, "inside its own value"),
            ("---\na: " + "[" * 5000 + "\n---\n", 2, "nested"),
            ("---\na: " + "{a: " * 5000 + "\n---\n", 2, "nested"),
            ("---\na: x\nb: " + "x" * 2**20 + "\n---\n", 1, "not closed within"),
            ("+++\na = 1\na = 2\n+++\n", 3, "overwrite"),
            ("+++\na = 1\nb = \n+++\n", 3, "TOML"),
            ("+++\na = 'x\n", 1, "never closed"),
            ("+++\na = 1\nb = " + "[" * 5000 + "\n+++\n", 3, "nested"),
            ("+++\n" + "a." * 5000 + "a = 1\n+++\n", 2, "nested"),
            ("+++\na = " + "9" * 5000 + "\n+++\n", 2, "digits"),
            ('{"a": 1,\n"a": 2}', 2, "`a` stands twice"),
            ('{"a": 1,\n}', 2, "key in double quotes"),
            ('{"a": 1\n"b": 2}', 2, "missing"),
            ('{"a": [1 2]}', 1, "missing"),
            ('{"a":\n NaN}', 2, "not JSON"),
            ('{"a": "x', 1, "Unterminated"),
            ('{"a": "\\ud800"}', 1, "surrogate"),
            ('{"a" :' + "[" * 5000, 1, "nested"),
            ('{"a": ' + "9" * 5000 + "}", 1, "digits"),
            ('{"a": "' + "x" * 2**20 + '"}', 1, "longer than"),
        ],
    )  # fmt: skip
    def test_the_line_and_the_cause_are_told(self, text, line, cause):
        error = refused(text)
        assert cause in error.message
        assert (error.line, bool(error.hint)) == (line, True)

    def test_an_alias_bomb_is_refused_before_it_expands(self):
        lines = ["a0: &a0 [" + ", ".join("x" * 10) + "]"]
        lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 30)]
        assert "aliases" in refused(page(*lines)).message

    def test_a_large_header_without_aliases_is_fine(self):
        assert len(parse(page(*(f"k{n}: {n}" for n in range(11_000)))).data) == 11_000


class TestSetting:
    """A value is replaced in its own notation, and nothing else."""

    def test_bare_words(self):
        changed(["a: 旧 # c", "b: 1"], {("a",): "new"}, ["a: new # c", "b: 1"])
        changed(["a:   x  ", "b: 1.10"], {("a",): "y z"}, ["a:   y z  ", "b: 1.10"])
        changed(["a: two", "  lines # c"], {("a",): "one"}, ["a: one # c"])
        changed(["a:", "  next line", "b: 1"], {("a",): "x"}, ["a:", "  x", "b: 1"])
        changed(["a: # c", "b: 1"], {("a",): "x"}, ["a: x # c", "b: 1"])

    @pytest.mark.parametrize(
        "text",
        [
            "a: b",
            "@x",
            "no",
            "010",
            "1.10",
            "12:30",
            "2024-01-01",
            "",
            " x",
            "x ",
            "- x",
            "#x",
            "~",
            "x:",
            "[x",
        ],
    )
    def test_a_bare_word_gets_quotes_where_it_needs_them(self, text):
        changed(["a: x", "b: no"], {("a",): text}, [f'a: "{text}"', "b: no"])

    def test_quotes_stay(self):
        changed(["a: 'x' # c"], {("a",): "it's: #1"}, ["a: 'it''s: #1' # c"])
        changed(['a: "x" # c'], {("a",): 'say "so" \\'}, ['a: "say \\"so\\" \\\\" # c'])
        changed(['a: "x"'], {("a",): "long " * 60 + "text"}, [f'a: "{"long " * 60}text"'])
        changed(['a: "x', '  y"'], {("a",): "z"}, ['a: "z"'])
        changed(["a: 'x'"], {("a",): "two\nlines\u2028\x07"}, ['a: "two\\nlines\\u2028\\x07"'])
        changed(["a: x"], {("a",): 'say: "so"'}, ["a: 'say: \"so\"'"])

    def test_block_scalars_keep_indicator_comment_and_indentation(self):
        changed(
            ["a: |  # c", "   x", "   y", "", "b: 1"],
            {("a",): "p\n\n q\n"},
            ["a: |  # c", "   p", "", "    q", "", "b: 1"],
        )
        changed(["a: |-", "  x", "b: 1"], {("a",): "p"}, ["a: |-", "  p", "b: 1"])
        changed(["a: |-", "  x", "b: 1"], {("a",): "p\n"}, ["a: |", "  p", "b: 1"])
        changed(["a: |+", "  x", "", "b: 1"], {("a",): "p\n\n\n"}, ["a: |+", "  p", "", "", "b: 1"])
        changed(["a: >-", "  x", "b: 1"], {("a",): "p: #\nq"}, ["a: >-", "  p: #", "", "  q", "b: 1"])
        changed(
            ["p:", "  a: >", "      x", "  b: 1"], {("p", "a"): "y\n"}, ["p:", "  a: >", "      y", "  b: 1"]
        )
        changed(["a: |  # c", "  x"], {("a",): " lead"}, ['a: " lead"  # c'])
        changed(["a: |", "  x"], {("a",): ""}, ['a: ""'])

    def test_a_folded_text_of_several_lines_stays_folded(self):
        words = " ".join(["word"] * 30)
        changed(
            ["a: >-", "  x", "  y"], {("a",): words}, ["a: >-", "  " + " ".join(["word"] * 14), "  " + " ".join(["word"] * 14), "  word word"]
        )  # fmt: skip
        changed(["a: >-", "  x"], {("a",): words}, ["a: >-", f"  {words}"])

    def test_other_kinds(self):
        changed(["a: x # c", "b: 'y'"], {("a",): True, ("b",): None}, ["a: true # c", "b: null"])
        changed(
            ["a: 1.10", "b: x", "c: y"],
            {("a",): 2.5, ("b",): 10**16, ("c",): 1e16},
            ["a: 2.5", f"b: {10**16}", "c: 1.0e+16"],
        )
        changed(["a: 010"], {("a",): 5}, ["a: 5"])
        changed(["a: !!int '12' # c", "b: !own x"], {("a",): "x", ("b",): "y"}, ["a: 'x' # c", 'b: !own "y"'])

    def test_a_word_that_readers_disagree_about_is_replaced_by_its_like(self):
        changed(
            ["a: 2024-01-01", "b: no"], {("a",): "2025-12-31", ("b",): "yes"}, ["a: 2025-12-31", "b: yes"]
        )
        changed(["a: 2024-01-01"], {("a",): "no"}, ['a: "no"'])

    def test_what_is_there_already_changes_nothing(self):
        before = ["a:  'x'", "b: [ 1,2 ]", "c: 010", "d: {e: >-", "}"]
        text = page(*before[:3])
        assert edit(text, {("a",): "x", ("b",): [1, 2], ("c",): "010", ("zz",): DELETE}) == text
        assert edit(text, {("c",): 10}) != text

    def test_anchors_and_tags_stay(self):
        changed(["a: &x 旧", "b: 1"], {("a",): "new"}, ["a: &x new", "b: 1"])
        changed(["a: !!str 旧"], {("a",): "no"}, ['a: !!str "no"'])
        changed(["a: !!str 1"], {("a",): 2}, ["a: 2"])

    def test_an_alias_is_replaced_by_a_literal(self):
        changed(["a: &x 旧", "b: *x"], {("b",): "new"}, ["a: &x 旧", "b: new"])

    def test_aliases_of_a_changed_value_keep_theirs(self):
        changed(
            ["a: &x 旧", "b: *x", "c: [*x]"],
            {("a",): "q"},
            ["a: &x q", "b: 旧", "c: [旧]"],
        )
        changed(
            ["a: &x |", "  two", "  lines", "b: *x"],
            {("a",): "n\n"},
            ["a: &x |", "  n", 'b: "two\\nlines\\n"'],
        )
        changed(["a: &x 010", "b: *x"], {("a",): DELETE}, ["b: 010"])

    def test_a_collection_that_an_alias_stands_for_is_refused(self):
        text = page("a: &x {p: 1}", "b: *x", "c:", "  <<: *x")
        for key in (("a", "p"), ("a", "q"), ("a",), ("b", "p")):
            with pytest.raises(DocumentError) as caught:
                edit(text, {key: "new"}, "a.md")
            assert (caught.value.path, caught.value.line > 1) == ("a.md", True)
        assert edit(text, {("c", "d"): 1}) == text.replace("  <<: *x\n", "  <<: *x\n  d: 1\n")

    def test_brackets(self):
        changed(
            ["a: {x: 旧, y: [p,q]} # c"],
            {("a", "x"): "b, c", ("a", "y", 1): "r"},
            ['a: {x: "b, c", y: [p,r]} # c'],
        )
        changed(["{a: 1, 'b': x}"], {("b",): "z"}, ["{a: 1, 'b': z}"])

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_toml(self, newline):
        text = page(
            "a = 'x' # c",
            'b="y"',
            "d = 2024-01-01",
            'm = """',
            'p"""',
            "l = '''",
            "q'''",
            fence="+++",
            newline=newline,
        )
        wanted = {("a",): "it", ("b",): '"\n中', ("d",): "2025-01-01", ("m",): 'r "s" \\\nt', ("l",): "\\u\n"}
        assert edit(text, wanted) == page(
            "a = 'it' # c", 'b="\\"\\n中"', "d = 2025-01-01", 'm = """', 'r "s" \\\\', 't"""', "l = '''", "\\u", "'''", fence="+++", newline=newline,
        )  # fmt: skip
        assert edit(text, {("a",): "it's"}) == text.replace("'x'", '"it\'s"')

    def test_json(self):
        text = '{\n  "a": "x",\n  "b": [1, {"c": null}]\n}\n正文'
        assert edit(text, {("a",): '中"\n', ("b", 1, "c"): 1.5}) == text.replace('"x"', '"中\\"\\n"').replace(
            "null", "1.5"
        )

    @few
    @given(PAGES, st.data(), awkward_texts())
    def test_one_value_changes_and_only_in_its_own_lines(self, written, data, new):
        text, _ = written
        found = list(values(text, parse(text)))
        if not found:
            return
        value = data.draw(st.sampled_from(found))
        after = edit(text, {value.key: new})
        others = {other.key: other.text for other in found if other.key != value.key}
        read = {other.key: other for other in values(after, parse(after))}
        assert (read[value.key].text, {key: read[key].text for key in others}) == (new, others)
        tail = len(text) - value.end
        assert after.startswith(text[: text.rfind("\n", 0, value.start) + 1])
        assert after.endswith(text[len(text) - tail :])

    @few
    @given(PAGES)
    def test_setting_everything_to_itself_changes_nothing(self, written):
        text, data = written
        own = {value.key: value.text for value in values(text, parse(text)) if value.is_string}
        assert edit(text, own) == text
        assert edit(text, {(key,): value for key, value in data.items()}) == text

    @few
    @given(yaml_pages() | json_pages(), front_matter_values(), st.data())
    def test_any_value_for_any_key(self, written, value, data):
        text, old = written
        key = data.draw(st.sampled_from(sorted(old)))
        assert parse(edit(text, {(key,): value})).data == old | {key: value}


class TestLists:
    def test_brackets_grow_as_they_are_spaced(self):
        changed(["a: [x, y] # c"], {("a",): ["x", "y", "z"]}, ["a: [x, y, z] # c"])
        changed(["a: [x,y]"], {("a",): ["x", "y", "z"]}, ["a: [x,y,z]"])
        changed(["a: ['x']"], {("a",): ["x", "y"]}, ["a: ['x', 'y']"])
        changed(["a: []", "b: [ ]"], {("a",): ["x"], ("b",): ["z"]}, ["a: [x]", "b: [z]"])
        changed(
            ["a: [", "  x,", "  y, # c", "]"],
            {("a",): ["x", "y", "z"]},
            ["a: [", "  x,", "  y, # c", "  z,", "]"],
        )
        changed(["a: [", "  x", "]"], {("a",): ["x", "z"]}, ["a: [", "  x,", "  z", "]"])

    def test_dashes_grow_as_they_are_indented(self):
        changed(
            ["a:", "- x # c", "- y", "", "b: 1"],
            {("a",): ["x", "y", "z"]},
            ["a:", "- x # c", "- y", "- z", "", "b: 1"],
        )
        changed(["a:", "    -   'x'", "# c"], {("a",): ["x", "z"]}, ["a:", "    -   'x'", "    - 'z'", "# c"])
        changed(
            ["a:", "  - p: 1", "    q: 2"],
            {("a",): [{"p": 1, "q": 2}, {"p": 3, "q": 4}]},
            ["a:", "  - p: 1", "    q: 2", "  - p: 3", "    q: 4"],
        )

    def test_single_items_change_go_and_come(self):
        changed(["a: [x, y, z]"], {("a",): ["x", "z"]}, ["a: [x, z]"])
        changed(["a: [x, y, z,]"], {("a",): []}, ["a: []"])
        changed(["a: [x, y, z]"], {("a", 0): DELETE, ("a", 2): DELETE}, ["a: [y]"])
        changed(["a:", "- x # 1", "- y # 2", "- z # 3"], {("a",): ["x", "z"]}, ["a:", "- x # 1", "- z # 3"])
        changed(["a:", "- x # 1", "- y # 2"], {("a",): ["p", "y"]}, ["a:", "- p # 1", "- y # 2"])
        changed(["a: # c", "- x", "b: 1"], {("a",): []}, ["a: [] # c", "b: 1"])

    def test_a_single_value_becomes_a_list(self):
        changed(["a: x # c", "b: 1"], {("a",): ["x", "z"]}, ["a: [x, z] # c", "b: 1"])
        changed(["a:", "b:", "  - p"], {("a",): ["x", "z"]}, ["a:", "  - x", "  - z", "b:", "  - p"])
        changed(["a:", "b: 1"], {("a",): ["x: 1"]}, ['a: ["x: 1"]', "b: 1"])

    def test_toml_and_json(self):
        changed(
            ["a = [", "  'x', # c", "]"],
            {("a",): ["x", "y"]},
            ["a = [", "  'x', # c", "  'y',", "]"],
            fence="+++",
        )
        changed(
            ["[[a]]", "x = 1", "", "[b]"],
            {("a",): [{"x": 1}, {"x": 2}]},
            ["[[a]]", "x = 1", "[[a]]", "x = 2", "", "[b]"],
            fence="+++",
        )
        assert edit('{"a": [\n\t"x"\n]}', {("a",): ["x", "y"]}) == '{"a": [\n\t"x",\n\t"y"\n]}'

    @few
    @given(PAGES, st.data(), st.lists(awkward_texts(), min_size=1, max_size=3))
    def test_growing_is_a_pure_append(self, written, data, more):
        text, old = written
        lists = [key for key, value in old.items() if isinstance(value, list)]
        if not lists:
            return
        key = data.draw(st.sampled_from(lists))
        if text.startswith("+++") and any(isinstance(item, dict) for item in old[key]):
            return  # an array of tables holds nothing else
        after = edit(text, {(key,): old[key] + more})
        assert parse(after).data[key] == old[key] + more
        if old[key]:
            kept = next(n for n in range(len(text) + 1) if text[: n + 1] != after[: n + 1])
            assert after.endswith(text[kept:])


class TestKeys:
    def test_new_keys_go_to_the_end(self):
        changed(["a: 1", "# last"], {("b",): "x: y", ("c",): [1]}, ["a: 1", "# last", 'b: "x: y"', "c: [1]"])
        changed([], {("a",): True}, ["a: true"])
        changed(["# only"], {("a",): 1}, ["# only", "a: 1"])
        changed(["  a: 1"], {("b",): 2}, ["  a: 1", "  b: 2"])
        changed(["a: |+", "  x", "", ""], {("b",): 2}, ["a: |+", "  x", "", "", "b: 2"])
        changed(["{a: 1}"], {("b",): "x, y"}, ['{a: 1, b: "x, y"}'])
        changed(["? a", ": 1"], {("b",): 2}, ["? a", ": 1", "b: 2"])

    def test_missing_mappings_are_made(self):
        changed(
            ["a: 1"], {("translation", "source"): "a.md", ("translation", "status"): "draft"},
            ["a: 1", "translation:", "  source: a.md", "  status: draft"],
        )  # fmt: skip
        changed(
            ["p:", "    q: 1"], {("r", "s", "t"): [1]}, ["p:", "    q: 1", "r:", "    s:", "        t: [1]"]
        )
        changed(["t: # c", "b: 1"], {("t", "s"): "x"}, ["t: # c", "  s: x", "b: 1"])
        changed(["t: {}"], {("t", "s"): "x"}, ["t: {s: x}"])
        changed(["l: [1]"], {("l", 1, "x"): DELETE, ("l", 3): DELETE}, ["l: [1]"])

    def test_nested_keys_go_to_the_end_of_their_mapping(self):
        changed(
            ["t:", "   s: x # c", "   l:", "   - 1", "   # deep", "b: 1"], {("t", "u"): "z"},
            ["t:", "   s: x # c", "   l:", "   - 1", "   u: z", "   # deep", "b: 1"],
        )  # fmt: skip

    def test_lists_are_written_as_the_header_does(self):
        changed(["a:", "- x"], {("b",): ["z"]}, ["a:", "- x", "b:", "- z"])
        changed(
            ["a:", "  - x"],
            {("b",): [{"p": 1, "q": [2]}]},
            ["a:", "  - x", "b:", "  - p: 1", "    q:", "      - 2"],
        )
        changed(["a: [x]"], {("b",): ["z"]}, ["a: [x]", "b: [z]"])

    def test_deleting_takes_whole_lines(self):
        changed(
            ["a: 1", "b: # c", "  - x", "", "  - y", "# d", "c: 1"], {("b",): DELETE}, ["a: 1", "# d", "c: 1"]
        )
        changed(["a: |", "  x", "b: 1"], {("a",): DELETE}, ["b: 1"])
        changed(["a: 1"], {("a",): DELETE}, [])
        changed(["t:", "  s: x", "  u: y"], {("t", "s"): DELETE}, ["t:", "  u: y"])
        changed(["t: # c", "  s: x", "b: 1"], {("t", "s"): DELETE}, ["t: {} # c", "b: 1"])
        changed(["t: {s: x, u: y}"], {("t", "u"): DELETE}, ["t: {s: x}"])
        changed(["l:", "- p: 1", "  q: 2"], {("l", 0, "p"): DELETE}, ["l:", "- q: 2"])
        changed(["a: |", "  x", "b:", "  c:", "  # of b", "d: 1"], {("b",): DELETE}, ["a: |", "  x", "d: 1"])

    def test_a_mapping_is_replaced_by_its_differences(self):
        changed(
            ["t:", "  s: 'x' # c", "  u: y", "b: 1"], {("t",): {"s": "z", "v": "w"}},
            ["t:", "  s: 'z' # c", "  v: w", "b: 1"],
        )  # fmt: skip
        changed(["t: # c", "  s: x", "b: 1"], {("t",): "x"}, ["t: x # c", "b: 1"])

    def test_toml(self):
        before = ["a = 1", "[p]", "  q = 1 # c", "[p.r]", "s.t = 1"]
        changed(
            before, {("b",): "x", ("p", "u"): [1], ("p", "r", "s", "v"): True, ("translation",): {"status": "draft"}},
            ["a = 1", 'b = "x"', 'translation = { status = "draft" }', "[p]", "  q = 1 # c", "  u = [1]", "[p.r]", "s.t = 1", "s.v = true"],
            fence="+++",
        )  # fmt: skip
        changed(before, {("p", "q"): DELETE, ("p", "r"): DELETE}, ["a = 1", "[p]"], fence="+++")
        changed(before, {("p",): "x"}, ["a = 1", 'p = "x"'], fence="+++")
        changed(
            ["[p.r]", "s = 1"],
            {("p", "q"): 1, ("a",): 1},
            ["a = 1", "[p.r]", "s = 1", "[p]", "q = 1"],
            fence="+++",
        )
        changed(["p = { q = 1 }"], {("p", "r s"): "x"}, ['p = { q = 1, "r s" = "x" }'], fence="+++")
        changed(["# c"], {("a",): 1}, ["# c", "a = 1"], fence="+++")
        with pytest.raises(DocumentError):
            edit(page("a = 1", fence="+++"), {("a",): None})

    def test_json(self):
        text = '{\n  "a": 1,\n  "b": {}\n}\n正文'
        assert edit(text, {("c", "d"): [True]}) == text.replace("{}\n", '{},\n  "c": {"d": [true]}\n')
        assert edit(text, {("a",): DELETE}) == text.replace('"a": 1,\n  ', "")
        assert edit(text, {("b",): DELETE}) == text.replace(',\n  "b": {}', "")
        assert edit(text, {("b", "x"): 1}) == text.replace("{}", '{"x": 1}')

    def test_a_page_without_front_matter_gets_one(self):
        assert edit("正文\n", {("lang",): ["en"]}) == "---\nlang: [en]\n---\n正文\n"
        assert edit("\ufeffa\r\nb", {("lang",): "en"}) == "\ufeff---\r\nlang: en\r\n---\r\na\r\nb"
        assert edit("---\n\nbreak\n", {("a",): 1}) == "---\na: 1\n---\n---\n\nbreak\n"
        assert edit("", {("a",): 1}) == "---\na: 1\n---\n"
        assert edit("正文", {("a",): DELETE}) == "正文"

    def test_a_notation_is_copied_as_it_is(self):
        words = {
            "a": "1.10",
            "b": "2024-01-01",
            "c": "no",
            "d": "'x'",
            "e": "",
            "f": "[ 1,2 ]",
            "g": "|-\n  x\n  y",
        }
        changes = {(key,): Raw(text) for key, text in words.items()}
        after = ["a: 1.10", "b: 2024-01-01", "c: no", "d: 'x'", "e:", "f: [ 1,2 ]", "g: |-", "  x", "  y"]
        changed([], changes, after)
        changed(
            ["a: 1 # c", "b: x", "c: yes", "e: 1"],
            changes,
            ["a: 1.10 # c", *after[1:3], "e: ", after[3], *after[5:]],
        )
        changed(["p:", "  q: 1"], {("p", "r"): Raw("|\n  x\n")}, ["p:", "  q: 1", '  r: "x\\n"'])
        changed(
            ["a = 1"],
            {("a",): Raw("0x1F"), ("b",): {"c": Raw("10:00:00")}},
            ["a = 0x1F", "b = { c = 10:00:00 }"],
            "+++",
        )
        assert edit('{"a": 1}', {("a",): Raw("1.50"), ("b",): [Raw("1e3")]}) == '{"a": 1.50, "b": [1e3]}'

    @pytest.mark.parametrize("text", ["*x", "a: b: c", "1\nb: 2", "'x", "x\n---\nb: 1"])
    def test_a_notation_that_is_not_one_value_is_refused(self, text):
        with pytest.raises(DocumentError, match="not one value of YAML"):
            edit(page("a: 1"), {("a",): Raw(text)})

    def test_impossible_changes_are_refused(self):
        text = page("a: x", "l: [1]", "m: {n: 1}")
        for key in (("a", "b"), ("l", 1), ("l", "x"), ("m", 0), ("new", 0)):
            with pytest.raises(DocumentError) as caught:
                edit(text, {key: "y"}, "a.md")
            assert (caught.value.path, caught.value.line > 0) == ("a.md", True)
        with pytest.raises(DocumentError, match="surrogate"):
            edit(text, {("a",): "\ud800"})

    def test_newlines_of_yaml_1_1_alone_are_kept_or_refused(self):
        text = page("a:", "- |2+", "\u2028b: 1", "c: x\x85  y", "d: 1")
        front = parse(text)
        assert front.data == {"a": ["\u2028"], "b": 1, "c": "x y", "d": 1}
        assert edit(text, {("d",): 2}) == text.replace("d: 1", "d: 2")
        assert edit(text, {("c",): "z"}) == text.replace("x\x85  y", "z")
        with pytest.raises(DocumentError, match="damage"):
            edit(text, {("a",): DELETE})

    def test_misuse_is_a_bug(self):
        text = page("a: x")
        with pytest.raises(TypeError):
            edit(text, {("a",): date(2024, 1, 1)})
        with pytest.raises(TypeError):
            edit(text, {("a",): {1: 2}})
        with pytest.raises(ValueError, match="empty"):
            edit(text, {(): {}})
        with pytest.raises(ValueError, match="inside another"):
            edit(text, {("m",): {}, ("m", "n"): 1})

    @few
    @given(PAGES, st.sampled_from(["new", "新 键", "n: m", "null"]), awkward_texts())
    @example(('{"a": 1}', {"a": 1}), "new", "x")
    def test_what_was_added_can_be_taken_away(self, written, key, new):
        text, old = written
        after = edit(text, {(key,): new})
        assert parse(after).data == old | {key: new}
        assert edit(after, {(key,): DELETE}) == text

    @few
    @given(mappings(), mappings(), st.sampled_from(["\n", "\r\n"]))
    def test_any_number_of_changes_at_once(self, old, new, newline):
        header = yaml.safe_dump(json.loads(json.dumps(old)), allow_unicode=True, sort_keys=False)
        text = f"---\n{header}---\n正文\n".replace("\n", newline)
        gone = dict.fromkeys(((key,) for key in old if key not in new), DELETE)
        after = edit(text, gone | {(key,): value for key, value in new.items()})
        assert parse(after).data == new
        assert after.endswith(f"---{newline}正文{newline}")


def test_toml_is_read_as_the_standard_library_does():
    text = Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8")
    front = parse(f"+++\n{text}+++\n")
    assert front.data == tomllib.loads(text)


@pytest.mark.parametrize("digit", ["²", "٣", "①"])
def test_what_is_a_digit_to_python_alone_is_refused_in_toml(digit):
    with pytest.raises(DocumentError, match="TOML front matter"):
        parse(f"+++\nweight = {digit}\n+++\n")


def test_the_public_names_are_all_there():
    assert all(hasattr(frontmatter, name) for name in frontmatter.__all__)
