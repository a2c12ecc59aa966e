"""Whatever is given, there is one clear sentence or a contract whose spans slice to their quotes."""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.errors import AuditorError, PolicyError
from auditor.model import Contract, Document
from auditor.policy import compile_file, compile_text, read_and_compile
from auditor.policy.documents import docx, html, markdown, pdf, reflow
from auditor.policy.lint import lint
from auditor.render import explained, words
from tests.policy import files

SENTENCE_ZH = "我们会收集您的手机号码，"
SENTENCE_EN = "we collect your phone number and "
quick = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(contract, text):
    """Every span of a contract is inside the document, and every quote is there."""
    assert contract.document.characters == len(text)
    for s in contract.statements:
        assert 0 <= s.start < s.end <= len(text) and text[s.start : s.end] == s.quote
        for c in s.conditions:
            assert 0 <= c.start <= c.end <= len(text)
    for term in contract.unknown_terms:
        assert text[term.start : term.end] == term.term
    for sdk in contract.sdks:
        assert 0 <= sdk.start <= sdk.end <= len(text)
    for one in lint(contract, text):
        assert one.start is None or text[one.start : one.end] == one.quote


def read_raw(raw, name):
    """Read bytes as a file of that name; None where they are refused with one sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(raw)
        try:
            contract, text = read_and_compile(path)
        except PolicyError as error:
            assert "\n" not in str(error) and str(error).startswith(name)
            return None
    holds(contract, text)
    return contract


def test_one_sentence_of_a_megabyte():
    for part, size in ((SENTENCE_ZH, 350_000), (SENTENCE_EN, 50_000)):
        text = part * (size // len(part)) + "。"
        contract = compile_text(text)
        holds(contract, text)
        assert contract.statements


@pytest.mark.parametrize("run", ["a", "我", " ", "1", "*", "[", "<!--", "-", "section ", "**a ", "| ", "a\\"])
def test_long_runs_of_anything_take_no_longer_than_their_length(run):
    text = "x" + run * (200_000 // len(run)) + "y"
    began = time.process_time()
    markdown.to_text(text)
    reflow.joined([text, text])
    html.to_text("<p>" + text, "x")
    lint(Contract(document=Document(name="x", sha256="", language="en", characters=len(text))), text)
    lint(Contract(document=Document(name="x", sha256="", language="zh", characters=len(text))), text)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("depth", [200, 3000])
def test_lists_nested_deep(tmp_path, depth):
    page = "<html><body>" + "<ul><li>We collect your phone number." * depth + "</body></html>"
    (tmp_path / "p.html").write_text(page)
    contract, text = read_and_compile(tmp_path / "p.html")
    holds(contract, text)
    assert contract.statements
    assert depth == 200 or any("nested deeper" in warning for warning in contract.warnings)
    levels = range(min(depth, 200))
    outline = "".join("  " * level + f"- ({level % 20 + 1}) We collect your phone number.\n" for level in levels)
    holds(compile_text(outline), outline)


def test_tables_nested_deep(tmp_path):
    page = "<html><body>" + "<table><tr><td>We collect your name.</td><td>" * 300 + "end</body></html>"
    (tmp_path / "p.html").write_text(page)
    holds(*read_and_compile(tmp_path / "p.html"))
    body = "<w:tbl><w:tr><w:tc>" * 60 + files.paragraph("x") + "</w:tc></w:tr></w:tbl>" * 60
    (tmp_path / "p.docx").write_bytes(files.docx(files.paragraph("We collect your phone number.") + body))
    holds(*read_and_compile(tmp_path / "p.docx"))


@pytest.mark.parametrize("name", ["p.txt", "p.html", "p.pdf", "p.docx", "p.md"])
def test_a_hundred_megabytes(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"We collect your name. ")
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(PolicyError, match="larger than 20 MiB"):
        compile_file(path)


def test_entity_bombs(tmp_path):
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    bomb = f'<!DOCTYPE html [<!ENTITY e0 "We collect your IMEI. ">{levels}]>'
    (tmp_path / "p.html").write_text(f"{bomb}<html><body><p>We collect your phone number. &e12;</p></body></html>")
    _, text = read_and_compile(tmp_path / "p.html")
    assert "We collect your phone number." in text and len(text) < 2000
    (tmp_path / "p.docx").write_bytes(files.docx("<w:p><w:r><w:t>&e12;</w:t></w:r></w:p>", head=bomb))
    with pytest.raises(PolicyError):
        compile_file(tmp_path / "p.docx")


def test_a_docx_that_unpacks_without_end(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (60 * 2**20))
    assert len(out.getvalue()) < 200_000
    (tmp_path / "p.docx").write_bytes(out.getvalue())
    with pytest.raises(PolicyError, match="unpacks to more than"):
        compile_file(tmp_path / "p.docx")


def test_directions_and_controls_stay_where_they_are():
    text = "\u202e我们会收集您的手机号码。\u202c\x00\x07 نحن نجمع \u2067we collect your IMEI\u2069. "
    text += "我们\u200f不会出售您的个人信息。\ufeff"
    holds(compile_text(text), text)


def test_scripts_are_not_read(tmp_path):
    page = (
        "<html><body><p>We collect your phone number.</p><script>document.write('We collect your IMEI.')</script>"
        "<script type='text/template'><p>We collect your IMSI.</p></script><noscript>We collect your MAC.</noscript>"
        "<template><p>We sell your name.</p></template><svg><text>We sell your SIM.</text></svg></body></html>"
    )
    (tmp_path / "p.html").write_text(page)
    contract, text = read_and_compile(tmp_path / "p.html")
    assert text == "We collect your phone number.\n"
    assert [s.data_types for s in contract.statements] == [("phone_number",)]


PHRASES = st.one_of(
    st.sampled_from(
        [
            "我们会收集您的手机号码",
            "经您同意",
            "，",
            "。",
            "；",
            "：",
            "（一）",
            "一、",
            "不会",
            "除非",
            "《隐私政策》",
            "“",
            "1、",
        ]
    ),
    st.sampled_from(
        ["We collect your IMEI", "unless you agree", ". ", ", ", "only when you tap scan", "we share it with"]
    ),
    st.sampled_from(
        ["\n", "\n- ", "1) ", "| 甲SDK | 甲公司 | IP地址 |", "**", "`", "[x](", "# ", "\u202e", "\x07", "\U0001f600"]
    ),
    st.sampled_from(["<p>", "</td>", "<table><tr>", "&amp;", "<ul><li>", "<!--", "(", "1. "]),
)
TEXTS = st.lists(st.one_of(PHRASES, st.text(max_size=6)), min_size=1, max_size=40).map("".join)
OPENINGS = st.sampled_from(["我们会收集您的手机号码。", "We collect your phone number to register you. "])
READ = st.tuples(OPENINGS, TEXTS).map("".join)


@quick
@given(st.one_of(TEXTS, READ))
def test_any_text(text):
    try:
        contract = compile_text(text)
    except PolicyError as error:
        assert "\n" not in str(error)
        return
    holds(contract, text)
    page = explained.pieces(text, contract.statements, words.load("en"))
    assert "".join(p.text for p in page) == text.translate(explained._VISIBLE)


@quick
@given(READ, st.sampled_from(["p.html", "p.md", "p.txt"]))
def test_any_markup(text, name):
    read_raw(text.encode("utf-8", "replace"), name)


@quick
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"<html>", b"{\\rtf"]))
def test_any_bytes(raw, magic):
    read_raw(magic + raw, "p.bin")


@quick
@given(st.data())
def test_damaged_files(data):
    whole = data.draw(st.sampled_from(WHOLE))
    at = data.draw(st.integers(0, len(whole) - 1))
    junk = data.draw(st.binary(max_size=12))
    read_raw(whole[:at] + junk + whole[at + data.draw(st.integers(0, 30)) :], "p.bin")


WHOLE = (
    files.pdf([["We collect your phone number with your consent.", "We do not sell your data."], []]),
    files.docx(files.paragraph("We collect your phone number with your consent.") + "<w:tbl/>"),
    b"<html><body><table><tr><td rowspan=3>We collect your phone number.</td></tr></table></body></html>",
)


@quick
@given(st.lists(st.text(max_size=30), max_size=30))
def test_reflow_loses_no_letter(lines):
    def letters(parts):
        return "".join("".join(parts).split()).replace("-", "")

    assert letters(reflow.joined(lines)) == letters(lines)


@quick
@given(TEXTS)
def test_readers_of_markup_never_crash(text):
    markdown.to_text(text)
    raw = text.encode("utf-8", "replace")
    for reader in (lambda: html.to_text(text, "x"), lambda: pdf.to_text(raw, "x"), lambda: docx.to_text(raw, "x")):
        with contextlib.suppress(AuditorError):
            reader()
