"""When somebody looks and who is away: said on the page, in force at once, and the past stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.concerns import scenes
from tutela.web.core.models import OutboxMessage
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import Absence, CoverHours

SignIn = Callable[..., Client]
PAGE, HOURS, AWAY = "/contacts/", "/contacts/hours/", "/contacts/away/"
SEVEN_TO_THREE = {f"day_{day}": "7am to 3pm" for day in range(5)}


def _away(person: object, first: date, last: date) -> dict[str, str]:
    days = {"first": first, "last": last}
    parts = {f"{name}_{n}": str(v) for name, d in days.items() for n, v in enumerate((d.day, d.month, d.year))}
    return {"person": str(person.pk), **parts}


@pytest.mark.requirement("S4.17")
def test_dana_changes_the_hours_and_they_hold_at_once_while_the_old_ones_stay_on_record(sign_in: SignIn) -> None:
    here, dana = cast.oakfield(), sign_in(cast.dana())
    dana.post(HOURS, {f"day_{day}": "8:00–17:00" for day in range(5)})
    before = timezone.now()
    assert 'value="08:00–17:00"' in dana.get(HOURS).content.decode()
    page = dana.post(HOURS, SEVEN_TO_THREE | {"day_5": "9am-11am, 1pm until 2pm"}, follow=True).content.decode()
    assert "Saturday" in page
    assert "09:00–11:00, 13:00–14:00" in page
    assert "Hours published before" in page
    assert "Monday 08:00–17:00" in page
    assert "Dana Shah" in page
    monday = datetime(2030, 1, 7, tzinfo=UTC)
    for hour, covered in ((7, True), (14, True), (15, False), (16, False)):
        assert queries.is_covered(here, at=monday.replace(hour=hour, minute=30)) is covered
    assert [row.closes.hour for row in queries.list_cover_hours(here, at=before)] == [17] * 5
    assert CoverHours._base_manager.filter(establishment=here).count() == 5 + 7


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("8 till late", "Enter hours like 8am to 4pm"),
        ("4pm to 8am", "must be later"),
        ("25:00-26:00", "is not a time"),
        ("8-12, 11-16", "is not a time"),
        ("8am-12pm, 11am-4pm", "lie over one another"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_changes(sign_in: SignIn, said: str, fault: str) -> None:
    dana = sign_in(cast.dana())
    dana.post(HOURS, SEVEN_TO_THREE)
    assert fault in dana.post(HOURS, SEVEN_TO_THREE | {"day_2": said}).content.decode()
    assert len(queries.list_cover_hours(cast.oakfield(), at=timezone.now())) == 5
    assert "at least one day" in dana.post(HOURS, {}).content.decode()


@pytest.mark.requirement("S4.17")
def test_an_hour_that_was_changed_moves_what_the_reporter_reads(sign_in: SignIn) -> None:
    """Half past three on a Monday was covered until Dana said that nobody looks after three."""
    cast.name_contact()
    dana = sign_in(cast.dana())
    dana.post(HOURS, {f"day_{day}": "8am to 5pm" for day in range(5)})
    at = datetime(2030, 1, 7, 15, 30, tzinfo=UTC)
    assert queries.next_covered(cast.oakfield(), at=at) == at
    dana.post(HOURS, SEVEN_TO_THREE)
    assert queries.next_covered(cast.oakfield(), at=at) == datetime(2030, 1, 8, 7, 0, tzinfo=UTC)


@pytest.mark.requirement("S0.13")
def test_while_dana_is_noted_as_away_every_page_names_dev_and_she_ends_it_herself(sign_in: SignIn) -> None:
    cast.name_contact()
    today = timezone.localdate()
    dana = sign_in(cast.dana())
    assert "Nobody is noted as away" in dana.get(PAGE).content.decode()
    page = dana.post(AWAY, _away(cast.dana(), today, today + timedelta(days=4)), follow=True).content.decode()
    assert "Noted. What waits for Dana Shah then goes to whoever stands in" in page
    tom = sign_in(cast.tom())
    assert "Dev Okafor" in tom.get("/").content.decode()
    absence = Absence._base_manager.get()
    assert absence.until_on == today + timedelta(days=5)
    assert not OutboxMessage.objects.filter(kind="noted-away").exists(), "she said so herself"
    assert "Dana Shah is back" in dana.post(f"{AWAY}{absence.pk}/end/", follow=True).content.decode()
    assert "Dana Shah" in tom.get("/").content.decode()
    assert not Absence._base_manager.exists(), "it had begun today, so not a day of it is left"


def test_whoever_is_noted_as_away_by_somebody_else_is_told(sign_in: SignIn) -> None:
    dana, today = cast.dana(), timezone.localdate()
    sign_in(cast.hana()).post(AWAY, _away(dana, today + timedelta(days=7), today + timedelta(days=8)))
    [message] = OutboxMessage.objects.filter(kind="noted-away")
    assert message.recipient == dana.email
    assert f"{today + timedelta(days=7):%d/%m/%Y}" in message.body


def test_an_absence_that_began_earlier_ends_today_and_stays_on_record(sign_in: SignIn) -> None:
    dana, today = cast.dana(), timezone.localdate()
    absence = operations.note_absence(
        actor=cast.SETTING_UP,
        person=dana,
        from_on=today - timedelta(days=3),
        until_on=today + timedelta(days=3),
        at=timezone.now(),
    )
    sign_in(cast.hana()).post(f"{AWAY}{absence.pk}/end/")
    absence.refresh_from_db()
    assert absence.until_on == today


def test_days_that_cannot_be_are_refused(sign_in: SignIn) -> None:
    dana, today = sign_in(cast.dana()), timezone.localdate()
    for first, last, fault in (
        (today, today - timedelta(days=1), "must not be before the first"),
        (today - timedelta(days=9), today - timedelta(days=5), "today or a day to come"),
        (today, today + timedelta(days=500), "At most a year"),
    ):
        assert fault in dana.post(AWAY, _away(cast.dana(), first, last)).content.decode()
    assert not Absence._base_manager.exists()


def test_tom_notes_nobody_as_away_and_elm_park_ends_nothing(sign_in: SignIn) -> None:
    today = timezone.localdate()
    assert sign_in(cast.tom()).get(AWAY).status_code == 404
    absence = operations.note_absence(
        actor=cast.SETTING_UP, person=cast.dana(), from_on=today, until_on=today + timedelta(days=2), at=timezone.now()
    )
    assert sign_in(cast.eli()).post(f"{AWAY}{absence.pk}/end/").status_code == 404


@pytest.mark.requirement("S0.13")
def test_what_is_raised_while_dana_is_away_goes_to_dev(sign_in: SignIn) -> None:
    cast.name_contact()
    today = timezone.localdate()
    sign_in(cast.dana()).post(AWAY, _away(cast.dana(), today, today))
    scenes.a_concern(scenes.somebody(cast.leo()), at=timezone.now())
    told = set(OutboxMessage.objects.filter(kind__startswith="concern").values_list("recipient", flat=True))
    assert cast.dev().email in told
    assert cast.dana().email not in told
