"""A log on its way up goes straight into the folder of logs, piece by piece, and never over the limit."""

import os
from typing import Any
from uuid import uuid4

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from tutela.web.records import folder, rules


class Uploaded:
    """A log that lies in the folder; `place` is where."""

    def __init__(self, place: str, name: str, size: int) -> None:
        self.place, self.name, self.size = place, name, size
        self.content_type, self.charset = "", None

    def discard(self) -> None:
        """Remove it: its form was not in order."""
        (folder.root() / self.place).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is open."""


class ToFolder(FileUploadHandler):
    """Writes what comes. More than `LARGEST_BYTES` breaks the upload off."""

    chunk_size = 1024 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.place = f"{folder.UPLOADS}/{uuid4()}"
        self.path = folder.root() / self.place
        self.size = 0
        self.file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  Django’s signature
        """Write the next piece."""
        self.size += len(raw_data)
        if self.size > rules.LARGEST_BYTES:
            self._drop()
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002
        """It is all there."""
        self.file.close()
        return Uploaded(self.place, str(self.file_name), self.size)

    def upload_interrupted(self) -> None:
        """Half a log is none."""
        self._drop()

    def _drop(self) -> None:
        if not self.file.closed:
            self.file.close()
        self.path.unlink(missing_ok=True)
