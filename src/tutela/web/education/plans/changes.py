"""What is different between two versions of a plan, part by part. No rows, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from tutela.web.education.plans.model import Plan
from tutela.web.education.plans.typed import write_materials


@dataclass(frozen=True, slots=True)
class Change:
    """A part, by its name in the plan, as it was and as it is."""

    part: str
    before: str
    now: str


def parts_of(plan: Plan) -> dict[str, str]:
    """All that people wrote, by the name of the part, in the order of the page."""
    return {
        "title": plan.title,
        "goal": plan.goal,
        "steps": plan.steps,
        "materials": write_materials(plan.materials),
        "questions": "\n".join(plan.questions),
    }


def compare(before: Plan, now: Plan) -> Iterator[Change]:
    """The parts that differ."""
    old = parts_of(before)
    yield from (Change(part, old[part], text) for part, text in parts_of(now).items() if old[part] != text)
