"""Files that mean harm, from a seed: bombs, floods, cut and mixed files, entities, macros, depths, random damage."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from tests.web.exhibits.scenes import CHAT, a_picture

Maker = Callable[[random.Random], bytes]
NAMES = (
    "photo\u202egnp.exe",
    "раypal-invoice.pdf",  # the first two letters are Cyrillic
    "x" * 251 + ".txt",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "a\u0000b.txt",
    "CON.txt",
    "=cmd|' /C calc'!A0.csv",
    "<img src=x onerror=alert(1)>.png",
    "\u200b\u2066hidden\u2069.txt",
    "e\u0301" * 120 + ".txt",
    " . ",
    "",
)


def make_files(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """So many files, each with the name of what it tries; the same for the same seed."""
    chance = random.Random(seed)
    makers = list(MAKERS.items())
    for index in range(count):
        name, make = makers[index % len(makers)]
        content = make(chance)
        if index >= len(makers) and chance.random() < 0.7:
            name, content = f"{name}, damaged", _damage(chance, content)
        yield name, content


def _damage(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content[:200_000])
    for _ in range(chance.randint(1, 12)):
        if not changed:
            break
        place = chance.randrange(min(len(changed), 4000))
        choice = chance.randrange(4)
        if choice == 0:
            changed[place] = chance.randrange(256)
        elif choice == 1:
            del changed[place : place + chance.randint(1, 64)]
        elif choice == 2:
            changed[place:place] = chance.randbytes(chance.randint(1, 64))
        else:
            del changed[max(1, chance.randrange(len(changed))) :]
    return bytes(changed)


def _packed(parts: dict[str, bytes], *, level: int = 9) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_document(**more: bytes) -> bytes:
    return _packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **more})


def _bomb(chance: random.Random) -> bytes:
    return a_document(**{"word/media/a.bin": b"\0" * chance.randint(20_000_000, 60_000_000)})


def _nested(_chance: random.Random) -> bytes:
    inner = a_document()
    for _ in range(20):
        inner = a_document(**{"word/embeddings/again.zip": inner})
    return inner


def _slip(_chance: random.Random) -> bytes:
    return a_document(**{"../../../../tmp/slipped": b"x"})


def _many(chance: random.Random) -> bytes:
    return a_document(**{f"word/{number}": b"" for number in range(chance.randint(2500, 4000))})


def _lying(_chance: random.Random) -> bytes:
    # the list at the end says that a part holds four thousand million bytes
    made = bytearray(a_document())
    place = made.rfind(b"PK\x01\x02")
    made[place + 24 : place + 28] = b"\xff\xff\xff\xf0"
    return bytes(made)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _flood(chance: random.Random) -> bytes:
    side = chance.choice((8_000, 60_000, 2**31 - 1))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def _text_bomb(_chance: random.Random) -> bytes:
    made = a_picture()
    flood = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 80_000_000))
    return made[:33] + flood + made[33:]


def _polyglot(chance: random.Random) -> bytes:
    first = a_picture(kind=chance.choice(("PNG", "JPEG")))
    return first + chance.choice((a_document(), b"<script>alert(1)</script>", b"%PDF-1.7\n", b"MZ" + b"\0" * 300))


def _frames(_chance: random.Random) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "GIF", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")] * 50)
    return out.getvalue()


def _deep_json(chance: random.Random) -> bytes:
    depth = chance.choice((500, 5_000, 200_000))
    return b"[" * depth + b"]" * depth


def _wide_json(chance: random.Random) -> bytes:
    return json.dumps([{"time": 10**30, "from": "x" * 9000, "text": chance.random()} for _ in range(300)]).encode()


def _entities(_chance: random.Random) -> bytes:
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]><x>&a12;&f;</x>'.encode()


def _page(_chance: random.Random) -> bytes:
    return b"<html><body onload=alert(1)><script src=//evil.example></script><iframe srcdoc='<b>'></body>"


def _slow_chat(chance: random.Random) -> bytes:
    return b"1/1/26, 1:00 - " + b"a " * chance.randint(10_000, 400_000) + b"\n" + b"[" * 20_000


def _odd_chat(_chance: random.Random) -> bytes:
    days = ("99/99/9999", "0/0/00", "31/02/2026", "1/1/1", "2026-13-45")
    return "".join(f"{day}, 77:99 - Leo: {'x' * 50}\n" for day in days).encode() + CHAT


def _formulas(_chance: random.Random) -> bytes:
    return b"time,sender,text\n=1+1,@SUM(A1),=cmd|'/C calc'!A0\n" + b'"' * 5000


def _wide_table(chance: random.Random) -> bytes:
    return b"time,from,text" + b",x" * 20_000 + b"\n" + chance.randbytes(100).hex().encode() * 3000


def _pdf(_chance: random.Random) -> bytes:
    return b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>/Launch 2 0 R>>endobj\n" + b"x" * 5000


def _letters(chance: random.Random) -> bytes:
    return chance.choice((b"\xff\xfe\x00\xd8", b"\xef\xbb\xbf" * 999, "\u202eabc\u2066".encode() * 999, b"\xc3" * 999))


MAKERS: dict[str, Maker] = {
    "zip bomb": _bomb,
    "nested zips": _nested,
    "zip slip": _slip,
    "many parts": _many,
    "a zip that lies of its size": _lying,
    "macros": lambda _chance: a_document(**{"word/vbaProject.bin": b"x"}),
    "not a document": lambda _chance: _packed({"a.txt": b"x"}),
    "pixel flood": _flood,
    "text bomb in a picture": _text_bomb,
    "two kinds in one": _polyglot,
    "animation": _frames,
    "large picture": lambda _chance: a_picture(6000, 6000, kind="JPEG"),
    "deep data": _deep_json,
    "wide data": _wide_json,
    "entities": _entities,
    "page": _page,
    "slow conversation": _slow_chat,
    "odd conversation": _odd_chat,
    "formulas": _formulas,
    "wide table": _wide_table,
    "pdf that acts": _pdf,
    "letters that mislead": _letters,
    "picture": lambda chance: a_picture(
        chance.randint(1, 400), chance.randint(1, 400), kind=chance.choice(("PNG", "JPEG"))
    ),
    "noise": lambda chance: chance.randbytes(chance.randint(1, 5000)),
    "program": lambda chance: b"\x7fELF" + chance.randbytes(500),
}
