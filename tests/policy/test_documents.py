"""HTML, PDF, DOCX and Markdown become the same lines that a reader sees."""

from __future__ import annotations

import io
import zipfile

import pytest

from auditor.errors import PolicyError
from auditor.policy import compile_file, read_text
from auditor.policy.documents import glyphs
from tests.policy import files

LISTED = '<html><body><ol start="3"><li>name</li><li>address<ol type="a"><li>street</li></ol></li></ol></body></html>'
TABLE = """<html><body><table>
<tr><th>SDK name</th><th>Company</th><th>Data collected</th></tr>
<tr><td colspan="3">Statistics</td></tr>
<tr><td>Tally SDK</td><td rowspan="2">Tally Ltd</td><td>Android ID</td></tr>
<tr><td>Tally Maps</td><td><p>precise location</p><p>IP | address</p></td></tr>
</table></body></html>"""


def written(tmp_path, name, content):
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8")
    return path


def spans_hold(path):
    text, contract = read_text(path), compile_file(path)
    assert contract.document.characters == len(text)
    assert contract.statements
    for statement in contract.statements:
        assert text[statement.start : statement.end] == statement.quote
    return contract


def test_html_lists_keep_the_numbers_that_a_browser_shows(tmp_path):
    assert read_text(written(tmp_path, "p.html", LISTED)) == "3. name\n4. address\na. street\n"


def test_html_tables_repeat_merged_cells_and_the_header(tmp_path):
    assert read_text(written(tmp_path, "p.html", TABLE)).splitlines() == [
        "| SDK name | Company | Data collected |",
        "Statistics",
        "| SDK name | Company | Data collected |",
        "| Tally SDK | Tally Ltd | Android ID |",
        "| Tally Maps | Tally Ltd | precise location IP / address |",
    ]


def test_html_tables_for_layout_and_of_names_and_values(tmp_path):
    page = (
        "<html><body><table><tr><td><p>We collect your name.</p><p>We collect your phone number.</p></td></tr></table>"
        "<table><tr><th>SDK名称</th><td>甲SDK</td></tr><tr><th>收集信息：</th><td>IP地址</td></tr></table></body></html>"
    )
    assert read_text(written(tmp_path, "p.html", page)).splitlines() == [
        "We collect your name.",
        "We collect your phone number.",
        "SDK名称：甲SDK",
        "收集信息：IP地址",
    ]


def test_html_spans_cannot_multiply_a_cell_without_end(tmp_path):
    row = f'<tr><td rowspan="65000">{"x" * 250}</td></tr>'
    page = f"<html><body><table>{row}{'<tr><td>y</td></tr>' * 9000}</table></body></html>"
    assert len(read_text(written(tmp_path, "p.html", page))) < 1_400_000


def test_html_nested_too_deep_is_said(tmp_path):
    page = "<html><body><p>We collect your phone number with your consent.</p>" + "<div>" * 5000 + "deep</body></html>"
    assert any("nested deeper" in warning for warning in compile_file(written(tmp_path, "p.html", page)).warnings)


def test_html_that_hides_much_is_said(tmp_path):
    shown = "<p>We collect your phone number with your consent.</p>"
    fold = f"<div style='display:none'>{'<p>We share your name with our partners.</p>' * 9}</div>"
    path = written(tmp_path, "p.html", f"<html><body>{shown}{fold}</body></html>")
    assert "partners" not in read_text(path)
    assert any("hidden parts with 333 characters" in warning for warning in compile_file(path).warnings)


PAGES = [
    [
        "Acorn Privacy Policy",
        "We collect your phone number to register your account and we only use it for the services that",
        "you ask for. We share your precise location with our map partner with your consent. We keep infor-",
        "mation about your device.",
        "1. Sharing",
        "1",
    ],
    ["Acorn Privacy Policy", "We do not sell your personal information.", "2"],
    ["Acorn Privacy Policy", "You may contact us at any time about the phone number that we keep for you", "3"],
]


def test_pdf_lines_are_put_together(tmp_path):
    path = written(tmp_path, "policy.bin", files.pdf(PAGES))
    assert read_text(path).splitlines() == [
        "We collect your phone number to register your account and we only use it for the services that you ask for. "
        "We share your precise location with our map partner with your consent. We keep information about your device.",
        "1. Sharing",
        "We do not sell your personal information.",
        "You may contact us at any time about the phone number that we keep for you",
    ]
    assert any(s.polarity == "negative" for s in spans_hold(path).statements)


def test_pdf_that_only_its_owner_may_change_is_read(tmp_path):
    sealed = files.pdf(PAGES, owner="secret")
    assert b"/Encrypt" in sealed
    assert read_text(written(tmp_path, "p.pdf", sealed)) == read_text(written(tmp_path, "q.pdf", files.pdf(PAGES)))


def test_pdf_shapes_become_characters():
    assert glyphs.plain("我们会使⽤您的⼿机号码，⻚⾯会提⽰您。 We ﬁnd oﬀers.") == (
        "我们会使用您的手机号码，页面会提示您。 We find offers."
    )
    spaced = ["生效日期： 2026 年 3 月 1 日", "1. 收集您的 IMEI ，用于“ 登录 ” 。", "We collect it."]
    assert glyphs.closed_up(spaced) == ["生效日期：2026年3月1日", "1. 收集您的IMEI，用于“登录”。", "We collect it."]
    kept = ["收集您的 IMEI，用于登录。"]
    assert glyphs.closed_up(kept) == kept


