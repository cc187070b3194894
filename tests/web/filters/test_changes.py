"""Somebody says that a site is wrongly blocked or wrongly open; what is decided changes what the filter does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from tests import cast
from tutela.filtering import snapshot
from tutela.filtering.address import parse
from tutela.filtering.engine import Decision, Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import read_policy
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.filters import operations, tasks
from tutela.web.filters.models import BlockReport, FilterChange, LocalRule

AT = datetime(2026, 11, 16, 7, 45, tzinfo=UTC)
SETTING_UP = SystemActor("test")
GAMBLING = "bet365.com"


def decide_in_force(tutela: Settings, address: str, group: str = "", at: datetime = AT) -> Decision:
    """What the gateway would decide with the files that are published now."""
    manifest = snapshot.read_manifest(tutela.snapshots, "oakfield", KeyFolder(tutela.keys).signing_key().public_key())
    index = open_index(manifest.path("index"))
    try:
        made = Filter(read_policy(manifest.path("policy").read_bytes()), index)
        return made.decide(Request(parse(address), at, group))
    finally:
        index.close()


def tom_asks_for(address: str, wanted: str = "allow", words: str = "") -> FilterChange:
    cast.learners_11_16()
    return operations.report_site(actor=cast.acting(cast.tom()), at=AT, address=address, wanted=wanted, words=words)


def test_approving_a_change_really_changes_what_is_decided(tutela: Settings) -> None:
    change = tom_asks_for(f"https://{GAMBLING}/history", words="Statistics lesson")
    tasks.publish_due(AT)
    assert decide_in_force(tutela, f"{GAMBLING}/history").outcome == "block"
    operations.decide_change(
        actor=cast.acting(cast.dana()), at=AT, pk=change.pk, approve=True, reason="For the statistics lesson"
    )
    tasks.publish_due(AT + timedelta(seconds=1))
    opened = decide_in_force(tutela, f"{GAMBLING}/history/2025")
    assert (opened.outcome, opened.stage, opened.reason) == ("allow", "local", "For the statistics lesson")
    assert decide_in_force(tutela, GAMBLING).outcome == "block"


def test_a_change_for_one_group_until_a_day_leaves_the_others_and_ends(tutela: Settings) -> None:
    change = tom_asks_for(GAMBLING)
    cast.learners_7_11()
    until = AT + timedelta(days=1)
    operations.decide_change(
        actor=cast.acting(cast.dana()),
        at=AT,
        pk=change.pk,
        approve=True,
        reason="One lesson",
        group=cast.learners_11_16(),
        until_at=until,
    )
    tasks.publish_due(AT)
    assert decide_in_force(tutela, GAMBLING, "learners-11-16").outcome == "allow"
    assert decide_in_force(tutela, GAMBLING, "learners-7-11").outcome == "block"
    assert decide_in_force(tutela, GAMBLING, "learners-11-16", until).outcome == "block"
    tasks.publish_drifted(until + timedelta(seconds=60))
    assert LocalRule._base_manager.get().ended_at is None
    assert '"exceptions":[]' in (tutela.snapshots / "policy-oakfield-2.json").read_text()


@pytest.mark.requirement("S0.14")
def test_a_locked_category_cannot_be_opened_and_the_attempt_is_kept(tutela: Settings) -> None:
    (canary,) = (host for host in _locked_hosts())
    change = tom_asks_for(canary)
    with pytest.raises(operations.CannotBeChanged) as refusal:
        operations.decide_change(actor=cast.acting(cast.dana()), at=AT, pk=change.pk, approve=True, reason="Please")
    assert refusal.value.locked
    change.refresh_from_db()
    assert change.state == "waiting"
    assert not LocalRule._base_manager.exists()
    entry = AuditEntry.objects.get(action="filter-change.attempt-refused")
    assert json.loads(entry.details or "")["locked"] is True
    tasks.publish_due(AT)
    assert decide_in_force(tutela, canary).outcome == "block"


def _locked_hosts() -> list[str]:
    from tutela.filtering.defaults import STARTER_CANARY

    return [STARTER_CANARY]


def test_a_help_line_cannot_be_blocked() -> None:
    change = tom_asks_for("childline.org.uk", wanted="block")
    with pytest.raises(operations.CannotBeChanged) as refusal:
        operations.decide_change(actor=cast.acting(cast.dana()), at=AT, pk=change.pk, approve=True, reason="No")
    assert not refusal.value.locked


@pytest.mark.requirement("S3.30")
def test_whoever_reported_a_site_reads_what_was_decided_and_why(sign_in) -> None:
    tom = cast.tom()
    cast.learners_11_16()
    page = sign_in(tom).post(
        "/filter/report/", {"address": "www.unsuitable.example", "wanted": "block", "words": ""}, follow=True
    )
    assert "Waiting" in page.content.decode()
    change = FilterChange._base_manager.get()
    operations.decide_change(actor=cast.acting(cast.dana()), at=AT, pk=change.pk, approve=True, reason="Thank you, Tom")
    assert "Thank you, Tom" in sign_in(tom).get("/filter/reports/").content.decode()
    notice = OutboxMessage.objects.get(kind="filter-change-decided")
    assert notice.recipient == tom.email
    assert "unsuitable" not in notice.body + notice.subject


def test_nobody_reads_the_reports_of_another_and_the_outsider_finds_nothing(sign_in) -> None:
    change = tom_asks_for(GAMBLING)
    assert GAMBLING not in sign_in(cast.sue()).get("/filter/reports/").content.decode()
    for person in (cast.sue(), cast.leo(), cast.gwen(), cast.eli()):
        assert sign_in(person).get(f"/filter/changes/{change.pk}/").status_code == 404


def test_it_sees_what_was_reported_but_not_by_whom_nor_their_words(sign_in) -> None:
    change = tom_asks_for(GAMBLING, words="Leo asked me about this")
    seen = sign_in(cast.ivy()).get(f"/filter/changes/{change.pk}/").content.decode()
    assert GAMBLING in seen
    assert "Tom Reed" not in seen
    assert "Leo asked" not in seen
    assert sign_in(cast.ivy()).post(f"/filter/changes/{change.pk}/decide/").status_code == 404
    assert "Leo asked me" in sign_in(cast.dana()).get(f"/filter/changes/{change.pk}/").content.decode()


def test_the_database_does_not_hold_what_was_written_in_the_clear() -> None:
    change = tom_asks_for(GAMBLING, words="Leo asked me about this")
    assert b"Leo" not in bytes(change.words or b"")


def test_the_second_to_decide_learns_who_was_first(sign_in) -> None:
    change = tom_asks_for(GAMBLING)
    form = {"decision": "refuse", "scope": "everybody", "reason": "It stays blocked"}
    assert sign_in(cast.dana()).post(f"/filter/changes/{change.pk}/decide/", form).status_code == 302
    page = sign_in(cast.hana()).post(f"/filter/changes/{change.pk}/decide/", form, follow=True)
    assert "Dana Shah has already decided this" in page.content.decode()
    with pytest.raises(operations.AlreadyDecided):
        operations.decide_change(actor=cast.acting(cast.hana()), at=AT, pk=change.pk, approve=True, reason="x")


def test_a_foreign_dsl_decides_nothing_here() -> None:
    change = tom_asks_for(GAMBLING)
    with pytest.raises(Http404):
        operations.decide_change(actor=cast.acting(cast.eli()), at=AT, pk=change.pk, approve=True, reason="x")


def press(number: int, site: str = f"http://{GAMBLING}/", **more: object) -> dict[str, object]:
    """A record of the gateway as the event store gives it."""
    content = {"site": site, "rule": "category:gambling", "categories": ["gambling"], "group": "learners-11-16"}
    return {
        "time": AT + timedelta(seconds=number),
        "site_id": cast.oakfield().pk,
        "source_id": f"pages-{number}",
        "seq": 1,
        "kind": "report-wrong",
        "content": json.dumps(content | more),
    }


def test_thirty_learners_who_say_the_same_make_one_change() -> None:
    operations.read_block_reports(actor=SETTING_UP, at=AT, records=[press(number) for number in range(30)])
    change = FilterChange._base_manager.get()
    assert (change.address, change.reports, change.categories) == (GAMBLING, 30, ["gambling"])


def test_reports_that_are_read_twice_count_once() -> None:
    records = [press(1), press(2)]
    for _ in range(2):
        operations.read_block_reports(actor=SETTING_UP, at=AT, records=records)
    assert FilterChange._base_manager.get().reports == 2
    assert BlockReport._base_manager.count() == 2


def test_a_report_that_cannot_be_understood_stops_no_other() -> None:
    records = [press(1, site="http://"), press(2) | {"content": "not json"}, press(3) | {"site_id": 999}, press(4)]
    operations.read_block_reports(actor=SETTING_UP, at=AT, records=records)
    assert FilterChange._base_manager.get().reports == 1


def test_the_tick_reads_reports_from_the_store(tutela: Settings, settings) -> None:
    from tutela.events.store import connect
    from tutela.settings import load

    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    store = connect(settings.TUTELA)
    store.insert_rows("records", [press(1), press(2)], "one")
    for _ in range(2):
        tasks.read_reports(AT + timedelta(minutes=1))
    assert FilterChange._base_manager.get().reports == 2
    store.insert_rows("records", [press(-60)], "late")
    tasks.read_reports(AT + timedelta(minutes=2))
    assert FilterChange._base_manager.get().reports == 3


def test_ending_a_rule_closes_the_site_again(tutela: Settings, sign_in) -> None:
    change = tom_asks_for(GAMBLING)
    operations.decide_change(actor=cast.acting(cast.dana()), at=AT, pk=change.pk, approve=True, reason="A day's work")
    rule = LocalRule._base_manager.get()
    assert sign_in(cast.ivy()).post(f"/filter/rules/{rule.pk}/end/").status_code == 404
    assert sign_in(cast.dana()).post(f"/filter/rules/{rule.pk}/end/").status_code == 302
    tasks.publish_due(AT)
    assert decide_in_force(tutela, GAMBLING).outcome == "block"
