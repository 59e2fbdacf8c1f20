from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transflow import glossary as glossaries
from transflow.errors import ConfigError
from transflow.files import Folder
from transflow.glossary import Glossary, Term, lint, verify
from transflow.glossary.phrases import view


def load(paths, source, target, root):
    return glossaries.load(names(paths, root), source, target, Folder(root).read)


def problems(paths, root):
    return glossaries.problems(names(paths, root), Folder(root).read)


def names(paths, root):
    return [path.relative_to(root).as_posix() for path in paths]


ROOT = Path(__file__).parent.parent
FINANCE = ROOT / "glossaries" / "finance.yaml"


def glossary(*terms: Term, source: str = "zh", target: str = "en") -> Glossary:
    return Glossary(source, target, terms)


def found(text: str, *terms: Term, source: str = "zh", target: str = "en") -> list[tuple[str, str]]:
    return [
        (match.text, match.term.target) for match in glossary(*terms, source=source, target=target).find(text)
    ]


class TestFind:
    def test_a_nested_term_does_not_split_the_longer_one(self):
        terms = (
            Term("恒生指数", "Hang Seng Index"),
            Term("恒生指数有限公司", "Hang Seng Indexes Company"),
            Term("指数", "index"),
        )
        assert found("恒生指数有限公司编制恒生指数", *terms) == [
            ("恒生指数有限公司", "Hang Seng Indexes Company"),
            ("恒生指数", "Hang Seng Index"),
        ]

    def test_the_longer_of_two_overlapping_terms_wins_wherever_it_begins(self):
        assert found("港美息票收窄", Term("港美", "HK-US"), Term("美息票", "US coupon")) == [
            ("美息票", "US coupon")
        ]

    def test_the_shorter_wins_where_it_leaves_whole_words(self):
        terms = Term("银行股", "bank stocks"), Term("股价", "share price")
        assert found("社区银行股价，银行股", *terms) == [("股价", "share price"), ("银行股", "bank stocks")]
        # 息差 is a word, 美息差 is none.
        terms = Term("港美", "HK-US"), Term("美息差", "US rate gap")
        assert found("港美息差收窄", *terms) == [("港美", "HK-US")]

    def test_an_exception_whose_ends_common_words_reach_over_excepts_nothing(self):
        term = Term("六大行", "six banks", exceptions=("六大行业",))
        assert found("六大行业绩", term) == [("六大行", "six banks")]
        assert found("六大行业，六大行业务", term) == [("六大行", "six banks")]

    def test_of_equally_long_overlapping_terms_the_earlier_wins(self):
        assert found("甲乙丙", Term("甲乙", "x"), Term("乙丙", "y")) == [("甲乙", "x")]

    def test_latin_terms_need_word_boundaries_and_han_terms_do_not(self):
        terms = (Term("AI", "AI"), Term("市盈率", "P/E"))
        assert found("用AI的OpenAI、AIDS、AI2，动态市盈率低", *terms) == [("AI", "AI"), ("市盈率", "P/E")]

    @pytest.mark.parametrize("text", ["涨了2,100点", "版本100.5", "A100芯片", "1000"])
    def test_a_number_does_not_match_inside_another(self, text: str):
        assert found(text, Term("100", "hundred")) == []

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("See docs/engines.md", []),
            ("engine.py and lib.engine.Engine", []),
            ("Engines. An engine.", ["Engines", "engine"]),
            ("engine…engine", ["engine", "engine"]),
        ],
    )
    def test_a_word_in_the_name_of_a_file_is_no_term(self, text, there):
        assert [word for word, _ in found(text, Term("engine", "引擎"), source="en", target="zh")] == there

    @pytest.mark.parametrize(
        "text",
        ["滙豐銀行", "汇丰银行", "匯豐銀行", "滙豐\n銀行"],
        ids=["hong-kong", "simplified", "taiwan", "wrapped"],
    )
    def test_script_variants_and_wrapped_lines_match(self, text: str):
        assert found(f"買入{text}。", Term("汇丰银行", "HSBC")) == [(text, "HSBC")]

    @pytest.mark.parametrize(
        "text", ["纳斯达克100指数", "纳斯达克 100 指数", "納斯達克１００指數", "纳斯达克\n100指数"]
    )
    @pytest.mark.parametrize("key", ["纳斯达克100指数", "纳斯达克 100 指数"])
    def test_spaces_beside_han_characters_do_not_matter(self, key: str, text: str):
        assert found(f"- {text}上涨", Term(key, "Nasdaq-100")) == [(text, "Nasdaq-100")]

    def test_a_space_between_han_characters_is_not_ignored(self):
        assert found("股票 市场", Term("股票市场", "stock market")) == []

    def test_offsets_are_those_of_the_text_as_given(self):
        text = "😀 在 AI 的\n时代"
        (ai, era) = glossary(Term("AI", "AI"), Term("的时代", "era")).find(text)
        assert (text[ai.start : ai.end], text[era.start : era.end]) == ("AI", "的\n时代")

    def test_variants_match(self):
        assert found("恒指和恆生指數", Term("恒生指数", "HSI", variants=("恒指",))) == [
            ("恒指", "HSI"),
            ("恆生指數", "HSI"),
        ]

    def test_a_term_of_one_character_matches_alone_and_beside_longer_ones(self):
        terms = (Term("债", "debt"), Term("债券", "bond"))
        assert found("债，债券，国债", *terms) == [("债", "debt"), ("债券", "bond"), ("债", "debt")]

    @pytest.mark.parametrize(
        ("case", "matching"),
        [("sentence", ["Fed", "FED"]), ("exact", ["Fed"]), ("free", ["Fed", "FED", "fed"])],
    )
    def test_letter_case(self, case, matching: list[str]):
        term = Term("Fed", "美联储", case=case)
        assert [text for text, _ in found("Fed FED fed", term, source="en", target="zh")] == matching

    def test_the_source_language_s_plurals_match(self):
        term = Term("mutual fund", "共同基金")
        text = "Mutual funds, a mutual-fund manager, mutual fundamentals"
        assert [match for match, _ in found(text, term, source="en", target="zh")] == [
            "Mutual funds",
            "mutual-fund",
        ]

    def test_the_first_sense_whose_context_fits_applies(self):
        senses = (Term("回购", "repo", context=("逆回購",)), Term("回购", "buyback"))
        assert found("公司回购股票", *senses) == [("回购", "buyback")]
        assert found("央行开展逆回购，回购利率走低", *senses) == [("回购", "repo"), ("回购", "repo")]

    def test_a_context_may_stand_around_the_text(self):
        senses = glossary(Term("回购", "repo", context=("央行",)), Term("回购", "buyback"))
        (match,) = senses.find("回购利率走低。", around="央行出手。回购利率走低。")
        assert match.term.target == "repo"

    def test_a_term_whose_context_is_absent_leaves_a_shorter_one(self):
        terms = (Term("公开市场", "open market", context=("央行",)), Term("市场", "market"))
        assert found("公开市场", *terms) == [("市场", "market")]

    def test_an_exception_hides_the_term_within_it_and_no_other(self):
        terms = (Term("面值", "par", exceptions=("方面值",)), Term("方面", "aspect"), Term("值得", "worth"))
        assert found("面值低，方面值得", *terms) == [("面值", "par"), ("方面", "aspect"), ("值得", "worth")]
        assert found("方面，面值", *terms) == [("方面", "aspect"), ("面值", "par")]

    def test_common_words_over_its_ends_refuse_a_term_in_a_language_whose_words_are_tabled(self):
        term = Term("强方", "strong side")
        assert found("加强方面，强方，加强方", term) == [("强方", "strong side")]
        assert [match.start for match in glossary(term, source="ja").find("加强方面")] == [1]

    def test_of_two_cuts_of_a_text_the_one_with_fewer_odd_characters_counts(self):
        term = Term("电商", "e-commerce")
        assert [match.start for match in glossary(term).find("家电商品，国家电商平台")] == [7]

    def test_nothing_is_found_in_nothing(self):
        assert found("", Term("债", "debt")) == found("债") == []

    @given(
        st.lists(st.text("银行a行 B", min_size=1, max_size=4).filter(str.strip), max_size=6),
        st.text("银行a行 B-\n", max_size=40),
    )
    @settings(max_examples=150)
    def test_matches_are_slices_in_order_without_overlap(self, keys: list[str], text: str):
        matches = glossary(*(Term(" ".join(key.split()), "x") for key in keys)).find(text)
        assert all(match.text == text[match.start : match.end] for match in matches)
        assert all(left.end <= right.start for left, right in pairwise(matches))

    @given(st.lists(st.text("甲乙丙", min_size=1, max_size=3), max_size=5), st.text("甲乙丙丁", max_size=20))
    @settings(max_examples=150)
    def test_every_place_of_a_term_is_matched_or_overlaps_one_as_long(self, keys: list[str], text: str):
        matches = glossary(*(Term(key, "x") for key in keys)).find(text)
        for key in keys:
            for start in range(len(text) - len(key) + 1):
                if text.startswith(key, start):
                    end = start + len(key)
                    assert any(
                        match.start < end and start < match.end and match.end - match.start >= len(key)
                        for match in matches
                    )


