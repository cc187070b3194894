"""A draft is tailored: its clauses and gaps, what it leans on, what its template says anew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.forms.pages import form_page, posted
from tutela.web.core.permissions import Permission
from tutela.web.establishments.queries import terms_of
from tutela.web.policies import facts, operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.lint import named
from tutela.web.policies.forms import Chosen, Elsewhere, Gaps, NewClause, Reword, initial_gaps
from tutela.web.policies.models import Contribution, Draft, OtherDocument
from tutela.web.policies.rules.checks import Refusal
from tutela.web.policies.texts import difference, merge
from tutela.web.policies.texts import wording as words
from tutela.web.policies.views import back_with, get_draft, say_on, seen_of
from tutela.web.policies.words import MEND, for_whom, say


@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What keeps it from being published, its clauses, who was heard, who approved it."""
    draft, at = get_draft(request, pk), timezone.now()
    check = queries.check_draft(draft, at)
    template = shelf.from_text(draft.base.content)
    contributions = [
        one for one in queries.list_contributions(request.actor, draft.document) if one.number == draft.number
    ]
    hear = reverse("policies:hear", args=[pk])
    groups = [
        {
            "label": Contribution.Group(group).label,
            "said": [one for one in contributions if one.group == group],
            "address": f"{hear}?group={group}",
        }
        for group in _groups(check, contributions)
    ]
    shown = {
        "document": draft.document,
        "draft": draft,
        "for_whom": for_whom(draft.document),
        "check": check,
        "refusals": [(say(one), _mend(one, draft)) for one in _gathered(check.refusals)],
        "clauses": _clauses(draft, check, request),
        "left_out": [one for one in template.clauses if one.id not in {two.id for two in check.wording.clauses}],
        "groups": groups,
        "newer": queries.newer_template(draft),
        "may_write": request.actor.may(Permission.POLICY_WRITE),
        "may_sign": request.actor.may(Permission.POLICY_APPROVE),
        "in_force": queries.get_in_force(draft.document),
        "back": reverse("policies:list"),
    }
    return render(request, "policies/draft.html", shown)


def _groups(check: queries.Check, contributions: list[Any]) -> list[str]:
    return list(dict.fromkeys([*check.consult, *(one.group for one in contributions)]))


def _clauses(draft: Draft, check: queries.Check, request: HttpRequest) -> list[dict[str, Any]]:
    """Each with how it stands to the template, and the first of its words."""
    template = {one.id: one for one in shelf.from_text(draft.base.content).clauses}
    terms = terms_of(request.establishment)
    missing = {one.id for one in words.list_missing(check.wording)}
    shown = []
    for clause, raw in zip(words.printed(check.wording, terms).clauses, check.wording.clauses, strict=True):
        known = template.get(clause.id)
        how = "own" if known is None else "same" if (known.title, known.text) == (raw.title, raw.text) else "reworded"
        is_open = any(name in missing for name in named(raw.title + raw.text))
        shown.append({"clause": clause, "how": how, "is_open": is_open})
    return shown


def _gathered(refusals: tuple[Refusal, ...]) -> list[Refusal]:
    """All empty gaps as one reason, and a document that many clauses lean on once."""
    gaps = [one.about for one in refusals if one.code == "gap"]
    once: dict[tuple[str, str], Refusal] = {}
    for one in refusals:
        if one.code == "gap":
            once.setdefault(("gap", ""), Refusal("gaps" if len(gaps) > 1 else "gap", "; ".join(gaps)))
        else:
            once.setdefault((one.code, one.about), one)
    return list(once.values())


def _mend(refusal: Refusal, draft: Draft) -> str:
    """The page on which a reason is mended; "" where it is this one."""
    place, pk = MEND.get(refusal.code, ""), draft.document_id
    if refusal.code == "dead-link":
        return reverse("policies:elsewhere", args=[refusal.about]) + f"?for={pk}"
    named = {
        "contact": lambda: reverse("establishments:contacts"),
        "gaps": lambda: reverse("policies:gaps", args=[pk]),
        "clause": lambda: reverse("policies:clause", args=[pk, refusal.clause]),
        "consult": lambda: reverse("policies:hear", args=[pk]) + f"?group={refusal.about}",
        "minute": lambda: reverse("policies:minute", args=[pk]),
    }
    return named[place]() if place else ""


