"""The pages of an establishment, which are everybody's; and a conversation, for the readers of its concern."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.core.actor import AnonymousReporter
from tutela.web.worries import operations
from tutela.web.worries.models import Conversation
from tutela.web.worries.pages import list_versions


def _page(relation: Relation, **more: str) -> dict[str, Any] | None:
    """They are about nobody."""
    return {"place": relation.establishment.slug, **more} if relation.name in ("own", "foreign") else None


def _conversation(relation: Relation) -> dict[str, Any]:
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.eli()
    reporter, at = AnonymousReporter(relation.establishment.pk), datetime.now(UTC)
    answers = {"danger": "no", "what": "A worry.", "who": "me", "by": relation.subject.full_name, "place": "both"}
    kept = operations.begin(actor=reporter, state={"answers": answers}, at=at)
    sent = operations.send(actor=reporter, token=kept.token, state=kept.state, version=list_versions()[2], at=at)
    conversation = Conversation._base_manager.get(pk=sent["conversation"])
    return {"pk": conversation.concern_id}


OBJECTS = {
    **{
        f"worries:{name}": _page
        for name in ("place", "leave", "words", "try-words", "come-back", "mine", "say-who", "close")
    },
    **{f"worries:{name}": lambda relation: _page(relation, version="7-11") for name in ("begin", "check", "sent")},
    "worries:question": lambda relation: _page(relation, version="7-11", question="what"),
    "worries:talk": _conversation,
}