class TestRendered:
    @pytest.mark.parametrize(
        ("form", "text", "count"),
        [
            ("P/E", "A P/E of 17x, and P/Es elsewhere; the stock's P/E", 3),
            ("P/E", "p/e, PE, UP/E", 0),
            ("mutual fund", "Mutual Funds and mutual-fund sales; the mutual fund’s fee", 3),
            ("rate cut", "a rate-cut cycle; rate\ncuts; a ratecut", 2),
            ("index", "indices, indexes, an index's level", 3),
            ("currency", "currencies and a currency", 2),
            ("call contracts", "one call contract", 1),
            ("cost of capital", "costs of capital", 1),
            ("Nvidia", "Nvidia, NVIDIA, nvidia, Nvidias", 3),
            ("southbound Stock Connect", "Southbound Stock Connect; southbound stock connect", 1),
            ("yield", "yields, yielding, Yield", 2),
            ("write-off", "write-offs, write offs, writeoffs", 2),
        ],
    )
    def test_english_forms(self, form: str, text: str, count: int):
        term = Term("词", form)
        assert glossary(term).rendered(term, text) == count

    def test_allowed_forms_count_and_a_stretch_of_text_counts_once(self):
        term = Term("市值", "market value", allowed=("value", "market cap"))
        assert glossary(term).rendered(term, "market value, a market cap, its value") == 3

    def test_a_language_without_word_boundaries(self):
        term = Term("P/E", "市盈率")
        assert glossary(term, source="en", target="zh-TW").rendered(term, "預期市盈率和市盈率") == 2


