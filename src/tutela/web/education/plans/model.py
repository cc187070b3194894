"""What a lesson plan says. No rows, no clock."""

import msgspec

MOST = {"title": 120, "goal": 300, "steps": 6000, "material": 400, "question": 300}
"""How many letters each part may have, on the page and in a file."""
MOST_LINES = 20
"""Materials, and questions, of one plan."""


class Material(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something the lesson uses: whose it is, and under what licence."""

    title: str
    address: str = ""
    licence: str
    author: str


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a plan."""

    title: str
    topic: str
    """An id of library/curriculum.yaml."""
    bands: tuple[str, ...]
    """For which ages."""
    goal: str
    """What learners can do afterwards."""
    steps: str
    """What learners do, in order; paragraphs are kept."""
    materials: tuple[Material, ...] = ()
    questions: tuple[str, ...] = ()
    source: str = ""
    """Whose words they are, where they came from others; empty where all are the place's own."""
    licence: str = ""
    """Under which they came, and under which alone they leave; empty where all are the place's own."""


def to_text(plan: Plan) -> str:
    """As it is kept."""
    return msgspec.json.encode(plan).decode()


def from_text(text: str) -> Plan:
    """As it was kept."""
    return msgspec.json.decode(text, type=Plan)
