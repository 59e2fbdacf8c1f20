"""What English counts and measures in, and the names and symbols of currencies."""

import re
from functools import cache

from babel.core import Locale
from babel.numbers import get_currency_name, list_currencies

from transflow.languages.en.patterns import GRAMMAR
from transflow.numbers.masks import Unit
from transflow.numbers.quantity import Kind
from transflow.patterns import Words

_JOINT = GRAMMAR["space-or-hyphen"]

SYMBOLS = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "T$": "TWD", "AU$": "AUD", "A$": "AUD", "CA$": "CAD", "C$": "CAD", "S$": "SGD", "NZ$": "NZD",
    "R$": "BRL", "MOP$": "MOP", "MX$": "MXN", "CN¥": "CNY", "RMB": "CNY", "Rmb": "CNY", "CNH": "CNY", "JP¥": "JPY",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₹": "INR", "Rs": "INR", "RM": "MYR", "Rp": "IDR",
}  # fmt: skip
WORDLIKE = frozenset({"ALL", "BAM", "COP", "CUP", "GEL", "LAK", "MAD", "PEN", "PHP", "SOS", "TOP", "TRY"})
"""Codes of currencies that are words too: money only with a scale, grouped digits or cents."""
_COMPANIES = frozenset({"NIO"})
"""Codes that newspapers know as companies only: NIO 36,300 are cars."""
YEN_OR_YUAN = "¥￥"
"""Signs that two countries share; without a region they are read as yen."""
_NAMES = {
    "yuan": "CNY", "renminbi": "CNY", "RMB": "CNY", "yen": "JPY", "won": "KRW", "dollars": "USD", "dollar": "USD",
    "US dollars": "USD", "U.S. dollars": "USD", "HK dollars": "HKD", "Hong Kong dollars": "HKD", "Hong Kong dollar": "HKD",
    "Taiwan dollars": "TWD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pound": "GBP", "pounds sterling": "GBP",
    "British pounds": "GBP", "Swiss francs": "CHF", "francs": "CHF", "rupees": "INR", "rubles": "RUB", "roubles": "RUB",
    "ringgit": "MYR", "rupiah": "IDR", "baht": "THB", "dong": "VND", "rand": "ZAR", "lira": "TRY", "liras": "TRY",
    "reais": "BRL", "patacas": "MOP", "dirhams": "AED", "riyals": "SAR", "shekels": "ILS", "CNH": "CNY",
    "kronor": "SEK", "zlotys": "PLN", "zloty": "PLN", "forints": "HUF", "hryvnias": "UAH", "naira": "NGN", "taka": "BDT", "tenge": "KZT",
}  # fmt: skip
# `power=-2`: 50 cents are 0.5 dollars, so that both are compared as one value.
_CENTS = {
    "cents": "USD",
    "cent": "USD",
    "US cents": "USD",
    "U.S. cents": "USD",
    "HK cents": "HKD",
    "Hong Kong cents": "HKD",
    "euro cents": "EUR",
    "Taiwan cents": "TWD",
    "Taiwanese cents": "TWD",
    "NT cents": "TWD",
    "Singapore cents": "SGD",
    "Australian cents": "AUD",
    "Canadian cents": "CAD",
    "pence": "GBP",
    "p": "GBP",
    "¢": "USD",
    "fen": "CNY",
}
_RATES: dict[str, Kind] = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent", "pc": "percent", "cents on the dollar": "percent",
    "percentage points": "percentage-point", "percentage point": "percentage-point", "percentage-point": "percentage-point",
    "pp": "percentage-point", "ppt": "percentage-point", "ppts": "percentage-point", "pps": "percentage-point",
    "pct points": "percentage-point", "basis points": "basis-point", "basis point": "basis-point",
    "basis-point": "basis-point", "bps": "basis-point", "bp": "basis-point",
    "x": "multiple", "X": "multiple", "times": "multiple", "fold": "multiple",
}  # fmt: skip
_GUARDS = {
    "%": "",
    "¢": "",
    # 12.5p is money, 1080p a picture, 2026p a forecast and 2p a term; `amounts` looks for talk of money, too.
    "p": r"(?<=\dp)(?<!1080p)(?<!20\d\dp)(?<!720p)(?<!480p)(?<!360p)(?<!2160p)(?<!1440p)(?![A-Za-z\d]|\s?[-+*/=^$)](?!\d))",
    # 12.3pc is British for 12.3 %, 1 pc is a piece.
    "pc": r"(?<=\dpc)(?![A-Za-z])",
    # How often, and no factor: raised three times this year.
    "times": r"(?![A-Za-z])(?!\s(?:this|last|in|since|over|during|within)\s(?!size|value|worth|(?<=this\s|last\s)\w+['’]s))",
}
"""What may not follow a unit, where that is more than a letter."""
DURATIONS = {
    "year": "years|yr|yrs", "month": "months", "week": "weeks", "day": "days|calendar days", "hour": "hours|hr|hrs",
    "minute": "minutes|mins", "second": "seconds", "trading day": "trading days|sessions|session|trading sessions|trading session",
    "business day": "business days", "working day": "working days", "fiscal year": "fiscal years",
    "century": "centuries", "decade": "decades", "quarter": "quarters", "millisecond": "milliseconds",
}  # fmt: skip
"""Units of time with their other forms."""
_MEASURES = {
    "share": "shares", "contract": "contracts", "lot": "lots", "person": "people|persons", "household": "households",
    "page view": "page views", "vehicle": "vehicles", "point": "points", "pip": "pips", "consecutive limit-up": "consecutive limit-ups", "flight": "flights", "stock": "stocks", "head": "head of cattle", "round": "rounds", "bedroom": "bedrooms", "check": "checks|cheques", "vote": "votes", "page": "pages",
    "ton": "tons|tonnes|tonne|metric tons|metric ton", "deadweight ton": "deadweight tons|dwt", "kilogram": "kilograms|kg",
    "gram": "grams", "milligram": "milligrams", "barrel": "barrels|bbl", "ounce": "ounces|troy ounces|oz",
    "kilometer": "kilometers|kilometres|km", "meter": "meters|metres", "centimeter": "centimeters|cm",
    "millimeter": "millimeters|mm", "nanometer": "nanometers|nm", "micrometer": "micrometers|microns", "mile": "miles",
    "foot": "feet|ft", "inch": "inches", "nautical mile": "nautical miles", "square meter": "square meters|square metres|sq m",
    "square kilometer": "square kilometers|sq km", "square foot": "square feet|sq ft|sq. ft.", "mu": "mu",
    "hectare": "hectares", "acre": "acres", "liter": "liters|litres", "cubic meter": "cubic meters|cubic metres", "cubic foot": "cubic feet|cu ft",
    "bushel": "bushels", "gallon": "gallons", "watt": "watts", "kilowatt": "kilowatts|kW", "megawatt": "megawatts|MW",
    "gigawatt": "gigawatts|GW", "watt-hour": "watt-hours", "kilowatt-hour": "kilowatt-hours|kWh|kilowatt hours",
    "megawatt-hour": "megawatt-hours|MWh|megawatt hours", "gigawatt-hour": "gigawatt-hours|GWh|gigawatt hours",
    "terawatt-hour": "terawatt-hours|TWh|terawatt hours", "degree Celsius": "degrees Celsius|°C|℃", "TEU": "TEUs",
    "British thermal unit": "British thermal units", "megahertz": "MHz", "megabyte": "megabytes|MB", "gigabyte": "gigabytes|GB",
    "terabyte": "terabytes|TB", "visit": "visits", "year of age": "years old|year old|year-old|years of age",
}  # fmt: skip