class TestVerify:
    def test_a_translation_with_every_term_has_no_finding(self):
        terms = glossary(
            Term("市盈率", "P/E", allowed=("price-to-earnings ratio",)), Term("估值", "valuation")
        )
        assert verify("市盈率低，估值也低", "Price-to-earnings ratios and valuations are low", terms) == ()

    def test_a_missing_term_says_where_it_stands_and_how_often_it_is_wanted(self):
        terms = glossary(Term("市盈率", "P/E"))
        (finding,) = verify("市盈率和市盈率", "The P/E and the earnings multiple", terms)
        assert (finding.kind, finding.wanted, finding.found) == ("missing", 2, 1)
        assert (finding.spans, finding.text) == (((0, 3), (4, 7)), "市盈率")

    def test_a_stretch_of_text_renders_one_term_only(self):
        terms = glossary(
            Term("恒生指数", "Hang Seng Index", allowed=("Hang Seng",)),
            Term("恒生科技指数", "Hang Seng Tech Index"),
        )
        source = "恒生指数与恒生科技指数"
        assert verify(source, "The Hang Seng and the Hang Seng Tech Index", terms) == ()
        (finding,) = verify(source, "The Hang Seng Tech Index", terms)
        assert finding.term.source == "恒生指数"

    def test_a_form_of_two_terms_goes_to_the_one_that_lacks_it(self):
        terms = glossary(Term("分红", "dividend", allowed=("payout",)), Term("股息", "dividend"))
        assert verify("分红和股息", "dividends and payouts", terms) == ()
        assert verify("分红和股息", "payouts and dividends", terms) == ()
        assert [finding.term.source for finding in verify("分红和股息", "a payout", terms)] == ["股息"]
        assert len(verify("分红和股息", "a dividend", terms)) == 1

    def test_a_forbidden_form_is_found_where_it_stands(self):
        terms = glossary(Term("净价", "clean price", forbidden=("net price",)))
        missing, forbidden = verify("报净价", "Quoted at net prices", terms)
        assert (missing.kind, missing.found) == ("missing", 0)
        assert (forbidden.kind, forbidden.spans, forbidden.text) == ("forbidden", ((10, 20),), "net prices")

    def test_a_forbidden_form_counts_only_where_its_term_is_meant(self):
        terms = glossary(Term("净价", "clean price", forbidden=("net price",)), Term("到手价", "net price"))
        assert verify("到手价", "the net price", terms) == ()
        assert verify("到手价与净价", "the net price and the clean price", terms) == ()

    def test_a_forbidden_form_within_an_allowed_one_is_no_fault(self):
        terms = glossary(Term("市值", "market value of equity", forbidden=("market value",)))
        assert verify("市值", "the market value of equity", terms) == ()

    def test_traditional_source_and_no_terms_at_all(self):
        assert verify("市盈率", "nothing", glossary()) == ()
        (finding,) = verify("預期巿盈率？市盈率", "nothing", glossary(Term("市盈率", "P/E")))
        assert finding.text == "市盈率"

    @given(
        st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=12),
        st.lists(st.sampled_from(["x", "y", "z"]), max_size=12),
    )
    @settings(max_examples=150)
    def test_as_many_renderings_as_possible_are_shared_out(self, source: list[str], target: list[str]):
        terms = glossary(Term("甲", "x", allowed=("y",)), Term("乙", "y", allowed=("z",)), Term("丙", "z"))
        findings = verify("，".join(source), " ".join(target), terms)
        lacking = sum(finding.wanted - finding.found for finding in findings)
        # Hall's theorem for these three: what a set of terms wants beyond the forms it may use is lacking.
        a, b, c = (source.count(term) for term in "甲乙丙")
        x, y, z = (target.count(form) for form in "xyz")
        sets = [
            (0, 0),
            (a, x + y),
            (b, y + z),
            (c, z),
            (a + b, x + y + z),
            (b + c, y + z),
            (a + c, x + y + z),
            (a + b + c, x + y + z),
        ]
        assert lacking == max(wanted - forms for wanted, forms in sets)


