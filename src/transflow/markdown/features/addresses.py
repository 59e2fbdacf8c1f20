"""Addresses: URLs without angle brackets (`https:`, `obsidian://`), `www.` names, `localhost:8080`, e-mail addresses.

Stays: the address, with the Chinese in its path.
"""

from transflow.markdown.feature import Feature

# Curly quotes, Han characters and full-width signs end an address: `https://a.cn，` has no comma in it.
_ASCII = r"""[^\s<>"'`|\\\u2018-\u201d\u3000-\u9fff\uff00-\uffef]"""
_HAN = r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]"

FEATURE = Feature(
    # Chinese belongs to an address behind what parts its names only: of `https://a.cn/路径?q=词，见 https://b.cn后` 后 is text
    words=rf"""(?P<url>(?<![A-Za-z0-9])(?:(?:(?:https?|ftp):/{{1,2}}|[A-Za-z][A-Za-z0-9+.-]{{1,19}}+://){_ASCII}|www\.(?=[A-Za-z0-9-]+\.[A-Za-z]))
                 (?:{_ASCII}++|(?<=[/=_(?\#&-]){_HAN}++)*+)
             | (?P<host>(?<![A-Za-z0-9_./:@-])(?:localhost|(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}}|[A-Za-z][A-Za-z0-9-]*+(?:\.[A-Za-z][A-Za-z0-9-]*+)++)
                 :[0-9]{{2,5}}(?![0-9])(?:/{_ASCII}*+)?)
             | (?P<mail>(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)+)"""
)
