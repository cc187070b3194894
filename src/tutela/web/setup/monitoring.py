"""The decision that monitoring may begin, after the set-up: signed, seen, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutela.web.core import forms
from tutela.web.core.actor import SystemActor
from tutela.web.core.permissions import Permission
from tutela.web.establishments import operations, queries
from tutela.web.establishments.words import SIGN_OFF_WORDS
from tutela.web.setup import routes
from tutela.web.setup.answers import CHAIR, DEPUTY, HEAD, LEAD


class ByPerson(forms.Form):
    """A form that a named person answers for: who they are is asked, unless it is whoever has it before them."""

    def __init__(self, *args: Any, people: list[Any], oneself: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.oneself = oneself
        if oneself:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [(pk, person.full_name) for pk, person in self.people.items()]

    def person(self) -> Any:
        """Who answers for it."""
        return self.oneself or self.people[self.cleaned_data["person"]]


class Ask(ByPerson):
    """Whom to ask to sign. The people are given by the view."""

    person = forms.ChoiceField(
        label=gettext_lazy("Whom do you ask?"),
        help_text=gettext_lazy("Whoever answers for data protection. They read the words above and sign themselves."),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": gettext_lazy("Select whom you ask")},
    )
    adviser = forms.CharField(
        label=gettext_lazy("Who advises them?"),
        help_text=gettext_lazy("For example your data protection officer, who may work for somebody else"),
        max_length=200,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Where is your data protection impact assessment kept?"), max_length=500, required=False
    )


class SignOff(ByPerson):
    """Whoever signs, for themselves, and in what role."""

    person = forms.ChoiceField(choices=[])  # never asked: they are who they are
    role_words = forms.CharField(
        label=gettext_lazy("In what role do you sign?"),
        help_text=gettext_lazy("For example headteacher, or data protection officer"),
        max_length=120,
        widget=forms.TextInput(width=30),
        error_messages={"required": gettext_lazy("Enter in what role you sign")},
    )
    adviser = forms.CharField(
        label=gettext_lazy("Who advised you?"),
        help_text=gettext_lazy("For example your data protection officer, who may work for somebody else"),
        max_length=200,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Where is your data protection impact assessment kept?"), max_length=500, required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I have read these words and agree to them"),
        error_messages={"required": gettext_lazy("Tick the box once you have read the words and agree")},
    )


class Withdraw(ByPerson):
    """Who withdraws it, and why."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who stops it?"),
        choices=[],
        widget=forms.Radios,
        error_messages={"required": gettext_lazy("Select who stops it")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=500,
        widget=forms.Textarea(rows=3),
        error_messages={"required": gettext_lazy("Enter why monitoring stops")},
    )


def decide(request: HttpRequest) -> HttpResponse:
    """The page: what is in force, every decision so far, and the form for the next one."""
    at = timezone.now()
    signed = queries.get_monitoring_sign_off(request.establishment, at)
    oneself, asked = _oneself(request), queries.get_asked_to_sign(request.establishment)
    stops = (HEAD, CHAIR, LEAD, DEPUTY) if signed else (HEAD, CHAIR)
    people = queries.list_holders(request.establishment, *stops, at=at)
    kind = Withdraw if signed else SignOff if oneself else Ask
    called = queries.terms_of(request.establishment).role(HEAD) if oneself and HEAD in request.actor.roles else ""
    initial = {"role_words": called}
    if asked and oneself and asked.person_id == oneself.pk:
        initial = {"role_words": asked.role_words or called, "adviser": asked.adviser, "note": asked.note}
    form = kind(request.POST if request.method == "POST" else None, people=people, oneself=oneself, initial=initial)
    if form.is_bound and form.is_valid():
        _decide(request, form)
        return redirect("setup:monitoring")
    context = {
        "form": form if people or oneself else None,
        "oneself": oneself,
        "signed": signed,
        "asked": None if signed else asked,
        "history": queries.list_monitoring_sign_offs(request.establishment),
        "words": SIGN_OFF_WORDS,
        "retention": routes.list_retention(),
        "back": "/",
    }
    return render(request, "setup/monitoring.html", context)


def _oneself(request: HttpRequest) -> Any:
    """The head or the chair signs for themselves alone; whoever sets the school up has to say who signs."""
    actor = request.actor
    if actor.may(Permission.ESTABLISHMENT_MANAGE) or not actor.person_id:
        return None
    return queries.get_person(SystemActor("who signs", request.establishment.pk), actor.person_id)


def _decide(request: HttpRequest, form: Ask | SignOff | Withdraw) -> None:
    given = {"actor": request.actor, "at": timezone.now(), "establishment": request.establishment}
    person, note = form.person(), form.cleaned_data["note"]
    if isinstance(form, Ask):
        said = {name: form.cleaned_data[name] for name in ("adviser", "note")}
        operations.ask_to_sign(**given, person=person, **said)
        messages.success(request, _("%(name)s is asked. Monitoring begins once they have signed.") % {"name": person})
        return
    if isinstance(form, SignOff):
        said = {name: form.cleaned_data[name] for name in ("role_words", "adviser", "note")}
        operations.sign_off_monitoring(**given, person=person, **said)
        messages.success(request, _("Signed. Monitoring begins now."))
        return
    try:
        operations.withdraw_monitoring(**given, person=person, note=note)
    except operations.NotSignedOff:  # somebody else was quicker by a moment
        messages.warning(request, _("Monitoring had been stopped already."))
        return
    messages.success(request, _("Stopped. No alert is made and no request recorded until somebody signs again."))
