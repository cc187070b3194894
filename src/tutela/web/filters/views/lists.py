"""Pages of the lists: where they come from, what is newer, and what that would change."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.filters import listed, operations, queries
from tutela.web.filters.forms import lists as forms
from tutela.web.filters.models import ListSource, ListUpdate
from tutela.web.filters.views import sections


@require_safe
def show_lists(request: HttpRequest) -> HttpResponse:
    """Every list, and what waits for somebody."""
    return render(
        request,
        "filters/lists.html",
        {
            "lists": listed.list_lists(request.actor),
            "waiting": listed.list_waiting(request.actor),
            "may_change": request.actor.may(Permission.ESTABLISHMENT_MANAGE),
            **sections(request, "lists"),
        },
    )


@form_page
def add_list(request: HttpRequest) -> HttpResponse:
    """Keep a list up to date from now on."""
    form = forms.Source(posted(request), initial={"at_time": forms.THREE})
    if form.is_bound and form.is_valid():
        given = form.given()
        source = _tried(
            form,
            lambda: operations.add_source(
                actor=request.actor, at=timezone.now(), establishment=request.establishment, **given
            ),
        )
        if source:
            messages.success(request, _("The list is being fetched. Nothing is in force until somebody says so."))
            return redirect("filters:list", pk=source.pk)
    return _form_page(request, form, _("Add a list"), _("Add list"), reverse("filters:lists"))


@form_page
def change_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change where a list comes from, or when."""
    source = _in_use(request, pk)
    initial = forms.of_source(source)
    form = forms.Source(posted(request), named=False, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.given()
        if _tried(
            form,
            lambda: operations.change_source(actor=request.actor, at=timezone.now(), pk=pk, described=given),
        ):
            messages.success(request, _("Saved."))
            return redirect("filters:list", pk=pk)
    title = _("Change the list “%(name)s”") % {"name": source.name}
    return _form_page(request, form, title, _("Save"), reverse("filters:list", args=[pk]))


@require_safe
def show_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One list: where it comes from, how it was fetched, what became of each newer state."""
    source = get_visible(ListSource, request.actor, pk)
    found = {one.name: one for one in listed.list_lists(request.actor)}
    return render(
        request,
        "filters/list.html",
        {
            "source": source,
            "listed": found.get(source.name) if source.ended_at is None else None,
            "category": queries.category_titles().get(source.category, source.category),
            "history": listed.list_history(request.actor, source),
            "is_busy": bool(source.wanted_at or source.started_at),
            "may_change": request.actor.may(Permission.ESTABLISHMENT_MANAGE) and source.ended_at is None,
            "days": dict(forms.DAYS),
            "weekday": dict(forms.DAYS)[str(source.weekday)],
            "back": reverse("filters:lists"),
        },
    )


@require_POST
def fetch_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it fetched now."""
    _in_use(request, pk)
    operations.want_fetch(actor=request.actor, at=timezone.now(), pk=pk)
    messages.success(request, _("The list is being fetched. Look again in a minute."))
    return redirect("filters:list", pk=pk)


@form_page
def stop_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop using a list, once it has been said what that means."""
    source = _in_use(request, pk)
    if request.method == "POST":
        operations.end_source(actor=request.actor, at=timezone.now(), pk=pk)
        messages.success(request, _("“%(name)s” is taken out of force.") % {"name": source.name})
        return redirect("filters:lists")
    context = {"source": source, "back": reverse("filters:list", args=[pk])}
    return render(request, "filters/stop_list.html", context)


@require_safe
def show_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A newer state of a list: what it would change for people, then what is different in it."""
    update = get_visible(ListUpdate, request.actor, pk)
    form = forms.Search(request.GET or None)
    words = form.cleaned_data["find"].strip() if form.is_bound and form.is_valid() else ""
    titles = queries.category_titles()
    return render(
        request,
        "filters/update.html",
        {
            "update": update,
            "source": update.source,
            "effects": listed.effects_of(update, titles),
            "rows": listed.rows_of(update, titles),
            "differences": listed.differences(update, words),
            "form": form,
            "words": words,
            "shown": listed.SHOWN,
            "titles": titles,
            "may_decide": listed.may_decide(request.actor) and update.state == ListUpdate.State.WAITING,
            "back": reverse("filters:list", args=[update.source_id]),
        },
    )


@require_POST
def decide_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it in force, or discard it."""
    update = get_visible(ListUpdate, request.actor, pk)
    decision = request.POST.get("decision", "")
    if not listed.may_decide(request.actor):
        raise Http404
    if decision not in ("activate", "discard"):
        messages.warning(request, _("Choose whether to put it in force or to discard it."))
        return redirect("filters:update", pk=pk)
    try:
        operations.decide_update(actor=request.actor, at=timezone.now(), pk=pk, activate=decision == "activate")
    except operations.NotWaiting:
        messages.warning(request, _("Somebody else has decided, or something newer was found meanwhile."))
    else:
        said = _("It is being put in force. That takes some seconds.") if decision == "activate" else _("Discarded.")
        messages.success(request, said)
    return redirect("filters:list", pk=update.source_id)


def _in_use(request: HttpRequest, pk: UUID) -> ListSource:
    source = listed.get_source_in_use(request.actor, pk)
    if source is None:
        raise Http404
    return source


def _tried(form: forms.Source, save: object) -> ListSource | None:
    """What was saved; None with the fault at its question."""
    try:
        return save()
    except operations.BadSource as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except ValidationError as error:
        for field, said in error.message_dict.items():
            form.add_error(field if field in form.fields else None, said)
    return None


def _form_page(request: HttpRequest, form: forms.Source, title: str, save: str, back: str) -> HttpResponse:
    return render(request, "core/question.html", {"form": form, "title": title, "save": save, "back": back})
