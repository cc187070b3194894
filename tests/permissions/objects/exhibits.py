"""An exhibit of a case about somebody, as whoever the case has come to has brought it in."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests import cast
from tests.permissions.objects import Relation
from tests.permissions.objects.concerns import case
from tests.web.exhibits.scenes import an_exhibit
from tutela.web.core.actor import acting_as
from tutela.web.exhibits import operations
from tutela.web.exhibits.models import Exhibit
from tutela.web.exhibits.operations.ledger import add_line


def _exhibit(relation: Relation) -> Exhibit:
    opened = case(relation)
    return an_exhibit(settings.TUTELA, case=opened)


def _locked(relation: Relation, *, how_far: str = "locked") -> dict[str, Any]:
    exhibit = _exhibit(relation)
    worker = cast.acting(exhibit.case.opened_by)
    operations.lock_exhibit(actor=worker, exhibit_id=exhibit.pk, at=timezone.now())
    if how_far != "locked":
        operations.ask_destruction(
            actor=worker,
            exhibit_id=exhibit.pk,
            officer="DC Khan",
            reference="44/2026",
            told_on=date(2026, 11, 20),
            at=timezone.now(),
        )
    if how_far == "destroyed":
        _by_a_second(exhibit, cast.SETTING_UP)
    return {"pk": exhibit.pk}


def _by_a_second(exhibit: Exhibit, actor: Any) -> None:
    """The line alone: who may be the second is asked elsewhere."""
    with acting_as(actor):
        add_line(actor, exhibit, "destroyed", at=timezone.now())


OF_CASE = ("of-case", "ask", "upload", "not-kept", "keep-web-records")
OF_EXHIBIT = ("exhibit", "view", "save", "redact", "hand-over", "lock")
OBJECTS = {
    **{f"exhibits:{name}": lambda relation: {"pk": case(relation).pk} for name in OF_CASE},
    **{f"exhibits:{name}": lambda relation: {"pk": _exhibit(relation).pk} for name in OF_EXHIBIT},
    **{f"exhibits:{name}": _locked for name in ("facts", "ask-destruction")},
    "exhibits:approve": lambda relation: _locked(relation, how_far="to-destroy"),
    "exhibits:certificate": lambda relation: _locked(relation, how_far="destroyed"),
}