@form_page
def fill_gaps(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What differs here."""
    draft, at = get_draft(request, pk), timezone.now()
    wording = words.from_text(draft.content)
    known = facts.list_facts(request.establishment, review_on=draft.review_on, at=at)
    form = Gaps(
        posted(request), variables=wording.variables, facts=known,
        initial=initial_gaps(wording.values, draft.review_on, draft.reason, draft.revision),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            operations.fill_gaps(
                actor=request.actor, at=at, document=draft.document, seen=given["seen"], values=form.values,
                review_on=given["review_on"], reason=given["reason"],
            )  # fmt: skip
            return redirect("policies:draft", pk=pk)
        except operations.PolicyRefused as refused:
            say_on(form, refused, draft)
    return _page(request, form, title=_("Fill the gaps"), caption=draft.document.title, pk=pk)


@form_page
def reword(request: HttpRequest, pk: UUID, clause: str) -> HttpResponse:
    """The words of one clause, beside those of the template."""
    draft, at = get_draft(request, pk), timezone.now()
    wording, template = words.from_text(draft.content), shelf.from_text(draft.base.content)
    one = next((one for one in wording.clauses if one.id == clause), None)
    if one is None:
        raise Http404
    names = queries.documents_of(request.establishment)
    start = {"title": one.title, "text": one.text, "links": list(one.links), "seen": draft.revision}
    form = Reword(posted(request), clause=one, names=names, initial=start)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            operations.change_clause(
                actor=request.actor, at=at, document=draft.document, seen=given["seen"], clause=clause,
                title=given["title"], text=given["text"], links=given.get("links"), cites=given["cites"],
            )  # fmt: skip
            return redirect(f"{reverse('policies:draft', args=[pk])}#clause-{clause}")
        except operations.PolicyRefused as refused:
            say_on(form, refused, draft)
    known = next((two for two in template.clauses if two.id == clause), None)
    changed = known is not None and (known.title, known.text) != (one.title, one.text)
    shown = {
        "document": draft.document,
        "draft": draft,
        "form": form,
        "clause": one,
        "variables": [two for two in wording.variables if "{" + two.id + "}" in one.text],
        "pieces": difference.compare_words(known.text, one.text) if known and changed else (),
        "may_drop": not one.must,
        "back": f"{reverse('policies:draft', args=[pk])}#clause-{clause}",
    }
    return render(request, "policies/clause.html", shown)


@require_POST
def move(request: HttpRequest, pk: UUID, clause: str) -> HttpResponse:
    """Leave a clause out, or bring one of the template back."""
    draft = get_draft(request, pk)
    act = operations.bring_back_clause if "back" in request.POST else operations.drop_clause
    try:
        act(actor=request.actor, at=timezone.now(), document=draft.document, seen=seen_of(request), clause=clause)
    except operations.PolicyRefused as refused:
        messages.error(request, str(refused))
    return redirect("policies:draft", pk=pk)


@form_page
def add_clause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A clause of one's own."""
    draft = get_draft(request, pk)
    clauses = words.from_text(draft.content).clauses
    form = NewClause(posted(request), clauses=clauses, initial={"seen": draft.revision})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            operations.add_clause(
                actor=request.actor, at=timezone.now(), document=draft.document, seen=given["seen"],
                title=given["title"], text=given["text"], after=given["after"],
                tags=["prevent"] if given["prevent"] else [], cites=given["cites"],
            )  # fmt: skip
            return redirect("policies:draft", pk=pk)
        except operations.PolicyRefused as refused:
            say_on(form, refused, draft)
    shown = {"form": form, "title": _("Add a clause"), "caption": draft.document.title, "save": _("Save")}
    return render(request, "policies/new_clause.html", shown | {"back": reverse("policies:draft", args=[pk])})


@form_page
def update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the template says anew: what comes in, and the clauses both sides changed."""
    draft = get_draft(request, pk)
    newer = queries.newer_template(draft)
    if newer is None:
        messages.info(request, _("The template is up to date."))
        return redirect("policies:draft", pk=pk)
    template, trust_id = newer
    base, ours = words.from_template(shelf.from_text(draft.base.content)), words.from_text(draft.content)
    theirs = words.from_template(template)
    conflicts = merge.merge(base, ours, theirs).conflicts
    form = Chosen(posted(request), conflicts=conflicts, initial={"seen": draft.revision})
    if form.is_bound and form.is_valid():
        try:
            left = operations.take_update(
                actor=request.actor, at=timezone.now(), document=draft.document, seen=form.cleaned_data["seen"],
                template=template, choices=form.sides, trust_id=trust_id,
            )  # fmt: skip
        except operations.PolicyRefused as refused:
            return back_with(request, refused, "policies:draft", pk)
        if not left:
            messages.success(request, _("The changes of the template are in your draft. Your own words are kept."))
            return redirect("policies:draft", pk=pk)
    if form.is_bound:
        form.add_error(None, _("Choose for every clause below whose words stand."))
    merged = merge.merge(base, ours, theirs, form.sides)
    shown = {
        "document": draft.document,
        "form": form,
        "changes": difference.only_changed(difference.compare(ours.clauses, merged.wording.clauses)),
        "conflicts": conflicts,
        "back": reverse("policies:draft", args=[pk]),
    }
    return render(request, "policies/update.html", shown)


@form_page
def note_elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a document is kept that clauses lean on."""
    row = OtherDocument.visible_to(request.actor).filter(slug=slug).first()
    start = {"title": row.title, "where": row.where} if row else {"title": slug.replace("-", " ").capitalize()}
    form = Elsewhere(posted(request), initial=start)
    back = _draft_named(request) or reverse("policies:list")
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            operations.note_other_document(
                actor=request.actor, at=timezone.now(), slug=slug, title=given["title"], where=given["where"]
            )
            return redirect(back)
        except operations.PolicyRefused as refused:
            form.add_error(None, str(refused))
    intro = _("A clause leans on a document that is not kept in Tutela. Say where people find it.")
    shown = {"form": form, "title": _("Where is this document?"), "caption": slug, "intro": intro, "back": back}
    return render(request, "core/question.html", shown | {"save": _("Save")})


def _draft_named(request: HttpRequest) -> str:
    """The page of the draft that the address names, where there is one that they may see."""
    try:
        pk = UUID(request.GET.get("for", ""))
    except ValueError:
        return ""
    found = Draft.visible_to(request.actor).filter(document=pk, document__archived_at=None).exists()
    return reverse("policies:draft", args=[pk]) if found else ""


def _page(request: HttpRequest, form: Any, *, title: str, caption: str, pk: UUID) -> HttpResponse:
    shown = {"form": form, "title": title, "caption": caption, "save": _("Save")}
    return render(request, "core/question.html", shown | {"back": reverse("policies:draft", args=[pk])})
