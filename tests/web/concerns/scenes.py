"""What happens in these tests: concerns and cases as the cast makes them, with phrases that are found nowhere else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests import cast
from tutela.web.concerns import operations, queries
from tutela.web.concerns.models import Concern, SafeguardingCase
from tutela.web.concerns.rules import PersonInConcern
from tutela.web.core.models import AuditEntry
from tutela.web.establishments.models import Person

AT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
WORDS = "He said the kingfisher never comes back to the canal."


def somebody(person: Person, role: str = "harmed") -> PersonInConcern:
    return PersonInConcern(person.pk, person.full_name, role)


def named(name: str, role: str = "alleged") -> PersonInConcern:
    return PersonInConcern(None, name, role)


def a_concern(*people: PersonInConcern, by: Person | None = None, at: datetime = AT, **more: Any) -> Concern:
    """Tom reports that he worries about Leo, unless told otherwise; Dana and Dev are there to read it."""
    cast.dana(), cast.dev(), cast.hana(), cast.chris()
    return an_unread_concern(*people, by=by, at=at, **more)


def an_unread_concern(*people: PersonInConcern, by: Person | None = None, at: datetime = AT, **more: Any) -> Concern:
    """The same where nobody need be there to read it."""
    given: dict[str, Any] = {
        "what_happened": WORDS,
        "four_c": "content",
        "theme": "suicide-self-harm",
        "place": "online",
        "told_in_person": False,
        "immediate_danger": False,
    }
    return operations.raise_concern(
        actor=cast.acting(by or cast.tom(), at=at), at=at, people=people or [somebody(cast.leo())], **(given | more)
    )


def a_case(concern: Concern | None = None, by: Person | None = None, at: datetime = AT) -> SafeguardingCase:
    """Dana opens a case on a concern that nobody has touched."""
    concern = concern or a_concern()
    return operations.open_case(
        actor=cast.acting(by or cast.dana(), at=at), concern_id=concern.pk, version=0, at=at + timedelta(hours=1)
    )


def reads_of(row: Concern | SafeguardingCase) -> int:
    """How often the audit says that it was read."""
    return AuditEntry.objects.filter(object=f"{row._meta.label_lower}:{row.pk}", action__endswith=".read").count()


def version_of(case_id: UUID) -> int:
    from tutela.web.concerns.models import CaseEntry

    return CaseEntry._base_manager.filter(case=case_id).order_by("-number").values_list("number", flat=True)[0]


def by_playbook(case_id: UUID, *names: str, by: Person | None = None, at: datetime = AT) -> None:
    """Dana chooses what kind of matter it is, "something else" unless told otherwise."""
    operations.choose_playbooks(
        actor=cast.acting(by or cast.dana(), at=at),
        case_id=case_id,
        version=version_of(case_id),
        chosen=names or ("other",),
        at=at,
    )


def take_steps(case_id: UUID, by: Person | None = None, at: datetime = AT) -> None:
    """Every step that has to be taken is taken."""
    actor = cast.acting(by or cast.dana(), at=at)
    plan = queries.read_plan(actor=actor, case_id=case_id, today=at.date(), at=at)
    for number, one in enumerate(one for one in plan.steps if one.step.must and one.status == "to-do"):
        operations.answer_step(
            actor=actor,
            case_id=case_id,
            version=plan.version + number,
            step=one.step.id,
            is_done=True,
            words="Done this morning.",
            at=at,
        )


def ready_to_close(case_id: UUID, by: Person | None = None, at: datetime = AT) -> None:
    """A case with its playbook and every step taken."""
    by_playbook(case_id, by=by, at=at)
    take_steps(case_id, by=by, at=at)
