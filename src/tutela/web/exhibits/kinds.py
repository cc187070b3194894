"""What a file is, told by its content and never by its name. What is not on this list is not kept."""

import codecs
import re

HEAD_BYTES = 16 * 1024
PACKED = "packed"
"""A ZIP, which may be a Word document: only a look inside can tell."""
KINDS = ("pdf", "png", "jpeg", "docx", "text", "email", "json", "table", "page", "chat", "audio", "video")
ENDINGS = {
    "pdf": "pdf", "png": "png", "jpeg": "jpg", "docx": "docx", "text": "txt", "email": "eml", "json": "json",
    "table": "csv", "page": "html.txt", "chat": "txt", "audio": "audio", "video": "video",
}  # fmt: skip
PICTURES = ("png", "jpeg")
TEXTS = ("text", "email", "json", "table", "page", "chat")
SEALED_ONLY = ("audio", "video", "docx")
"""Kept as they came and shown by no page."""

_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"PK\x03\x04", PACKED),
    (b"ID3", "audio"),
    (b"\xff\xfb", "audio"),
    (b"\xff\xf3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"#!AMR", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
)
_STILL_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_CHAT = re.compile(
    r"^[\u200e\ufeff]*\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s{1,2}"
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?\]?(?:\s-)?\s[^:\n]{1,80}: ",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(
    r"^(From|Received|Return-Path|Date|Message-ID|MIME-Version|Delivered-To|Subject|To): ?\S", re.IGNORECASE
)
_PAGE = re.compile(r"<\s*(!doctype\s+html|html|head|body|table|div)\b", re.IGNORECASE)


class Look:
    """Looks at a file as it passes: its beginning, and whether all of it is text. Holds the beginning only."""

    def __init__(self) -> None:
        self.head = bytearray()
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8, self._has_control = True, False

    def feed(self, content: bytes) -> None:
        if len(self.head) < HEAD_BYTES:
            self.head += content[: HEAD_BYTES - len(self.head)]
        self._has_control = self._has_control or bool(content.translate(None, _PLAIN))
        if self._is_utf8:
            try:
                self._utf8.decode(content)
            except UnicodeDecodeError:
                self._is_utf8 = False

    def kind(self) -> str:
        """The kind, `PACKED` where only a look inside can tell, or nothing for what is not kept."""
        head = bytes(self.head)
        for sign, kind in _SIGNS:
            if head.startswith(sign):
                return kind
        if head[4:8] == b"ftyp":
            if head[8:12] in _STILL_BRANDS:
                return ""
            return "audio" if head[8:11] == b"M4A" else "video"
        if head[:4] == b"RIFF":
            return {b"WAVE": "audio", b"AVI ": "video"}.get(head[8:12], "")
        if not head or not self._is_text():
            return ""
        return _kind_of_text(as_text(head))

    def _is_text(self) -> bool:
        if bytes(self.head[:2]) in (b"\xff\xfe", b"\xfe\xff"):
            return True
        return not self._has_control


# every byte but the control characters that no text holds
_PLAIN = bytes(byte for byte in range(256) if byte >= 32 or byte in b"\t\n\r\f")


def as_text(content: bytes) -> str:
    """A text in UTF-8 or UTF-16 with its mark, else as older programs wrote it; never an error."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").replace("\0", "\ufffd")
    try:
        # not final: a beginning may end in the middle of a letter
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _kind_of_text(text: str) -> str:
    start = text.lstrip()
    if start[:1] in ("{", "["):
        first = start.splitlines()[0] if start else ""
        return "chat" if _CHAT.match(first) else "json"
    if _PAGE.match(start):
        return "page"
    lines = start.splitlines()
    if _HEADER.match(start) and sum(bool(_HEADER.match(line)) for line in lines[:40]) >= 2:
        return "email"
    if len(_CHAT.findall(start)) >= 1 and any(_CHAT.match(line) for line in lines[:5]):
        return "chat"
    first = lines[0] if lines else ""
    if any(first.count(mark) >= 2 and all(mark in line for line in lines[1:3]) for mark in ",;\t"):
        return "table"
    return "text"
