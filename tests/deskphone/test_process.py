"""One app process of the desk phone, run for real: gate, guards, planted identity, dialogs, time, network, endings."""

import json
import socket
import threading
from pathlib import Path

import pytest

from tests.deskphone.conftest import PLANTED, Starter
from tests.deskphone.fake_phone import FakePhone

pytestmark = [pytest.mark.phone, pytest.mark.timeout(600)]
SLOW_S = 240


def said(phone: FakePhone, name: str, limit_s: float = 60) -> str:
    """What the probe said last about that name, waiting for it."""
    prefix = f"{name}="

    def last() -> str | None:
        lines = [e["message"] for e in list(phone.events) if e["event"] == "log" and e["tag"] == "probe"]
        found = [line for line in lines if line.startswith(prefix)]
        return found[-1] if found else None

    return str(phone.wait_for(last, limit_s, f"the probe never said {name}")).removeprefix(prefix)


@pytest.fixture(scope="module")
def phone(start: Starter) -> FakePhone:
    """A probe on screen with nothing dangerous granted, started through the gate as the audit does."""
    started = start()
    started.wait("activity", SLOW_S, state="resumed")
    return started


def test_boot_is_told_in_order(phone: FakePhone) -> None:
    stages = [event["stage"] for event in phone.events if event["event"] == "boot"]
    assert stages == ["framework", "gate", "application"]


def test_identifiers_are_refused_as_on_android_14(phone: FakePhone) -> None:
    refusal = "SecurityException: {}: The user 10101 does not meet the requirements to access device identifiers."
    assert said(phone, "before.imei") == refusal.format("getImei")
    assert said(phone, "before.imsi") == refusal.format("getSubscriberId")
    assert said(phone, "before.serial") == refusal.format("getSerial")
    assert said(phone, "before.number").startswith("SecurityException: getLine1Number")


def test_placeholders_without_location(phone: FakePhone) -> None:
    assert said(phone, "before.ssid") == "<unknown ssid>"
    assert said(phone, "before.mac") == "02:00:00:00:00:00"


def test_what_needs_no_permission_is_planted(phone: FakePhone) -> None:
    assert said(phone, "before.android_id") == PLANTED["android_id"]
    assert said(phone, "before.model") == PLANTED["device_model"]
    assert said(phone, "before.packages") == "true"


def test_location_and_contacts_are_refused_before_permission(phone: FakePhone) -> None:
    assert said(phone, "before.location").startswith("SecurityException: uid 10101 does not have")
    assert said(phone, "before.contacts").startswith("SecurityException: Permission Denial")
    assert said(phone, "before.self") == "-1"


def test_permission_dialogs_are_tapped_one_group_after_the_other(phone: FakePhone) -> None:
    controller = "com.android.permissioncontroller:id/"
    phone.tap(text="ask")
    message = phone.wait_for(lambda: phone.node(resource_id=controller + "permission_message"), 30, "no dialog")
    assert message["text"].endswith("access this device’s location?")
    assert message["package"] == "com.android.permissioncontroller"
    phone.tap(resource_id=controller + "permission_allow_foreground_only_button")
    phone.wait_for(lambda: phone.node(resource_id=controller + "permission_allow_button"), 30, "no second dialog")
    phone.tap(resource_id=controller + "permission_deny_button")
    assert said(phone, "result") == "7 0 -1"
    assert phone.find("permission_result", permission="android.permission.READ_CONTACTS", granted=False)
    assert phone.node(resource_id=controller + "permission_message") is None


def test_the_second_refusal_is_for_good_and_then_nobody_asks(phone: FakePhone) -> None:
    phone.tap(text="ask")
    phone.tap(resource_id="com.android.permissioncontroller:id/permission_deny_and_dont_ask_again_button")
    phone.wait("permission_result", 30, permission="android.permission.READ_CONTACTS", dont_ask_again=True)
    asked = sum(event["event"] == "permission_request" for event in phone.events)
    phone.tap(text="ask")
    phone.wait_for(lambda: sum(e["event"] == "permission_request" for e in phone.events) > asked, 30, "not asked")
    assert phone.node(resource_id="com.android.permissioncontroller:id/permission_message") is None


