"""Every kind of gap that the phone, the hooks or the proxy can tell is named in the report, with what it means."""

from __future__ import annotations

import html as escaping
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auditor import render
from auditor.desk.holes import Kind
from auditor.model import LedgerEntry
from auditor.render import holes, words
from auditor.runs import Recorder, Run

from . import sample

ROOT = Path(__file__).parents[2]
# A line of each kind as the phone writes it: its name, and why.
TOLD = {
    "native_library": ("libcrypto.so", "native code does not run on the desk phone"),
    "native_call": ("cn.qinghe.Native.sign", "its native library could not be loaded"),
    "second_process": ("cn.qinghe.PushService", "its process cn.qinghe.store:push is not run"),
    "play_services": ("com.google.android.gms/.ads.Start", "no such service is on the phone"),
    "other_service": ("com.huawei.hwid/.Oaid", "no such service is on the phone"),
    "other_app": ("android.intent.action.PICK", "the gallery is not on this phone; answered as cancelled: Intent { }"),
    "background_start": (
        "cn.qinghe.Offer", "Android 10 and later start no activity of an app that is in the background",
    ),
    "job_not_run": ("cn.qinghe.store/.Nightly", "a job that waits for an idle phone is not run"),
    "script": ("https://shop.example/", "3 scripts of the page were not run"),
    "camera": ("CameraManager.openCamera", "the phone has no camera; no picture and no frame comes"),
    "microphone": ("AudioRecord.startRecording", "the phone has no microphone; what is recorded is silence"),
    "bluetooth_data": (
        "BluetoothDevice.connectGatt", "no Bluetooth device answers; nothing is read from or written to it",
    ),
    "attestation": ("key1", "keys are kept in software; the certificate is signed by the key itself"),
    "class_not_translated": ("/data/data/cn.qinghe/late.dex", "code loaded while the app runs: it is no DEX"),
    "program": ("/data/data/cn.qinghe/su", "programs that an app brings along do not run on this phone"),
    "network_refused": ("udp 203.0.113.9:443", "the phone has no way out: no proxy is set"),
    "memory_limit": ("1600000kB", "the app used 1600 MB of memory and was ended; the most is 1500"),
    "task_limit": (
        "499 threads", "no more than 500 threads are made on this phone: code that waits for one does not run",
    ),
    "task_limit_passed": ("900 threads", "the app made 900 threads and was ended; 500 are the most"),
    "disk_limit": ("/data", "the app filled 600 MB and was ended; the most is 512"),
    "open_files_limit": ("1020 files", "no more than 1024 files are open at once on this phone"),
    "start_limit": ("91 s", "the app's start took 91 s of processor time without a screen, and was ended"),
    "seal_broken": ("cn.qinghe.store", "the seal around the app is not whole, so nothing of it was run: a bind"),
    "ledger_full": ("20000 lines", "the app tried more than is kept of one process"),
    "other": ("something", "told by a phone of another version"),
}  # fmt: skip
OF_THE_REPORT = {
    "hook_failed": "oaid.huawei",
    "traffic_unread": "pinned.example",
    "file_unread": "/data/data/cn.qinghe.store/databases/secret.db",
    "type_unreadable": "not given to ordinary apps at API 34",
    "phase_missing": "no permission was granted before it",
    "crash": "java.lang.OddError",
    "packed": "libjiagu.so",
}


def test_the_list_of_kinds_is_that_of_the_phone() -> None:
    java = (ROOT / "deskphone" / "src" / "auditor" / "deskphone" / "Hole.java").read_text("utf-8")
    constants = re.findall(r"\b([A-Z][A-Z_]{2,})\b", java[java.index("{") : java.index(";", java.index("{"))])
    assert len(constants) > 10 and {name.lower() for name in constants} <= {str(kind) for kind in Kind}
    assert set(TOLD) == {str(kind) for kind in Kind}
    assert set(holes.kinds()) == set(TOLD) | set(OF_THE_REPORT)


def test_what_the_table_of_guards_tells_has_a_kind_and_words_in_chinese() -> None:
    told = [cell for line in (ROOT / "deskphone" / "data" / "guards.tsv").read_text("utf-8").splitlines()
            for cell in line.split("\t") if cell.startswith("hole:")]  # fmt: skip
    assert len(told) >= 8
    for _, kind, why in (cell.split(":", 2) for cell in told):
        assert kind in TOLD and words.load("zh").phrase(why) != why, why


@pytest.fixture(scope="module", params=words.LANGUAGES)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("holes") / "run"
    sample.write_run(folder, request.param)
    run = Run.open(folder)
    assert run.app is not None
    found = tuple(
        LedgerEntry(
            source="phone",
            kind=kind,
            name=name,
            state="hole",
            why=why,
            count=2,
            at=sample.START,
            phase="refuse",
            stack=(f"cn.qinghe.{kind}.run(A.java:7)",),
        )
        for kind, (name, why) in TOLD.items()
    )
    coverage = msgspec.structs.replace(
        run.judged.coverage, holes=found, unread_files=((OF_THE_REPORT["file_unread"], "larger than 8 MiB", 9 << 20),)
    )
    with Recorder(folder, run.manifest) as recorder:
        recorder.mark("crash", at=sample.START + 90_000, phase="accept_allow", detail={"why": "java.lang.OddError: x"})
        why = "phase revoked left out: no permission was granted before it"
        recorder.mark("note", at=sample.START + 91_000, phase="accept_allow", detail={"why": why})
        packed = msgspec.structs.replace(run.app, packer="360 加固保 / 360 Jiagu (libjiagu.so)")
        recorder.write("app.json", packed)
        recorder.write("judgement.json", msgspec.structs.replace(run.judged, coverage=coverage))
    return Run.open(folder)


@pytest.fixture(scope="module")
def page(run: Run) -> str:
    return escaping.unescape(render.text(run, run.judged, "html", str(run.contract.document.language)))


@pytest.fixture(scope="module")
def told(run: Run) -> dict[str, Any]:
    tree = json.loads(render.text(run, run.judged, "json", "en"))
    return {one["kind"]: one for one in tree["unseen"]}


@pytest.mark.parametrize("kind", [*TOLD, *OF_THE_REPORT])
def test_the_reports_name_each_kind_with_what_it_means(run: Run, page: str, told: dict[str, Any], kind: str) -> None:
    language = str(run.contract.document.language)
    said = holes.kinds()[kind]
    part = page[page.index('<section id="unseen">') :]
    name, why = TOLD.get(kind, (OF_THE_REPORT.get(kind, ""), ""))
    assert said.means.in_(language) in part
    assert name in part or kind in ("type_unreadable", "phase_missing")
    if why:
        assert f"cn.qinghe.{kind}.run(A.java:7)" in part
        assert said.name.in_(language) in part and words.load(language).phrase(why) in part
        first_screen = page[: page.index('<section id="unseen">')]
        assert f"{said.name.in_(language)}{words.load(language)('colon')}1" in first_screen
    if why and language == "zh" and kind != "other":
        assert re.search("[\u4e00-\u9fff]", words.load("zh").phrase(why)), f"no Chinese for: {why}"
    assert told[kind]["count"] == 1 and name in told[kind]["cases"][0]
    assert told[kind]["name"] == msgspec.to_builtins(said.name)
    assert told[kind]["means"] == msgspec.to_builtins(said.means)


def test_a_kind_that_is_not_known_counts_as_another(run: Run) -> None:
    assert holes.kind_of(LedgerEntry(source="phone", kind="brand_new", name="x", state="hole")).id == "other"
