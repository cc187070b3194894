"""Where and by what means a concern happened."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.concerns import operations, queries, rules
from tutela.web.concerns.forms.circumstances import Describe
from tutela.web.concerns.shipped.lists import get_circumstances
from tutela.web.concerns.views import form_page, posted
from tutela.web.establishments.queries import terms_of


@form_page
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of it now; what is known later is noted anew."""
    read = queries.read_concern(actor=request.actor, concern_id=pk, at=timezone.now())
    known = read.circumstances
    initial: dict[str, Any] = {"version": read.version}
    if known:
        initial |= {
            "settings": known.settings,
            "networks": known.networks,
            "devices": known.devices,
            "company": known.company,
            "characteristics": known.characteristics,
        }
    place = terms_of(request.establishment).place
    form = Describe(posted(request), initial=initial, library=get_circumstances(), place=place)
    back = reverse("concerns:concern", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_concern(actor=request.actor, concern_id=pk, at=timezone.now(), **form.cleaned_data)
        except operations.ConcernChanged:
            form.add_error(None, _("Somebody else has written here meanwhile. Look at the concern, then note it again"))
        except rules.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            return redirect(back)
    context = {
        "form": form,
        "back": back,
        "title": _("Where and by what means?"),
        "caption": _("Concern %(receipt)s") % {"receipt": read.receipt},
        "save": _("Save"),
    }
    return render(request, "core/question.html", context)