def test_granted_from_outside_the_values_are_read(phone: FakePhone) -> None:
    assert phone.do("permission", permission="android.permission.READ_CONTACTS", granted=True)["ok"]
    phone.tap(text="read")
    assert said(phone, "after.contacts") == "Zhang San +8613911112222"
    assert said(phone, "after.people") == "1"
    assert said(phone, "after.location") == "31.2304"
    assert said(phone, "after.ssid") == '"planted-wifi"'
    assert said(phone, "after.clip") == PLANTED["clipboard"]
    assert said(phone, "after.imei").startswith("SecurityException")


def test_time_runs(phone: FakePhone) -> None:
    phone.tap(text="time")
    assert said(phone, "delayed") == "true"
    assert said(phone, "background") == "background"
    assert said(phone, "frame") == "true"
    assert said(phone, "async") == "main"
    assert said(phone, "wall") == "true"


def test_typing_goes_into_the_focused_field(phone: FakePhone) -> None:
    phone.tap(**{"class": "android.widget.EditText"})
    assert phone.do("text", text="Ünïcödé 汉字")["ok"]
    assert phone.node(text="Ünïcödé 汉字")


def test_a_missing_library_is_a_line_in_the_ledger(phone: FakePhone) -> None:
    phone.tap(text="native")
    assert said(phone, "native").startswith("UnsatisfiedLinkError: No implementation found for")
    assert phone.find("ledger", kind="native_library", name="libabsent.so")
    assert phone.find("ledger", kind="native_call", name="com.cornershop.demo.MainActivity.missing")


def test_a_script_of_the_app_in_a_page_is_a_line_in_the_ledger(phone: FakePhone) -> None:
    phone.tap(text="web")
    why = "script of the app was not run: document.title"
    asked = phone.wait("ledger", 30, kind="script", name="https://www.example.com/terms", why=why)
    assert any("com.cornershop.demo.MainActivity" in frame for frame in asked["stack"])


def test_files_outlive_the_process_and_ciphers_come_from_the_providers(phone: FakePhone) -> None:
    phone.tap(text="files")
    data, card = phone.folder / "data", phone.folder / "card"
    own = f"{card}/Android/data/com.cornershop.demo"
    assert said(phone, "folders") == f"{data}/files {data}/databases/x.db {data}/cache {data}/device_protected/files"
    assert said(phone, "card") == f"mounted {card} {own}/files/Music {own}/cache"
    assert said(phone, "providers") == (
        "AndroidKeyStoreBCWorkaround SUN SunRsaSign SunEC SunJSSE SunJCE SunJGSS SunSASL XMLDSig JdkLDAP BC"
        " AndroidKeyStore true"
    )
    # By `openssl enc -aes-128-cbc` with a key and vector of zeros.
    assert said(phone, "cipher") == "BC true 976a995f94cf4c1e24b6e2fb067e7a69"
    kept = data / "shared_prefs" / "kept.xml"
    phone.wait_for(lambda: kept.exists() and "b</string>" in kept.read_text(), 30, "what was applied is not written")


def test_stacks_are_interned_and_cheap(phone: FakePhone) -> None:
    phone.tap(text="stacks")
    same, cost, top = said(phone, "stacks").split(" ", 2)
    assert same == "true"
    assert int(cost.removeprefix("each_ns=")) < 1_000_000
    assert top.startswith("com.cornershop.demo.MainActivity.")


def test_a_toast_is_told(phone: FakePhone) -> None:
    phone.tap(text="toast")
    phone.wait("window", 30, kind="toast", title="hello toast")


def test_activities_start_give_results_and_come_back(phone: FakePhone) -> None:
    phone.tap(text="second")
    phone.wait("activity", 30, state="resumed", component="com.cornershop.demo/.StoresActivity")
    assert phone.do("key", code=4)["ok"]
    assert said(phone, "returned") == "5 -1"
    phone.wait("activity", 30, state="destroyed", component="com.cornershop.demo/.StoresActivity")


