"""Every probe of `tests/apks/probes` gives its event, from its own class, with the value that was planted."""

from __future__ import annotations

import base64

import pytest

from auditor.model import Event

from .probes import Run, run

pytestmark = [pytest.mark.phone, pytest.mark.timeout(280)]

# Class and method of the probe, the row of the catalogue, and what must have come of it: an outcome, or `=KEY` for that
# value of the identity.
PROBES = """
ProbesApplication.<clinit>              system.serial                   denied
ProbesApplication.attachBaseContext     settings.android_id             =android_id
FirstProvider.onCreate                  settings.android_id             =android_id
MainActivity.<clinit>                   system.radio_version            empty
LifecycleCallbacks.onActivityResumed    telephony.sim_operator          empty
MainActivity.onStop                     telephony.network_operator_name empty
StartedService.onStartCommand           telephony.network_operator      empty
RegisteredReceiver.onReceive            telephony.line_number           =phone_number
ProbeFragment.onCreateView              settings.android_id             =android_id
ProbeLoader.loadInBackground            providers.contacts              returned
ResultActivity.onCreate                 settings.android_id             =android_id
ImplicitIntentActivity.onCreate         telephony.network_type          returned
HandlerMessage.run                      telephony.network_operator      empty
ExecutorTask.run                        telephony.network_operator_name empty
BackgroundTask.doInBackground           telephony.sim_operator_name     empty
TimerCallback.run                       telephony.call_state            returned
OwnThread.run                           telephony.imsi                  denied
Callbacks.start                         location.updates                returned
FixListener.onLocationChanged           location.latitude               =fix
ClickListener.onClick                   clipboard.read                  =clipboard
TextListener.afterTextChanged           settings.device_name            empty
MenuListener.onMenuItemClick            system.serial                   denied
InstanceInitialiser.<init>              settings.android_id             =android_id
Outer$InnerClass.read                   telephony.sim_operator          empty
AnonymousClass$1.run                    telephony.sim_operator_name     empty
InterfaceDefault.read                   telephony.network_operator      empty
Parent.read                             telephony.network_operator_name empty
ArrayElement.read                       telephony.line_number           =phone_number
MapElement.read                         telephony.data_network_type     returned
ExceptionHandler.read                   telephony.call_state            returned
LambdaBody.lambda$0                     telephony.network_type          returned
ComparatorCallback.lambda$0             settings.android_id             =android_id
FinalizerCallback.finalize              telephony.sim_operator          empty
CleanerCallback.run                     telephony.network_operator      empty
NativeLooking.read                      settings.android_id             =android_id
MethodInvoke.read                       settings.android_id             =android_id
BuiltName.read                          telephony.line_number           =phone_number
DynamicProxy.invoke                     settings.android_id             =android_id
HiddenProperty.read                     system.serial_property          =serial
PreferencesRoundTrip.run                settings.android_id             =android_id
ObfuscatedString.run                    settings.android_id             =android_id
ByDexClassLoader.read                   telephony.sim_operator          empty
ByPathClassLoader.read                  telephony.sim_operator_name     empty
ByInMemoryDexClassLoader.read           telephony.network_operator      empty
ByNullParent.read                       telephony.network_operator_name empty
ByDexFile.read                          telephony.line_number           =phone_number
OwnCodeAgain.read                       telephony.sim_operator_name     empty
ContactsRead.read                       providers.contacts              returned
CallLogRead.read                        providers.call_log              returned
SmsRead.read                            providers.sms                   returned
CalendarRead.read                       providers.calendar              returned
PhotosRead.read                         providers.media                 empty
AccountsRead.read                       accounts.all                    empty
WifiName.read                           network.ssid                    =quoted_ssid
WifiName.read                           network.bssid                   =bssid
LastFix.read                            location.last_known             =fix
BluetoothScan.read                      bluetooth.discovery             returned
BluetoothScan.read                      bluetooth.low_energy_scan       returned
InstalledApps.read                      apps.installed_packages         returned
RunningProcesses.read                   apps.running_processes          returned
"""
EXPECTED = [tuple(line.split()) for line in PROBES.strip().splitlines()]


@pytest.fixture(scope="module")
def done() -> Run:
    """The start, once every probe was heard of and both posts arrived, or after the time limit."""
    awaited = {(place, hook) for place, hook, _ in EXPECTED}
    return run(lambda result: awaited <= set(result.seen()) and len(result.bodies) == 2)


def test_there_is_a_probe_for_every_event_that_is_expected() -> None:
    assert len({place for place, _, _ in EXPECTED}) >= 50
    assert len(EXPECTED) == len(set(EXPECTED))


def test_every_probe_gives_its_event_from_its_own_class(done: Run) -> None:
    seen = done.seen()
    assert [line for line in EXPECTED if line[:2] not in seen] == [], done.log
    wrong = {
        line: (event.outcome, event.values) for line in EXPECTED if not came(event := seen[line[:2]], line[2], done)
    }
    assert wrong == {}


def came(event: Event, expected: str, done: Run) -> bool:
    if not expected.startswith("="):
        return event.outcome == expected
    return event.outcome == "returned" and tuple(value.text for value in event.values) == done.planted(expected[1:])


def test_late_code_is_first_party_by_its_package_or_unknown_but_never_lost(done: Run) -> None:
    late = [event for event in done.events if done.place(event).startswith("By")]
    assert len(late) == 5
    for event in late:
        assert any(frame.startswith("com.cornershop.test.late.") for frame in done.stacks[event.stack].frames)
        assert any("LateLoading" in frame for frame in done.stacks[event.stack].frames), "and who loaded it"


def test_code_that_cannot_be_translated_is_missing_to_the_app_and_in_the_ledger(done: Run) -> None:
    assert 'broken.dex has no class: Didn\'t find class "com.cornershop.test.late.NoSuchClass"' in done.log
    (entry,) = [entry for entry in done.ledger if entry["kind"] == "class_not_translated"]
    assert entry["name"].endswith("/files/broken.dex") and "code loaded while the app runs" in entry["why"]
    assert any("LateLoading" in frame for frame in entry["stack"])


def test_code_that_the_app_could_still_change_is_refused_as_on_android_14(done: Run) -> None:
    assert (
        "refused: Writable dex file '/data/data/com.cornershop.test.probes/files/writable.dex' is not allowed."
        in done.log
    )


def test_what_was_read_leaves_by_its_detour(done: Run) -> None:
    value = done.identity["android_id"]
    sent = {path.rpartition("/")[2]: body for path, body in done.bodies.items()}
    assert sent["preferences"] == value.encode()
    assert base64.b64decode(sent["obfuscated"]).decode()[::-1] == value
