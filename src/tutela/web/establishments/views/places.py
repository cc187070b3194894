"""Choosing where one works now, for whoever holds roles at more than one establishment."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tutela.web.core import forms
from tutela.web.establishments.actors import establishments_of
from tutela.web.establishments.middleware import CHOSEN


@require_http_methods(["GET", "POST"])
def choose_establishment(request: HttpRequest) -> HttpResponse:
    """Only places where one holds a role now can be chosen; what one may do there is what one's roles there allow."""
    places = establishments_of(request.user, timezone.now())
    if not places:
        raise Http404
    offered = [(str(place.pk), place.name) for place in places]
    initial = {"place": str(request.establishment.pk)} if request.establishment else {}
    form = _PlaceForm(request.POST or None, initial=initial, places=offered)
    if request.method == "POST" and form.is_valid():
        request.session[CHOSEN] = int(form.cleaned_data["place"])
        return redirect("/")
    return render(request, "core/question.html", {"form": form, "save": _("Continue"), "back": "/account/"})


class _PlaceForm(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Where are you working now?"), widget=forms.Radios())

    def __init__(self, *args: object, places: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
