"""A Word document, looked at from outside: nothing of it is unpacked, and no XML in it is read."""

import io
from typing import Any
from zipfile import BadZipFile, ZipFile

MOST_ENTRIES = 2000
MOST_BYTES = 200 << 20
MOST_TIMES = 100
"""How many times larger than its packed form a part may say that it is."""
MACROS = ("vbaproject.bin", "vbadata.xml")


class NotKept(Exception):
    """Not a Word document, or one that could do harm."""


def inspect(content: Any) -> list[str]:
    """Notes on a Word document. Raises `NotKept`, `BadZipFile` and what a broken one makes ZipFile raise."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    names = {part.filename.casefold() for part in parts}
    if not {"[content_types].xml", "word/document.xml"} <= names:
        raise NotKept
    if len(parts) > MOST_ENTRIES or len(names) != len(parts):
        raise NotKept
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise NotKept
    for part in parts:
        if part.flag_bits & 1 or part.file_size > MOST_TIMES * max(part.compress_size, 1024):
            raise NotKept
        if ".." in part.filename.split("/") or part.filename.startswith(("/", "\\")):
            raise BadZipFile
        if part.filename.casefold().endswith(MACROS):
            raise NotKept
    return ["embeds"] if any("/embeddings/" in name or "/activex/" in name for name in names) else []
