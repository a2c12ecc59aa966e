"""Policy files of every format, built here byte by byte."""

from __future__ import annotations

import io
import zipfile
import zlib

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: list[list[str]], password: str = "", owner: str = "") -> bytes:
    """A PDF with one line of text under the other; a page without lines holds a picture.

    `password` is needed to open it, `owner` only to change it.
    """
    from pypdf import PdfReader, PdfWriter

    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = 3
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        if lines:
            shown = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines)
            content = b"BT /F1 11 Tf 14 TL 40 800 Td\n" + shown + b"ET"
        else:
            content = b"q 100 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q"
        packed = zlib.compress(content)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (len(objects), font)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    if not (password or owner):
        return out
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(out)))
    writer.encrypt(password, owner or None)
    sealed = io.BytesIO()
    writer.write(sealed)
    return sealed.getvalue()


def _escaped(line: str) -> bytes:
    return line.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def docx(body: str, numbering: str = "", head: str = "", styles: str = "") -> bytes:
    """A DOCX around the XML of its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", head + document)
        if styles:
            archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{_NAMESPACE}">{styles}</w:styles>')
        if numbering:
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{_NAMESPACE}">{numbering}</w:numbering>')
    return out.getvalue()


def paragraph(text: str, level: int | None = None, run: str = "") -> str:
    """One paragraph, numbered on a level of list 1 where one is named."""
    mark = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return f'<w:p><w:pPr>{mark}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
