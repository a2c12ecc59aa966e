"""`auditor policy` at the command line."""

from __future__ import annotations

import json
import re

import pytest

from auditor.cli import main
from auditor.policy import compile_file
from auditor.render import words
from auditor.render.quotes import quote_view

POLICY = """Acorn Privacy Policy
With your consent, we share your precise location with Harbour Maps.
We never collect your IMEI. We collect your <IMEI> & your name to keep our services safe.
\u202eWe do not sell your data.\u202c
"""
TRACE = '{"t": 1.0, "kind": "api", "data_type": "android_id", "caller": "first_party"}\n'


def auditor(*arguments):
    with pytest.raises(SystemExit) as done:
        main([str(argument) for argument in arguments])
    return done.value.code


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "policy.txt"
    path.write_text(POLICY)
    return path


def test_the_page_explains_every_statement_and_runs_nothing(policy, tmp_path):
    out = tmp_path / "page.html"
    assert auditor("policy", "explain", policy, "--html", out) == 0
    page = out.read_text()
    assert "<script" not in page and "http" not in re.sub(r"http-equiv", "", page)
    assert "&lt;IMEI&gt; &amp; your name" in page and "⟨U+202E⟩" in page and "\u202e" not in page
    assert "default-src &#39;none&#39;" in page
    assert auditor("policy", "compile", policy, "-o", tmp_path / "contract.json") == 0
    contract = json.loads((tmp_path / "contract.json").read_text())
    for statement in contract["statements"]:
        assert f'id="{statement["id"]}"' in page and f"<b>{statement['id']} · " in page
    assert "What the policy lacks" in page and "contradiction" in page
    document = page.partition('<div class="document"')[2].partition("</div>")[0].partition(">")[2]
    bare = re.sub(r"<[^>]*>", "", re.sub(r'<span class="tip">.*?</i></span>', "", document, flags=re.S))
    assert bare.split() == POLICY.replace("\u202e", "⟨U+202E⟩").replace("\u202c", "⟨U+202C⟩").replace(
        "&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split()


def test_the_page_speaks_chinese(tmp_path):
    (tmp_path / "p.txt").write_text("经您同意，我们会收集您的位置信息，用于展示附近门店。")
    assert auditor("policy", "explain", tmp_path / "p.txt", "--html", tmp_path / "p.html") == 0
    page = (tmp_path / "p.html").read_text()
    assert "处理行为" in page and "政策缺少的内容" in page and 'class="k practice c"' in page


def test_the_terminal_output_stays(policy, capsys):
    assert auditor("policy", "explain", policy) == 0
    assert "[P001 practice" in capsys.readouterr().out


def test_judge_takes_corrections(policy, tmp_path, capsys):
    trace, file = tmp_path / "trace.jsonl", tmp_path / "corrections.yaml"
    trace.write_text(TRACE)
    file.write_text(
        "author: ann\ncorrections:\n- do: add\n  quote: We do not sell your data.\n  reason: Read as a ban.\n"
        "  set: {kind: prohibition, action: collect, polarity: negative, data_types: [android_id],"
        " conditions: [{kind: never}]}\n"
    )
    arguments = ("judge", "--policy", policy, "--trace", trace, "--json", "--fail-on", "none")
    assert auditor(*arguments) == 0
    assert json.loads(capsys.readouterr().out)["verdicts"][0]["statements"] == []
    assert auditor(*arguments, "--corrections", file) == 0
    (verdict,) = json.loads(capsys.readouterr().out)["verdicts"]
    assert verdict["verdict"] == "violation" and verdict["statements"] == ["C001"]
    assert auditor("judge", "--trace", trace, "--corrections", file) == 2
    assert auditor("policy", "compile", policy, "-o", tmp_path / "c.json") == 0
    assert auditor("judge", "--policy", tmp_path / "c.json", "--trace", trace, "--corrections", file) == 2


def test_corrections_beside_the_policy_are_told(policy, capsys):
    policy.with_name("policy.txt.corrections.yaml").write_text(
        "author: ann\ncorrections:\n- {do: remove, quote: we share your precise location, reason: not so}\n"
    )
    assert auditor("policy", "compile", policy, "--json") == 0
    said = capsys.readouterr()
    assert "was removed (correction by ann: not so)" in said.err
    assert all(s["action"] != "share" or s["polarity"] == "negative" for s in json.loads(said.out)["statements"])


def test_the_report_says_who_corrected(policy):
    policy.with_name("policy.txt.corrections.yaml").write_text(
        "author: ann\ncorrections:\n"
        "- {do: change, quote: we share your precise location, set: {modality: may}, reason: not always}\n"
    )
    statements = {s.origin: s for s in compile_file(policy).statements}
    view = quote_view(statements["correction by ann: not always"], words.load("en"))
    assert view.origin == "correction by ann: not always"
    assert quote_view(statements["text"], words.load("en")).origin == ""
