"""Where a table of contents goes: `[TOC]`, `[[toc]]`, `[[_TOC_]]`.

Stays: the mark.
"""

from transflow.markdown.feature import Feature, Line
from transflow.markdown.features.grammar import GRAMMAR

# Python-Markdown's `[TOC]`, VitePress' `[[toc]]`, GitLab's `[[_TOC_]]`.
FEATURE = Feature(lines=(Line("[", GRAMMAR["toc"]),))
