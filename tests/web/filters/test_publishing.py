"""What is chosen comes into force by itself, and what cannot be published says so and changes nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests import cast
from tutela.filtering import signature, snapshot
from tutela.keys import KeyFolder
from tutela.settings import Settings
from tutela.web.core.actor import SystemActor
from tutela.web.core.models import AuditEntry
from tutela.web.establishments import operations as establishments
from tutela.web.filters import operations, queries, tasks
from tutela.web.filters.models import Publication

AT = datetime(2026, 11, 16, 7, 45, tzinfo=UTC)
SETTING_UP = SystemActor("test")


def in_force(tutela: Settings, name: str = "oakfield") -> snapshot.Manifest:
    return snapshot.read_manifest(tutela.snapshots, name, KeyFolder(tutela.keys).signing_key().public_key())


def test_the_first_tick_publishes_a_signed_policy_with_its_index(tutela: Settings) -> None:
    cast.oakfield()
    tasks.publish_due(AT)
    manifest = in_force(tutela)
    assert manifest.version == 1
    assert json.loads(manifest.path("policy").read_bytes())["establishment"]["slug"] == "oakfield"
    assert manifest.path("index").stat().st_size > 1000
    assert AuditEntry.objects.filter(action="policy.publish", object="policy:oakfield").count() == 1


def test_a_tick_without_a_change_publishes_nothing(tutela: Settings) -> None:
    cast.oakfield()
    for seconds in range(3):
        tasks.publish_due(AT + timedelta(seconds=seconds))
    assert in_force(tutela).version == 1


def test_a_change_is_published_by_the_next_tick(tutela: Settings) -> None:
    group = cast.learners_11_16()
    tasks.publish_due(AT)
    operations.set_group(actor=SETTING_UP, at=AT, group=group, strictness=5)
    tasks.publish_due(AT + timedelta(seconds=1))
    assert in_force(tutela).version == 2


def test_a_new_credential_is_published_without_anybody_asking(tutela: Settings) -> None:
    leo = cast.leo()
    tasks.publish_due(AT)
    establishments.make_network_credential(actor=SETTING_UP, person=leo, at=AT)
    tasks.publish_due(AT + timedelta(seconds=1))
    assert in_force(tutela).version == 1
    tasks.publish_drifted(AT + timedelta(seconds=60))
    assert in_force(tutela).version == 2
    tasks.publish_drifted(AT + timedelta(seconds=120))
    assert in_force(tutela).version == 2


def test_a_lost_snapshot_folder_is_filled_again(tutela: Settings) -> None:
    cast.oakfield()
    tasks.publish_due(AT)
    for file in tutela.snapshots.glob("oakfield*"):
        file.unlink()
    tasks.publish_drifted(AT + timedelta(seconds=60))
    assert in_force(tutela).version == 1


def test_what_cannot_be_published_is_shown_and_tried_again_later(
    tutela: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cast.oakfield()

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tutela.filtering.publish.publish_policy", full)
        tasks.publish_due(AT)
        tasks.publish_due(AT + timedelta(seconds=1))
    assert queries.health(cast.oakfield()).fault == "No space left on device"
    assert AuditEntry.objects.filter(action="policy.publish-failed").count() == 1
    tasks.publish_due(AT + timedelta(seconds=31))
    assert in_force(tutela).version == 1
    assert Publication._base_manager.get().fault == ""


def test_the_detection_rules_are_signed_and_published_once(tutela: Settings) -> None:
    tasks.publish_drifted(AT)
    tasks.publish_drifted(AT + timedelta(seconds=60))
    manifest = in_force(tutela, "detection")
    assert manifest.version == 1
    assert "suicide-intent" in manifest.path("detection").read_text()


def test_signing_for_monitoring_and_withdrawing_it_are_published_by_the_next_tick(tutela: Settings) -> None:
    school, hana = cast.oakfield(), cast.hana()
    tasks.publish_due(AT)
    assert recording(tutela) is False, "nobody has signed"
    establishments.sign_off_monitoring(
        actor=SETTING_UP, at=AT, establishment=school, person=hana, role_words="Headteacher"
    )
    tasks.publish_due(AT + timedelta(seconds=1))
    assert recording(tutela) is True
    establishments.withdraw_monitoring(actor=SETTING_UP, at=AT, establishment=school, person=hana, note="Out of date")
    tasks.publish_due(AT + timedelta(seconds=2))
    assert recording(tutela) is False
    assert in_force(tutela).version == 3
    tasks.publish_due(AT + timedelta(seconds=3))
    assert in_force(tutela).version == 3


def recording(tutela: Settings) -> bool:
    return json.loads(in_force(tutela).path("policy").read_bytes())["recording"]


def test_a_withdrawn_signature_reaches_the_gateway_though_nothing_can_be_published(
    tutela: Settings, monkeypatch
) -> None:
    cast.sign_off_monitoring(cast.hana())
    tasks.follow_signatures(AT)
    tasks.publish_due(AT)
    assert not signature.is_missing(tutela.snapshots, "oakfield")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tutela.filtering.publish.publish_policy", full)
    hana = {"person": cast.hana(), "establishment": cast.oakfield(), "note": "A question of the governors."}
    establishments.withdraw_monitoring(actor=SETTING_UP, at=AT, **hana)
    tasks.follow_signatures(AT + timedelta(seconds=1))
    tasks.publish_due(AT + timedelta(seconds=1))
    assert Publication._base_manager.get().recording, "the policy in force is the one before"
    assert signature.is_missing(tutela.snapshots, "oakfield")
    signed = {"person": cast.hana(), "establishment": cast.oakfield(), "role_words": "Head", "note": ""}
    establishments.sign_off_monitoring(actor=SETTING_UP, at=AT + timedelta(hours=1), **signed)
    tasks.follow_signatures(AT + timedelta(hours=1))
    assert not signature.is_missing(tutela.snapshots, "oakfield")
