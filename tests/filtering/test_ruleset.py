"""A policy with a mistake in it is refused, and the message says where the mistake is."""

import json
from typing import Any

import pytest

from tests.filtering.made import make_policy
from tutela.filtering.defaults import default_policy
from tutela.filtering.ruleset import BadPolicy, policy_from, read_policy


def test_the_policy_a_new_school_begins_with_is_whole() -> None:
    policy = read_policy(json.dumps(default_policy()))
    assert policy.strictest == "learners-5-7"
    assert {group.age_band for group in policy.groups} == {"5-7", "7-11", "11-16", "16-plus", "adult"}
    assert policy.group("staff").categories["social-media"] == "allow"
    assert policy.group("nobody").key == policy.strictest
    assert any(not site.record for site in policy.always_open)
    assert policy.pages.monitored["5-7"]


def test_everything_that_a_policy_can_hold_is_read() -> None:
    policy = policy_from(
        make_policy(
            trust_rules=[{"id": "t", "action": "block", "host": "a.example"}],
            exceptions=[
                {
                    "id": "e",
                    "action": "allow",
                    "host": "b.example",
                    "persons": ["p"],
                    "from": "2026-11-22T09:00:00+00:00",
                }
            ],
            identities={
                "credentials": {"leo": {"hash": "00", "person": "p", "group": "learners-11-16"}},
                "devices": [{"name": "library-pc-3", "address": "10.1.2.3", "person": None, "group": "learners-5-7"}],
                "asking": ["10.2.0.0/16", "2001:db8::/32"],
            },
            opened_hosts=["www.google.com"],
            pages={"school": "Oakfield", "named_contact": {"name": "Dana"}, "help": [{"name": "Childline"}]},
            fail_policy={"kind": "open-with-alarm", "chosen_by": "Hana", "chosen_at": "2026-11-22T09:00:00+00:00"},
        )
    )
    assert str(policy.identities.asking[0]) == "10.2.0.0/16"
    assert policy.exceptions[0].from_ is not None
    assert policy.exceptions[0].until is None
    assert policy.pages.named_contact is not None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"colour": "green"}, "colour is not known"),
        ({"format": 2}, "format is 2"),
        ({"version": "7"}, 'version is "7"; a whole number'),
        ({"version": True}, "version is true"),
        ({"strictest": "nobody"}, "strictest"),
        ({"groups": {}}, "groups is {}; a list"),
        ({"groups": [{"key": "a", "name": "A", "age_band": "12"}], "strictest": "a"}, r"groups\[0\].age_band"),
        ({"groups": [{"key": "a", "name": "A"}], "strictest": "a"}, r"groups\[0\].age_band is missing"),
        ({"always_open": [{"host": "Childline.org.uk", "kind": "help"}]}, r"always_open\[0\].host"),
        ({"always_open": [{"host": "childline.org.uk:443", "kind": "help"}]}, r"always_open\[0\].host"),
        ({"local_rules": [{"id": "1", "action": "open", "host": "a.example"}]}, r"local_rules\[0\].action"),
        ({"timetable": [{"slot": "lunch", "days": [7], "from": "12:00", "until": "13:00"}]}, r"timetable\[0\].days"),
        ({"timetable": [{"slot": "lunch", "days": [0], "from": "noon", "until": "13:00"}]}, r"timetable\[0\].from"),
        ({"timetable": []}, r"groups\[1\].slots"),
        ({"exceptions": [{"id": "1", "action": "allow", "host": "a.example", "until": "2026-11-22T09:00"}]}, "until"),
        ({"establishment": {"id": 1, "slug": "o", "name": "O", "time_zone": "Mars"}}, "time_zone"),
        ({"identities": {"asking": ["10.0.0.1/8"]}}, r"identities.asking\[0\]"),
        ({"identities": {"devices": [{"name": "pc", "address": "pc"}]}}, r"identities.devices\[0\].address"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BadPolicy, match=place):
        policy_from(make_policy(**change))


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_policy_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(BadPolicy):
        read_policy(raw)
