"""What a question at the foot of a page is about, as the page hands it on.

It is signed: whoever was shown the page may answer, and nobody can invent an item. So this app need not know the items
of others. It says nothing of who is looking, and only what stands here for the item is kept.
"""

from typing import Self

import msgspec.structs
from django.core import signing
from django.http import Http404

from tutela.web.core.actor import AnyActor

SALT = "engagement.about"


class About(msgspec.Struct, frozen=True, kw_only=True):
    """One version of one item, on a page of one establishment."""

    place: int
    item: str
    version: str
    title: str
    address: str
    """Where those who look after it find it."""
    back: str
    """Where whoever answers came from. It is not kept."""
    public: bool
    """Whether somebody who has not signed in was shown it."""
    simple: bool
    """Whether its readers are so young that they are not asked for words."""
    exit_to: str
    """Where "Exit this page" leads, where the page that asks has it; else empty."""

    def sign(self) -> str:
        """As a part of an address."""
        return signing.dumps(msgspec.structs.asdict(self), salt=SALT, compress=True)

    @classmethod
    def read(cls, signed: str) -> Self:
        """Raises Http404 for what was not signed here."""
        try:
            return msgspec.convert(signing.loads(signed, salt=SALT), cls)
        except (signing.BadSignature, msgspec.ValidationError) as error:
            raise Http404 from error

    def is_for(self, actor: AnyActor) -> bool:
        """Whether this person may answer: people of the place, and on a public page whoever has not signed in."""
        if getattr(actor, "user_id", None) is None:
            return self.public
        return actor.establishment_id == self.place
