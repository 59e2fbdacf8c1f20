"""Line breaks in a text that a reader sees (Hexo, Obsidian, `markdown.breaks`).

Stays: the line break.
Offered: the lines, as one text.
"""

from transflow.markdown.feature import Feature

FEATURE = Feature(breaks=True)
