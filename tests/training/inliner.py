"""Sentences as an engine gets them: with their terms and figures in the target language already."""

from pathlib import Path

from transflow import glossary, quantities
from transflow.translator.lexicon import Lexicon
from transflow.translator.pieces import Segment
from transflow.translator.places import inlined
from transflow.verification import Knowledge

GLOSSARY = Path(__file__).parents[2] / "glossaries" / "finance.yaml"


class Inliner:
    """Writes terms and figures into a source as transflow does before it asks an engine."""

    def __init__(self, direction: str) -> None:
        source, target = (f"{code}-CN" if code == "zh" else code for code in direction.split("_"))
        terms = glossary.load([GLOSSARY.name], source, target, lambda _: GLOSSARY.read_bytes())
        self.lexicon = Lexicon(Knowledge(source, target, terms, quantities.Style()))

    def __call__(self, source: str, target: str = "") -> str:
        """Return a sentence as an engine would get it; beside a translation, with no more than that has."""
        known = self.lexicon.known(source)
        told = [each for each in known if not target or each.rendered.words.lower() in target.lower()]
        return inlined(Segment(source), told, self.lexicon.spaced)

    def fits(self, source: str, target: str) -> bool:
        """Whether all that would be written into the source stands in the target."""
        return all(anchor.rendered.words.lower() in target.lower() for anchor in self.lexicon.known(source))
