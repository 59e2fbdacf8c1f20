"""Where a table of contents goes: `[TOC]`, `[[toc]]`, `[[_TOC_]]`.

Stays: the mark.
"""

import re

from transflow.markdown.feature import Feature, Line

# Python-Markdown's `[TOC]`, VitePress' `[[toc]]`, GitLab's `[[_TOC_]]`.
FEATURE = Feature(lines=(Line("[", re.compile(r"\[(?:TOC|toc|\[_?(?:TOC|toc)_?\])\](?:\{[^{}]*\})?")),))
