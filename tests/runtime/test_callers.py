"""Whose code called."""

import pytest

from auditor.model import AppFacts, Component, SdkFound
from auditor.parties import Sdk
from auditor.runtime.callers import Callers, class_of, within


class Rules:
    def sdk_of_code(self, class_name: str) -> Sdk | None:
        if not within(class_name, "com.example.tracker"):
            return None
        return Sdk(
            id="tracker_sdk",
            name="Tracker",
            company="Tracker Ltd",
            company_id="tracker",
            category="analytics",
            prefix="com.example.tracker",
        )


@pytest.fixture
def callers() -> Callers:
    facts = AppFacts(
        package="com.example",
        sha256="",
        launcher="org.first.shop.ui.MainActivity",
        components=(Component(kind="activity", name="com.example.tracker.AdActivity"),),
        sdks=(SdkFound(id="tracker_sdk", name="Tracker", version="3.1"),),
    )
    return Callers(facts, Rules())


HOOKED = "android.telephony.TelephonyManager.getImei(TelephonyManager.java:-2)"


def test_an_sdk_below_the_apps_own_package_is_the_sdk(callers: Callers) -> None:
    caller = callers.caller([HOOKED, "com.example.tracker.a.B.run(SourceFile:1)", "com.example.Main.main(Main.java:2)"])
    assert (caller.kind, caller.sdk, caller.company, caller.version) == ("sdk", "tracker_sdk", "Tracker Ltd", "3.1")
    assert "com.example.tracker" in caller.because


def test_libraries_and_platform_are_passed_over(callers: Callers) -> None:
    frames = [HOOKED, "androidx.core.X.y(X.java:1)", "java.lang.Thread.run(Thread.java:1)", "com.example.A.b(A.java:3)"]
    caller = callers.caller(frames)
    assert (caller.kind, caller.name, caller.confidence) == ("first_party", "com.example", "certain")
    assert "com.example.A.b(A.java:3)" in caller.because


def test_code_stays_first_party_when_the_application_id_changed(callers: Callers) -> None:
    assert callers.caller([HOOKED, "org.first.shop.net.Api.call(Api.java:1)"]).kind == "first_party"


def test_code_of_nobody_we_know_is_unknown(callers: Callers) -> None:
    caller = callers.caller([HOOKED, "a.b.c(Unknown:0)"])
    assert (caller.kind, caller.name, caller.confidence) == ("unknown", "a", "unknown")
    assert callers.caller([HOOKED]).kind == "unknown"
    assert callers.caller([]).kind == "unknown"


def test_a_hooked_sdk_method_is_not_its_own_caller(callers: Callers) -> None:
    hooked = "com.example.tracker.Ids"
    frames = [f"{hooked}.get(Ids.java:-2)", "com.example.Main.main(Main.java:2)"]
    assert callers.caller(frames, hooked).kind == "first_party"


def test_what_the_platform_asks_for_itself_is_not_direct(callers: Callers) -> None:
    hooked = "android.content.ClipboardManager"
    read, own = f"{hooked}.getPrimaryClip(ClipboardManager.java:1)", "com.example.Field.onPaste(Field.java:2)"
    assert callers.is_direct([read, own], hooked)
    assert callers.is_direct([read, f"{hooked}.getText(ClipboardManager.java:3)", own], hooked)
    assert callers.is_direct([read, "androidx.core.X.y(X.java:1)", own], hooked)
    assert not callers.is_direct([read, "android.widget.TextView.paste(TextView.java:9)", own], hooked)
    assert not callers.is_direct([read, "org.chromium.ui.Clipboard.read(Clipboard.java:9)", own], hooked)


def test_a_call_by_reflection_is_that_of_who_reflects(callers: Callers) -> None:
    hooked = "android.os.SystemProperties"
    read, by = f"{hooked}.get(SystemProperties.java:1)", "java.lang.reflect.Method.invoke(Method.java:-2)"
    assert callers.is_direct([read, by, "com.example.Ids.serial(Ids.java:2)"], hooked)
    assert not callers.is_direct([read, by, "android.os.Build.of(Build.java:2)", "com.example.A.b(A.java:1)"], hooked)


def test_prefixes_end_at_a_name() -> None:
    assert class_of("com.a.B$C.run(B.java:3)") == "com.a.B$C"
    assert within("com.a.B", "com.a")
    assert not within("com.ab.B", "com.a")
