"""The pairs that come with the package."""

import pytest

from transflow.pipeline.shipped import Shipped

CAPITAL = "为补充其他一级资本，该行拟发行无固定期限资本债券。"


@pytest.mark.parametrize(
    ("text", "source", "target", "has"),
    [
        (CAPITAL, "zh-CN", "en", "Tier 1"),
        (CAPITAL, "zh", "en-GB", "Tier 1"),
        ("友邦保險新業務價值上升", "zh-HK", "en", "AIA"),
        ("AIA's new business value rises 18%", "en", "zh-HK", "友邦"),
        ("To replenish its additional Tier 1 capital", "en", "zh-CN", "其他一级资本"),
    ],
)
def test_a_pair_serves_both_directions(text, source, target, has):
    ((sentence, alike), *_) = Shipped().nearest(text, 3, source=source, target=target)
    assert has in sentence.target
    assert alike > 0.1


def test_what_is_written_is_in_the_script_of_the_language():
    for target, foreign in (("zh-HK", "为补充其他一级资本"), ("zh-CN", "友邦保險")):
        found = Shipped().nearest("bank capital stocks AIA Tier 1", 500, source="en", target=target)
        assert found
        assert not any(foreign in sentence.target for sentence, _ in found)

    assert Shipped().nearest("Guten Tag", 3, source="de", target="en") == ()
    assert Shipped().nearest(CAPITAL, 3, source="zh-CN", target="ja") == ()
