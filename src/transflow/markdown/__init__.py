"""Markdown read without being rendered: blocks and inline markup with their exact spans."""

from transflow.markdown.blocks import Structure, structure
from transflow.markdown.dialect import Dialect
from transflow.markdown.escape import escape
from transflow.markdown.feature import Hidden
from transflow.markdown.fit import fit
from transflow.markdown.inline import DEEP, MAX_NESTING, Inline, inlines
from transflow.markdown.leaves import Leaf
from transflow.markdown.mask import arguments, mask
from transflow.markdown.meaning import is_remark, meaning, same_block
from transflow.markdown.plain import canonical, joint, plain, running, unescape

__all__ = [
    "DEEP", "MAX_NESTING", "Dialect", "Hidden", "Inline", "Leaf", "Structure",
    "arguments", "canonical", "escape", "fit", "inlines", "is_remark", "joint", "mask", "meaning", "plain", "running",
    "same_block", "structure", "unescape",
]  # fmt: skip
