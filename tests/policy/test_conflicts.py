"""Statements against each other: what contradicts, what does not, and what narrows what."""

import pytest

from auditor.policy import compile_text


def kinds(text):
    return [(c.kind, c.data_types) for c in compile_text(text).conflicts]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我们会收集您的通讯录。我们不会收集您的通讯录。", [("contradiction", ("contacts",))]),
        ("我们不会出售您的个人信息。我们会向快递公司提供您的地址。", []),
        ("我们会向快递公司提供您的地址。我们不会向任何第三方共享您的个人信息。", [("ambiguity", ("address",))]),
        ("我们仅在前台运行时收集您的位置信息。我们会在后台收集您的位置信息。", [("condition", ("location",))]),
        ("我们保存您的订单信息三年。订单信息会保存五年。", [("condition", ("order_info",))]),
        (
            "We collect your location once per day. We collect your location every 5 minutes.",
            [("condition", ("location",))],
        ),
        ("We share your e-mail address with Mailgrove. We do not sell your e-mail address.", []),
        ("我们不会公开您的信息，我们仅会在以下情况下公开您的个人信息：\n1、获得您明确同意，我们会公开您的信息。", []),
    ],
)
def test_two_statements(text, wanted):
    assert kinds(text) == wanted


def test_a_general_statement_about_personal_information_is_narrowed_by_none():
    contract = compile_text("我们会收集您的个人信息。仅在您授予位置权限后，我们才会收集您的精确位置。")
    assert [s.narrows for s in contract.statements] == [(), ()]


def test_a_broader_type_is_narrowed():
    contract = compile_text("我们会收集您的位置信息。仅在您授予位置权限后，我们才会收集您的精确位置。")
    assert contract.statements[1].narrows == ("P001",)
