"""Where a table of contents goes: `[TOC]`, `[[toc]]`, `[[_TOC_]]`.

Stays: the mark.
"""

import re

from transflow.markdown.feature import Feature, Line

FEATURE = Feature(lines=(Line("[", re.compile(r"\[(?:TOC|toc|\[_?(?:TOC|toc)_?\])\](?:\{[^{}]*\})?")),))
