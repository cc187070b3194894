"""Links that sign somebody in: whoever holds one may use it, so they are made for a person of their own."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.accounts.operations import make_sign_in_link


def _link(relation: Relation) -> dict[str, Any] | None:
    if relation.name != "own":
        return None
    url = make_sign_in_link(
        user=cast.leo().user, actor=cast.SETTING_UP, at=datetime.now(UTC), base_url="http://localhost"
    )
    return {"secret": url.rstrip("/").rpartition("/")[2]}


OBJECTS = {"use-sign-in-link": _link}
