"""How the filter is, and what it would do, for whoever looks after it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.establishments.operations import sign_off_monitoring
from tutela.web.filters import operations, queries

PART = {
    "establishment": "oakfield",
    "port": 3128,
    "serving": True,
    "version": 1,
    "problem": "",
    "authority_until": "2028-11-22T00:00:00+00:00",
    "canaries": {"asked": 2, "wrong": [], "results": ["gambling: blocked, as it should be", "must open: open"]},
}


def gateway_reports(tutela: Settings, at: datetime | None = None, **changed: object) -> None:
    """The gateway says how it is, as it does."""
    status = {"at": (at or datetime.now(UTC)).isoformat(), "serving": True, "problem": "", "alarms": {}}
    (tutela.run / "gateway-status.json").write_text(json.dumps(status | {"establishments": [PART | changed]}))


def test_it_sees_the_gateways_own_words_and_the_lists(sign_in, tutela: Settings) -> None:
    gateway_reports(tutela)
    page = sign_in(cast.ivy()).get("/filter/").content.decode()
    assert "The proxy runs on port 3128, and 2 proofs came back as they should." in page
    assert "Gambling: blocked, as it should be" in page
    assert "starter" in page
    assert "22 November 2028" in page


def test_it_is_well_once_it_has_proved_itself_and_what_was_published_is_in_force(tutela: Settings) -> None:
    oakfield = cast.oakfield()
    gateway_reports(tutela, canaries=None)
    assert not queries.health(oakfield).is_proved
    gateway_reports(tutela)
    assert queries.health(oakfield).is_well
    operations.publish_policy(actor=SystemActor("test"), at=datetime.now(UTC), establishment=oakfield)
    assert queries.health(oakfield).is_well
    operations.publish_policy(actor=SystemActor("test"), at=datetime.now(UTC), establishment=oakfield)
    assert queries.health(oakfield).is_behind
    gateway_reports(tutela, version=2)
    assert queries.health(oakfield).is_well


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"serving": False}, "The proxy is not running."),
        ({"problem": "the snapshot was refused"}, "The gateway says: the snapshot was refused."),
        ({"establishment": "elm-park"}, "The gateway does not serve this school."),
        ({"canaries": {"asked": 9, "wrong": ["gambling: open"], "results": ["gambling: open"]}}, "1 of 9 proofs"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tutela: Settings, changed: dict[str, object], words: str) -> None:
    gateway_reports(tutela, **changed)
    health = queries.health(cast.oakfield())
    assert not health.is_well
    assert health.words.startswith(words)


def test_what_the_gateway_said_a_minute_ago_proves_nothing(tutela: Settings) -> None:
    gateway_reports(tutela, at=datetime.now(UTC) - timedelta(minutes=1))
    assert not queries.health(cast.oakfield()).serving


def test_without_a_report_of_the_gateway_nothing_is_claimed(sign_in) -> None:
    assert not queries.health(cast.oakfield()).is_well
    assert "not proved" in sign_in(cast.ivy()).get("/filter/").content.decode()


@pytest.mark.parametrize("broken", ["", "[]", "{"])
def test_a_status_that_cannot_be_read_counts_as_none(tutela: Settings, broken: str) -> None:
    (tutela.run / "gateway-status.json").write_text(broken)
    assert not queries.health(cast.oakfield()).serving


def test_anybody_who_looks_after_the_filter_may_ask_what_it_would_do(sign_in) -> None:
    cast.learners_11_16()
    page = sign_in(cast.ivy()).get(
        "/filter/what-would-happen/",
        {"address": "bet365.com", "group": "", "at": "12:30", "on_0": "23", "on_1": "11", "on_2": "2026"},
    )
    text = page.content.decode()
    assert "Gambling" in text
    assert "Blocked" in text
    assert "23 November 2026 at 12:30pm" in text


def test_nonsense_is_answered_in_words(sign_in) -> None:
    cast.learners_11_16()
    page = sign_in(cast.ivy()).get("/filter/what-would-happen/", {"address": "http://"})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_teachers_learners_and_governors_do_not_look_after_the_filter(sign_in) -> None:
    for person in (cast.tom(), cast.leo(), cast.gwen(), cast.pat()):
        for address in ("/filter/", "/filter/changes/", "/filter/rules/", "/filter/what-would-happen/"):
            assert sign_in(person).get(address).status_code == 404


def test_ivy_reads_on_the_health_page_that_nothing_is_recorded_before_somebody_signs(sign_in) -> None:
    ivy, hana = sign_in(cast.ivy()), cast.hana()
    assert "Nothing is recorded yet" in ivy.get("/filter/").content.decode()
    sign_off_monitoring(
        actor=SystemActor("test"),
        at=datetime.now(UTC),
        establishment=cast.oakfield(),
        person=hana,
        role_words="Headteacher",
    )
    assert "Nothing is recorded yet" not in ivy.get("/filter/").content.decode()
