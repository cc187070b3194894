"""My agreements: what is for me and my children, what changed since I agreed, and my answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.establishments.models import Person
from tutela.web.policies import operations, queries
from tutela.web.policies.forms import Reply
from tutela.web.policies.forms_partnering import ReplyOfPartner
from tutela.web.policies.models import Version
from tutela.web.policies.queries import Asked
from tutela.web.policies.rules.variants import EASY_READ, PICTURED
from tutela.web.policies.texts import difference
from tutela.web.policies.views import shown_clauses

CHILDLIKE = ("easy", "pictures", EASY_READ)


def _me(request: HttpRequest) -> Person:
    person = queries.get_self(request.actor)
    if person is None:
        raise Http404
    return person


@require_safe
def show_mine(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, what was answered, and the policies that anybody here may read."""
    at = timezone.now()
    asked = queries.list_asked(_me(request), request.establishment, at)
    in_force = queries.list_in_force(request.establishment, kind="policy", with_words=False)
    is_child = bool(asked) and all(one.version.document.reading in CHILDLIKE for one in asked if one.child is None)
    shown = {
        "waiting": [one for one in asked if one.waits],
        "answered": [one for one in asked if not one.waits],
        "policies": in_force,
        "is_childlike": is_child and "learner" in request.actor.roles,
    }
    return render(request, "policies/agreements.html", shown)


@form_page
def show_one(request: HttpRequest, pk: UUID, child: UUID | None = None) -> HttpResponse:
    """One agreement: read, in easy read where one likes, what changed, a short check, and the answer."""
    me, at = _me(request), timezone.now()
    asked = queries.find_asked(me, request.establishment, pk, child, at)
    if asked is None:
        raise Http404
    easy = queries.find_easy_read(asked.version)
    was_easy = bool(easy and asked.last and asked.last.sha256 == easy.sha256)
    wanted = request.GET.get("words", EASY_READ if was_easy and not asked.waits else "")
    text = easy if easy is not None and wanted == EASY_READ else asked.version
    printed = queries.printed(text)
    reading = text.document.reading
    is_short = reading in CHILDLIKE and asked.child is None
    questions = printed.questions if asked.child is None else ()
    who = asked.child.full_name if asked.child else ""
    if asked.version.document.audience == "partners":
        clauses = [(one.id, one.title) for one in printed.clauses]
        form: Reply = ReplyOfPartner(posted(request), questions=questions, clauses=clauses)
    else:
        form = Reply(posted(request), questions=questions, who=who, is_short=is_short)
    if form.is_bound and form.is_valid():
        return _save(request, asked, form, easy if text is easy else None)
    is_easy_read = text is not asked.version
    old = queries.printed(asked.agreed_before).clauses if asked.agreed_before and not is_easy_read else ()
    shown = {
        "asked": asked,
        "version": text,
        "is_easy_read": is_easy_read,
        "offers_easy_read": easy is not None,
        "was_easy": was_easy,
        "is_pictured": reading in PICTURED,
        "clauses": shown_clauses(printed),
        "form": form,
        "reading": reading,
        "is_short": is_short,
        "checked": _checked(printed.questions) if asked.last and asked.last.asked else (),
        "own": queries.get_own_difference(request.actor, asked.last) if asked.last else None,
        "changes": difference.only_changed(difference.compare(old, printed.clauses)) if old else (),
        "back": reverse("policies:agreements"),
    }
    return render(request, "policies/agreement.html", shown)


def _checked(questions: tuple) -> list[tuple[str, str, str]]:
    """The questions of the short check with what is right and why, for whoever has answered them."""
    return [(one.ask, one.answers[one.right - 1], one.because) for one in questions]


def _save(request: HttpRequest, asked: Asked, form: Reply, read: Version | None) -> HttpResponse:
    given, at = form.cleaned_data, timezone.now()
    try:
        if asked.child is not None:
            operations.answer_for_child(
                actor=request.actor, at=at, version=asked.version, child=asked.child, answer=given["answer"],
                words=given["words"], read=read,
            )  # fmt: skip
        else:
            operations.answer_agreement(
                actor=request.actor, at=at, version=asked.version, answer=given["answer"], words=given["words"],
                chosen=form.chosen, own=form.own if isinstance(form, ReplyOfPartner) else None, read=read,
            )  # fmt: skip
    except operations.PolicyRefused as refused:
        messages.error(request, str(refused))
        return redirect("policies:agreements")
    said = {
        "agrees": _("Thank you. Your answer is kept with the day and the exact words you read."),
        "disagrees": _("Thank you for saying so. Somebody will talk with you. Everything goes on working meanwhile."),
        "not-now": _("That is fine. It waits here for you, and everything goes on working meanwhile."),
    }
    messages.success(request, said[given["answer"]])
    if given["answer"] == "agrees" and asked.child is None and form.chosen:
        return redirect("policies:agreement", pk=asked.version.pk)
    return redirect("policies:agreements")