HEAD = "source: zh\ntarget: en\nterms:\n"


def write(folder: Path, text: str | bytes, name: str = "terms.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestLoad:
    def test_short_and_long_entries(self, tmp_path: Path):
        text = (
            HEAD + "  市盈率: P/E\n"
            "  港股通: {use: Stock Connect, also: [southbound link], not: Harbour Stock Connect, variants: [滬港通],\n"
            "    case: exact, context: [南向], category: market, note: 'a: b'}\n"
        )
        terms = load([write(tmp_path, text)], "zh-CN", "en", tmp_path).terms
        assert terms == (
            Term("市盈率", "P/E", origin="terms.yaml:4"),
            Term(
                "港股通", "Stock Connect", ("southbound link",), ("Harbour Stock Connect",), ("滬港通",),
                "exact", ("南向",), "market", "a: b", "terms.yaml:5",
            ),
        )  # fmt: skip

    def test_what_yaml_would_retype_stays_as_written(self, tmp_path: Path):
        text = HEAD + "  no: on\n  010: 1.10\n  12:30: yes\n"
        terms = load([write(tmp_path, text)], "zh", "en", tmp_path).terms
        assert [(term.source, term.target) for term in terms] == [
            ("no", "on"),
            ("010", "1.10"),
            ("12:30", "yes"),
        ]

    def test_senses(self, tmp_path: Path):
        text = HEAD + "  回购:\n    - {use: repo, context: 央行}\n    - buyback\n"
        terms = load([write(tmp_path, text)], "zh", "en", tmp_path).terms
        assert [(term.target, term.context, term.origin) for term in terms] == [
            ("repo", ("央行",), "terms.yaml:5"),
            ("buyback", (), "terms.yaml:6"),
        ]

    def test_the_file_named_first_takes_precedence(self, tmp_path: Path):
        first = write(tmp_path, HEAD + "  拆息: HIBOR\n", "a.yaml")
        second = write(tmp_path, HEAD + "  拆息: interbank rate\n  债券: bond\n", "b.yaml")
        matches = load([first, second], "zh", "en", tmp_path).find("拆息与债券")
        assert [match.term.target for match in matches] == ["HIBOR", "bond"]

    @pytest.mark.parametrize(
        ("source", "target", "count"),
        [("zh-HK", "en", 1), ("zh", "en-GB", 1), ("zh", "fr", 0), ("en", "zh", 0), ("ja", "en", 0)],
    )
    def test_a_glossary_serves_its_own_language_pair(
        self, tmp_path: Path, source: str, target: str, count: int
    ):
        assert len(load([write(tmp_path, HEAD + "  债券: bond\n")], source, target, tmp_path).terms) == count

    def test_a_regional_target_serves_its_region_only(self, tmp_path: Path):
        path = write(tmp_path, "source: zh\ntarget: en-GB\nterms: {数据中心: data centre}\n")
        assert load([path], "zh", "en-GB", tmp_path).terms
        assert not load([path], "zh", "en-US", tmp_path).terms

    @pytest.mark.parametrize(
        "text", [HEAD, "\ufeff" + HEAD, HEAD.replace("\n", "\r\n"), HEAD + "  # none yet\n"]
    )
    def test_no_terms_yet(self, tmp_path: Path, text: str):
        assert load([write(tmp_path, text)], "zh", "en", tmp_path).terms == ()
        assert load([], "zh", "en", tmp_path).terms == ()

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("", 1, "a glossary is a mapping"),
            ("- 债券\n", 1, "a glossary is a mapping"),
            ("source: zh\nterms: {}\n", 1, "`target` is missing"),
            (HEAD + "  债券 bond\n", 4, "`terms` must be a mapping"),
            ("source: zh\ntarget: en\nterms: [债券]\n", 3, "`terms` must be a mapping"),
            ("sorce: zh\n" + HEAD, 1, "did you mean `source`?"),
            ("source: zz\ntarget: en\nterms:\n", 1, "unknown language code 'zz'"),
            ("source: zh\ntarget: [en]\nterms:\n", 2, "`target` must be a language code"),
            (HEAD + "  债券: bond\n  国债: {use: bond, alos: [x]}\n", 5, "did you mean `also`?"),
            (HEAD + "  债券: {use: bond, also: [x], also: [y]}\n", 4, "`also` stands twice"),
            (HEAD + "  债券: bond\n\n  債券: debt\n", 6, "'債券' is already a term"),
            (HEAD + "  债券: bond\n  公司债: {use: x, variants: [債券]}\n", 5, "see line 4"),
            (HEAD + "  债券:\n", 4, "'债券' has no translation"),
            (HEAD + "  债券: {also: [x]}\n", 4, "'债券' has no translation"),
            (HEAD + "  债券: []\n", 4, "'债券' has no translation"),
            (HEAD + "  债券: {use: bond, also: [x, [y]]}\n", 4, "`also` must be text or a list of texts"),
            (HEAD + "  债券: {use: {a: b}}\n", 4, "`use` must be text"),
            (HEAD + "  ? [债券]\n  : bond\n", 4, "a term must be text"),
            (HEAD + "  债券: {use: bond, case: exat}\n", 4, "did you mean `exact`?"),
            (HEAD + "  债券: {use: bond, not: [bond]}\n", 4, "'bond' is both allowed and forbidden"),
            (HEAD + "  债券: {use: bond, except: [债务]}\n", 4, "'债务' does not hold the term"),
            (HEAD + "  债券: {use: bond, except: [債券]}\n", 4, "'債券' does not hold the term"),
            (HEAD + "  债券:\n    - bond\n    - {use: x, context: y}\n", 4, "a sense without `context`"),
            (
                HEAD + "  债券:\n    - {use: x, context: y}\n    - [bond]\n",
                6,
                "a translation is text or a mapping",
            ),
            (HEAD + "  bond: 债券\n", 4, "looks like the wrong way round"),
            (HEAD + "  债券: a: b\n", 4, "not valid YAML"),
            (HEAD + "  债券: *x\n", 4, "not valid YAML"),
            (HEAD + "  债券：bond\n  国债: x\n", 4, "full-width sign ："),
            (HEAD + "  债券:bond\n  国债: x\n", 4, "with a space after the colon"),
            (HEAD + "  债券: {use: bond\n  国债: {use: x}\n  股票: share\n", 4, "each `{` needs its `}`"),
            (HEAD + "  债券: 'bond\n  国债: x\n", 4, "is not closed"),
            (HEAD + "  债券: {use：bond, also: [x]}\n", 4, "did you mean `use`?"),
            (HEAD + "\t债券: bond\n", 4, "not valid YAML"),
            (HEAD + "  债券: bo\x07nd\n", 4, "a control character (U+0007)"),
            (HEAD + "  债券: " + "[" * 100_000, 4, "nested too deep"),
            (HEAD + "- " * 100_000, 4, "nested too deep"),
            (
                HEAD.encode() + "  港股通: Stock Connect\n".encode("gb18030"),
                4,
                "in gb18030 it reads '港股通: Stock Connect'",
            ),
            (HEAD + "  债券: bond\n---\na: b\n", 5, "not valid YAML"),
        ],
    )
    def test_mistakes_are_told_with_their_line(
        self, tmp_path: Path, text: str | bytes, line: int, message: str
    ):
        path = write(tmp_path, text)
        with pytest.raises(ConfigError) as error:
            load([path], "zh", "en", tmp_path)
        assert message in str(error.value)
        assert "\n" not in str(error.value)
        assert (error.value.path, error.value.line) == ("terms.yaml", line)

    def test_every_mistake_is_counted_and_can_be_listed(self, tmp_path: Path):
        paths = [
            write(tmp_path, HEAD + "  债券:\n  国债: {us: x}\n", "a.yaml"),
            write(tmp_path, HEAD + "  债券: {use: bond, case: loud}\n", "b.yaml"),
        ]
        with pytest.raises(
            ConfigError, match=r"a.yaml:4: '债券' has no translation .*; 2 more: a.yaml:5, b.yaml:4\)"
        ):
            load(paths, "zh", "en", tmp_path)
        assert [(error.path, error.line) for error in problems(paths, tmp_path)] == [
            ("a.yaml", 4), ("a.yaml", 5), ("b.yaml", 4),
        ]  # fmt: skip

    def test_a_file_that_is_not_there(self, tmp_path: Path):
        with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read"):
            load([tmp_path / "none.yaml"], "zh", "en", tmp_path)

    @given(st.text(max_size=60))
    @settings(max_examples=100)
    def test_any_text_is_read_or_refused(self, tmp_path_factory: pytest.TempPathFactory, text: str):
        path = tmp_path_factory.getbasetemp() / "any.yaml"
        path.write_bytes((HEAD + "  " + text).encode("utf-8", "surrogatepass"))
        for error in problems([path], path.parent):
            assert error.path == "any.yaml"
            assert error.line


