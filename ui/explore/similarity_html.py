"""How alike texts are, as HTML. Pure; every text of a person is escaped."""

import base64
import struct
import zlib
from collections.abc import Sequence
from html import escape

import numpy as np

from ui.similarity import Matrix, Pair
from ui.texts import Language, say

MOST_NUMBERED = 12  # texts; with more the numbers could not be read
STEPS = 10  # shades of grey between the least and the most alike
LIGHTEST, DARKEST = 245, 40  # grey, of 255


def map_html(texts: Sequence[str], matrix: Matrix, language: Language) -> str:
    """Numbers on shades for few texts, a picture for many."""
    low, high = bounds(matrix)
    shown = numbers_html if len(texts) <= MOST_NUMBERED else picture_html
    scale = say(language, "similarity_scale", low=f"{low:.2f}", high=f"{high:.2f}")
    return (
        f"<figure><figcaption>{say(language, 'similarity_map')}"
        f" <span>({scale})</span></figcaption>"
        f'<div class="parley-scroll" tabindex="0" role="group"'
        f' aria-label="{say(language, "similarity_map")}">'
        f"{shown(texts, matrix, language)}</div></figure>"
    )


def bounds(matrix: Matrix) -> tuple[float, float]:
    """The least and the most alike, of two different texts where there are two."""
    others = matrix[~np.eye(len(matrix), dtype=bool)] if len(matrix) > 1 else matrix.ravel()
    known = others[~np.isnan(others)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)


def shades(matrix: Matrix) -> Matrix:
    """0 for the least alike to 1 for the most; a text against itself is the most."""
    low, high = bounds(matrix)
    return np.clip((matrix - low) / (high - low), 0, 1) if high > low else np.ones_like(matrix)


def numbers_html(texts: Sequence[str], matrix: Matrix, language: Language) -> str:
    heads = "".join(
        f'<th scope="col" title="{escape(text)}">{number}</th>'
        for number, text in enumerate(texts, 1)
    )
    rows = "".join(
        f'<tr><th scope="row" title="{escape(text)}"><b>{number}</b> {escape(text)}</th>'
        f"{''.join(map(cell_html, matrix[number - 1], shade))}</tr>"
        for number, (text, shade) in enumerate(zip(texts, shades(matrix), strict=True), 1)
    )
    return (
        f'<table class="parley-similar"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def cell_html(similarity: float, shade: float) -> str:
    if np.isnan(similarity):
        return "<td>–</td>"
    return f'<td class="s{round(shade * STEPS)}">{similarity:.2f}</td>'


def picture_html(texts: Sequence[str], matrix: Matrix, language: Language) -> str:
    low, high = bounds(matrix)
    alt = say(language, "similarity_image", count=len(texts), low=f"{low:.2f}", high=f"{high:.2f}")
    grey = LIGHTEST + np.nan_to_num(shades(matrix), nan=0.0) * (DARKEST - LIGHTEST)
    data = base64.b64encode(grey_png(grey.astype(np.uint8))).decode()
    return f'<img class="parley-similar" alt="{alt}" src="data:image/png;base64,{data}">'


def grey_png(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> bytes:
    """A picture in shades of grey, a pixel for each number."""
    height, width = pixels.shape
    lines = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, data) for name, data in chunks)


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pairs_html(texts: Sequence[str], pairs: Sequence[Pair], language: Language) -> str:
    title = escape(say(language, "similarity_pairs"))
    if not pairs:
        return f"<h3>{title}</h3><p>{escape(say(language, 'similarity_no_pairs'))}</p>"
    heads = "".join(
        f'<th scope="col">{escape(say(language, f"similarity_{key}"))}</th>'
        for key in ("value", "first", "second")
    )
    rows = "".join(
        f"<tr><td>{pair.similarity:.3f}</td>{side_html(texts, pair.first)}"
        f"{side_html(texts, pair.second)}</tr>"
        for pair in pairs
    )
    return (
        f'<h3>{title}</h3><table class="parley-pairs"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def side_html(texts: Sequence[str], place: int) -> str:
    text = escape(texts[place])
    return f'<td title="{text}"><b>{place + 1}</b> {text}</td>'
