"""The pages of an establishment, which are everybody's; and a conversation, for the readers of its concern."""

from datetime import UTC, datetime
from typing import Any

from tests import cast
from tests.permissions.objects import Relation
from tutela.web.concerns import operations as concerns
from tutela.web.core.actor import Actor, AnonymousReporter
from tutela.web.worries import operations
from tutela.web.worries.models import Conversation
from tutela.web.worries.pages import list_versions

ANSWERS = {"version": "11-16", "danger": "no", "what": "A worry.", "who": "me", "by": "", "place": "both"}


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


def _draft(relation: Relation, **more: str) -> dict[str, Any] | None:
    """What Leo, or Nia, began in their own words; it is about nobody yet."""
    if relation.name not in ("own", "foreign"):
        return None
    draft = concerns.start_draft(actor=_writer(relation), answers=ANSWERS, at=datetime.now(UTC))
    return {"draft": draft.pk, **more}


def _writer(relation: Relation) -> Actor:
    return cast.acting(cast.leo() if relation.name == "own" else cast.nia())


def _sent(relation: Relation) -> dict[str, Any] | None:
    """The same, sent."""
    begun = _draft(relation)
    if begun is None:
        return None
    cast.dana(), cast.dev(), cast.hana(), cast.chris(), cast.eli()
    operations.send_known(
        actor=_writer(relation),
        draft_id=begun["draft"],
        answers=ANSWERS,
        version=list_versions()[2],
        origin="learner",
        at=datetime.now(UTC),
    )
    return {"pk": begun["draft"]}


OBJECTS = {
    **{
        f"worries:{name}": _page
        for name in ("place", "leave", "words", "try-words", "come-back", "mine", "say-who", "close")
    },
    **{f"worries:{name}": lambda relation: _page(relation, version="7-11") for name in ("begin", "check", "sent")},
    "worries:question": lambda relation: _page(relation, version="7-11", question="what"),
    "worries:own-question": lambda relation: _draft(relation, question="what"),
    "worries:own-check": _draft,
    "worries:own-sent": _sent,
    "worries:talk": _conversation,
}
