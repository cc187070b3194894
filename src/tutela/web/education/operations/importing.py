"""Training that was noted elsewhere is taken in: all rows of a list, or none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.education.operations.refusals import EducationRefused, NotedAlready
from tutela.web.education.operations.training import keep_training, must_keep_training
from tutela.web.education.queries.training import Owing, list_owing
from tutela.web.education.rules.sheet import Row
from tutela.web.establishments.models import Establishment

SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many rows are new, and how many were noted before."""

    new: int
    known: int


class BadSheet(EducationRefused):
    """Some rows cannot be taken in, so none was; `faults` says of each what is wrong and where."""

    def __init__(self, faults: Sequence[str]) -> None:
        count = len(faults)
        said = ngettext(
            "One row cannot be taken in, so nothing was. Mend it and send the whole list again.",
            "%(count)s rows cannot be taken in, so nothing was. Mend them and send the whole list again.",
            count,
        )
        super().__init__(" ".join([said % {"count": count}, *faults[:SHOWN_FAULTS]]))
        self.faults = faults


@operation
def take_in_training(
    *, actor: AnyActor, at: datetime, establishment: Establishment, rows: Sequence[tuple[int, Row]]
) -> TakenIn:
    """Note each row, with the number of its line. What was noted before is passed over.

    Raises Http404 for whoever does not keep the list, `BadSheet`.
    """
    must_keep_training(actor)
    people = _by_name(list_owing(actor, establishment, at=at))
    faults, new, known = [], 0, 0
    for line, row in rows:
        found = people.get(row.person.casefold(), [])
        if len(found) != 1:
            faults.append(_who_is_wrong(line, row.person, len(found)))
            continue
        try:
            keep_training(
                actor, at, establishment, found[0].person.pk, course=row.course, done_on=row.done_on,
                expires_on=row.expires_on, provider=row.provider, certificate_with=row.certificate_with,
            )  # fmt: skip
        except NotedAlready:
            known += 1
        except EducationRefused as refused:
            faults.append(_("Line %(line)s: %(said)s") % {"line": line, "said": refused})
        else:
            new += 1
    if faults:
        raise BadSheet(faults)
    return TakenIn(new, known)


def _by_name(owing: Sequence[Owing]) -> dict[str, list[Owing]]:
    found: dict[str, list[Owing]] = {}
    for one in owing:
        names = {one.person.login, one.person.reference, one.person.email, one.person.full_name}
        for name in {name.casefold() for name in names if name}:
            found.setdefault(name, []).append(one)
    return found


def _who_is_wrong(line: int, person: str, count: int) -> str:
    if count:
        said = _("Line %(line)s: “%(person)s” fits %(count)s people. Write their login.")
    else:
        said = _("Line %(line)s: nobody who owes training is called “%(person)s”. Write their login or whole name.")
    return said % {"line": line, "person": person, "count": count}
