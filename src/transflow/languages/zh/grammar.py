"""Grammar as far as terms need it."""

FUNCTION_WORDS = (
    "的了在是和与及为以对于从由至到而但或且也都又就将被把让使其该此这那并等个中上下年月日不有人我你他她它们之者所很更最较还已曾只"
    "能可会要如若因则即向往给比按据关着过来去说称地得时候后前间内外约近超逾多少每各本另同第元亿万千百十一二三四五六七八九零两几仍"
)
"""Neither begin nor end a term; characters one by one."""
