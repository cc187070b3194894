"""Searching in what was written: nothing is kept to search in, so the words are opened, looked through and let go.

Only matters that the actor may see are opened, so that nothing outside of them can be found or counted. The audit says
that somebody searched, never for what, and of each matter that is shown that it was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from tutela.web.concerns.models import Action, CaseEntry, CaseLink, Concern, ConcernEntry, Involved, SafeguardingCase
from tutela.web.concerns.queries.relinking import list_masked_entries
from tutela.web.concerns.rules import searching
from tutela.web.core import audit, sealing
from tutela.web.core.actor import AnyActor
from tutela.web.core.one_moment import one_moment
from tutela.web.core.operation import operation

MOST_SHOWN = 20
"""Each matter that is shown is audited; whoever finds more asks more narrowly."""
MODELS: dict[str, type[Model]] = {"concern": Concern, "case": SafeguardingCase}


@dataclass(frozen=True, slots=True)
class Found:
    """A concern ("concern", its receipt) or a case ("case", its number) in which the words stand, and where first."""

    kind: str
    id: UUID
    name: str
    at: datetime
    where: str
    """"told", "step", "entry", "action" or "name"."""
    snippet: searching.Snippet


@dataclass(frozen=True, slots=True)
class SearchRead:
    """What was found, the newest first, no more than `MOST_SHOWN`; `count` of all."""

    found: tuple[Found, ...]
    count: int


def search(*, actor: AnyActor, asked: str, at: datetime) -> SearchRead:
    """The concerns and cases in which all these words stand; nothing where there is none to look for."""
    words = searching.words_asked(asked)
    hits: list[Found] = []
    if words:
        with one_moment():  # looking takes a while, and nobody's writing waits for it
            hits = sorted(_hits(actor, words), key=lambda hit: hit.at, reverse=True)
    read = SearchRead(tuple(hits[:MOST_SHOWN]), len(hits))
    _record(actor=actor, read=read, at=at)
    return read


@operation
def _record(*, actor: AnyActor, read: SearchRead, at: datetime) -> None:
    audit.record(actor, "concern.search", "concerns.search", at=at, count=read.count)
    for hit in read.found:
        audit.record(actor, f"{hit.kind}.found", f"{MODELS[hit.kind]._meta.label_lower}:{hit.id}", at=at)


def _hits(actor: AnyActor, words: tuple[str, ...]) -> Iterator[Found]:
    for kind, looked, fields in (
        ("concern", _look_into_concerns(actor, words), ("pk", "receipt", "raised_at")),
        ("case", _look_into_cases(actor, words), ("pk", "number", "opened_at")),
    ):
        hits = {pk: hit for pk, hit in looked.hits.items() if not hit.missing}
        told = MODELS[kind]._base_manager.filter(pk__in=[UUID(pk) for pk in hits])
        for pk, name, at in told.values_list(*fields):
            yield Found(kind, pk, str(name), at, hits[pk.hex].where, hits[pk.hex].snippet)


@dataclass(slots=True)
class _Hit:
    """Words that were not yet found in a matter in which others were, and where the first was."""

    missing: set[str]
    where: str
    snippet: searching.Snippet


@dataclass(slots=True)
class _Looked:
    """Matters that may be opened, each with its bare key, and what has been found in them so far.

    The keys of rows are kept as text, and rows are let go as they were looked into: of ten thousand matters, making
    objects takes longer than opening them.
    """

    actor: AnyActor
    words: tuple[str, ...]
    keys: dict[str, bytes] = field(default_factory=dict)
    hits: dict[str, _Hit] = field(default_factory=dict)

    def open(self, rows: QuerySet, *written: str) -> Iterator[tuple[str, *tuple[bytes, ...]]]:
        """Learn the keys of the rows; each with these sealed fields. What is sealed to people is looked into while
        whoever searches has their own key open, and left out otherwise.
        """
        keys = sealing.StandardKeys(self.actor.establishment_id)
        grant = [_text(f"case_key__grants__{name}") for name in ("pk", "establishment_key_id")]
        standard = rows.filter(case_key__grants__establishment_key__isnull=False)
        wrapped_as = ("case_key__grants__wrapped", "case_key__earlier")
        found = standard.values_list(_text("pk"), _text("case_key_id"), *grant, *wrapped_as, *written)
        for pk, key, of, by, wrapped, earlier, *sealed in found.iterator():
            self.keys[_plain(pk)] = keys.open(_dashed(key), _dashed(of), _dashed(by), bytes(wrapped), earlier)
            yield pk, *sealed
        own = sealing.get_own_key()
        for row in rows.filter(case_key__grants__grantee=own.user_id).select_related("case_key") if own else ():
            self.keys[row.pk.hex] = sealing.open_case_key(row.case_key)
            yield row.pk.hex, *(getattr(row, name) for name in written)

    def look(self, matter: str, where: str, text: str) -> None:
        """Whether some of the words stand in a text of that matter."""
        self._note(matter, where, text, self._words_in(text))

    def _words_in(self, text: str) -> list[str]:
        simple = searching.simplify(text)
        return [word for word in self.words if word in simple]

    def _note(self, matter: str, where: str, text: str, here: list[str]) -> None:
        for word in here:
            if snippet := None if matter in self.hits else searching.snippet(text, word):
                self.hits[matter] = _Hit(set(self.words), where, snippet)
        if here and matter in self.hits:
            self.hits[matter].missing.difference_update(here)

    def column(self, model: type[Model], name: str) -> sealing.Column:
        return sealing.Column(self.actor.establishment_id or 0, model, name)

    def look_into(self, of: str, where: str, column: sealing.Column, pk: str, sealed: bytes) -> None:
        """The same of a sealed field of a row of a matter, where that may be opened."""
        key = self.keys.get(_plain(of))
        if key is not None and not sealing.is_empty(sealed):
            self.look(_plain(of), where, column.unseal(key, _dashed(pk), sealed))

    def look_at_people(self, of: str) -> None:
        """The people of each matter: by all their names where they are known, else as they were typed."""
        people = Involved.in_scope(self.actor).exclude(**{of: None})
        typed = Q(person=None) | Q(was_typed=True)
        known = ("person__given_name", "person__known_as", "person__family_name")
        # the same few hundred people stand in thousands of matters: each name is looked at once
        named: dict[tuple[str, ...], tuple[str, list[str]]] = {}
        for matter, *names in people.exclude(typed).values_list(_text(of), *known).iterator():
            if (text_and_words := named.get(tuple(names))) is None:
                text = " ".join(filter(None, names))
                text_and_words = named[tuple(names)] = text, self._words_in(text)
            if text_and_words[1] and _plain(matter) in self.keys:
                self._note(_plain(matter), "name", *text_and_words)
        names_typed = self.column(Involved, "sealed_name")
        for matter, pk, sealed in people.filter(typed).values_list(_text(of), _text("pk"), "sealed_name").iterator():
            self.look_into(matter, "name", names_typed, pk, sealed)


def _look_into_concerns(actor: AnyActor, words: tuple[str, ...]) -> _Looked:
    looked, written = _Looked(actor, words), ("sealed_text", "sealed_where", "sealed_note")
    columns = [looked.column(Concern, name) for name in written]
    for pk, *texts in looked.open(Concern.visible_to(actor), *written):
        for column, sealed in zip(columns, texts, strict=True):
            looked.look_into(pk, "told", column, pk, sealed)
    texts_of_steps = looked.column(ConcernEntry, "sealed_text")
    steps = ConcernEntry.in_scope(actor).order_by("number")
    for of, pk, sealed in steps.values_list(_text("concern_id"), _text("pk"), "sealed_text").iterator():
        looked.look_into(of, "step", texts_of_steps, pk, sealed)
    looked.look_at_people("concern_id")
    return looked


def _look_into_cases(actor: AnyActor, words: tuple[str, ...]) -> _Looked:
    looked = _Looked(actor, words)
    for _ in looked.open(SafeguardingCase.visible_to(actor)):
        pass  # a case has no words of its own
    # an entry that tells of another case is shown to whoever may see both
    links = CaseLink.in_scope(actor).values_list(_text("entry_id"), _text("case_id"), _text("other_id"))
    hidden = {entry for entry, case, other in links if not {_plain(case), _plain(other)} <= looked.keys.keys()}
    # what was written of somebody linked by mistake leads to nobody; who was added is found by their name
    hidden |= set(list_masked_entries(actor).values_list(_text("pk"), flat=True))
    entries = CaseEntry.in_scope(actor).exclude(kind="person-added").order_by("number")
    for where, rows in (("entry", entries), ("action", Action.in_scope(actor))):
        texts = looked.column(rows.model, "sealed_text")
        for of, pk, sealed in rows.values_list(_text("case_id"), _text("pk"), "sealed_text").iterator():
            if pk not in hidden:
                looked.look_into(of, where, texts, pk, sealed)
    looked.look_at_people("case_id")
    return looked


def _text(key: str) -> Cast:
    return Cast(key, CharField())


def _plain(key: str) -> str:
    """A key as SQLite keeps it, thirty-two digits; PostgreSQL gives them with dashes."""
    return key.replace("-", "")


def _dashed(key: str) -> str:
    """A key as it is written."""
    return key if "-" in key else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
