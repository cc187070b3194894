"""Objects behind the addresses of the set-up: a page of questions, the same for whatever establishment one manages."""

from tests.permissions.objects import Relation


def make_page(relation: Relation) -> dict[str, str] | None:
    """The first page."""
    return {"page": "school"} if relation.name == "own" else None


OBJECTS = {"setup:question": make_page}
