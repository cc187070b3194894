"""Each stage of a decision, most binding first, as the people of Oakfield meet it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.filtering.made import LEO, LESSON, LISTS, LUNCH, ask, make_filter
from tutela.filtering.address import parse
from tutela.filtering.engine import Request

pytestmark = pytest.mark.requirement("S0.14")


def rule(action: str, host: str, **more: Any) -> dict[str, Any]:
    return {"id": f"{action}-{host}{more.get('path', '')}", "action": action, "host": host, **more}


def exception(host: str, **more: Any) -> dict[str, Any]:
    running = {"from": "2026-11-23T09:00:00+00:00", "until": "2026-11-23T11:00:00+00:00"}
    return rule("allow", host, **running | more)


def test_leo_is_kept_from_gambling_and_told_why() -> None:
    decision = ask(make_filter(), "https://www.bet.example/roulette")
    assert decision.outcome == "block"
    assert decision.categories == ("gambling",)
    assert decision.rule == "category:gambling"
    assert decision.reason == "This site is listed under “Gambling”, which is blocked for Years 7 to 11."
    assert (decision.stage, decision.group, decision.age_band) == ("category", "learners-11-16", "11-16")


def test_leo_opens_a_site_that_no_list_names() -> None:
    decision = ask(make_filter(), "https://www.wikipedia.org/")
    assert (decision.outcome, decision.rule, decision.categories) == ("allow", "default", ())


def test_leo_plays_at_lunch_but_not_in_a_lesson() -> None:
    made = make_filter()
    assert ask(made, "play.example", at=LESSON).outcome == "block"
    at_lunch = ask(made, "play.example", at=LUNCH)
    assert at_lunch.outcome == "allow"
    assert at_lunch.reason.endswith("open to Years 7 to 11 during lunch.")
    assert ask(made, "bet.example", at=LUNCH).reason.endswith("blocked for Years 7 to 11.")


def test_tom_may_open_what_leo_may_not() -> None:
    assert ask(make_filter(), "social.example", group="staff").outcome == "allow"


def test_whoever_is_not_known_gets_the_strictest_group() -> None:
    made = make_filter()
    for group in ("", "nobody", "Staff"):
        assert ask(made, "play.example", group=group, at=LUNCH).group == "learners-5-7"


def test_illegal_material_opens_for_nobody_whatever_anybody_allows() -> None:
    allow = [rule("allow", "illegal.example")]
    made = make_filter(
        trust_rules=allow,
        local_rules=allow,
        exceptions=[exception("illegal.example")],
        always_open=[{"host": "illegal.example", "kind": "system"}],
        groups=[
            {"key": "learners-5-7", "name": "All", "age_band": "adult", "categories": {"illegal": "allow"}},
        ],
        timetable=[],
    )
    decision = ask(made, "illegal.example", group="learners-5-7")
    assert (decision.outcome, decision.rule, decision.stage) == ("block", "locked:illegal", "locked")


def test_a_help_line_opens_for_everybody_and_leaves_no_trace() -> None:
    made = make_filter(
        LISTS | {"adult": ["childline.org.uk"]},
        trust_rules=[rule("block", "childline.org.uk")],
        local_rules=[rule("block", "www.childline.org.uk")],
    )
    for group in ("learners-5-7", "learners-11-16", "staff"):
        decision = ask(made, "https://www.childline.org.uk/get-support/", group=group)
        assert (decision.outcome, decision.stage, decision.record) == ("allow", "always-open", False)
    assert ask(made, "https://aqa.org.uk/").record
    assert ask(made, "https://notchildline.org.uk/").record


def test_what_the_trust_blocks_no_school_can_open() -> None:
    made = make_filter(
        trust_rules=[rule("block", "news.example")],
        local_rules=[rule("allow", "www.news.example", path="/today")],
        exceptions=[exception("news.example")],
    )
    decision = ask(made, "http://www.news.example/today")
    assert (decision.outcome, decision.stage) == ("block", "trust")


def test_what_the_trust_opens_a_school_may_block() -> None:
    made = make_filter(trust_rules=[rule("allow", "bet.example"), rule("allow", "social.example")])
    assert ask(made, "bet.example").stage == "trust"
    tightened = make_filter(
        trust_rules=[rule("allow", "bet.example")],
        local_rules=[rule("block", "bet.example", reason="Not at Oakfield.")],
    )
    decision = ask(tightened, "bet.example")
    assert (decision.outcome, decision.stage, decision.reason) == ("block", "local", "Not at Oakfield.")


def test_the_most_specific_of_the_schools_rules_counts() -> None:
    made = make_filter(
        local_rules=[
            rule("allow", "example.com"),
            rule("block", "forum.example.com"),
            rule("allow", "forum.example.com", path="/maths"),
            rule("block", "forum.example.com", path="/maths/chat", groups=["learners-11-16"]),
            rule("allow", "casino.example.com", groups=["staff"]),
        ]
    )
    assert ask(made, "example.com").rule == "allow-example.com"
    assert ask(made, "www.forum.example.com").outcome == "block"
    assert ask(made, "forum.example.com/Maths/algebra").outcome == "allow"
    assert ask(made, "forum.example.com/mathsgames").outcome == "block"
    assert ask(made, "forum.example.com/maths/chat").outcome == "block"
    assert ask(made, "forum.example.com/maths/chat", group="staff").outcome == "allow"
    assert ask(made, "casino.example.com", group="staff").rule == "allow-casino.example.com"
    assert ask(made, "casino.example.com").rule == "allow-example.com"


def test_of_two_equal_rules_the_careful_one_counts() -> None:
    made = make_filter(local_rules=[rule("allow", "a.example"), rule("block", "a.example")])
    assert ask(made, "a.example").outcome == "block"


def test_an_exception_is_for_its_persons_and_its_time() -> None:
    made = make_filter(exceptions=[exception("social.example", persons=[LEO], reason="History project.")])
    assert ask(made, "social.example", at=LESSON).reason == "History project."
    assert ask(made, "social.example", at=LESSON, person="pmia").outcome == "block"
    assert ask(made, "social.example", at=LESSON - timedelta(hours=1)).outcome == "allow"
    assert ask(made, "social.example", at=LESSON - timedelta(hours=1, seconds=1)).outcome == "block"
    assert ask(made, "social.example", at=LESSON + timedelta(hours=1)).outcome == "block"


def test_an_exception_for_a_class_or_a_person_is_for_both() -> None:
    made = make_filter(exceptions=[exception("social.example", persons=["pmia"], groups=["learners-11-16"])])
    assert ask(made, "social.example", person=LEO).outcome == "allow"
    assert ask(made, "social.example", person="pmia", group="learners-5-7").outcome == "allow"
    assert ask(made, "social.example", person=LEO, group="learners-5-7").outcome == "block"


def test_the_schools_own_block_is_stronger_than_an_exception() -> None:
    made = make_filter(local_rules=[rule("block", "social.example")], exceptions=[exception("social.example")])
    assert ask(made, "social.example").stage == "local"


def test_a_category_that_comes_under_another_is_treated_like_it_and_keeps_its_name() -> None:
    made = make_filter({"arjel": ["pari.example"], "gambling": ["pari.example"]})
    decision = ask(made, "pari.example")
    assert decision.categories == ("gambling", "arjel")
    assert decision.rule == "category:gambling"


def test_a_category_that_nobody_knows_is_kept_from_learners_until_somebody_chooses() -> None:
    made = make_filter({"our-own": ["odd.example"]})
    assert ask(made, "odd.example").outcome == "block"
    assert ask(made, "odd.example", group="staff").outcome == "allow"


def test_a_group_can_be_kept_to_checked_sites() -> None:
    groups = [
        {
            "key": "learners-5-7",
            "name": "Reception",
            "age_band": "5-7",
            "default": "block",
            "categories": {"for-children": "allow"},
        }
    ]
    made = make_filter({"for-children": ["kind.example"]}, groups=groups, timetable=[])
    assert ask(made, "kind.example").outcome == "allow"
    assert ask(made, "other.example").reason == "Only sites that have been checked are open to Reception."


def test_a_rule_for_an_ip_address_is_for_that_address_alone() -> None:
    made = make_filter(local_rules=[rule("block", "10.0.0.1")])
    assert ask(made, "http://167772161/").outcome == "block"
    assert ask(made, "http://1.10.0.0/").outcome == "allow"


def test_a_rule_for_a_host_without_a_dot_covers_what_lies_below_it_too() -> None:
    made = make_filter(local_rules=[rule("block", "intranet")])
    assert ask(made, "http://intranet/").outcome == ask(made, "http://old.pages.intranet/").outcome == "block"


def test_the_weightier_of_two_blocked_categories_is_the_reason() -> None:
    made = make_filter({"gambling": ["x.example"], "adult": ["x.example"], "games": ["x.example"]})
    assert ask(made, "x.example").rule == "category:adult"
    assert ask(made, "x.example", at=LUNCH).rule == "category:adult"


def test_a_moment_without_a_zone_is_refused_rather_than_guessed() -> None:
    with pytest.raises(ValueError):
        make_filter().decide(Request(parse("play.example"), datetime(2026, 11, 23, 12, 30)))


HOST = st.sampled_from(
    ["bet.example", "www.bet.example", "play.example", "a.b.example", "b.example", "casino.example.com"]
)
PATH = st.sampled_from(["", "/x", "/x/y"])
ACTION = st.sampled_from(["allow", "block"])
RULE = st.builds(lambda action, host, path: rule(action, host, path=path), ACTION, HOST, PATH)


@given(
    st.lists(RULE, max_size=5),
    st.lists(RULE, max_size=5),
    HOST,
    PATH,
    st.sampled_from(["trust_rules", "local_rules", "exceptions", "always_open"]),
)
def test_adding_an_allow_never_blocks_anything(
    trust: list[dict[str, Any]], local: list[dict[str, Any]], host: str, path: str, where: str
) -> None:
    before: dict[str, list[dict[str, Any]]] = {"trust_rules": trust, "local_rules": local}
    added = {"host": host, "kind": "learning"} if where == "always_open" else rule("allow", host, path=path)
    after = before | {where: [*before.get(where, []), added]}
    one, other = make_filter(**before), make_filter(**after)
    for asked in ("bet.example", "www.bet.example/x/y", "play.example/x", "a.b.example", "casino.example.com/x"):
        if ask(one, asked).outcome == "allow":
            assert ask(other, asked).outcome == "allow"


@given(st.lists(RULE, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_rules_never_matters(rules: list[dict[str, Any]], dice: Any) -> None:
    one, other = make_filter(local_rules=rules), make_filter(local_rules=dice.sample(rules, len(rules)))
    for asked in ("bet.example", "www.bet.example/x/y", "play.example/x", "a.b.example"):
        assert ask(one, asked).outcome == ask(other, asked).outcome


def test_an_answer_is_shared_between_sites_of_the_same_categories() -> None:
    made = make_filter({"gambling": ["one.example", "two.example"]})
    assert ask(made, "one.example") is ask(made, "two.example")
    assert ask(made, "one.example", at=datetime(2026, 11, 22, 10, tzinfo=UTC)).outcome == "block"


def test_remembering_hosts_never_changes_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tutela.filtering.engine.MOST_HOSTS", 2)
    made = make_filter({"drugs": ["host.example/grow"], "gambling": ["bet.example"]})
    for _ in range(3):
        assert ask(made, "host.example/").categories == ()
        assert ask(made, "host.example/grow").categories == ("drugs",)
        assert ask(made, "bet.example").outcome == ask(made, "www.bet.example").outcome == "block"
    assert made.categories_of(parse("http://www.host.example/grow/x")) == ("drugs",)
