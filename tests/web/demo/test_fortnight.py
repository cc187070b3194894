"""A fortnight of the primary and the training provider, through filter, recorder, detection and triage as they are."""

from collections import Counter
from datetime import UTC, date, datetime
from functools import partial

import pytest

from tutela.cli.demo_recorder import open_recorder
from tutela.events.store import connect
from tutela.settings import Settings, load
from tutela.web.concerns.models import CaseEntry, Concern, SafeguardingCase
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.demo import operations as demo
from tutela.web.establishments.models import Establishment, NetworkCredential, ParentLink, Person
from tutela.web.monitoring.models import Alert

pytestmark = pytest.mark.once

UNTIL = date(2026, 11, 20)
PLACES = ("elm-park", "ridgeway")


@pytest.fixture
def loaded(tutela: Settings, settings: object) -> Settings:
    settings.TUTELA = load(data=tutela.data, keys=tutela.keys, events="memory:", environment={})
    with acting_as(SystemActor("test")):
        chosen = demo.choose(UNTIL, places=PLACES)
        assert demo.load(chosen, partial(open_recorder, settings.TUTELA)) == len(PLACES)
    return settings.TUTELA


def told(chosen: Settings) -> dict[str, object]:
    """What there is, by names that are the same in every data folder."""
    rows = connect(chosen).query(
        "trace", site_id=0, device="", host="", url="", users=[], at_addresses=[], at_from=[], at_until=[],
        limit=100_000, **{"from": datetime(2026, 11, 1, tzinfo=UTC), "until": datetime(2026, 12, 1, tzinfo=UTC)},
    )  # fmt: skip
    with acting_as(SystemActor("test")):
        return {
            "people": sorted(Person.objects.values_list("establishment__slug", "kind", "given_name", "family_name")),
            "alerts": sorted(Alert.objects.values_list("rule", "subject__login", "state", "first_at", "matches")),
            "concerns": sorted(Concern.objects.values_list("raised_at", "four_c", "theme", "route")),
            "cases": sorted(CaseEntry.objects.values_list("written_at", "kind", "number")),
            "requests": Counter((row["time"], row["host"], row["action"], row["search_terms"]) for row in rows),
        }


def test_a_second_load_changes_nothing(loaded: Settings) -> None:
    before = told(loaded)
    assert before["requests"]
    chosen = demo.get_chosen()
    assert chosen is not None
    assert demo.load(chosen, partial(open_recorder, loaded)) == 0
    assert told(loaded) == before


def test_people_alerts_and_concerns_are_at_every_stage(loaded: Settings, as_system: SystemActor) -> None:
    elm_park = Establishment.objects.get(slug="elm-park")
    assert Person.objects.filter(establishment=elm_park, kind="learner").count() > 40
    assert NetworkCredential.objects.filter(establishment=elm_park).count() > 50
    links = ParentLink.objects.filter(establishment=elm_park)
    assert links.filter(has_responsibility=True, no_contact=False).exists()
    assert links.filter(has_responsibility=False, no_contact=True).exists()
    states = Counter(Alert.objects.values_list("state", flat=True))
    assert {"waiting", "dismissed", "noted", "raised"} == set(states)
    for alert in Alert.objects.exclude(state="waiting"):
        assert alert.first_at <= alert.received_at < alert.decision.at <= datetime(2026, 11, 20, 7, 45, tzinfo=UTC)
    assert SafeguardingCase.objects.count() == 2
    kinds = set(CaseEntry.objects.values_list("kind", flat=True))
    assert {"opened", "contact", "action-set", "action-done", "outcome"} <= kinds


def test_the_worker_finds_nothing_left_to_make_alerts_of(loaded: Settings) -> None:
    assert connect(loaded).query("matches_since", position=0, limit=10) == []


def test_what_is_wanted_after_a_break_is_loaded_and_no_more(loaded: Settings) -> None:
    with acting_as(SystemActor("test")):
        before = Alert.objects.count()
        chosen = demo.choose(UNTIL, places=PLACES)
        assert demo.list_unloaded(chosen) == []
        demo.load(chosen, partial(open_recorder, loaded))
        assert Alert.objects.count() == before
