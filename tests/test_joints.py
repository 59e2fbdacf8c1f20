"""Clauses that were translated as sentences, put together as English does it."""

from functools import reduce

import pytest

from tests.growth import excess
from transflow.languages.en.joints import joined, small


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Profits fell", "The price rose.", "Profits fell. The price rose."),
        ("Inflows reached $105 million", "It is a new high.", "Inflows reached $105 million. It is a new high."),
        ("Tencent has bought shares", "Its P/E is higher.", "Tencent has bought shares. Its P/E is higher."),
        ("As it fell, the bank raised its rate", "It was late.", "As it fell, the bank raised its rate. It was late."),
        ("Profits fell", "In May, they rose.", "Profits fell. In May, they rose."),
        # No statement on one side.
        ("As profits fell", "The price rose.", "As profits fell, the price rose."),
        ("In January", "The index was up.", "In January, the index was up."),
        ("Funds raised in May", "The bank said so.", "Funds raised in May, the bank said so."),
        ("It has a platform", "Combining its models.", "It has a platform, combining its models."),
        ("It was the case", "A company that is large.", "It was the case, a company that is large."),
        ("It fell. In January", "The index was up.", "It fell. In January, the index was up."),
        # What goes on.
        ("It rose", "Which was the highest.", "It rose, which was the highest."),
        ("It rose", "But volumes were low.", "It rose, but volumes were low."),
        ("The company said", "Sales rose.", "The company said sales rose."),
        ("iPhone sales were up", "eBay was down.", "iPhone sales were up. eBay was down."),
        ("", "", ", "),
    ],
)  # fmt: skip
def test_two_statements_are_two_sentences(before, after, told):
    assert joined(before, after) == told


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("High dividends help.", "high dividends help."),
        ("Additionally, it rose.", "additionally, it rose."),
        *((f"{name} said so.", f"{name} said so.") for name in ("Beijing", "Suning", "Wyoming", "Kelly", "Snap", "Bill", "Boeing")),
        ("Combining both, it rose.", "combining both, it rose."),
        ("Alibaba rose.", "Alibaba rose."),
        ("High Court judges said so.", "High Court judges said so."),
        ("IT spending rose.", "IT spending rose."),
        ("A bank rose.", "a bank rose."),
        ("The U.S. rose.", "the U.S. rose."),
        ("People's Bank of China officials said so.", "People's Bank of China officials said so."),
        ("People said so.", "people said so."),
        ("It's late.", "it's late."),
        ("", ""),
    ],
)  # fmt: skip
def test_a_clause_that_goes_on_has_no_capital_unless_it_may_be_a_name(clause, told):
    assert small(clause) == told


def test_it_grows_with_the_clauses_of_a_sentence():
    assert not excess(
        lambda clauses: reduce(joined, clauses), lambda size: ["which is a part of it"] * size, 1_000, 0.05
    )
