"""A document on its way up stays in memory: nothing of it lies on a disc before it is sealed."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler

from tutela.web.actions.rules.files import LARGEST_BYTES

AROUND_THE_FILE = 64 * 1024
"""Room for the other answers and what parts them, in bytes."""


def is_too_large(length: str) -> bool:
    """Whether a request of that Content-Length holds more than one document may be."""
    return length.isdigit() and int(length) > LARGEST_BYTES + AROUND_THE_FILE


class HeldInMemory(MemoryFileUploadHandler):
    """Keeps the whole file in memory; one that is too large is not kept at all."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002  Django's signature
        META: Any,  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: Any = None,  # noqa: ARG002
    ) -> None:
        self.activated = not is_too_large(str(content_length))
