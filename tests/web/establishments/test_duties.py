"""What a school takes upon itself before anybody is monitored, and what is known of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from tests import cast
from tutela.web.core.models import AuditEntry
from tutela.web.core.rows import AppendOnlyError
from tutela.web.establishments import operations, queries
from tutela.web.establishments.models import Establishment, MonitoringSignOff, Person

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def sign(person: Person, at: datetime = AT, **more: object) -> MonitoringSignOff:
    given = {"role_words": "Data protection officer", "note": ""} | more
    return operations.sign_off_monitoring(
        actor=cast.SETTING_UP, at=at, establishment=cast.oakfield(), person=person, **given
    )


def withdraw(person: Person, at: datetime = AT + HOUR, note: str = "The assessment is out of date") -> object:
    return operations.withdraw_monitoring(
        actor=cast.SETTING_UP, at=at, establishment=cast.oakfield(), person=person, note=note
    )


def test_nobody_is_monitored_until_hana_has_signed() -> None:
    oakfield = cast.oakfield()
    assert not queries.is_monitoring_signed_off(oakfield, AT)
    signed = sign(cast.hana())
    assert not queries.is_monitoring_signed_off(oakfield, AT - HOUR)
    assert queries.is_monitoring_signed_off(oakfield, AT)
    assert not queries.is_monitoring_signed_off(cast.elm_park(), AT)
    assert queries.get_monitoring_sign_off(oakfield, AT).person == cast.hana()
    assert len(signed.words_sha256) == 64
    assert "Monitoring may begin" in signed.words


def test_a_sign_off_is_withdrawn_and_given_again_and_all_of_it_stays() -> None:
    oakfield, hana = cast.oakfield(), cast.hana()
    sign(hana)
    withdraw(hana)
    assert queries.is_monitoring_signed_off(oakfield, AT)
    assert not queries.is_monitoring_signed_off(oakfield, AT + HOUR)
    sign(cast.dana(), at=AT + 2 * HOUR)
    assert queries.is_monitoring_signed_off(oakfield, AT + 2 * HOUR)
    assert queries.list_monitoring_sign_offs(oakfield).count() == 3


def test_what_was_withdrawn_once_is_not_withdrawn_twice() -> None:
    sign(cast.hana())
    withdraw(cast.hana())
    with pytest.raises(operations.NotSignedOff):
        withdraw(cast.hana(), at=AT + 2 * HOUR)


@pytest.mark.parametrize("who", ["leo", "pat", "eli"])
def test_neither_a_learner_nor_a_parent_nor_a_stranger_signs(who: str) -> None:
    with pytest.raises(operations.MayNotSignOff):
        sign(getattr(cast, who)())


def test_whoever_signs_says_in_what_role_and_whoever_withdraws_says_why() -> None:
    with pytest.raises(ValidationError, match="in what role"):
        sign(cast.hana(), role_words=" ")
    sign(cast.hana())
    with pytest.raises(ValidationError, match="why monitoring stops"):
        withdraw(cast.hana(), note="")


def test_a_signature_is_never_changed() -> None:
    signed = sign(cast.hana())
    signed.note = "Only in lessons"
    with pytest.raises(AppendOnlyError):
        signed.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MonitoringSignOff._base_manager.filter(pk=signed.pk).update(note="Only in lessons")


def test_a_provider_that_filters_is_named() -> None:
    oakfield = cast.oakfield()
    change = {"actor": cast.SETTING_UP, "at": AT, "establishment": oakfield}
    with pytest.raises(ValidationError, match="name of the provider"):
        operations.update_profile(filtering_by="provider", **change)
    oakfield.refresh_from_db()
    operations.update_profile(filtering_by="provider", provider_name="Northern Grid", preset="small", **change)
    told = Establishment.objects.get(pk=oakfield.pk)
    assert (told.filtering_by, told.provider_name, told.preset) == ("provider", "Northern Grid", "small")
    operations.update_profile(filtering_by="tutela", **change)
    assert Establishment.objects.get(pk=oakfield.pk).provider_name == ""


@pytest.mark.parametrize(("key", "value"), [("nation", "france"), ("time_zone", "Mars/Base"), ("time_zone", "../etc")])
def test_what_is_not_accepted_is_said_and_changes_nothing(key: str, value: str) -> None:
    change = {"actor": cast.SETTING_UP, "at": AT, "establishment": cast.oakfield()}
    with pytest.raises(ValidationError):
        operations.update_profile(**{key: value}, **change)
    assert getattr(Establishment.objects.get(slug="oakfield"), key) in ("england", "Europe/London")


def test_a_change_of_the_profile_is_put_down_and_no_change_is_not() -> None:
    change = {"actor": cast.SETTING_UP, "at": AT, "establishment": cast.oakfield()}
    operations.update_profile(nation="wales", name="Ysgol y Dderwen", **change)
    operations.update_profile(nation="wales", **change)
    [entry] = AuditEntry.objects.filter(action="establishment.describe")
    assert '"wales"' in str(entry.details)
    assert "Dderwen" not in str(entry.details)


@pytest.mark.requirement("S0.1")
def test_a_contact_for_prevent_that_is_missing_or_over_a_year_old_is_a_gap() -> None:
    oakfield = cast.oakfield()
    assert queries.list_prevent_gaps(oakfield, at=AT) == [("lead", "missing"), ("regional", "missing")]
    note = {"actor": cast.SETTING_UP, "at": AT, "establishment": oakfield}
    operations.note_prevent_contact(kind="lead", name="Dana Shah", phone="020 7946 0101", person=cast.dana(), **note)
    operations.note_prevent_contact(kind="regional", name="J. Hale", email="j.hale@region.example", **note)
    assert queries.list_prevent_gaps(oakfield, at=AT + timedelta(days=365)) == []
    later = AT + timedelta(days=366)
    assert queries.list_prevent_gaps(oakfield, at=later) == [("lead", "old"), ("regional", "old")]
    operations.note_prevent_contact(kind="lead", name="Dana Shah", phone="020 7946 0101", **(note | {"at": later}))
    assert queries.list_prevent_gaps(oakfield, at=later) == [("regional", "old")]


def test_a_contact_that_cannot_be_reached_is_none() -> None:
    with pytest.raises(ValidationError):
        operations.note_prevent_contact(
            actor=cast.SETTING_UP, at=AT, establishment=cast.oakfield(), kind="lead", name="Dana Shah"
        )


def test_northern_ireland_has_no_prevent_duty_and_no_gap() -> None:
    oakfield = cast.oakfield()
    operations.update_profile(actor=cast.SETTING_UP, at=AT, establishment=oakfield, nation="northern-ireland")
    assert queries.list_prevent_gaps(oakfield, at=AT) == []


@pytest.mark.requirement("S1.16")
def test_who_was_the_named_contact_when_stays_on_record() -> None:
    cast.name_contact()
    operations.name_contact(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), person=cast.hana(), deputy=None, at=AT
    )
    history = [(row.person.given_name, row.until_at) for row in queries.list_named_contacts(cast.oakfield())]
    assert history == [("Hana", None), ("Dana", AT)]
