from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from auditor import render
from auditor.errors import UsageError
from auditor.evidence import seal
from auditor.model import Judged, Mark, Reason
from auditor.render import html
from auditor.render.material import UNASKED
from auditor.runs import Run

from . import sample


class Page(HTMLParser):
    """Collects text, ids, links and what the page would load."""

    VOID = ("meta", "br", "col")

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.content: dict[str, str] = {"style": "", "script": ""}
        self.feed(source)
        self.close()
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self._attributes(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(tag, attrs)

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("src", "href", "data", "action", "poster", "xlink:href"):
                (self.links if (value or "").startswith("#") else self.loads).append(value or "")
            elif name.startswith("on") or name == "style":
                self.handlers.append(f"{tag} {name}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.content:
            self.content[self.open[-1]] += data
        else:
            self.words.append(data)


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, language: str) -> Run:
    folder = tmp_path_factory.mktemp("html") / "run"
    sample.write_run(folder, language, extra_events=200)
    seal(folder)
    return Run.open(folder)


@pytest.fixture(scope="module")
def source(run: Run, language: str) -> str:
    return render.text(run, run.judged, "html", language)


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_page_is_well_formed_and_its_links_lead_somewhere(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    targets = set(page.ids)
    for link in page.links:
        assert link[1:] in targets or "text-" + link[1:] in targets, link


def test_page_loads_nothing_and_runs_nothing_but_its_own_script(page: Page, source: str) -> None:
    assert page.handlers == []
    assert all(address.startswith("data:image/png;base64,") for address in page.loads)
    assert page.loads
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', source)
    assert found is not None
    rules = found.group(1).replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; img-src data:;")
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.content[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in rules


def test_words_of_the_app_never_become_markup(source: str) -> None:
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert" in source
    assert "&lt;b&gt;&amp;" in source


def test_known_values_are_masked_everywhere(source: str) -> None:
    assert sample.ANDROID_ID not in source.lower()
    assert "9f3c••••••••b4d6" in source
    assert "topsecret" not in source


def test_first_screen_counts_and_names_the_findings(page: Page, language: str) -> None:
    first = page.text[: page.text.index("F1")]
    assert {"zh": "高 2 · 中 0 · 低 0", "en": "2 high · 0 medium · 0 low"}[language] in first
    title = {
        "zh": "Tally Analytics（第三方）向 collect.tally.example 发送AndroidID",
        "en": "Tally Analytics (third party) sent Android ID (SSAID) to collect.tally.example",
    }
    assert title[language] in first
    assert sample.judged(language).findings[0].sentence[language] in page.text
    assert {"zh": "有部分内容未能观察到", "en": "Some of it could not be seen"}[language] in first


def test_finding_shows_quote_section_condition_fact_stack_and_request(page: Page, language: str) -> None:
    assert sample.QUOTES[language][0] in page.text
    assert "一/1" in page.text
    for needle in (
        "com.tally.analytics.Device.id(Device.java:41)",
        "Settings.Secure.getString",
        "json:$.id",
        "CN-191:3.1",
    ):
        assert needle in page.text
    assert {"zh": "不成立", "en": "does not hold"}[language] in page.text
    assert {"zh": "同意状态：未取得", "en": "consent not given"}[language] in page.text


def test_uncertain_and_vague_stand_under_review_and_not_among_findings(page: Page, language: str) -> None:
    start, end = page.ids.index("review"), page.ids.index("unseen")
    assert [name for name in page.ids[start:end] if re.fullmatch(r"R\d+", name)] == ["R1", "R2"]
    assert [name for name in page.ids if re.fullmatch(r"F\d+", name)] == ["F1", "F2"]


def test_what_was_not_observed_is_named_with_the_reason(page: Page, language: str) -> None:
    for needle in ("oaid.huawei", "pinned.example", "libcrypto.so", "Pushy"):
        assert needle in page.text
    assert {"zh": "没有这个类", "en": "class not found"}[language] in page.text
    assert {"zh": "API 34 上不提供给普通应用", "en": "not given to ordinary apps at API 34"}[language] in page.text
    assert {"zh": "收回权限之后", "en": "Permissions taken away"}[language] in page.text


def test_policy_text_is_whole_and_marked(source: str, language: str) -> None:
    document = source[source.index('<div class="document"') :]
    document = document[: document.index("</div>")]
    plain = re.sub(r'<span class="tip">.*?</span>', "", document, flags=re.S)
    plain = re.sub(r"<[^>]+>", "", plain)
    assert plain.replace("&#34;", '"') == sample.POLICY[language]
    assert 'class="st contradicted"' in document


def test_screenshots_are_carried_once(source: str) -> None:
    assert source.count("data:image/png;base64,") == 2
    assert source.count('href="#shot-') >= 3


def test_same_run_gives_the_same_bytes(run: Run, source: str, language: str) -> None:
    assert render.text(Run.open(run.folder), run.judged, "html", language) == source


def test_seal_is_printed(page: Page, run: Run) -> None:
    from auditor.runs import seal_digest

    assert seal_digest(run.manifest) in page.text


def test_nothing_observed_is_never_called_clean(tmp_path: Path, language: str) -> None:
    run = sample.write_run(tmp_path / "run", language, findings=False)
    text = Page(render.text(run, run.judged, "html", language)).text
    assert {"zh": "本次没有观察到任何收集行为", "en": "Nothing was observed"}[language] in text
    assert {"zh": "在已观察的范围内未发现问题。 ", "en": "No finding in what was observed. "}[language] not in text


def test_consistent_run_with_gaps_says_that_it_proves_nothing(tmp_path: Path, language: str) -> None:
    run = sample.write_run(tmp_path / "run", language)
    kept = tuple(j for j in run.judged.judgements if j.verdict == "consistent")
    judged = Judged(judgements=kept, coverage=run.judged.coverage)
    text = Page(render.text(run, judged, "html", language)).text
    assert {"zh": "本结果不能证明该应用符合其隐私政策", "en": "this is no proof"}[language] in text


def test_partial_run_says_so_before_anything_else(tmp_path: Path, language: str) -> None:
    run = sample.write_run(tmp_path / "run", language)
    manifest = run.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"complete"', '"partial"'))
    again = Run.open(run.folder)
    text = Page(render.text(again, again.judged, "html", language)).text
    warning = {"zh": "本次检测未完成", "en": "This audit is not complete"}[language]
    assert warning in text
    assert text.index(warning) < text.index("cn.qinghe.store")


def test_many_events_do_not_make_a_large_page(tmp_path: Path) -> None:
    small = render.text(*_judged(sample.write_run(tmp_path / "a", extra_events=1_000)), "html", "zh")
    large = render.text(*_judged(sample.write_run(tmp_path / "b", extra_events=20_000)), "html", "zh")
    assert len(large) < 1.1 * len(small) < 500_000


def _judged(run: Run) -> tuple[Run, Judged]:
    return run, run.judged


def test_unknown_language_and_format_are_refused(run: Run) -> None:
    with pytest.raises(UsageError, match="--lang"):
        render.text(run, run.judged, "html", "fr")
    with pytest.raises(UsageError, match="report format"):
        render.text(run, run.judged, "pdf", "zh")


def test_report_is_written_for_its_owner_alone(run: Run, tmp_path: Path, language: str) -> None:
    written = render.write(run, run.judged, "html", language, tmp_path)
    assert written == tmp_path / "report.html"
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.html"]


def test_place_that_cannot_be_written_is_named(run: Run, tmp_path: Path, language: str) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        render.write(run, run.judged, "json", language, tmp_path / "none" / "report.json")


class Walked:
    """The sample run with two passes more of the same finding, made through judgement and marks."""

    def __init__(self, folder: Path, language: str) -> None:
        self.run = sample.write_run(folder, language)
        judged = self.run.judged
        found, judgement = judged.findings[0], judged.judgements[0]
        assert judgement.sighting is not None
        again = msgspec.structs.replace(
            judgement, id="J9", sighting=msgspec.structs.replace(judgement.sighting, phase="accept_allow:before")
        )
        second = msgspec.structs.replace(
            found, fingerprint="aaaabbbbccccdddd", phase="accept_allow:before", judgements=("J9",)
        )
        self.judged = msgspec.structs.replace(
            judged, judgements=(*judged.judgements, again), findings=(*judged.findings, second)
        )


def test_one_matter_of_two_phases_is_one_card_with_the_evidence_of_each(tmp_path: Path, language: str) -> None:
    walked = Walked(tmp_path / "run", language)
    page = Page(render.text(walked.run, walked.judged, "html", language))
    assert [name for name in page.ids if re.fullmatch(r"F\d+", name)] == ["F1", "F2"]
    assert {"F1-1", "F1-2"} <= set(page.ids)
    assert "aaaabbbbccccdddd" in page.text
    said = {
        "zh": ("作出同意选择之前，2 轮均出现", "按阶段分别计数，共 3 条"),
        "en": ("in 2 passes", "3 when each phase counts by itself"),
    }
    for words in said[language]:
        assert words in page.text


def test_other_formats_keep_one_entry_a_phase(tmp_path: Path, language: str) -> None:
    walked = Walked(tmp_path / "run", language)
    for format in ("sarif", "junit", "json"):
        text = render.text(walked.run, walked.judged, format, language)
        assert "aaaabbbbccccdddd" in text
        assert walked.judged.findings[0].fingerprint in text


def test_consistent_sighting_shows_statement_conditions_and_facts(tmp_path: Path, language: str) -> None:
    run = sample.write_run(tmp_path / "run", language)
    reasons = (
        Reason(question="speaks", statement="P002", facts=("allows", "same type")),
        Reason(
            question="condition",
            statement="P002",
            condition="permission_granted:location",
            held="held",
            facts=("permission location granted",),
        ),
    )
    judgements = tuple(
        msgspec.structs.replace(one, reasons=reasons) if one.id == "J3" else one for one in run.judged.judgements
    )
    judged = msgspec.structs.replace(run.judged, judgements=judgements)
    source = render.text(run, judged, "html", language)
    part = source[source.index('<section id="consistent">') : source.index('<section id="unseen">')]
    text = Page(part).text
    assert sample.QUOTES[language][1] in text
    because = {
        "zh": "条件是否成立 P002 · 取得位置权限成立位置权限：已授予",
        "en": "Did the condition hold P002 · permission: locationholdspermission location granted",
    }
    assert because[language] in text


def test_app_that_never_asks_for_consent_is_told_before_the_coverage(tmp_path: Path, language: str) -> None:
    run = sample.write_run(tmp_path / "run", language)
    marks = run.folder / "marks.jsonl"
    kept = [line for line in marks.read_text().splitlines() if "consent" not in line]
    for number, phase in enumerate(("refuse:before", "accept_allow:before")):
        mark = Mark(id=f"N{number}", at=sample.START + 5_000, kind="note", phase=phase, detail={"why": UNASKED})
        kept.append(msgspec.json.encode(mark).decode())
    marks.write_text("\n".join(kept) + "\n")
    again = Run.open(run.folder)
    text = Page(render.text(again, again.judged, "html", language)).text
    told = {"zh": "应用从未征求用户同意：在 2 轮检测中", "en": "The app never asked for consent: in 2 passes"}[language]
    assert told in text
    assert text.index(told) < text.index({"zh": "个监测点中", "en": "hooks armed"}[language])
    assert {"zh": "未征求同意，启动时", "en": "Consent never asked for, at the start"}[language] in text


def test_screens_are_told_pass_by_pass_with_what_was_done(source: str, language: str) -> None:
    part = source[source.index('<section id="screens">') : source.index('<section id="statements">')]
    text = Page(part).text
    # two pictures, and the consent that was given before the first screen of its pass
    assert part.count('<li class="frame') == 3
    assert {"zh": "0:12.0 拒绝 “不同意”", "en": "0:12.0 consent refused “不同意”"}[language] in text
    assert {"zh": "征求同意", "en": "asks for consent"}[language] in text


def test_pictures_stop_where_the_page_grows_too_large(run: Run, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr(html, "PICTURE_BYTES", 0)
    source = render.text(run, run.judged, "html", language)
    assert "data:image" not in source
    assert {"zh": "图片见运行目录", "en": "picture in the run folder"}[language] in source


def test_attempts_without_result_are_not_counted_as_violations(run: Run, language: str) -> None:
    text = Page(render.text(run, run.judged, "html", language)).text
    assert {"zh": "违反 2", "en": "Violation 2"}[language] in text
    assert {"zh": "尝试，未取得数据 1", "en": "Attempts without result 1"}[language] in text
