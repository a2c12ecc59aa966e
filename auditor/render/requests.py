"""Shows a recorded request as text: known values masked, bodies cut, encodings named."""

import zlib
from collections.abc import Iterable

import msgspec

from auditor.model import Flow, Hit
from auditor.render.masking import Masker
from auditor.runs import Run

SHOWN = 1_500
BEFORE = 300
MAX_BODY = 4 * 1024**2
MAX_HEADERS = 40
_TOKENS = ("authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key")


class Piece(msgspec.Struct, frozen=True):
    """Text as shown; `masked` names the data type of a masked value."""

    text: str
    masked: str | None = None


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """One request, ready to be shown. `hidden` is set in place of a body whose value cannot be masked in it."""

    flow: str
    at: int
    host: str
    line: tuple[Piece, ...]
    headers: tuple[tuple[str, tuple[Piece, ...]], ...]
    body: tuple[Piece, ...]
    cut: int
    size: int
    digest: str
    hidden: str
    unread: str
    hits: tuple[Hit, ...]


def show_request(run: Run, flow: Flow, hits: Iterable[Hit], masker: Masker) -> RequestView:
    """The request of a flow with the hits found in it."""
    hits = tuple(hits)
    message = flow.request
    text = _body_text(run, flow)
    pieces = _pieces(masker, text)
    body_hits = [hit for hit in hits if hit.part == "body"]
    hidden = ""
    if body_hits and not any(piece.masked for piece in pieces):
        hidden = " → ".join(body_hits[0].chain) or "-"
        pieces = []
    pieces, cut = _around_value(pieces)
    address = f"{flow.method} {flow.scheme}://{flow.host}{flow.path}" if not message.line else message.line
    return RequestView(
        flow=flow.id,
        at=flow.at,
        host=flow.host,
        line=tuple(_pieces(masker, address[:2_000])),
        headers=tuple(
            (name[:100], tuple(_header(masker, name, value))) for name, value in message.headers[:MAX_HEADERS]
        ),
        body=tuple(pieces),
        cut=cut,
        size=message.size,
        digest=message.body or "",
        hidden=hidden,
        unread=flow.unread or "",
        hits=hits,
    )


def _pieces(masker: Masker, text: str) -> list[Piece]:
    return [Piece(text, data_type) for text, data_type in masker.split(text)]


def _header(masker: Masker, name: str, value: str) -> list[Piece]:
    if name.lower() in _TOKENS:
        shown = _pieces(masker, value[:2_000])
        return shown if any(piece.masked for piece in shown) else [Piece("•••")]
    return _pieces(masker, value[:500])


def _body_text(run: Run, flow: Flow) -> str:
    """The body as text, unpacked when the whole of it is gzip or deflate; binary bytes become dots."""
    if not flow.request.body:
        return ""
    data = run.body(flow.request.body)[:MAX_BODY]
    encoding = next((v.lower() for k, v in flow.request.headers if k.lower() == "content-encoding"), "")
    if data[:2] == b"\x1f\x8b" or encoding in ("gzip", "deflate"):
        try:
            data = zlib.decompressobj(47).decompress(data, MAX_BODY)
        except zlib.error:
            return ""
    text = data.decode("utf-8", "replace")
    return "".join(c if c.isprintable() or c in "\n\t" else "·" for c in text)


def _around_value(pieces: list[Piece]) -> tuple[list[Piece], int]:
    """Cut to the part around the first masked value; returns how many characters are left out."""
    total = sum(len(piece.text) for piece in pieces)
    if total <= SHOWN:
        return pieces, 0
    first = next((index for index, piece in enumerate(pieces) if piece.masked), 0)
    start = max(0, sum(len(piece.text) for piece in pieces[:first]) - BEFORE)
    out: list[Piece] = []
    at = shown = 0
    for piece in pieces:
        end = at + len(piece.text)
        if end > start and shown < SHOWN:
            text = piece.text if piece.masked else piece.text[max(0, start - at) :][: SHOWN - shown]
            out.append(Piece(text, piece.masked))
            shown += len(text)
        at = end
    return out, total - shown
