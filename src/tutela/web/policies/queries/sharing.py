"""What is handed to other establishments, what came from them, and what must not leave."""

from collections.abc import Iterator
from uuid import uuid5

import msgspec
from django.db.models import QuerySet

from tutela.web.core.actor import AnyActor
from tutela.web.establishments.handing_on.personal import Found, find_personal
from tutela.web.establishments.handing_on.words import LICENCES
from tutela.web.establishments.models import Establishment
from tutela.web.establishments.queries.known import list_known
from tutela.web.policies.authored import shelf
from tutela.web.policies.authored.model import Clause, Template
from tutela.web.policies.models import SharedTemplate, Version
from tutela.web.policies.texts import wording as words


def to_be_shared(version: Version) -> Template:
    """The version as a template: its words with their gaps open."""
    wording, base = words.from_text(version.content), shelf.from_text(version.base.content)
    return msgspec.structs.replace(
        base, id=f"shared-{version.document_id}", version=version.number, title=version.title,
        summary=version.document.summary, clauses=_without_old_titles(version, wording.clauses, base),
        variables=wording.variables, questions=wording.questions,
    )  # fmt: skip


def _without_old_titles(version: Version, clauses: tuple[Clause, ...], base: Template) -> tuple[Clause, ...]:
    """Own clauses under other ids, the same in every version: theirs tell how a clause was first called."""
    theirs = {clause.id for clause in base.clauses}
    return tuple(
        one if one.id in theirs else msgspec.structs.replace(one, id=f"own-{uuid5(version.document_id, one.id).hex}")
        for one in clauses
    )


def licences_of(version: Version) -> tuple[str, ...]:
    """Under which licences it may be shared: that of the template while a clause of it is left, else any of ours."""
    base = shelf.from_text(version.base.content)
    theirs = {clause.id for clause in base.clauses}
    is_own = not any(clause.id in theirs for clause in words.from_text(version.content).clauses)
    return LICENCES if is_own else (base.licence,)


def find_personal_in(version: Version, *, author: str = "") -> list[Found]:
    """What leads to a person in what would be shared, in the order of the page."""
    return find_personal(_parts(to_be_shared(version), author), list_known(version.document.establishment))


def _parts(template: Template, author: str) -> Iterator[tuple[str, str]]:
    yield from (("title", template.title), ("summary", template.summary), ("author", author))
    for clause in template.clauses:
        law = " ".join(one.words for one in clause.legal)
        yield clause.title, f"{clause.title}\n{clause.text}\n{law}"
    for variable in template.variables:
        yield variable.label, f"{variable.label}\n{variable.example}"
    for question in template.questions:
        yield question.ask, "\n".join((question.ask, *question.answers, question.because))


def list_shared(actor: AnyActor) -> QuerySet[SharedTemplate]:
    """What was taken in, the newest first."""
    rows = SharedTemplate.visible_to(actor).select_related("template", "taken_in_by")
    return rows.order_by("-taken_in_at")


def newest_shared(establishment: Establishment) -> dict[str, Template]:
    """The newest version of each template that was taken in there, by its id; for the system's own work."""
    rows = SharedTemplate._base_manager.filter(establishment=establishment).select_related("template")
    ordered = rows.order_by("template__version", "taken_in_at")
    return {row.template.template_id: shelf.from_text(row.template.content) for row in ordered}


def before_it(actor: AnyActor, row: SharedTemplate) -> SharedTemplate | None:
    """The version of the same template that was taken in before."""
    rows = list_shared(actor).filter(template__template_id=row.template.template_id)
    return rows.filter(template__version__lt=row.template.version).order_by("-template__version").first()
