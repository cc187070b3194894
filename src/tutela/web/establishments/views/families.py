"""The parents and carers of a child, with what is noted of each: for those who read about people."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.core.rows import get_visible
from tutela.web.establishments import operations, queries
from tutela.web.establishments.forms.keeping import NO, YES, Parent
from tutela.web.establishments.forms.people import SearchForm
from tutela.web.establishments.models import Person
from tutela.web.establishments.views.keepers import keeps_people, say


@require_safe
def parents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is noted now and was before; and whom else to note."""
    child = _child(request, pk)
    form = SearchForm(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    found = [one for one in queries.search_people(request.actor, words) if one.kind != Person.Kind.LEARNER]
    context = {
        "child": child,
        "links": queries.list_parent_links(request.actor, child),
        "earlier": queries.list_earlier_parent_links(request.actor, child),
        "form": form,
        "found": found,
        "asked": len(words.strip()) >= 3,
        "keeps": keeps_people(request.actor.permissions),
        "back": reverse("establishments:person", args=[pk]) if keeps_people(request.actor.permissions) else "/",
    }
    return render(request, "establishments/parents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one_parent(request: HttpRequest, pk: UUID, parent: UUID) -> HttpResponse:
    """What is known of one of them; what it was before stays in the history."""
    child = _child(request, pk)
    one: Person = get_visible(Person, request.actor, parent)
    if one.pk in request.actor.exclusions:
        raise Http404
    at = timezone.now()
    today = queries.local_day(request.establishment, at)
    known = queries.list_parent_links(request.actor, child).filter(parent=one).first()
    page = reverse("establishments:parents", args=[pk])
    initial = None
    if known:
        flags = {name: YES if getattr(known, name) else NO for name in ("has_responsibility", "no_contact")}
        initial = {**flags, "source": known.source}
    ending = request.method == "POST" and request.POST.get("end") == "yes" and known is not None
    if ending:
        operations.end_parent(actor=request.actor, at=at, parent=one, child=child, on=today)
        say(request, _("%(name)s is noted no longer.") % {"name": one})
        return redirect(page)
    form = Parent(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_parent(actor=request.actor, at=at, parent=one, child=child, on=today, **form.chosen())
        except ValidationError as fault:
            form.add_error(None, fault.messages[0])
        else:
            say(request, _("Noted."))
            return redirect(page)
    title = _("%(parent)s, parent or carer of %(child)s") % {"parent": one, "child": child}
    context = {"form": form, "title": title, "save": _("Save"), "back": page, "known": known}
    return render(request, "establishments/parent.html", context)


def _child(request: HttpRequest, pk: UUID) -> Person:
    child: Person = get_visible(Person, request.actor, pk)
    if child.kind != Person.Kind.LEARNER or child.pk in request.actor.exclusions:
        raise Http404
    return child
