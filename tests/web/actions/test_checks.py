"""The page of what does not add up, over real rows."""

from datetime import date, timedelta

from tests import cast
from tests.web.actions.scenes import NOON, TODAY, a_figure, an_action
from tests.web.actions.test_closing import SAID, STAFF, close
from tutela.web.actions import operations, queries
from tutela.web.actions.models import Action, Proof
from tutela.web.actions.rules.checks import Fault
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.models import Person

DUE = date(2026, 12, 1)


def found(at=NOON, who=cast.dana) -> dict[Fault, list[str]]:  # type: ignore[no-untyped-def]
    listed = queries.list_what_does_not_add_up(cast.acting(who()), cast.oakfield(), at)
    return {fault: [action.title for action in actions] for fault, actions in listed}


def test_nothing_is_said_of_what_adds_up() -> None:
    a_figure("training.staff", 97)
    an_action("Sound", due_on=DUE)
    close(an_action("Done"), **SAID)
    close(an_action("Measured", bar=STAFF))
    assert found() == {}


def test_each_thing_that_does_not_add_up_is_named() -> None:
    dana = cast.acting(cast.dana())
    an_action("Nobody’s", owner=None, due_on=DUE)
    an_action("Left", owner=cast.sue(), due_on=DUE)
    an_action("Late", due_on=TODAY - timedelta(days=1))
    an_action("Someday", due_on=None)
    first = an_action("First", due_on=DUE + timedelta(days=9))
    second = an_action("Second", due_on=DUE)
    operations.wait_for(actor=dana, at=NOON, pk=second.pk, others=[first.pk])
    a_figure("training.staff", 97)
    close(an_action("Certificate"), **SAID, holds_until=TODAY + timedelta(days=5))
    close(an_action("Measured", bar=STAFF))
    Person._base_manager.filter(pk=cast.sue().pk).update(left_on=TODAY)
    assert found() == {
        Fault.OVERDUE: ["Late"],
        Fault.NO_OWNER: ["Nobody’s"],
        Fault.OWNER_LEFT: ["Left"],
        Fault.NO_DUE_DAY: ["Someday"],
        Fault.BEFORE_ITS_TURN: ["Second"],
    }
    later = found(NOON + timedelta(days=5))
    assert later[Fault.EXPIRED] == ["Certificate"]
    assert set(found(NOON + timedelta(days=31))[Fault.EXPIRED]) == {"Certificate", "Measured"}
    a_figure("training.staff", 10, NOON + timedelta(days=31))
    assert found(NOON + timedelta(days=31))[Fault.CONTRADICTED] == ["Measured"]


def test_circles_and_missing_proof_are_seen_though_the_pages_let_nobody_make_them() -> None:
    one, other = an_action("One", due_on=DUE), an_action("Other", due_on=DUE)
    bare = an_action("Bare", due_on=DUE)
    with acting_as(SystemActor("test")):
        one.depends_on.set([other])
        other.depends_on.set([one])
        Action.objects.filter(pk=bare.pk).update(state="done", ended_at=NOON)
    assert not Proof._base_manager.exists()
    assert found() == {Fault.CIRCULAR: ["One", "Other"], Fault.NO_PROOF: ["Bare"]}
    assert found(who=cast.tom)[Fault.NO_PROOF] == ["Bare"]
    assert found(who=cast.eli) == {}
