"""A worry is recorded, sealed, sent to whom it may concern, and nobody else hears of it."""

import contextlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from tests import cast
from tests.web.concerns.scenes import AT, WORDS, a_concern, an_unread_concern, named, somebody
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, Involved
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.core.rows import AppendOnlyError
from tutela.web.establishments import operations as establishments


@pytest.mark.requirement("S3.25")
def test_toms_report_reaches_dana_by_a_mail_that_names_nobody() -> None:
    concern = a_concern(somebody(cast.leo()), named("Some older boy"))
    message = OutboxMessage.objects.get()
    assert message.recipient == cast.dana().email
    everything = f"{message.subject} {message.body}"
    assert "Oakfield Academy" in everything
    assert str(concern.pk) in everything
    for secret in ("Leo", "Marsh", "Tom", "Reed", "older", "kingfisher", "suicide", "harm", concern.receipt):
        assert secret.casefold() not in everything.casefold()


def test_the_notice_and_the_concern_stand_or_fall_together() -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic():
        a_concern()
        raise RuntimeError
    assert not OutboxMessage.objects.exists()
    assert not Concern._base_manager.exists()
    assert not AuditEntry.objects.filter(action="concern.raise").exists()


def test_whoever_may_be_in_danger_now_is_told_to_the_whole_team() -> None:
    a_concern(immediate_danger=True)
    assert {message.recipient for message in OutboxMessage.objects.all()} == {cast.dana().email, cast.dev().email}
    assert all("Urgent" in message.subject for message in OutboxMessage.objects.all())


@pytest.mark.requirement("S3.43")
@pytest.mark.parametrize("origin", ["staff", "partner", "learner", "parent", "visitor", "anonymous", "alert"])
@pytest.mark.parametrize("threatened", ["learner", "staff", "somebody unknown"])
def test_a_threat_reaches_dana_whoever_tells_of_it_and_whomever_it_threatens(origin: str, threatened: str) -> None:
    """There is one queue: nothing that is said of it sends it to another, and only a decision takes it out."""
    who = {"learner": somebody(cast.mia()), "staff": somebody(cast.sue()), "somebody unknown": named("Nan", "harmed")}
    concern = a_concern(who[threatened], immediate_danger=True, origin=origin, theme="violence-and-extremism")
    assert concern.route == "dsl"
    dana = cast.acting(cast.dana(), at=AT)
    [first, *others] = queries.list_queue(dana, {"status": ["waiting"]})
    assert (first.id, first.immediate_danger, others) == (concern.pk, True, [])
    urgent = OutboxMessage.objects.filter(kind="concern.in-danger").values_list("recipient", flat=True)
    assert set(urgent) == {cast.dana().email, cast.dev().email}
    for other in (cast.hana(), cast.tom(), cast.ivy(), cast.gwen()):
        assert concern not in Concern.visible_to(cast.acting(other, at=AT))
        with pytest.raises(Http404):
            operations.acknowledge(actor=cast.acting(other, at=AT), concern_id=concern.pk, at=AT)


def test_the_deputy_is_told_while_dana_is_away() -> None:
    away(cast.dana())
    a_concern()
    assert [message.recipient for message in OutboxMessage.objects.all()] == [cast.dev().email]


def test_the_head_stands_in_while_the_team_is_away_and_may_read_that_one() -> None:
    other = a_concern()
    away(cast.dana()), away(cast.dev())
    concern = a_concern()
    assert [message.recipient for message in OutboxMessage.objects.order_by("made_at")][-1] == cast.hana().email
    seen = Concern.visible_to(cast.acting(cast.hana(), at=AT))
    assert concern in seen
    assert other not in seen


def test_a_concern_about_the_dsl_goes_to_the_head_and_about_the_head_to_the_chair() -> None:
    cast.dana(), cast.hana(), cast.chris()
    assert (a_concern(somebody(cast.dana(), "alleged")).route, last_told()) == ("head", cast.hana().email)
    assert (a_concern(somebody(cast.hana(), "alleged")).route, last_told()) == ("chair", cast.chris().email)
    assert a_concern(somebody(cast.chris(), "alleged")).route == "dsl"
    assert a_concern(somebody(cast.hana(), "alleged"), somebody(cast.chris(), "bystander")).route == "authority"


def test_what_was_raised_while_a_role_was_vacant_is_found_by_whoever_is_appointed() -> None:
    concern = an_unread_concern(somebody(cast.leo()))
    assert concern.route == "dsl"
    assert concern in Concern.visible_to(cast.acting(cast.dana(), at=AT))
    cast.hana()
    about_hana = an_unread_concern(somebody(cast.hana(), "alleged"))
    assert about_hana.route == "chair"
    assert about_hana not in Concern.visible_to(cast.acting(cast.dana(), at=AT))
    assert about_hana in Concern.visible_to(cast.acting(cast.chris(), at=AT))


def test_where_nobody_inside_may_read_it_the_trust_is_told_without_a_link() -> None:
    cast.theo()
    an_unread_concern(somebody(cast.leo()))
    mail = OutboxMessage.objects.get()
    assert mail.recipient == cast.theo().email
    assert "/concerns/" not in mail.body