def test_home_and_resume(phone: FakePhone) -> None:
    assert phone.do("home")["ok"]
    assert phone.nodes() == []
    assert phone.do("resume")["ok"]
    assert phone.node(text="read")


def test_the_picture_has_the_pixels(phone: FakePhone) -> None:
    png = phone.picture()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == (1080, 2340)
    assert len(png) > 5000


def test_bad_requests_are_answered_with_a_sentence(phone: FakePhone) -> None:
    answer = phone.do("dance")
    assert not answer["ok"] and "unknown request dance" in answer["error"]
    assert not phone.do("tap", x=99999, y=99999)["ok"] or phone.node(text="read")


def test_nothing_runs_before_the_gate_and_a_crash_ends_the_process(start: Starter) -> None:
    held = start(debug=True)
    held.wait("boot", SLOW_S, stage="gate")
    assert held.find("boot", stage="application") is None and held.find("log", tag="probe") is None
    assert held.do("dump")["ok"] is False
    held.__exit__(None, None, None)
    crashing = start()
    crashing.wait("activity", SLOW_S, state="resumed")
    crashing.tap(text="throw")
    crash = crashing.wait("crash", 30)
    assert (crash["exception"], crash["message"]) == ("java.lang.IllegalStateException", "on purpose")
    assert crashing.process.wait(30) == 1


def test_requests_go_to_the_proxy_through_the_relay_and_exit_is_told(
    start: Starter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("r") / "proxy.sock"
    seen = Proxy(path)
    extras = {"action": "android.intent.action.MAIN", "extras": {"url": "http://api.example.com/hello?a=1"}}
    phone = start(relay=str(path), proxy={"host": "127.0.0.1", "port": 0}, intent=extras)
    phone.wait("activity", SLOW_S, state="resumed")
    phone.tap(text="fetch")
    assert said(phone, "fetched") == "200 hi"
    assert seen.first.startswith(b"GET http://api.example.com/hello?a=1 HTTP/1.1")
    phone.tap(text="exit")
    assert phone.wait("exit", 30)["code"] == 3
    assert phone.process.wait(30) == 3


class Proxy:
    """Answers one request on a Unix socket as a proxy would."""

    def __init__(self, path: Path) -> None:
        self.first = b""
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen(4)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self.server.accept()
        with connection:
            while b"\r\n\r\n" not in self.first:
                self.first += connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")


def test_a_process_that_waits_takes_the_state_of_now(start: Starter) -> None:
    held = start(debug=True)
    held.wait("boot", SLOW_S, stage="gate")
    config = json.loads((held.folder / "config.json").read_text("utf-8"))
    (held.folder / "identity.json").write_text(json.dumps({**PLANTED, "android_id": "feedfeedfeedfeed"}), "utf-8")
    contacts = "android.permission.READ_CONTACTS"
    config |= {"debug": False, "granted_permissions": [*config["granted_permissions"], contacts]}
    assert held.do("configure", config=config)["ok"]
    assert held.find("boot", stage="application") is None
    assert held.do("open")["ok"]
    up = held.wait("activity", SLOW_S, state="resumed")
    gate = held.wait("boot", stage="application")
    assert 0 < gate["milliseconds"] <= up["milliseconds"]
    assert said(held, "before.android_id") == "feedfeedfeedfeed"
    assert said(held, "before.contacts") == "Zhang San +8613911112222"
    held.__exit__(None, None, None)


def test_a_rehearsal_leaves_nothing_behind(start: Starter) -> None:
    screens: list[str] = []
    tags: list[set[str]] = []
    for ahead in (False, True):
        held = start(debug=True, ahead=ahead)
        held.wait("boot", SLOW_S, stage="gate")
        assert {event["event"] for event in held.events} == {"boot"}
        assert held.do("open")["ok"]
        held.wait("activity", SLOW_S, state="resumed")
        screens.append(held.do("dump")["xml"])
        # The framework says by the tag Choreographer when the machine was too busy for a frame.
        tags.append({event["tag"] for event in held.events if event["event"] == "log"} - {"Choreographer"})
        held.__exit__(None, None, None)
    assert screens[0] == screens[1]
    assert tags[0] == tags[1] == {"probe", "LifecycleMonitor"}
