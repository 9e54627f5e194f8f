"""Small files that customers attach, made in code."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Sheet:
    """A file with its name and its kind."""

    name: str
    type: str
    content: bytes


@lru_cache(maxsize=64)
def sheet(kind: str, which: int) -> Sheet:
    """One of a few files of a kind; its content lies in the store only once."""
    return {"png": _picture, "pdf": _paper, "txt": _log}[kind](which)


def _picture(which: int) -> Sheet:
    """A window with a title, some lines and a red mark."""
    width, height = 160, 100
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(_pixel(x, y, which))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return Sheet(f"screenshot-{which + 1}.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts))


def _pixel(x: int, y: int, which: int) -> tuple[int, int, int]:
    if y < 14:
        return 46, 82, 74
    if 96 < x < 150 and 60 + which < y < 84:
        return 196, 74, 60
    return (206, 212, 210) if y % 12 < 4 and 8 < x < 60 + 11 * which else (250, 250, 248)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _paper(which: int) -> Sheet:
    """A page with a headline and two lines."""
    lines = (f"Invoice copy {which + 1}", "Tallyfern demo desk", "This paper was made for the demo and says nothing.")
    words = "BT /F1 16 Tf 60 760 Td 24 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(words)} >>\nstream\n{words}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return Sheet(f"invoice-{which + 1}.pdf", "application/pdf", _written(objects))


def _written(objects: tuple[str, ...]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{words}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def _log(which: int) -> Sheet:
    """What a nightly job has to say."""
    lines = [f"02:{minute:02d}:00 GET /v2/items?page={minute + 7 * which} 200 rest={412 - 6 * minute}" for minute in range(20)]
    return Sheet(f"nightly-{which + 1}.log.txt", "text/plain", "\n".join([*lines, "02:20:00 GET /v2/items 429 rest=0"]).encode())