STRADDLED = (
    "加|强方|面", "减|弱方|向", "预|算力|度", "存|储能|力", "安|全价|值", "出|现楼|市", "创|新房|地产",
    "|走资|本运作", "赠|送股|票", "扣|除息|税", "典|礼来|宾", "确|保诚|信", "大|桥水|位", "关|联贷|款",
    "家|电商|品", "充|电商|家", "征|集采|购", "收|集采|样", "盈|利差|异", "获|利差|额", "完|美息|肉",
    "中|美息|差", "|总结余|下的", "台|风电|视", "3|日银|行业绩", "|美元债|务", "长|期货|款", "本|期货|物",
    "证|券商|业模式", "|招行|业人才", "上|升息|口", "和|合规|定", "符|合规|定", "|买方|便面",
    "方|面值|得", "|中国银行|业", "|现金流|动", "换|电网|络", "|入境游|客", "社区|银行股|价", "再|保险公司|", "跌|破净|资产",
    "|零售销售|额", "|欧元区经济|学家", "|龙头股|价", "|财政赤字|率", "|风投|资人", "前|五大行|业", "|创新药|企",
    "禁止|五大行|为", "列出|六大行|为红线", "|六大行|星产业", "|五大行|情", "|六大行|权价区间", "|六大行|政区", "全球|贸易商|机", "对外|贸易商|会",
)  # fmt: skip
"""Texts in which the words on either side have the characters of a term, which is between the bars."""
WHOLE = (
    "国家|电商|平台", "存储|储能|设备", "全国|新房|成交", "国家|算力|网络", "今日|除息|了", "中国|礼来|公司", "国家|集采|结果",
    "|美息|上升", "海上|风电|机组", "|美元债|市场", "|期货|物流", "长期|期货|之外", "|券商|业务", "|招行|业绩",
    "|银行股|走低", "|创新药|获批", "跌破|净资产|", "|入境游|收入", "全国|电网|", "|零售销售|增长", "|财政赤字|扩大", "|保险公司|盈利",
    "|六大行|业绩", "|六大行|权重", "|大行|业绩", "六大|行权价|区间", "|同比|率先", "|环比|率先转正", "散户|投资者关系|",
    "|合规|定价", "|买方|机构", "公司|市值|得到提升", "海外|外资|流入", "|央行|业务", "|中国银行|业绩", "|日银|行长",
)  # fmt: skip
"""Texts with a term whose ends common words seem to reach over."""