@cache
def units() -> dict[str, Unit]:
    """All words after a number."""
    table = {word: Unit("money", currency=code) for word, code in _currencies().items()}
    table |= {word: Unit("money", currency=code, power=-2) for word, code in _CENTS.items()}
    for name, others in (*_MEASURES.items(), *DURATIONS.items()):
        table |= {word: Unit("count", name) for word in (name, *others.split("|"))}
    return table | {word: Unit(kind) for word, kind in _RATES.items()}


@cache
def _currencies() -> dict[str, str]:
    """Names of currencies as CLDR has them and as newspapers write them, and ISO codes."""
    names: dict[str, str] = {}
    american = Locale("en", "US")
    for code in sorted(list_currencies("en")):
        # XAU is gold, XXX none, and so on.
        if not code.startswith("X"):
            names |= {get_currency_name(code, count=count, locale=american): code for count in (1, 2)}
            names[code] = code
    # CLDR writes `Turkish Lira` and `Philippine Pesos`, newspapers the unit small.
    lowered = {f"{name[:1]}{name[1:].replace(' Lira', ' lira')}": code for name, code in names.items()}
    return {**names, **lowered, **_NAMES}


@cache
def after() -> Words:
    """Matches the unit after a number; a hyphen may join them (100-basis-point, 10-year)."""
    words = {
        word: re.escape(word).replace(r"\ ", r"[\s-]") + _GUARDS.get(word, r"(?![A-Za-z])")
        for word in units()
    }
    return Words(r"[\s-]?(?P<u>{})", words)


@cache
def before() -> Words:
    """Finds a currency symbol or code that ends where a number begins."""
    words = {word: re.escape(word) for word in (*SYMBOLS, *list_currencies("en")) if word not in _COMPANIES}
    return Words(r"(?<![A-Za-z])(?P<c>{})\s?\Z", words, edge=-1)


def unit_of(word: str) -> Unit:
    """Return what a word matched by `after` means."""
    # As it is listed, or with the hyphen of `100-basis-point` for a blank.
    return units().get(word) or units()[_JOINT.sub(" ", word)]
