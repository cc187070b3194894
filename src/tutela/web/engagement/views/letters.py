"""Pages of those who write: letters, one of them with what came back, its documents, home packs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core import paper
from tutela.web.core.forms.pages import form_page, posted, was_saved
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import get_visible
from tutela.web.engagement import operations, queries
from tutela.web.engagement.forms.letters import Reply, WriteLetter
from tutela.web.engagement.models import Letter, LetterCopy
from tutela.web.engagement.rules.letters import paragraphs as list_paragraphs
from tutela.web.engagement.shipped.letters import get_pack, list_help_lines, list_letters
from tutela.web.establishments import queries as establishments
from tutela.web.establishments.models import Group

ON_A_PAGE = 50


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters, texts to begin one with, and packs for each year."""
    shown = {
        "letters": queries.list_letters(request.actor),
        "templates": list_letters(),
        "years": [group for group in queries.list_years(request.actor) if get_pack(group.age_band)],
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
    }
    return render(request, "engagement/letters.html", shown)


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Begin one with a text of the library."""
    template = request.POST.get("template", "")
    if template not in list_letters():
        return redirect("engagement:letters")
    place = request.establishment.pk
    made = operations.draft_letter(actor=request.actor, at=timezone.now(), establishment_id=place, template=template)
    return redirect("engagement:write-letter", pk=made.pk)


@require_safe
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: how far it is, and what came back."""
    row: Letter = get_visible(Letter, request.actor, pk)
    reads_people = request.actor.may(Permission.PERSON_READ)
    page = Paginator(queries.list_copies(request.actor, row), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "letter": row,
        "paragraphs": list_paragraphs(row.text),
        "counts": queries.count_replies(row),
        "controls": queries.get_controls_pct(row),
        "documents": queries.list_documents(request.actor, row) if reads_people else [],
        "changed": queries.list_changed(request.actor, row, timezone.now()) if reads_people else [],
        "page_obj": page,
        "reads_people": reads_people,
        "may_write": request.actor.may(Permission.REVIEW_WRITE),
        "back": reverse("engagement:letters"),
    }
    return render(request, "engagement/letter.html", shown)


@form_page
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write it."""
    row: Letter = get_visible(Letter, request.actor, pk)
    initial = {"title": row.title, "text": row.text, "group": str(row.group_id or "")}
    form = WriteLetter(posted(request), groups=queries.list_years(request.actor), initial=initial)

    def save(given: dict[str, Any]) -> None:
        operations.write_letter(actor=request.actor, at=timezone.now(), pk=pk, **given)

    page = reverse("engagement:letter", args=[pk])
    if was_saved(form, save):
        messages.success(request, _("Saved. Nobody has been written to."))
        return redirect(page)
    shown = {"form": form, "title": _("Write the letter"), "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)


@require_POST
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the letters."""
    try:
        operations.merge_letter(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.EngagementRefused as refused:
        messages.warning(request, str(refused))
    return redirect("engagement:letter", pk=pk)


@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail everybody whose address is known."""
    try:
        sent = operations.send_letter(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.EngagementRefused as refused:
        messages.warning(request, str(refused))
    else:
        said = ngettext("%(n)d email is on its way.", "%(n)d emails are on their way.", sent) % {"n": sent}
        messages.success(request, said)
    return redirect("engagement:letter", pk=pk)


@require_POST
def lay_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make documents of those too who are written to by email."""
    try:
        operations.lay_out_all(actor=request.actor, at=timezone.now(), pk=pk)
    except operations.EngagementRefused as refused:
        messages.warning(request, str(refused))
    return redirect("engagement:letter", pk=pk)


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Letters to print, to be saved and never to be shown in the page."""
    row, content = operations.read_document(actor=request.actor, at=timezone.now(), pk=pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letters-{row.first}-to-{row.last}.pdf"'
    return answer


@form_page
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a reply that came on paper or by telephone."""
    copy: LetterCopy = get_visible(LetterCopy, request.actor, pk)
    form = Reply(posted(request), initial={"reply": copy.reply})

    def save(given: dict[str, Any]) -> None:
        operations.note_reply(actor=request.actor, at=timezone.now(), pk=pk, **given)

    page = reverse("engagement:letter", args=[copy.letter_id])
    if was_saved(form, save):
        messages.success(request, _("The reply is noted."))
        return redirect(page)
    shown = {"form": form, "caption": copy.person.full_name, "save": _("Save"), "back": page}
    return render(request, "core/question.html", shown)


@form_page
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A letter as its own person reads it, with the answer."""
    at = timezone.now()
    own: LetterCopy = get_visible(LetterCopy, request.actor, pk)
    if own.person_id != request.actor.person_id or own.letter.state != Letter.State.SENT:
        raise Http404
    page = queries.get_page(own, at)
    if page is None:  # kept from every child it is about
        raise Http404
    own = operations.read_copy(actor=request.actor, at=at, pk=pk)
    form = Reply(posted(request), initial={"reply": own.reply})

    def save(given: dict[str, Any]) -> None:
        operations.note_reply(actor=request.actor, at=at, pk=pk, **given)

    if was_saved(form, save):
        messages.success(request, _("Thank you, your answer is noted."))
        return redirect("engagement:copy", pk=pk)
    shown = {"page": page, "form": form, "back": reverse("engagement:mine")}
    return render(request, "engagement/copy.html", shown)


@require_safe
def pack(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a family of one year may do at home, on paper."""
    return _on_paper(request, get_visible(Group, request.actor, pk), "engagement:letters")


@require_safe
def own_pack(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same for a parent, of the years that their children are in."""
    years = queries.list_own_years(request.actor, request.establishment, timezone.now())
    group = next((one for one in years if one.pk == pk), None)
    if group is None:
        raise Http404
    return _on_paper(request, group, "engagement:mine")


def _on_paper(request: HttpRequest, group: Group, back: str) -> HttpResponse:
    advice = get_pack(group.age_band)
    if not advice:
        raise Http404
    contact = establishments.get_named_contact(request.establishment, at=timezone.now())
    place = request.establishment
    shown = {"group": group, "advice": advice, "contact": contact, "establishment": place}
    shown["lines"] = list_help_lines(place.nation)
    try:
        return paper.answer(request, "engagement/pack_paper.html", shown, name=f"home pack {group.name}")
    except paper.NoPaper as error:
        messages.warning(request, str(error))
        return redirect(back)
