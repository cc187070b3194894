"""Which documents are taken as proof, told by what is in them and not only by their name."""

from enum import StrEnum
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

LARGEST_BYTES = 20 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
    "csv": "text/csv",
}
_STILL = "jpg jpeg jpe png gif webp bmp tif tiff heic heif avif svg raw dng psd ico"
_MOVING = "mp4 m4v mov avi mkv webm wmv flv 3gp mpg mpeg ogv ts"
PICTURES = frozenset(ending for line in (_STILL, _MOVING) for ending in line.split())
"""Endings of pictures and films: refused with words of their own, for what they could show."""
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"\x1aE\xdf\xa3", b"8BPS", b"FLV\x01")


class Wrong(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    PICTURE = "picture"
    TYPE = "type"
    NOT_WHAT_IT_SAYS = "not-what-it-says"
    MACROS = "macros"


class BadFile(ValueError):
    """A file that is not taken; `wrong` says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def check_file(name: str, content: bytes) -> str:
    """The media type of a document. Raises `BadFile`."""
    ending = PurePath(name).suffix.removeprefix(".").casefold()
    if ending in PICTURES or _shows_pictures(content):
        raise BadFile(Wrong.PICTURE)
    if ending not in MEDIA_TYPES:
        raise BadFile(Wrong.TYPE)
    if not content:
        raise BadFile(Wrong.EMPTY)
    if len(content) > LARGEST_BYTES:
        raise BadFile(Wrong.TOO_LARGE)
    if not _is_what_it_says(ending, content):
        raise BadFile(Wrong.NOT_WHAT_IT_SAYS)
    return MEDIA_TYPES[ending]


def clean_name(name: str) -> str:
    """A file's name without folders and control characters, at most 200 letters with its ending."""
    bare = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}"


def _shows_pictures(content: bytes) -> bool:
    riff = content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"AVI ")
    return riff or content[4:8] == b"ftyp" or content.startswith(_SIGNS)


def _is_what_it_says(ending: str, content: bytes) -> bool:
    if ending == "pdf":
        return content[:1024].lstrip().startswith(b"%PDF-")
    if ending in ("txt", "csv"):
        return _is_text(content)
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
            if any(name.casefold().endswith(("vbaproject.bin", "script-lc.xml")) for name in names):
                raise BadFile(Wrong.MACROS)
            if ending == "odt":
                said = packed.getinfo("mimetype")
                return said.file_size < 200 and packed.read(said).strip() == MEDIA_TYPES["odt"].encode()
            return _MAIN[ending] in names
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError):
        return False


def _is_text(content: bytes) -> bool:
    """Whether it is read as text: UTF-8, or what older programs write; nothing with control characters."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text)
    return False
