"""Policies and agreements of the demo: written, heard, signed, published, and answered on screen and on paper."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tutela.web.demo.chance import chance_of
from tutela.web.demo.setting_up import ACTOR
from tutela.web.demo.term import AFTER_THE_START, DocumentTold, Kept, OnPaper, OnScreen
from tutela.web.policies import facts, operations, queries
from tutela.web.policies.authored import shelf
from tutela.web.policies.models import Draft
from tutela.web.policies.texts import wording as wordings

if TYPE_CHECKING:
    from tutela.web.demo.matters import Days

WRITTEN_BEFORE, APPROVED_BEFORE = timedelta(days=20), timedelta(days=2)
AGAIN_AFTER = timedelta(days=330)
WRONG_EVERY = 6
"""Of so many answers to the short check one is not right at once."""


class Signing:
    """One document on its way."""

    def __init__(self, days: "Days", told: DocumentTold, kept_elsewhere: dict[str, Kept]) -> None:
        self.days, self.told, self.kept_elsewhere = days, told, kept_elsewhere
        self.document: Any = None
        self.version: Any = None

    def plan(self) -> None:
        """Have each step taken at its time."""
        published = self.told.moment(self.days.fortnight)
        begins = self.days.fortnight.begins_at + AFTER_THE_START
        for before, do in (
            (WRITTEN_BEFORE, self._write),
            (APPROVED_BEFORE, self._approve),
            (timedelta(0), self._publish),
        ):
            self.days.plan(max(published - before, begins), do)
        if screen := self.told.screen:
            self.days.plan(screen.moment(self.days.fortnight), lambda at: self._on_screen(screen, at))
        if paper := self.told.paper:
            self.days.plan(paper.moment(self.days.fortnight), lambda at: self._on_paper(paper, at))

    def _write(self, at: datetime) -> None:
        actor, here = self.days.acting(self.told.author, at), self.days.establishment
        template = shelf.list_shipped()[self.told.template]
        self.document = operations.start_document(actor=actor, at=at, establishment=here, template=template)
        draft, review_on = self._draft(), at.date() + AGAIN_AFTER
        known = facts.list_facts(here, review_on=review_on, at=at)
        gaps = [one for one in wordings.from_text(draft.content).variables if one.fact not in known]
        operations.fill_gaps(
            actor=actor, at=at, document=self.document, seen=draft.revision, review_on=review_on,
            values={one.id: self.told.values.get(one.id) or one.example for one in gaps},
            reason="The first of its kind",
        )  # fmt: skip
        for group, heard in self.told.heard.items():
            operations.hear(
                actor=actor, at=at, document=self.document, group=group, who=heard.who, words=heard.words,
                heard_on=at.date(),
            )  # fmt: skip
        self._note_others(actor, at)

    def _note_others(self, actor: Any, at: datetime) -> None:
        known = queries.documents_of(self.days.establishment)
        clauses = wordings.from_text(self._draft().content).clauses
        for slug in sorted({slug for clause in clauses for slug in clause.links} - known.keys()):
            kept = self.kept_elsewhere[slug]
            operations.note_other_document(actor=actor, at=at, slug=slug, title=kept.title, where=kept.where)

    def _approve(self, at: datetime) -> None:
        seen, minute = self._draft().revision, self.told.minute
        operations.sign(actor=self.days.acting(self.told.head, at), at=at, document=self.document, seen=seen)
        operations.note_minute(
            actor=self.days.acting(self.told.author, at), at=at, document=self.document, seen=seen, body=minute.body,
            held_on=at.date() - timedelta(days=minute.days_before), reference=minute.reference,
        )  # fmt: skip

    def _publish(self, at: datetime) -> None:
        actor = self.days.acting(self.told.author, at)
        self.version = operations.publish(actor=actor, at=at, document=self.document, seen=self._draft().revision)

    def _draft(self) -> Draft:
        return Draft.objects.select_related("base", "document__establishment").get(document=self.document)

    def _on_screen(self, screen: OnScreen, at: datetime) -> None:
        """One after the other, two minutes apart."""
        chance = chance_of(self.told.place, self.told.template, "check")
        questions = wordings.from_text(self.version.content).questions
        for number, login in enumerate(self._logins_of(screen), 1):
            if number % screen.without == 0:
                continue
            moment = at + timedelta(minutes=2 * number)
            self.days.have_account(login, moment)
            operations.answer_agreement(
                actor=self.days.acting(login, moment), at=moment, version=self.version, answer="agrees",
                chosen=[one.right if chance.randrange(WRONG_EVERY) else 1 for one in questions],
            )  # fmt: skip

    def _logins_of(self, screen: OnScreen) -> list[str]:
        classes = [one.login for name in screen.classes for one in self.days.roster.in_class(name)]
        staff = queries.list_people(ACTOR, self.version, self.days.fortnight.until, "all") if screen.staff else ()
        return list(dict.fromkeys([*screen.logins, *classes, *(one.login for one in staff)]))

    def _on_paper(self, paper: OnPaper, at: datetime) -> None:
        actor = self.days.acting(paper.by, at)
        for number, name in enumerate(paper.classes):
            register = [self.days.people[one.login].pk for one in self.days.roster.in_class(name)]
            back = [pk for place, pk in enumerate(register, 1 + number) if place % paper.without]
            operations.return_on_paper(
                actor=actor, at=at + timedelta(minutes=number), version=self.version, people=back,
                kept=f"{paper.kept}, {name}", returned_on=at.date(),
            )  # fmt: skip
