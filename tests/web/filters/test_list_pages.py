"""The pages of the lists: Ivy adds one and keeps it well, Dana sees what it would change and decides."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests import cast
from tests.web.filters.test_lists_kept import AT, add, bets, newest, work, write
from tutela.settings import Settings
from tutela.web.filters import operations
from tutela.web.filters.keeping import Keeper
from tutela.web.filters.models import ListSource, ListUpdate

FILLED = {
    "name": "ut1",
    "place": "/srv/ut1",
    "licence": "CC BY-SA 4.0",
    "attribution": "Université Toulouse Capitole",
    "every": "week",
    "weekday": "2",
    "at_time": "3am",
}


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_ivy_adds_a_list_and_sees_where_it_comes_from_and_under_which_licence(sign_in, store: Settings) -> None:
    ivy = sign_in(cast.ivy())
    answer = ivy.post("/filter/lists/add/", FILLED)
    source = ListSource._base_manager.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/filter/lists/{source.pk}/"
    page = text(ivy, f"/filter/lists/{source.pk}/")
    for words in ("CC BY-SA 4.0", "Université Toulouse Capitole", "Every week, Wednesday", "3am", "is being fetched"):
        assert words in page
    assert "/srv/ut1" in text(ivy, "/filter/lists/")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": "UT 1"}, "small letters"),
        ({"place": "http://lists.example/x"}, "HTTPS only"),
        ({"place": "https://lists.example:25/x"}, "Port 25"),
        ({"licence": ""}, "licence"),
        ({"every": "hourly"}, "There is a problem"),
    ],
)
def test_a_mistake_is_said_at_its_question(sign_in, store: Settings, changed, words: str) -> None:
    answer = sign_in(cast.ivy()).post("/filter/lists/add/", FILLED | changed)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not ListSource._base_manager.exists()


def test_dana_sees_what_a_newer_list_would_change_looks_through_it_and_puts_it_in_force(
    sign_in,
    tmp_path: Path,
    store: Settings,
    keeper: Keeper,
) -> None:
    add(write(tmp_path / "list", gambling=[*bets(60), "bad line here"], games=["play.example"]))
    work(keeper)
    update, dana = newest(), sign_in(cast.dana())
    effect = {"host": "www.maths.example", "becomes": "block", "groups": ["Years 7 to 11"], "because": "gambling"}
    operations.note_effects(
        actor=cast.acting(cast.ivy()), at=AT, pk=update.pk, effects=[effect | {"times": 12}], hosts_asked=140
    )
    assert "list of websites to look at" in text(dana, "/")
    assert "list of websites to look at" not in text(sign_in(cast.dev()), "/")
    assert "waits for somebody to look at it" in text(dana, "/filter/lists/")
    page = text(dana, f"/filter/lists/newer/{update.pk}/")
    for words in ("This address would become blocked", "www.maths.example", "12 times", "140 websites", "Gambling",
                  "The first 50 are shown", "gambling/domains:61", "plain names (61)"):  # fmt: skip
        assert words in page
    found = text(dana, f"/filter/lists/newer/{update.pk}/?find=bet59")
    assert "bet59.example" in found
    assert "bet1.example" not in found
    assert "Nothing like that" in text(dana, f"/filter/lists/newer/{update.pk}/?find=zebra")
    assert dana.post(f"/filter/lists/newer/{update.pk}/decide/", {"decision": "activate"}).status_code == 302
    update.refresh_from_db()
    assert (update.state, update.decided_by) == (ListUpdate.State.WANTED, cast.dana())
    again = dana.post(f"/filter/lists/newer/{update.pk}/decide/", {"decision": "discard"}, follow=True)
    assert "Somebody else has decided" in again.content.decode()


def test_what_a_single_child_asked_for_is_not_counted_where_it_lists_websites(
    sign_in, tmp_path: Path, store: Settings, keeper: Keeper
) -> None:
    add(write(tmp_path / "list", gambling=bets(3)))
    work(keeper)
    update = newest()
    rare = {"host": "rare.example", "becomes": "block", "groups": ["Years 3 to 6"], "because": "gambling", "times": 1}
    operations.note_effects(actor=cast.acting(cast.ivy()), at=AT, pk=update.pk, effects=[rare], hosts_asked=140)
    page = text(sign_in(cast.ivy()), f"/filter/lists/newer/{update.pk}/")
    assert "rare.example" in page
    assert "fewer than 5 times" in page


def test_the_deputy_reads_and_does_not_decide_and_other_schools_see_nothing(
    sign_in,
    tmp_path: Path,
    store: Settings,
    keeper: Keeper,
) -> None:
    source = add(write(tmp_path / "list", gambling=bets(3)))
    work(keeper)
    pk = newest().pk
    dev, eli = sign_in(cast.dev()), sign_in(cast.eli())
    assert "Put in force" not in text(dev, f"/filter/lists/newer/{pk}/")
    assert dev.post(f"/filter/lists/newer/{pk}/decide/", {"decision": "activate"}).status_code == 404
    assert dev.get("/filter/lists/add/").status_code == 404
    for path in (f"newer/{pk}/", f"{source.pk}/", f"{source.pk}/change/"):
        assert eli.get(f"/filter/lists/{path}").status_code == 404


def test_ivy_changes_fetches_and_stops_a_list(sign_in, store: Settings) -> None:
    source, ivy = add("/srv/ut1"), sign_in(cast.ivy())
    url = f"/filter/lists/{source.pk}/"
    assert ivy.post(url + "change/", FILLED | {"place": "/srv/other"}).status_code == 302
    source.refresh_from_db()
    assert (source.place, source.every, source.weekday) == ("/srv/other", "week", 2)
    ivy.post(url + "fetch/")
    assert "open for every group" in text(ivy, url + "stop/")
    ivy.post(url + "stop/")
    source.refresh_from_db()
    assert source.ended_at is not None
    assert "not used any more" in text(ivy, url)
    assert ivy.get(url + "change/").status_code == 404


def test_what_the_gateway_refuses_is_in_the_audit_once_and_on_the_page(sign_in, tutela: Settings) -> None:
    from tests.web.filters.test_pages import gateway_reports
    from tutela.web.core.actor import SystemActor
    from tutela.web.core.models import AuditEntry

    now = datetime.now(UTC)
    operations.publish_policy(actor=SystemActor("test"), at=now, establishment=cast.oakfield())
    refusal = "the snapshot was refused: version 1 fails its trial: gambling: NOT blocked (status 200)"
    for _ in range(2):
        gateway_reports(tutela, problem=refusal)
        operations.note_refusals(at=now)
    assert AuditEntry.objects.filter(action="policy.refused-by-gateway").count() == 1
    assert "fails its trial" in text(sign_in(cast.ivy()), "/filter/")
    gateway_reports(tutela)
    operations.note_refusals(at=now)
    assert AuditEntry.objects.filter(action="policy.accepted-by-gateway").count() == 1
