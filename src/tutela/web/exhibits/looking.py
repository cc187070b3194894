"""The program that looks into a file. It is started by `apart`, and gives up every right before the first byte is read.

It opens no further file and no socket (there is no free place left for one), may use 600 MB and ten seconds, and what
it says is limited. It knows neither Django nor keys nor whose file it is.
"""

import ctypes
import io
import json
import mmap
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

from tutela.web.exhibits import chats, kinds, packed

MOST_MEMORY = 600 << 20
MOST_SECONDS = 10
MOST_OUT = 32 << 20
MOST_PIXELS = 50_000_000
MOST_TEXT = 4 << 20
MOST_SHOWN = 200_000
SIDE = 1600
LARGE_SIDE = 3200
SQUARES = 10
LETTERS = "ABCDEFGHIJ"

Found = tuple[dict[str, Any], bytes]


class Fault(Exception):
    """Nothing can be made of it; its text is the word that is told."""


def main() -> int:
    """Read the task, do it, say what came of it."""
    task = json.loads(sys.stdin.buffer.read())
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    # whatever a library would fetch from the disc later has to be here before the door is shut
    ImageFont.load_default(size=26)
    chats.zone_of(task.get("zone", ""))
    for name in ("utf-16", "utf-8-sig", "cp1252", "cp437"):
        "".encode(name)
    content = _content()
    _give_up_rights()
    try:
        told, made = DO[task["do"]](content, task)
    except Fault as fault:
        told, made = {"fault": str(fault)}, b""
    except MemoryError:
        told, made = {"fault": "too-large"}, b""
    except Exception:
        told, made = {"fault": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + made)
    sys.stdout.buffer.flush()
    return 0


def inspect(content: Any, task: Mapping[str, Any]) -> Found:
    """What kind it really is, and what whoever reads it should know. A fault means that it is not kept."""
    kind, notes = task["kind"], []
    if kind == kinds.PACKED:
        notes, kind = packed.inspect(content), "docx"
    elif kind in kinds.PICTURES:
        picture = _open(content, kind)
        told = {"width": picture.width, "height": picture.height}
        ends = content.rfind(b"IEND" if kind == "png" else b"\xff\xd9")
        if ends < 0 or len(content) - ends > 64:
            notes.append("more-behind")
        return {"kind": kind, "notes": notes, **told}, b""
    elif kind == "pdf":
        signs = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction")
        notes = ["acts"] if any(content.find(sign) >= 0 for sign in signs) else []
    return {"kind": kind, "notes": notes}, b""


def show(content: Any, task: Mapping[str, Any]) -> Found:
    """A picture made anew without anything but its pixels; a conversation as rows; a text as text."""
    kind = task["kind"]
    if kind in kinds.PICTURES:
        picture = _small(_open(content, kind))
        if task.get("squares"):
            _draw_squares(picture)
        return {"media": "image/png", "width": picture.width, "height": picture.height}, _as_png(picture)
    if kind not in kinds.TEXTS:
        raise Fault("not-shown")
    text = kinds.as_text(bytes(content[:MOST_TEXT]))
    rows = chats.read(kind, text, task.get("zone", ""))
    told: dict[str, Any] = {"is_cut": len(content) > MOST_TEXT or len(text) > MOST_SHOWN}
    if rows:
        told |= {"rows": [row.as_list() for row in rows[: chats.MOST]], "is_cut": len(rows) > chats.MOST}
        return told, b""
    return told, text[:MOST_SHOWN].replace("\0", "\ufffd").encode()


def redact(content: Any, task: Mapping[str, Any]) -> Found:
    """A new file with squares of a picture, or words of a text, made black. Nothing of what was there is left in it."""
    kind = task["kind"]
    if kind in kinds.PICTURES:
        picture = _open(content, kind)
        picture.thumbnail((LARGE_SIDE, LARGE_SIDE))
        pen = ImageDraw.Draw(picture)
        for left, top, right, bottom in task["boxes"]:
            across, down = picture.width / SQUARES, picture.height / SQUARES
            pen.rectangle(
                (int(left * across), int(top * down), int(right * across + 1), int(bottom * down + 1)), fill="black"
            )
        return {"kind": "png", "count": len(task["boxes"])}, _as_png(picture)
    if kind not in kinds.TEXTS:
        raise Fault("not-shown")
    if len(content) > MOST_TEXT:
        raise Fault("too-large")
    text, count = chats.black_out(kinds.as_text(bytes(content)), task["words"])
    return {"kind": kind if kind != "email" else "text", "count": count}, text.encode()


DO: dict[str, Callable[[Any, Mapping[str, Any]], Found]] = {"inspect": inspect, "show": show, "redact": redact}


def _open(content: Any, kind: str) -> Image.Image:
    """The pixels alone, turned as they were meant to be seen."""
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Fault("too-large")
        if picture.format != kind.upper():
            raise Fault("broken")
        picture.draft("RGB", (LARGE_SIDE, LARGE_SIDE))
        return ImageOps.exif_transpose(picture).convert("RGB")


def _small(picture: Image.Image) -> Image.Image:
    picture.thumbnail((SIDE, SIDE))
    return Image.frombytes("RGB", picture.size, picture.tobytes())


def _as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", picture.size, picture.tobytes()).save(out, "PNG")
    if out.tell() > MOST_OUT - 4096:
        raise Fault("too-large")
    return out.getvalue()


def _draw_squares(picture: Image.Image) -> None:
    pen = ImageDraw.Draw(picture)
    across, down = picture.width / SQUARES, picture.height / SQUARES
    # as large as the squares allow, so that a phone shows them too
    font = ImageFont.load_default(size=max(8, int(min(across * 0.45, down * 0.6))))
    for place in range(1, SQUARES):
        for colour, aside in (("black", 1), ("white", 0)):
            pen.line((place * across + aside, 0, place * across + aside, picture.height), fill=colour)
            pen.line((0, place * down + aside, picture.width, place * down + aside), fill=colour)
    for row in range(SQUARES):
        for column in range(SQUARES):
            name = f"{LETTERS[column]}{row + 1}"
            where = (column * across + 4, row * down + 2)
            pen.text(where, name, font=font, fill="black", stroke_width=2, stroke_fill="white")


def _content() -> Any:
    try:
        return mmap.mmap(2, 0, access=mmap.ACCESS_READ)
    except ValueError:
        return b""  # an empty file


def _give_up_rights() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(1, 9, 0, 0, 0)  # ends with the process that started it
    libc.prctl(38, 1, 0, 0, 0)  # no new privileges
    libc.unshare(0x10000000 | 0x40000000)  # a network of its own with nothing in it, where the system allows that
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # no place for a further file or socket
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUT, MOST_OUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
