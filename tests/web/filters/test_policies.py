"""What the gateway gets is what the school has chosen, on top of what the library says."""

from datetime import UTC, datetime, time

import pytest

from tests import cast
from tutela.filtering.ruleset import policy_from
from tutela.web.core.actor import SystemActor
from tutela.web.establishments import operations as establishments
from tutela.web.filters import operations
from tutela.web.filters.policies import build_policy

AT = datetime(2026, 11, 16, 7, 45, tzinfo=UTC)  # a Monday
SETTING_UP = SystemActor("test")


def test_a_school_that_has_chosen_nothing_gets_what_the_library_suggests() -> None:
    policy = policy_from(build_policy(cast.elm_park(), AT))
    assert [group.key for group in policy.groups][:2] == ["learners-5-7", "learners-7-11"]
    assert policy.strictest == "learners-5-7"
    assert "illegal" in policy.locked
    assert policy.fail_policy.kind == "closed-allowlist"
    assert policy.fail_policy.chosen_by == ""


def test_beginning_gives_a_school_its_groups_and_twice_no_more() -> None:
    oakfield = cast.oakfield()
    cast.learners_11_16()
    for _ in range(2):
        operations.begin(actor=SETTING_UP, at=AT, establishment=oakfield)
    keys = [group["key"] for group in build_policy(oakfield, AT)["groups"]]
    assert sorted(keys) == ["learners-11-16", "learners-16-plus", "learners-5-7", "learners-7-11", "staff"]


def test_a_class_of_ones_own_is_filtered_like_its_age() -> None:
    oakfield = cast.oakfield()
    establishments.make_group(actor=SETTING_UP, establishment=oakfield, key="9B", name="9B", age_band="11-16", at=AT)
    (group,) = build_policy(oakfield, AT)["groups"]
    assert group["strictness"] == 3
    assert group["categories"]["gambling"] == "block"


@pytest.mark.parametrize(
    ("phase", "band"), [("secondary", "11-16"), ("16-plus", "16-plus"), ("adult", "adult"), ("primary", "5-7")]
)
def test_whom_nobody_knows_reads_words_for_the_phase_and_is_filtered_as_the_strictest(phase: str, band: str) -> None:
    oakfield = cast.oakfield()
    oakfield.phase = phase
    policy = policy_from(build_policy(oakfield, AT))
    assert policy.band_of(None) == policy.band_of("no such group") == band
    assert policy.group(None).key == "learners-5-7"
    assert policy.band_of("learners-7-11") == "7-11"


def test_what_a_school_chooses_for_a_group_beats_the_library() -> None:
    group = cast.learners_11_16()
    operations.set_group(
        actor=SETTING_UP,
        at=AT,
        group=group,
        strictness=2,
        categories={"games": "block"},
        slots={"club": {"games": "allow"}},
    )
    operations.set_timetable(
        actor=SETTING_UP, at=AT, establishment=cast.oakfield(), periods=[("club", [2], time(15, 30), time(16, 30))]
    )
    policy = build_policy(cast.oakfield(), AT)
    assert policy["groups"][0]["categories"]["games"] == "block"
    assert policy["groups"][0]["slots"] == {"club": {"games": "allow"}}
    assert policy["timetable"] == [{"slot": "club", "days": [2], "from": "15:30", "until": "16:30"}]


def test_nobody_sets_a_category_that_the_law_has_locked() -> None:
    with pytest.raises(operations.settings.NoSuchCategory):
        operations.set_group(
            actor=SETTING_UP, at=AT, group=cast.learners_11_16(), strictness=2, categories={"illegal": "allow"}
        )


def test_people_and_devices_travel_as_pseudonyms_with_their_group() -> None:
    oakfield, leo, dana = cast.oakfield(), cast.leo(), cast.dana()
    operations.begin(actor=SETTING_UP, at=AT, establishment=oakfield)
    for person in (leo, dana):
        establishments.make_network_credential(actor=SETTING_UP, person=person, at=AT)
    establishments.add_device(
        actor=SETTING_UP, establishment=oakfield, name="leos-tablet", address="10.1.2.3", person=leo, at=AT
    )
    establishments.add_device(
        actor=SETTING_UP,
        establishment=oakfield,
        name="library-pc-3",
        address="10.1.2.4",
        group=cast.learners_11_16(),
        at=AT,
    )
    identities = build_policy(oakfield, AT)["identities"]
    assert identities["credentials"]["leo"]["person"] == leo.pseudonym
    assert identities["credentials"]["leo"]["group"] == "learners-11-16"
    assert identities["credentials"]["dana"]["group"] == "staff"
    assert [(one["name"], one["person"], one["group"]) for one in identities["devices"]] == [
        ("leos-tablet", leo.pseudonym, "learners-11-16"),
        ("library-pc-3", None, "learners-11-16"),
    ]
    assert "Marsh" not in str(identities)


def test_nothing_of_one_school_travels_in_the_policy_of_another() -> None:
    establishments.make_network_credential(actor=SETTING_UP, person=cast.leo(), at=AT)
    establishments.make_network_credential(actor=SETTING_UP, person=cast.eli(), at=AT)
    assert set(build_policy(cast.elm_park(), AT)["identities"]["credentials"]) == {"eli"}


def test_the_blocked_page_names_the_contact_and_whoever_chose_the_fail_policy_is_named() -> None:
    cast.name_contact()
    operations.choose_fail_policy(
        actor=SETTING_UP, at=AT, establishment=cast.oakfield(), kind="open-with-alarm", chosen_by=cast.hana()
    )
    policy = build_policy(cast.oakfield(), AT)
    assert policy["pages"]["named_contact"]["name"] == "Dana Shah"
    assert policy["fail_policy"]["chosen_by"] == "Hana Novak"


def test_a_slot_of_a_group_that_the_timetable_does_not_have_is_left_out() -> None:
    operations.set_group(
        actor=SETTING_UP, at=AT, group=cast.learners_11_16(), strictness=3, slots={"tea": {"games": "allow"}}
    )
    assert build_policy(cast.oakfield(), AT)["groups"][0]["slots"] == {}


def test_networks_that_ask_are_checked() -> None:
    oakfield = cast.oakfield()
    operations.set_asking_networks(actor=SETTING_UP, at=AT, establishment=oakfield, networks=["10.2.0.0/16"])
    assert build_policy(oakfield, AT)["identities"]["asking"] == ["10.2.0.0/16"]
    with pytest.raises(Exception, match="is not a network"):
        operations.set_asking_networks(actor=SETTING_UP, at=AT, establishment=oakfield, networks=["ten"])


def test_before_anybody_has_signed_the_blocked_page_does_not_say_that_requests_are_recorded() -> None:
    school = cast.oakfield()
    told = build_policy(school, AT)["pages"]["monitored"]
    assert set(told) == set(build_policy(cast.elm_park(), AT)["pages"]["monitored"])
    assert all("Nothing is written down" in words for words in told.values())
    cast.sign_off_monitoring()
    assert "records" in build_policy(school, datetime.now(UTC))["pages"]["monitored"]["11-16"]
