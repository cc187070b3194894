"""What Leo searched for and Dana dismissed is forgotten with the hits, when Hana has said how long those are kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import a_case
from tests.web.monitoring.matches import AT, an_alert
from tests.web.pages import words_of
from tutela.events.store import Store, connect
from tutela.settings import Settings, load
from tutela.web.core import sealing
from tutela.web.core.models import AuditEntry, CaseKey
from tutela.web.monitoring import operations, retention, tasks
from tutela.web.monitoring.models import Alert
from tutela.web.retention import operations as keeping
from tutela.web.retention.models.subjects import Subject

OVER = AT + timedelta(days=367)


@pytest.fixture
def store(tutela: Settings, settings: object) -> Store:
    """An event store, for it is there that a period for hits is chosen and records are held."""
    cast.oakfield()
    cache.clear()
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})  # type: ignore[attr-defined]
    return connect(settings.TUTELA)  # type: ignore[attr-defined]


def confirm() -> None:
    """Hana confirms a year for the hits."""
    retention.choose(actor=cast.acting(cast.hana()), at=AT, kind="matches", days=365)


def dismissed(person: object = None) -> Alert:
    """An alert that Dana dismissed at once."""
    alert = an_alert(person)  # type: ignore[arg-type]
    operations.dismiss(
        actor=cast.acting(cast.dana(), at=AT), at=AT, pk=alert.pk, seen=1, reason="school-work", words="Her essay."
    )
    return alert


def is_forgotten(alert: Alert) -> bool:
    """Whether nobody reads its words any longer and it names nobody."""
    alert.refresh_from_db()
    try:
        sealing.open_case_key(CaseKey.objects.get(pk=alert.case_key_id))
    except sealing.NoKeyGrant:
        assert (alert.subject, alert.asker, alert.device) == (None, "", "")
        return True
    assert alert.subject is not None
    return False


def test_what_was_dismissed_goes_with_the_hits_and_counts_all_the_same(store: Store, sign_in) -> None:
    alert, other = dismissed(), dismissed(cast.mia())
    tasks.forget_dismissed(OVER)
    assert not is_forgotten(alert)  # nobody has confirmed how long
    confirm()
    tasks.forget_dismissed(OVER - timedelta(days=2))
    assert not is_forgotten(alert)
    tasks.forget_dismissed(OVER)
    tasks.forget_dismissed(OVER)
    assert is_forgotten(alert)
    assert is_forgotten(other)
    entry = AuditEntry.objects.get(action="alert.forget")
    assert '"count":2' in entry.details.replace(" ", "")
    assert alert.state == "dismissed"
    client: Client = sign_in(cast.dana())
    assert client.get(f"/alerts/{alert.pk}/").status_code == 404
    assert client.get("/alerts/?state=all").status_code == 200


def test_what_waits_or_was_noted_is_not_forgotten(store: Store) -> None:
    confirm()
    waiting, noted = an_alert(), an_alert(cast.mia())
    operations.note(
        actor=cast.acting(cast.dana(), at=AT), at=AT, pk=noted.pk, seen=1, words="His tutor talks with him."
    )
    tasks.forget_dismissed(OVER)
    assert not is_forgotten(waiting)
    assert not is_forgotten(noted)


def test_a_legal_hold_on_leos_case_keeps_his_dismissed_alerts_until_it_ends(store: Store) -> None:
    confirm()
    alert, other = dismissed(), dismissed(cast.mia())
    hold = keeping.place_hold(
        actor=cast.acting(cast.dana()), subject=Subject("case", a_case().pk), reason="A letter of a solicitor",
        review_on=OVER.date(), at=AT,
    )  # fmt: skip
    tasks.forget_dismissed(OVER)
    assert not is_forgotten(alert)
    assert is_forgotten(other)
    keeping.end_hold(actor=cast.acting(cast.dana()), hold_id=hold.pk, reason="The claim was withdrawn.", at=OVER)
    tasks.forget_dismissed(OVER)
    assert is_forgotten(alert)


def test_whoevers_records_are_held_for_an_inquiry_keeps_their_alerts(store: Store) -> None:
    confirm()
    alert = dismissed()
    store.tables["holds"].append(
        {
            "hold_id": "h1", "site_id": alert.establishment_id, "user": alert.asker, "held_from": AT,
            "held_until": OVER, "reason": "44/26", "owner": "Hana Novak", "changed_at": AT, "active": 1,
        }
    )  # fmt: skip
    tasks.forget_dismissed(OVER)
    assert not is_forgotten(alert)


def test_while_the_store_does_not_answer_nothing_is_forgotten() -> None:
    alert = dismissed()
    tasks.forget_dismissed(OVER)
    assert not is_forgotten(alert)


def test_hana_reads_that_dismissed_alerts_go_with_the_hits(store: Store, sign_in) -> None:
    assert "An alert that somebody dismissed goes with them" in words_of(sign_in(cast.hana()).get("/records/kept/"))