def test_pdf_page_without_text_is_named(tmp_path):
    path = written(tmp_path, "policy.pdf", files.pdf([PAGES[0], []]))
    assert any("page 2 has no text" in warning for warning in compile_file(path).warnings)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: files.pdf([[], []]), "only pictures"),
        (lambda: files.pdf(PAGES, password="secret"), "encrypted"),
        (lambda: files.pdf(PAGES)[:200], "damaged|only pictures"),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 8, "damaged|only pictures"),
        (lambda: files.docx(""), "no text"),
        (lambda: files.docx("<w:p>&bomb;</w:p>", head='<!DOCTYPE x [<!ENTITY bomb "b">]>'), "document type|no XML"),
        (lambda: files.docx(files.paragraph("x" * (49 * 2**20))), "unpacks to more"),
        (lambda: files.docx("<w:p>")[:60], "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "Office"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, content, says):
    with pytest.raises(PolicyError, match=says) as raised:
        compile_file(written(tmp_path, "policy.dat", content()))
    assert "\n" not in str(raised.value)


def test_a_zip_that_is_no_docx(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("policy.txt", "We collect your name.")
    with pytest.raises(PolicyError, match="no DOCX"):
        read_text(written(tmp_path, "policy.docx", out.getvalue()))


NUMBERING = """<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>"""


def test_docx_has_the_numbers_that_word_shows(tmp_path):
    body = (
        files.paragraph("我们收集的信息", 0)
        + files.paragraph("我们会收集您的手机号码。", 1)
        + files.paragraph("经您同意，我们会共享您的位置信息。", 1)
        + files.paragraph("删去的话", run="<w:vanish/>")
        + "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
        + files.paragraph("其他", 0)
    )
    path = written(tmp_path, "policy.docx", files.docx(body, NUMBERING))
    assert read_text(path) == (
        "一、 我们收集的信息\n（1） 我们会收集您的手机号码。\n（2） 经您同意，我们会共享您的位置信息。\n新\n二、 其他\n"
    )
    assert {t for s in spans_hold(path).statements for t in s.data_types} >= {"phone_number"}


STYLES = """<w:style w:styleId="1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="a"><w:name w:val="Own"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>"""
AGAIN = """<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""


def test_docx_takes_numbers_from_styles_and_begins_lists_anew(tmp_path):
    def styled(text, style):
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    body = styled("甲", "1") + files.paragraph("子", 1) + files.paragraph("丑", 1)
    body += files.paragraph("寅", 1).replace('numId w:val="1"', 'numId w:val="2"')
    body += files.paragraph("卯", 1).replace('numId w:val="1"', 'numId w:val="2"')
    body += styled("乙", "a") + styled("丙", "2") + styled("丁", "3")
    path = written(tmp_path, "p.docx", files.docx(body, NUMBERING + AGAIN, styles=STYLES))
    assert read_text(path).split("\n") == [
        "一、 甲",
        "（1） 子",
        "（2） 丑",
        "（1） 寅",
        "（2） 卯",
        "二、 乙",
        "# 丙",
        "丁",
        "",
    ]


def test_docx_tables(tmp_path):
    def cell(text, more=""):
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{files.paragraph(text) if text else '<w:p/>'}</w:tc>"

    first, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell("SDK名称") + cell("公司") + cell("收集的信息"),
        cell("甲SDK") + cell("甲公司", first) + cell("IP地址"),
        cell("乙SDK") + cell("", below) + cell("MAC地址"),
    ]
    body = files.paragraph("我们会收集您的手机号码。")
    body += "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    contract = spans_hold(written(tmp_path, "policy.docx", files.docx(body)))
    assert [(sdk.name, sdk.company, sdk.data_types) for sdk in contract.sdks] == [
        ("甲SDK", "甲公司", ("ip_address",)),
        ("乙SDK", "甲公司", ("mac_address",)),
    ]


MARKDOWN = """# Privacy <!-- We collect your IMEI. -->

We collect your **phone number** and your [email address](https://example.com/x), and
we use them to register your account.
<!-- We sell
everything. -->
- With your consent we share your precise location
  with our map partner.
- We keep `logs` for 30 days\\.

| SDK name | Company | Data |
| --- | --- | --- |
| Tally SDK | Tally Ltd | IP address |

Changes
-------
We tell you.<br>In the app.
"""


def test_markdown(tmp_path):
    path = written(tmp_path, "policy.md", MARKDOWN)
    assert read_text(path).splitlines() == [
        "# Privacy",
        "We collect your phone number and your email address, and we use them to register your account.",
        "- With your consent we share your precise location with our map partner.",
        "- We keep logs for 30 days.",
        "| SDK name | Company | Data |",
        "| --- | --- | --- |",
        "| Tally SDK | Tally Ltd | IP address |",
        "# Changes",
        "We tell you.",
        "In the app.",
    ]
    assert [sdk.name for sdk in spans_hold(path).sdks] == ["Tally SDK"]


def test_markdown_without_markup_stays_as_it_is(tmp_path):
    text = "# 隐私政策\n一、收集\n我们会收集您的手机号码。\n1. 姓名；\n2. 地址。\n"
    assert read_text(written(tmp_path, "policy.md", text)) == text
    assert read_text(written(tmp_path, "policy.txt", MARKDOWN)) == MARKDOWN


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "gb2312", "utf-16", "utf-32"])
def test_pages_in_chinese_encodings(tmp_path, encoding):
    page = "<html><head><meta charset='x'></head><body><p>我们会收集您的手机号码，用于注册账号。</p></body></html>"
    path = written(tmp_path, "p.htm", page.encode(encoding))
    assert read_text(path) == "我们会收集您的手机号码，用于注册账号。\n"
