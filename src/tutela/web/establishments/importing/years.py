"""Years of school by nation: how they are written, how old their learners are, what comes next."""

import re

from django.utils.translation import gettext as _

LAST_YEAR = {"scotland": 13, "northern-ireland": 14}
BANDS = {
    "scotland": ((3, "5-7"), (7, "7-11"), (11, "11-16"), (13, "16-plus")),
    "northern-ireland": ((3, "5-7"), (7, "7-11"), (12, "11-16"), (14, "16-plus")),
}
BANDS_ELSEWHERE = ((2, "5-7"), (6, "7-11"), (11, "11-16"), (13, "16-plus"))
"""The last year of each age band. England and Wales count from Reception (0), Northern Ireland from 1 at four,
Scotland from P1; S1 is its eighth year."""


def parse_year(text: str, nation: str) -> int | None:
    """The number of a year as people write it: 9, Year 9, Y9, R, P5, S2; None when it is none."""
    plain = re.sub(r"[\s.]+", "", text.casefold())
    if nation == "scotland":
        found = re.fullmatch(r"([ps])?(\d{1,2})", plain)
        number = int(found[2]) + (7 if found[1] == "s" else 0) if found else -1
        return number if 1 <= number <= 13 else None
    if plain in ("r", "reception", "yr", "yearr") and nation != "northern-ireland":
        return 0
    found = re.fullmatch(r"(?:year|yr|y)?0?(\d{1,2})", plain)
    number = int(found[1]) if found else -1
    return number if (1 if nation == "northern-ireland" else 0) <= number <= get_last_year(nation) else None


def get_last_year(nation: str) -> int:
    """The highest year that a nation's schools have."""
    return LAST_YEAR.get(nation, 13)


def get_band(year: int, nation: str) -> str:
    """The age band of a year's learners."""
    return next(band for last, band in BANDS.get(nation, BANDS_ELSEWHERE) if year <= last)


def name_year(year: int, nation: str) -> str:
    """What people call a year there."""
    if nation == "scotland":
        return f"P{year}" if year <= 7 else f"S{year - 7}"
    if year == 0:
        return _("Reception")
    return _("Year %(number)s") % {"number": year}
