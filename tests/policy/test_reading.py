"""Bytes to the decoded document, and the sentences that say why not."""

import pytest

from auditor.errors import PolicyError
from auditor.policy import compile_file, compile_text, read_text

ZH = "我们会收集您的手机号码，用于注册账号。我们不会出售您的个人信息。\n"
EN = "We collect your phone number to register your account. We do not sell your personal information.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_chinese_encodings(tmp_path, encoding):
    path = tmp_path / "policy.txt"
    path.write_bytes(ZH.encode(encoding))
    assert read_text(path) == ZH
    assert compile_file(path).document.language == "zh"


def test_traditional_chinese_in_big5(tmp_path):
    text = "我們會收集您的電話號碼，用於註冊帳號。我們會使用您的資訊提供服務，請您了解這個政策的內容和您的權利。"
    path = tmp_path / "policy.txt"
    path.write_bytes(text.encode("big5"))
    assert read_text(path) == text


def test_windows_1252(tmp_path):
    text = EN + "We use the café’s network with your consent.\n"
    path = tmp_path / "policy.txt"
    path.write_bytes(text.encode("cp1252"))
    assert read_text(path) == text


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 100, "binary"),
        (
            "プライバシーポリシーについて、当社は個人情報を収集します。お客様の情報は安全に保管されます。".encode() * 5,
            "neither",
        ),
        (
            b"Wir erheben Ihre Telefonnummer, um Ihr Konto einzurichten. Ihre Daten werden verschluesselt gespeichert.",
            "neither",
        ),
        (b"12345 67890 !!! ???", "neither"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, raw, says):
    path = tmp_path / "policy.txt"
    path.write_bytes(raw)
    with pytest.raises(PolicyError, match=says) as raised:
        compile_file(path)
    assert raised.value.exit_code == 2
    assert "\n" not in str(raised.value)


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "policy.txt"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(PolicyError, match="larger than 20 MiB"):
        compile_file(path)


def test_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(PolicyError, match="cannot be read"):
        compile_file(tmp_path / "none.txt")
    with pytest.raises(PolicyError, match="cannot be read"):
        compile_file(tmp_path)


PAGE = """<!DOCTYPE html><html><head><title>x</title><script>var a = "We collect your IMEI.";</script>
<style>p {}</style></head><body><nav>We collect your IMSI.</nav><h1>Privacy</h1>
<p>We collect your <b>phone number</b> and your&nbsp;name.</p><p style="display: none">We collect your MAC address.</p>
<p>With your consent, we share:</p><ol><li>your IP address</li><li>your device model</li></ol>
<table><tr><th>SDK name</th><th>Company</th><th>Data collected</th><th>Purpose</th></tr>
<tr><td>Tally SDK</td><td>Tally Ltd</td><td>Android ID, IP address</td><td>statistics</td></tr></table>
</body></html>"""


def test_html_keeps_what_is_visible(tmp_path):
    path = tmp_path / "policy.html"
    path.write_text(PAGE)
    text = read_text(path)
    assert "IMEI" not in text and "IMSI" not in text and "MAC" not in text
    assert "We collect your phone number and your name." in text
    contract = compile_file(path)
    assert contract.document.characters == len(text)
    for statement in contract.statements:
        assert text[statement.start : statement.end] == statement.quote
    shared = [s for s in contract.statements if s.action == "share"]
    assert [s.data_types for s in shared] == [("ip_address",), ("device_model",)]
    assert all([c.kind for c in s.conditions] == ["consent"] for s in shared)
    (sdk,) = contract.sdks
    assert (sdk.name, sdk.company, sdk.data_types, sdk.purpose) == (
        "Tally SDK",
        "Tally Ltd",
        ("android_id", "ip_address"),
        "statistics",
    )


def test_html_is_hostile(tmp_path):
    path = tmp_path / "policy.html"
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    path.write_text(
        f"{bomb}<html><body>{'<div>' * 3000}We collect your name.{'</div>' * 3000}<p>&b;</p>"
        "<p>We collect your phone number, and we use it with your consent.</p></body></html>"
    )
    assert "aaaaaaaaaaaaaaaaaaaa" not in read_text(path)
    path.write_text("<html><body><script>1</script></body></html>")
    with pytest.raises(PolicyError, match="no visible text"):
        read_text(path)


def test_control_characters_and_mixed_directions():
    contract = compile_text("\u202e我们会收集您的手机号码。\x07\x0b我们\u200f不会收集您的IMEI。")
    assert {t for s in contract.statements for t in s.data_types} == {"phone_number", "imei"}


def test_no_statement_is_a_warning():
    contract = compile_text("欢迎使用我们的产品。我们非常重视您的感受，如有问题请联系客服。")
    assert contract.statements == ()
    assert any("No statement" in warning for warning in contract.warnings)
