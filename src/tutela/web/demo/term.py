"""What stands in scene/term.yaml, read into frozen values: what was arranged, signed, asked and decided this term."""

from datetime import date, datetime, time, timedelta

import msgspec

from tutela.library.read import Sourced, read
from tutela.web.demo.moments import Fortnight, at_local
from tutela.web.demo.school import SCENE

AFTER_THE_START = timedelta(hours=1)


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that was done `days_ago` days of the calendar before the end."""

    days_ago: int
    at: str = "10:00"

    def day(self, fortnight: Fortnight) -> date:
        """Its local day: of a weekend the Friday before."""
        day = fortnight.until - timedelta(days=self.days_ago)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def moment(self, fortnight: Fortnight) -> datetime:
        """When it was done, in UTC; never before the trust took Tutela into use."""
        wanted = at_local(self.day(fortnight), time.fromisoformat(self.at))
        return max(wanted, fortnight.begins_at + AFTER_THE_START)


class Words(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    words: str


class Answer(Words, frozen=True, forbid_unknown_fields=True, kw_only=True):
    by: str


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    title: str
    where: str


class Heard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    who: str
    words: str


class Minute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    body: str
    reference: str
    days_before: int


class OnScreen(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who answers on a screen: by login, whole classes, or all staff; every `without`-th has not answered yet."""

    logins: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    staff: bool = False
    without: int


class OnPaper(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    by: str
    kept: str
    classes: tuple[str, ...]
    without: int


class DocumentTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A policy or agreement: `days_ago` is when it was published."""

    place: str
    template: str
    author: str
    head: str
    minute: Minute
    heard: dict[str, Heard]
    values: dict[str, str] = {}
    screen: OnScreen | None = None
    paper: OnPaper | None = None


class DutiesTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str


class MeetingTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    minutes: str
    decision: str
    owner: str
    due_days: int


class GroupTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str
    terms: str
    approved_by: str
    seats: dict[str, str]
    chair: str
    meeting: MeetingTold


class ContactTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str
    group: str
    asked: str
    said: str
    promised: str = ""
    owner: str = ""
    due_days: int = 0


class StepAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    words: str
    measure: str


class StepsTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was noted and answered on the way through the seven steps."""

    place: str
    by: str
    notes: dict[str, str]
    answers: dict[str, StepAnswered]


class ActionTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str
    owner: str
    title: str
    detail: str
    due_days: int
    tag: str
    done: Words | None = None


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    question: str
    title: str


class SurveyTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str
    template: str
    closes_days_ago: int
    classes: tuple[str, ...]
    told: Words
    act: Act
    words: dict[str, tuple[str, ...]]


class ConsentsTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str
    classes: tuple[str, ...]
    kept: str


class PictureTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"of_class": "class"}):
    """A picture of some of a class; later one of those who said yes takes it back."""

    place: str
    by: str
    of_class: str
    purpose: str
    channel: str
    what: str
    where: str
    withdrawn_days_ago: int


class Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    statement: str
    level: float
    commentary: str


class Accepts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    statement: str
    step: int


class ReviewTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    place: str
    by: str
    framework: str
    answers: tuple[Answered, ...]
    accepts: Accepts


class WorryTold(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A worry told without an account, what it was answered, and what came back."""

    place: str
    version: str
    answers: dict[str, str]
    answer: Answer
    again: Words | None = None


class Term(Sourced, frozen=True, forbid_unknown_fields=True, kw_only=True):
    kept_elsewhere: dict[str, Kept]
    documents: tuple[DocumentTold, ...]
    duties: tuple[DutiesTold, ...]
    groups: tuple[GroupTold, ...]
    contacts: tuple[ContactTold, ...]
    steps: tuple[StepsTold, ...]
    actions: tuple[ActionTold, ...]
    surveys: tuple[SurveyTold, ...]
    consents: tuple[ConsentsTold, ...]
    pictures: tuple[PictureTold, ...]
    reviews: tuple[ReviewTold, ...]
    worries: tuple[WorryTold, ...]


def get_term() -> Term:
    """The term as it is shipped. Raises `BadLibraryFile`."""
    return read(SCENE / "term.yaml", Term)
