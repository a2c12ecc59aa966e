"""Sentences and sections: nothing is lost, numbering is found without line breaks."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.policy import compile_text, sections, sentences

TEXT = st.text(
    alphabet="我们会收集您的位置信息不同意一二三（）()1.、。；，：:\n “”《》aA be.collect your,!?", max_size=400
)


def pieces(text):
    return [text[start:end] for start, end in sentences.split(text)]


@given(TEXT)
def test_the_pieces_are_the_text(text):
    assert "".join(pieces(text)) == text


@given(TEXT)
def test_blocks_lie_in_order_inside_the_text(text):
    position = 0
    for block in sections.blocks(text):
        assert position <= block.start < block.end <= len(text)
        position = block.end


def test_stops_that_are_none():
    assert len(pieces("We use e.g. your name, i.e. what you type. We share it with Acme Inc. and others.")) == 2
    assert len(pieces("版本3.1.2的用户（如有疑问。请联系）可以升级。")) == 1


def paths(text):
    return [("/".join(block.path), text[block.start : block.end]) for block in sections.blocks(text)]


def test_sections_without_line_breaks():
    text = (
        "本政策包括以下内容：一、收集二、共享一、收集（一）注册1、手机号我们收集您的手机号。2、昵称您可以提供昵称。"
        "（二）定位我们收集位置：1）精确位置；2）大致位置。二、共享我们不共享（详见（一）注册）您的信息。"
    )
    assert [path for path, _ in paths(text)] == [
        "",
        "一",
        "二",
        "一",
        "一/（一）",
        "一/（一）/1",
        "一/（一）/2",
        "一/（二）",
        "一/（二）/1）",
        "一/（二）/2）",
        "二",
    ]


def test_decimal_sections():
    text = "1. Data\nWe collect names.\n1.1 Phone\nWe collect numbers.\n1.2 Mail\nx\n2. Sharing\nWe share 2.5 GB.\n"
    assert [path for path, _ in paths(text)] == ["1", "1", "1/1", "1/1", "1/2", "1/2", "2", "2"]


def test_a_number_in_a_sentence_is_no_section():
    assert len(list(sections.blocks("未满14周岁的用户，我们在15个工作日内答复，版本为2.0。"))) == 1


@settings(deadline=None, max_examples=40)
@given(TEXT)
def test_compiling_never_crashes_and_spans_slice_to_quotes(text):
    document = "我们会收集您的手机号码和位置信息，为您提供服务。" + text
    contract = compile_text(document)
    for statement in contract.statements:
        assert document[statement.start : statement.end] == statement.quote
        for condition in statement.conditions:
            assert 0 <= condition.start <= condition.end <= len(document)


@pytest.mark.parametrize(
    "unit",
    [
        "我们会在您同意后收集您的位置信息、",
        "we collect your name, if you agree, and ",
        "收集使用共享您的位置信息和通讯录",
        "（（",
    ],
)
def test_time_grows_with_length_and_no_faster(unit):
    def seconds(length):
        text = ("我们会收集您的信息。" if unit[0] > "z" else "We collect your name. ") + unit * (length // len(unit))
        begun = time.process_time()
        compile_text(text)
        return time.process_time() - begun

    seconds(2_000)
    short, long = max(seconds(10_000), 0.02), seconds(80_000)
    assert long / short < 8 * 3


def test_one_sentence_of_a_book_ends():
    begun = time.process_time()
    compile_text("我们会收集您的信息。" + "在您同意后收集位置，" * 20_000)
    assert time.process_time() - begun < 40
