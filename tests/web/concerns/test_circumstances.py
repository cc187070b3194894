"""Where it was, over which network, on whose device, in whose company: the duty does not end at the gate."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_concern, reads_of
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Circumstances, Concern
from tutela.web.concerns.rules import NotAllowed

SignIn = Callable[..., Client]


def describe(concern: Concern, *, version: int, **more: object) -> None:
    given = {"settings": ["bus-stop", "home"], "networks": ["mobile"], "devices": ["own"], "company": "others"}
    operations.describe_concern(
        actor=cast.acting(cast.dana()), concern_id=concern.pk, version=version, at=AT, **(given | more)
    )


@pytest.mark.requirement("S3.9", "S4.2", "S4.3")
def test_what_happened_far_from_school_on_somebodys_own_phone_with_others_around_is_noted_and_put_right_later() -> None:
    concern = a_concern()
    describe(concern, version=0, characteristics=["disability"])
    describe(concern, version=1, settings=["foster-home"], company="alone")
    read = queries.read_concern(actor=cast.acting(cast.dana()), concern_id=concern.pk, at=AT)
    assert read.circumstances is not None
    assert (read.circumstances.settings, read.circumstances.company) == (("foster-home",), "alone")
    assert read.circumstances.lines[0] == "In a foster or children’s home"
    assert Circumstances._base_manager.count() == 2
    with pytest.raises(operations.ConcernChanged):
        describe(concern, version=1)
    with pytest.raises(NotAllowed):
        describe(concern, version=2, settings=["the moon"])


def test_what_the_law_protects_is_sealed() -> None:
    concern = a_concern()
    describe(concern, version=0, characteristics=["religion"])
    row = Circumstances._base_manager.get()
    assert b"religion" not in bytes(row.sealed_characteristics)
    assert "religion" not in json.dumps([row.settings, row.networks, row.devices, row.company])


@pytest.mark.requirement("S4.2")
def test_concerns_are_counted_by_where_they_happened() -> None:
    describe(a_concern(), version=0)
    a_concern()
    counts = queries.count_by_setting(cast.acting(cast.gwen()), AT - timedelta(hours=1), AT + timedelta(hours=1))
    assert (counts["bus-stop"], counts["home"], counts["unknown"], counts["library"]) == (1, 1, 1, 0)


def test_dana_notes_it_on_the_page_of_the_concern(sign_in: SignIn) -> None:
    concern = a_concern()
    client = sign_in(cast.dana())
    address = f"/concerns/{concern.pk}/circumstances/"
    page = client.get(address).content.decode()
    assert "At school" in page
    assert reads_of(concern) == 1
    assert "Select" in client.post(address, {"version": 0}).content.decode()
    answers = {"version": 0, "settings": ["cafe"], "networks": ["other"], "devices": ["anothers"], "company": "others"}
    assert client.post(address, answers).status_code == 302
    page = client.get(f"/concerns/{concern.pk}/").content.decode()
    for shown in ("In a café or shop", "Somebody else’s network", "Others were in the room"):
        assert shown in page
    assert "Somebody else has written" in client.post(address, answers).content.decode()
