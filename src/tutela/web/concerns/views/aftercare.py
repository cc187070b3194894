"""After a case was closed; and which cases belong together."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import operations, queries, rules
from tutela.web.concerns.forms import closing as ask
from tutela.web.concerns.views import form_page, posted
from tutela.web.concerns.views.concerns import OFFERED, name_of_case
from tutela.web.concerns.views.writing import address, day_there, now_of, read_case, str_of, write


@form_page
def check(request: HttpRequest, pk: UUID, check: UUID) -> HttpResponse:
    """Whether all is well some time after a case was closed."""
    now, version = now_of(request, pk)
    found = next((one for one in read_case(request, pk).checks if one.id == check and one.is_fine is None), None)
    if found is None:
        raise Http404
    form = ask.AnswerCheck(posted(request), initial={"version": version})

    def save(answers: dict[str, Any]) -> None:
        operations.answer_check(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            check_id=check,
            is_fine=answers["fine"] == "yes",
            words=answers["text"],
            at=timezone.now(),
        )

    return write(request, now, form, save, title=found.ask, done=_("Noted in the chronology."))


@form_page
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that another case has to do with this one."""
    now, version = now_of(request, pk)
    known = {one.case_id for one in read_case(request, pk).links} | {pk}
    rows = queries.CasePages(request.actor, day_there(request, timezone.now()))[:OFFERED]
    cases = [(str(row.id), name_of_case(row)) for row in rows if row.id not in known]
    form = ask.LinkCase(posted(request), initial={"version": version}, cases=cases)

    def save(answers: dict[str, Any]) -> None:
        operations.link_cases(
            actor=request.actor,
            case_id=pk,
            version=answers["version"],
            other_id=UUID(answers["other"]),
            words=answers["text"],
            at=timezone.now(),
        )

    return write(request, now, form, save, title=_("Link another case"), done=_("The two cases are linked."))


@form_page
def lesson(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make what was learned an action that others can read and do."""
    now, _version = now_of(request, pk)
    read = read_case(request, pk)
    if not (read.is_closed and read.closing and read.closing.is_lesson):
        raise Http404
    form = ask.ActOnLesson(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.act_on_lesson(actor=request.actor, case_id=pk, at=timezone.now(), **form.cleaned_data)
        except rules.NotAllowed as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("The action is set. It says nothing of the case."))
            return redirect(address(now))
    context = {
        "form": form,
        "back": address(now),
        "caption": str_of(now),
        "title": _("Make what we learned an action"),
        "lesson": read.closing.lesson,
        "save": _("Set the action"),
    }
    return render(request, "concerns/lesson.html", context)