@pytest.mark.parametrize("typed", ["Mrs Shah", "dana shah"])
def test_a_typed_name_that_may_mean_the_dsl_goes_round_her(typed: str) -> None:
    concern = a_concern(named(typed), by=cast.leo())
    assert concern.route == "head"
    assert concern not in Concern.visible_to(cast.acting(cast.dana(), at=AT))


def test_what_the_dsl_was_told_herself_stays_with_her() -> None:
    concern = a_concern(somebody(cast.leo()), somebody(cast.dana(), "reporter"), by=cast.dana())
    assert concern.route == "dsl"
    assert concern in Concern.visible_to(cast.acting(cast.dana(), at=AT))


def test_only_somebody_of_the_school_can_be_chosen() -> None:
    with pytest.raises(operations.UnknownPerson):
        a_concern(somebody(cast.eli()))
    with pytest.raises(operations.UnknownPerson):
        a_concern(somebody(cast.mia()), by=cast.leo())


@pytest.mark.requirement("S3.19")
def test_nothing_that_was_written_can_be_read_in_the_database() -> None:
    """Every row of every table, as bytes; the file itself is searched in test_at_rest."""
    a_concern(
        somebody(cast.leo()),
        named("Zebediah Quill"),
        where="behind the observatory",
        note="the heron knows",
        events=[{"time": AT.isoformat(), "search_terms": "how do pelicans drown"}],
    )
    canaries = [b"kingfisher", b"Zebediah", b"observatory", b"heron", b"pelicans"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = repr(cursor.fetchall()).encode()
            assert [canary for canary in canaries if canary in stored] == [], table


def test_nobody_changes_or_deletes_a_concern() -> None:
    concern = a_concern()
    with pytest.raises(AppendOnlyError):
        concern.save()
    for change in (lambda rows: rows.update(theme="bullying"), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(Concern._base_manager.filter(pk=concern.pk))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Involved._base_manager.update(role="bystander")


def test_the_events_of_an_alert_are_kept_with_the_concern() -> None:
    events = [{"time": AT.isoformat(), "host": "search.example", "search_terms": "how to disappear"}]
    concern = a_concern(
        somebody(cast.leo()),
        by=cast.dana(),
        origin="alert",
        events=events,
        note="seen twice",
    )
    read = queries.read_concern(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    assert json.loads(json.dumps(read.events)) == events
    assert (read.origin, read.note) == ("alert", "seen twice")
    assert queries.list_own_reports(cast.acting(cast.dana())) == []


def test_tom_sees_his_own_report_for_ever_and_only_how_it_stands() -> None:
    concern = a_concern()
    [report] = queries.list_own_reports(cast.acting(cast.tom()))
    assert (report.receipt, report.status) == (concern.receipt, "received")
    operations.acknowledge(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    operations.acknowledge(actor=cast.acting(cast.dev()), concern_id=concern.pk, at=AT)
    assert queries.list_own_reports(cast.acting(cast.tom()))[0].status == "looked-at"
    operations.close_concern(
        actor=cast.acting(cast.dana()), concern_id=concern.pk, version=1, reason="pastoral", words="Talked.", at=AT
    )
    assert queries.list_own_reports(cast.acting(cast.tom()))[0].status == "finished"
    assert queries.list_own_reports(cast.acting(cast.sue())) == []


def test_tom_puts_his_own_report_right_without_changing_it() -> None:
    concern = a_concern()
    operations.add_to_own_report(
        actor=cast.acting(cast.tom()), concern_id=concern.pk, words="It was the other gate.", at=AT + timedelta(hours=1)
    )
    read = queries.read_concern(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    assert read.text == WORDS
    assert [(step.kind, step.by, step.text) for step in read.steps] == [
        ("addition", "Tom Reed", "It was the other gate.")
    ]
    assert OutboxMessage.objects.filter(kind="concern.added-to", recipient=cast.dana().email).count() == 1
    with pytest.raises(Concern.DoesNotExist):
        operations.add_to_own_report(actor=cast.acting(cast.sue()), concern_id=concern.pk, words="Me too.", at=AT)


def away(person: object) -> None:
    establishments.note_absence(
        actor=cast.acting(person),
        person=person,
        from_on=AT.date(),
        until_on=AT.date() + timedelta(days=2),
        at=AT,
    )


def last_told() -> str:
    """To whom the notice of the concern raised last goes."""
    raised = AuditEntry.objects.filter(action="concern.raise").latest("seq").object.rpartition(":")[2]
    return OutboxMessage.objects.get(body__contains=raised).recipient


def test_dana_is_sent_no_mail_about_what_she_raised_herself() -> None:
    a_concern(by=cast.dana())
    assert not OutboxMessage.objects.exists()
    a_concern(by=cast.dana(), immediate_danger=True)
    assert {mail.recipient for mail in OutboxMessage.objects.all()} == {cast.dev().email}