@pytest.fixture(scope="module")
def finance() -> Glossary:
    return load([FINANCE], "zh-CN", "en", ROOT)


class TestFinance:
    def test_every_term_is_found_and_its_preferred_form_is_allowed(self, finance: Glossary):
        places = {"": finance}
        for term in finance.terms:
            text = "。".join((term.source, *term.variants, *term.context))
            place = "".join(term.region[:1])
            if place not in places:
                places[place] = Glossary(place, finance.target, finance.terms)
            assert term in {match.term for match in places[place].find(text)}, term.source
            assert all(finance.rendered(term, f"the {form}'s") == 1 for form in term.forms), term.source

    def test_nothing_is_wrong_or_doubtful_with_it(self, finance: Glossary):
        assert [str(flaw) for flaw in lint.lint([finance]) if flaw.severity != "note"] == []
        assert len(finance.terms) > 2_200

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("方面值得关注", []),
            ("家電商品", []),
            ("稳定增长和创新房地产", []),
            ("报道指出，员工行为准则提升水平", []),
            ("道指与沪指", ["Dow", "Shanghai Composite Index"]),
            ("恒生指数有限公司与恒生指数", ["Hang Seng Indexes Company", "Hang Seng Index"]),
            ("本益比与市盈率", ["P/E", "P/E"]),
            ("按揭与房贷", ["mortgage", "mortgage"]),
            ("金管局、金融监管总局", ["HKMA", "National Financial Regulatory Administration"]),
            ("本港上市公司须向證監會申報", ["listed company", "SFC"]),
            ("证监会立案", ["CSRC"]),
        ],
    )
    def test_words_that_hold_a_term_by_chance_and_regional_words(
        self, finance: Glossary, text: str, expected: list[str]
    ):
        assert [match.term.target for match in finance.find(text)] == expected

    @pytest.mark.parametrize("text", STRADDLED)
    def test_words_that_reach_over_the_ends_of_a_term_refuse_it(self, finance: Glossary, text: str):
        before, name, after = text.split("|")
        assert name in {form for term in finance.terms for form in (term.source, *term.variants)}
        spans = {(match.start, match.end) for match in finance.find(before + name + after)}
        assert (len(before), len(before) + len(name)) not in spans

    @pytest.mark.parametrize("text", WHOLE)
    def test_words_that_a_better_cut_of_the_text_does_not_hold_refuse_nothing(
        self, finance: Glossary, text: str
    ):
        before, name, after = text.split("|")
        spans = {(match.start, match.end) for match in finance.find(before + name + after)}
        assert (len(before), len(before) + len(name)) in spans

    def test_every_term_has_a_domain(self, finance: Glossary):
        assert [term.source for term in finance.terms if not term.domain] == []

    @pytest.mark.parametrize(
        ("source", "target"),
        [
            ("预期市盈率", "forward P/E"),
            ("恒生科技指数", "Hang Seng Tech Index"),
            ("納斯達克中國金龍指數", "Nasdaq Golden Dragon China Index"),
            ("聯匯制度", "Linked Exchange Rate System"),
            ("通义千问", "Tongyi Qianwen"),
        ],
    )
    def test_terms_of_the_pages(self, finance: Glossary, source: str, target: str):
        (match,) = finance.find(source)
        assert match.term.target == target

    def test_the_reviewed_page_keeps_to_it(self, finance: Glossary):
        source = (ROOT / "content" / "bank-earnings.md").read_text("utf-8").split("\n---\n", 1)[1]
        target = (ROOT / "content" / "bank-earnings.en.md").read_text("utf-8").split("\n---\n", 1)[1]
        pairs = list(zip(source.split("\n"), target.split("\n"), strict=True))
        assert [finding for pair in pairs for finding in verify(*pair, finance)] == []
        assert sum(len(finance.find(line)) for line, _ in pairs) > 30


def test_terms_that_begin_alike_are_looked_at_a_few_in_each_place():
    terms = glossaries.Glossary("zh", "en", tuple(glossaries.Term("涨" * n, f"x{n}") for n in range(1, 101)))
    text = "涨" * 250
    places = list(terms._index.candidates(view(text)))
    assert len(places) <= 16 * len(text)
    assert [len(match.text) for match in terms.find(text)] == [100, 100, 50]
