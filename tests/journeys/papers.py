"""What a school brings when it starts: its people as its own system exports them, a list, and yesterday's logs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.journeys.school import GAMBLING

HERE = ZoneInfo("Europe/London")
GIVEN = ("Amir", "Beth", "Chloë", "Daniel", "Efua", "Freya", "George", "Hannah", "Isaac", "Jasmine", "Kwame", "Lily")
FAMILY = ("Khan", "O'Neil", "Świątek", "Brown", "Mensah", "Taylor", "Evans", "Begum", "Wright", "Patel", "Clarke")
WORRYING = "i want to kill myself"
WHO_SEARCHED, LOGIN_OF_WHOEVER_SEARCHED = "Amir Khan", "akhan1"
LEARNERS = 120
"""Of fewer than a hundred the figures are shown for whole years alone."""
HELP_LINE_PATH = "i-need-somebody-to-talk-to"


def yesterday(at: time) -> datetime:
    """That time on yesterday's clocks, here."""
    return datetime.combine(datetime.now(HERE).date() - timedelta(days=1), at, HERE)


def learners(folder: Path, count: int = LEARNERS, *, first_year: int = 7) -> Path:
    """A file of learners of five years as a school's system exports it; three rows of it are wrong."""
    rows = ["Admission number,Forename,Surname,Date of birth,Year,Reg,Username"]
    for number in range(1, count + 1):
        given, family = GIVEN[(number - 1) % len(GIVEN)], FAMILY[(number - 1) % len(FAMILY)]
        year = first_year + number % 5
        born = date(2019 - year, 1 + number % 12, 1 + number % 28)
        rows.append(
            f"{1000 + number},{given},{family},{born:%d/%m/%Y},{year},{year}{'AB'[number % 2]},{login_of(number)}"
        )
    where = f"{first_year},{first_year}A"
    rows.insert(10, f"2001,Impossible,Date,31/02/2014,{where},idate")
    rows.insert(20, f"1003,Same,Number,04/03/2014,{where},snumber")
    rows.insert(30, f"2003,,Nameless,04/03/2014,{where},nameless")
    return _write(folder / "learners.csv", rows)


def staff(folder: Path) -> Path:
    """A file of staff; one row gives a role that a file must not give."""
    rows = ["Staff code,Forename,Surname,Username,Work email,Role,Classes taught"]
    for number, name in enumerate(("Tom Reed", "Sue Price", "Nia Lloyd", "Omar Aziz", "Ruth Cole", "Gwen Hall"), 1):
        given, family = name.split()
        login, role = given.lower(), {"Sue": "support", "Gwen": "governor"}.get(given, "teacher")
        rows.append(
            f"S{number},{given},{family},{login},{login}@oakfield.example,{role},{'9A|9B' if number == 1 else ''}"
        )
    rows.append("S99,Eve,Sly,eve,eve@oakfield.example,dsl,")
    return _write(folder / "staff.csv", rows)


def parents(folder: Path) -> Path:
    """A file of parents; one must not be contacted, and one names a child whom nobody knows."""
    rows = ["Contact ID,Forename,Surname,Email address,Child reference,PR,No contact"]
    for number in range(1, 15):
        family = FAMILY[(number - 1) % len(FAMILY)]
        rows.append(
            f"P{number},Pat,{family},pat{number}@home.example,{1000 + number},yes,{'yes' if number == 5 else ''}"
        )
    rows.append("P99,Kim,Unknown,kim@home.example,9999,yes,")
    return _write(folder / "parents.csv", rows)


def list_folder(folder: Path) -> Path:
    """A list of sites as it is published: a folder for each category; one line of it is bad."""
    for category, hosts in {"gambling": (GAMBLING, "casino.example"), "games": ("play.example", "*bad line*")}.items():
        place = folder / "list" / category
        place.mkdir(parents=True, exist_ok=True)
        _write(place / "domains", hosts)
    return folder / "list"


def e2guardian_log(folder: Path, count: int = 240) -> Path:
    """Yesterday's log of e2guardian: a school day of requests, some blocks, a help line, a worrying search."""
    lines = []
    for number in range(count):
        at = yesterday(time(8, 40)) + timedelta(seconds=100 * number)
        blocked = number % 20 == 7
        url, why = (
            ("http://games.example/play", "*DENIED* Banned site: games.example") if blocked else (_ordinary(number), "")
        )
        lines.append(_e2guardian(at, login_of(1 + number % 42), url, why))
    lines.append(_e2guardian(yesterday(time(13, 12)), LOGIN_OF_WHOEVER_SEARCHED, _search(WORRYING), ""))
    lines.append(_e2guardian(yesterday(time(13, 14)), "akhan1", f"https://www.childline.org.uk/{HELP_LINE_PATH}", ""))
    lines.insert(50, "half a li")
    return _write(folder / "e2guardian-access.log", lines)


def squid_log(folder: Path, count: int = 120) -> Path:
    """Yesterday's log of a provider's Squid, with the same worrying search."""
    lines = [
        _squid(yesterday(time(8, 50)) + timedelta(seconds=150 * number), login_of(1 + number % 12), _ordinary(number))
        for number in range(count)
    ]
    lines.append(_squid(yesterday(time(13, 12)), LOGIN_OF_WHOEVER_SEARCHED, _search(WORRYING)))
    return _write(folder / "access.log", lines)


def login_of(number: int) -> str:
    """The login of the learner of that number in the file, from 1."""
    given, family = GIVEN[(number - 1) % len(GIVEN)], FAMILY[(number - 1) % len(FAMILY)]
    plain = f"{given[0]}{family}".lower().replace("'", "").replace("ś", "s").replace("ą", "a")
    return f"{plain}{number}"


def _ordinary(number: int) -> str:
    subjects = ("volcanoes", "romeo and juliet", "photosynthesis", "pythagoras", "the great fire of london")
    if number % 3 == 0:
        return _search(subjects[number % len(subjects)])
    return f"https://www.bbc.co.uk/bitesize/topics/{number}"


def _search(words: str) -> str:
    return f"https://www.google.com/search?q={words.replace(' ', '+')}"


def _e2guardian(at: datetime, login: str, url: str, why: str) -> str:
    when = f"{at.year}.{at.month}.{at.day} {at.hour}:{at:%M:%S}"
    code = 403 if why else 200
    return (
        f"{when} {login} 10.1.2.3 {url} {why} GET 4711 0 {'Games' if why else ''} 1 {code} text/html pc-3 All - - - - -"
    )


def _squid(at: datetime, login: str, url: str) -> str:
    return f"{at.timestamp():.3f} 45 10.1.2.3 TCP_MISS/200 4711 GET {url} {login} HIER_DIRECT/203.0.113.9 text/html"


def _write(path: Path, lines: Sequence[str] | Iterator[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path
