"""Choosing where one works now, for whoever holds roles at more than one establishment; setting up an empty one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tutela.web.accounts.operations import LoginTaken
from tutela.web.core import forms
from tutela.web.core.permissions import get_roles
from tutela.web.establishments import opening, operations, queries
from tutela.web.establishments.actors import establishments_of
from tutela.web.establishments.forms.setting_up import NameContact, SetUp
from tutela.web.establishments.middleware import CHOSEN
from tutela.web.establishments.models import Person


@require_http_methods(["GET", "POST"])
def choose_establishment(request: HttpRequest) -> HttpResponse:
    """Only places where one holds a role now can be chosen; what one may do there is what one's roles there allow."""
    places = establishments_of(request.user, timezone.now())
    if not places:
        raise Http404
    form = _PlaceForm(request.POST or None, places=[(str(place.pk), place.name) for place in places])
    if request.method == "POST" and form.is_valid():
        request.session[CHOSEN] = int(form.cleaned_data["place"])
        return redirect("/")
    return render(request, "core/question.html", {"form": form, "save": _("Continue"), "back": "/account/"})


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The first people of an empty school; then, where nobody is named yet, whom to ask; then what there is."""
    at = timezone.now()
    if queries.is_empty(request.establishment, at=at):
        return _set_up(request)
    if queries.get_named_contact(request.establishment, at=at) is None:
        return _name_contact(request)
    return _show_what_is(request)


def _set_up(request: HttpRequest) -> HttpResponse:
    form = SetUp(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not form.errors:
        try:
            links = opening.set_up(
                actor=request.actor, at=timezone.now(), establishment=request.establishment, **form.given()
            )
        except (opening.AlreadySetUp, LoginTaken):  # somebody else was quicker by a moment
            messages.warning(request, _("Somebody else was setting up at the same time. Nothing of yours was saved."))
            return redirect("establishments:set-up")
        # shown with this answer and kept nowhere; whoever loads the page again finds what there is
        return render(request, "establishments/links.html", {"links": [(p, _roles(request, p), u) for p, u in links]})
    return render(request, "establishments/set_up.html", {"form": form, "back": "/"})


def _name_contact(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    holders = queries.list_holders(request.establishment, *queries.CONTACT_ROLES, at=at)
    form = NameContact(request.POST if request.method == "POST" else None, holders=holders)
    if form.is_bound and form.is_valid():
        deputy = next((one for one in holders if one != form.chosen()), None)
        operations.name_contact(
            actor=request.actor, at=at, establishment=request.establishment, person=form.chosen(), deputy=deputy
        )
        messages.success(request, _("%(name)s is the named contact now.") % {"name": form.chosen()})
        return redirect("/")
    return render(request, "core/question.html", {"form": form, "save": _("Save"), "back": "/"})


def _show_what_is(request: HttpRequest) -> HttpResponse:
    people = queries.list_holders(request.establishment, *queries.CONTACT_ROLES, at=timezone.now())
    context = {"people": [(person, _roles(request, person)) for person in people], "back": "/"}
    return render(request, "establishments/is_set_up.html", context)


def _roles(request: HttpRequest, person: Person) -> str:
    """What this person is here, in words."""
    held = queries.list_roles(person, request.establishment, at=timezone.now())
    return ", ".join(get_roles()[role].name for role in held)


class _PlaceForm(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Where are you working now?"), widget=forms.Radios())

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
