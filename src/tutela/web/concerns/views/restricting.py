"""Who may read a case: its whole team, or only those who are named."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import operations, queries
from tutela.web.concerns.forms.restricting import Readers
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.writing import may_close, now_of, write


@form_page
def restrict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name those who may read it, or open it to its team again."""
    now, version = now_of(request, pk)
    if not may_close(request, now):
        raise Http404
    readers = queries.get_readers(request.actor, pk)
    initial = {
        "version": version,
        "scope": "named" if readers.is_restricted else "team",
        "people": [str(one) for one in readers.named] or [str(request.actor.person_id)],
        "is_sealed": operations.is_sealed(readers.case),
    }
    able = operations.list_may_be_named(readers.case, at=timezone.now())
    keyless = {one.pk for one in operations.list_without_key(able)}
    people = [
        (str(one.pk), _("%(name)s (no key yet)") % {"name": one.full_name} if one.pk in keyless else one.full_name)
        for one in able
    ]
    form = Readers(posted(request), initial=initial, people=people)

    def save(answers: dict[str, Any]) -> None:
        chosen = answers["people"] if answers["scope"] == "named" else []
        operations.set_readers(
            actor=request.actor, case_id=pk, version=answers["version"], people=[UUID(one) for one in chosen],
            words=answers["words"], at=timezone.now(), is_sealed=answers["is_sealed"],
        )  # fmt: skip
        left.append(bool(chosen) and str(request.actor.person_id) not in chosen)

    left: list[bool] = []
    answer = write(request, now, form, save, title=_("Who may read this case"), done=_("Who may read it is changed."))
    return redirect("concerns:cases") if left and left[0] else answer
