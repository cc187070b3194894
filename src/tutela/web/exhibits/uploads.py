"""A file on its way in: sealed piece by piece as it arrives, so that nothing of it lies on a disc in plain.

Memory stays the same however large it is. What is too large, or finds no room, is dropped and said so.
"""

from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from tutela.web.exhibits import shares, vault
from tutela.web.exhibits.kinds import Look

FIELD = "file"
TOO_LARGE, NO_ROOM = "too-large", "no-room"


class Sent(File):
    """A file that arrived and lies sealed, belonging to nothing yet."""

    def __init__(self, sealed: vault.Sealed, name: str, kind: str) -> None:
        super().__init__(None, name)
        self.sealed, self.kind = sealed, kind
        self.size = sealed.size_bytes

    def read_sealed(self) -> Any:
        """Its bytes, a chunk at a time. Raises `Damaged`, OSError."""
        key = vault.key_of(self.sealed.part, self.sealed.share)
        return vault.read_sealed(settings.TUTELA.exhibits, self.sealed.id, key)

    def discard(self) -> None:
        """Nothing of it stays."""
        vault.place_of(settings.TUTELA.exhibits, self.sealed.id).unlink(missing_ok=True)
        shares.destroy(settings.TUTELA.keys, self.sealed.id)


class ToQuarantine(FileUploadHandler):
    """Seals the first file of the question for it; whatever else is sent is not kept. `fault` says why nothing was."""

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self.fault = ""
        self._sealer: vault.Sealer | None = None
        self._most_bytes = settings.TUTELA.exhibit_most_mb * 1_000_000
        self._is_done = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self._is_done:
            raise SkipFile
        self._is_done = True
        try:
            self._sealer, self._look = vault.Sealer(settings.TUTELA.exhibits), Look()
        except OSError:
            self.fault = NO_ROOM
            raise SkipFile from None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  Django's signature
        if self._sealer is None:
            return
        try:
            self._sealer.write(raw_data)
            self._look.feed(raw_data)
        except OSError:
            self._drop(NO_ROOM)
        if self._sealer.size_bytes > self._most_bytes:
            self._drop(TOO_LARGE)

    def file_complete(self, file_size: int) -> Sent | None:  # noqa: ARG002  Django's signature
        if self._sealer is None:
            return None
        sealer, self._sealer = self._sealer, None
        try:
            return Sent(sealer.finish(), self.file_name or "", self._look.kind())
        except OSError:
            sealer.discard()
            self.fault = NO_ROOM
            return None

    def upload_interrupted(self) -> None:
        """The other side went away."""
        if self._sealer is not None:
            self._sealer.discard()

    def _drop(self, fault: str) -> None:
        if self._sealer is not None:
            self._sealer.discard()
            self._sealer = None
        self.fault = fault
        raise SkipFile
