"""Who is acting: carried by every request and every job, and asked for by every query about people."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from tutela.web.core.permissions import READS_CONCERNS, Permission


class NoActor(RuntimeError):
    """Rows about people were asked for while nobody was known to be asking. A fault in the code, never the person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person who is signed in, at the one establishment they work in now."""

    user_id: UUID
    person_id: UUID | None
    name: str
    establishment_id: int | None
    roles: frozenset[str] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    exclusions: frozenset[UUID] = frozenset()
    """Persons and records this person must not see, whatever their roles: themselves, and declared conflicts."""
    grants: frozenset[UUID] = frozenset()
    """Records opened to this person singly."""
    second_factor: bool = False
    """Whether this session passed a second factor."""

    is_system: ClassVar[bool] = False

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def reads_concerns(self) -> bool:
        """Whether a second factor is compulsory for this person."""
        return bool(self.permissions & READS_CONCERNS)

    @property
    def label(self) -> str:
        """How the audit names them: never by name."""
        return f"user:{self.user_id}"


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The software itself, for a stated purpose; at one establishment, or at all of them when that is None."""

    purpose: str
    establishment_id: int | None = None

    is_system: ClassVar[bool] = True
    person_id: ClassVar[None] = None
    roles: ClassVar[frozenset[str]] = frozenset()
    permissions: ClassVar[frozenset[Permission]] = frozenset(Permission)
    exclusions: ClassVar[frozenset[UUID]] = frozenset()
    grants: ClassVar[frozenset[UUID]] = frozenset()
    reads_concerns: ClassVar[bool] = False
    second_factor: ClassVar[bool] = False

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def label(self) -> str:
        return f"system:{self.purpose}"


@dataclass(frozen=True, slots=True)
class AnonymousReporter:
    """Somebody who reports without saying who they are: may report at one establishment, and see nothing."""

    establishment_id: int | None = None
    permissions: frozenset[Permission] = field(default=frozenset({Permission.CONCERN_REPORT}))

    is_system: ClassVar[bool] = False
    person_id: ClassVar[None] = None
    roles: ClassVar[frozenset[str]] = frozenset()
    exclusions: ClassVar[frozenset[UUID]] = frozenset()
    grants: ClassVar[frozenset[UUID]] = frozenset()
    reads_concerns: ClassVar[bool] = False
    second_factor: ClassVar[bool] = False

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def label(self) -> str:
        return "anonymous"


AnyActor = Actor | SystemActor | AnonymousReporter

_acting: ContextVar[AnyActor | None] = ContextVar("acting", default=None)


@contextmanager
def acting_as(actor: AnyActor) -> Iterator[AnyActor]:
    """Let queries inside know who is asking. Scopes nest; the inner one counts."""
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)


def current_actor() -> AnyActor:
    """Who is acting now. Raises `NoActor`."""
    actor = _acting.get()
    if actor is None:
        raise NoActor("Rows about people are read inside `with acting_as(actor):`")
    return actor
