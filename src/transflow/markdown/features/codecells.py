"""Code in tables: to Python-Markdown, kramdown and Pandoc a bar in it parts no cells, as it does to GitHub.

Stays: the code.
"""

from transflow.markdown.feature import Feature

FEATURE = Feature()
