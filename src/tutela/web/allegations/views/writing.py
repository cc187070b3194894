"""Writing in a matter: entries, corrections, who is meant, a concern for a learner."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from tutela.web.allegations import forms, operations, queries
from tutela.web.allegations.views import ask, read, terms_of
from tutela.web.core.forms.pages import form_page, posted
from tutela.web.establishments import queries as establishments


@form_page
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An entry of the chronology."""
    found = read(request, pk)
    form = forms.Write(
        posted(request), label=_("What happened, who decided it and why?"), initial={"version": found.version}
    )

    def save(given: dict[str, Any]) -> None:
        operations.add_entry(
            actor=request.actor, at=timezone.now(), pk=pk, version=given["version"], kind=given["kind"],
            happened_at=forms.moment(given), words=given["words"],
        )  # fmt: skip

    return ask(request, found, form, save, title=_("Write it down"), words_of_button=_("Save"))


@form_page
def correct(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Put an entry right; the old one stays."""
    found = read(request, pk)
    old = next((one for one in found.entries if one.id == entry), None)
    if old is None:
        raise Http404
    form = forms.Versioned(
        posted(request), label=_("How should it read?"), hint=old.text, initial={"version": found.version}
    )

    def save(given: dict[str, Any]) -> None:
        operations.correct_entry(actor=request.actor, at=timezone.now(), pk=pk, entry_id=entry, **given)

    title = _("Put entry %(number)d right") % {"number": old.number}
    return ask(request, found, form, save, title=title, words_of_button=_("Save the correction"))


@form_page
def identify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say who a typed name means."""
    found = read(request, pk)
    form = forms.Find(
        posted(request),
        find=lambda typed: queries.list_staff(request.actor, typed),
        initial={"version": found.version, "name": found.names[0]},
    )
    stays: list[bool] = []

    def save(given: dict[str, Any]) -> None:
        stays.append(
            operations.identify(
                actor=request.actor, at=timezone.now(), pk=pk, version=given["version"],
                person_id=UUID(given["person"]),
            )
        )  # fmt: skip

    intro = _("The report goes by who this is: where it is about somebody who would read it, it goes to the next.")
    answer = ask(request, found, form, save, title=_("Who is it about?"), words_of_button=_("Continue"), intro=intro)
    if stays and not stays[0]:
        messages.success(request, _("It has gone to somebody else, by the roles held now."))
        return redirect("allegations:mine")
    return answer


@form_page
def learner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Report a concern about a learner to those who look after them."""
    found = read(request, pk)
    terms = terms_of(request)
    reads = operations.reads_concerns(found.row, at=timezone.now())

    def find(typed: str) -> list[Any]:
        return [one for one in establishments.search_people(request.actor, typed) if one.kind == one.Kind.LEARNER]

    form = forms.ForLearner(
        posted(request), find=find, lead="" if reads else terms.dsl, initial={"version": found.version}
    )

    def save(given: dict[str, Any]) -> None:
        person = given.get("person", forms.SOMEBODY_ELSE)
        operations.raise_for_learner(
            actor=request.actor, at=timezone.now(), pk=pk, version=given["version"],
            learner_id=None if person == forms.SOMEBODY_ELSE else UUID(person), name=given["name"],
            words=given["words"], share=given.get("share", False),
        )  # fmt: skip
        messages.success(request, _("The concern has gone to those who look after them. It tells nothing of this."))

    return ask(
        request, found, form, save, words_of_button=_("Report the concern"),
        title=_("Report a concern for a %(learner)s") % {"learner": terms.learner},
        intro=_(
            "Whom this is about reads concerns. They do not read this one: it goes to who is left. It names the "
            "%(learner)s and you, and nobody else; whoever reads it is to ask you alone."
        )
        % {"learner": terms.learner}
        if reads
        else _("It goes into the usual queue in your name. What stands here stays here."),
    )  # fmt: skip
