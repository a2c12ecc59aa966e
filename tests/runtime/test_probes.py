"""Every probe of `tests/apks/probes` gives its event, from its own class, with the value that was planted."""

from __future__ import annotations

import base64
import re

import pytest

from auditor.model import Event

from .probes import Run, run, run_refused

pytestmark = [pytest.mark.phone, pytest.mark.timeout(280)]

# Class and method of the probe, the row of the catalogue, and what must have come of it: an outcome, or `=KEY` for that
# value of the identity.
PROBES = """
ProbesApplication.<clinit>              system.serial                   denied
ProbesApplication.attachBaseContext     settings.android_id             =android_id
FirstProvider.onCreate                  settings.android_id             =android_id
MainActivity.<clinit>                   system.radio_version            empty
LifecycleCallbacks.onActivityResumed    telephony.sim_operator          =operator
MainActivity.onStop                     telephony.network_operator_name =operator_name
StartedService.onStartCommand           telephony.network_operator      =operator
BoundService.onBind                     accounts.by_type                empty
ManifestReceiver.onReceive              telephony.data_network_type     returned
AlarmReceiver.onReceive                 telephony.network_operator_name =operator_name
AlarmListener.onAlarm                   telephony.sim_operator_name     =operator_name
RegisteredReceiver.onReceive            telephony.line_number           =phone_number
ProbeFragment.onCreateView              settings.android_id             =android_id
ProbeLoader.loadInBackground            providers.contacts              returned
ResultActivity.onCreate                 settings.android_id             =android_id
ImplicitIntentActivity.onCreate         telephony.network_type          returned
HandlerMessage.run                      telephony.network_operator      =operator
ExecutorTask.run                        telephony.network_operator_name =operator_name
BackgroundTask.doInBackground           telephony.sim_operator_name     =operator_name
TimerCallback.run                       telephony.call_state            returned
OwnThread.run                           telephony.imsi                  denied
Callbacks.start                         location.updates                returned
FixListener.onLocationChanged           location.latitude               =fix
ClickListener.onClick                   clipboard.read                  =clipboard
TextListener.afterTextChanged           settings.device_name            =device_model
MenuListener.onMenuItemClick            system.serial                   denied
InstanceInitialiser.<init>              settings.android_id             =android_id
Outer$InnerClass.read                   telephony.sim_operator          =operator
AnonymousClass$1.run                    telephony.sim_operator_name     =operator_name
InterfaceDefault.read                   telephony.network_operator      =operator
Parent.read                             telephony.network_operator_name =operator_name
ArrayElement.read                       telephony.line_number           =phone_number
MapElement.read                         telephony.data_network_type     returned
ExceptionHandler.read                   telephony.call_state            returned
LambdaBody.lambda$0                     telephony.network_type          returned
ComparatorCallback.lambda$0             settings.android_id             =android_id
FinalizerCallback.finalize              telephony.sim_operator          =operator
CleanerCallback.run                     telephony.network_operator      =operator
NativeLooking.read                      settings.android_id             =android_id
MethodInvoke.read                       settings.android_id             =android_id
BuiltName.read                          telephony.line_number           =phone_number
DynamicProxy.invoke                     settings.android_id             =android_id
HiddenProperty.read                     system.serial_property          empty
HiddenProperty.read                     system.property                 =device_model
PreferencesRoundTrip.run                settings.android_id             =android_id
ObfuscatedString.run                    settings.android_id             =android_id
ByDexClassLoader.read                   telephony.sim_operator          =operator
ByPathClassLoader.read                  telephony.sim_operator_name     =operator_name
ByInMemoryDexClassLoader.read           telephony.network_operator      =operator
ByNullParent.read                       telephony.network_operator_name =operator_name
ByDexFile.read                          telephony.line_number           =phone_number
OwnCodeAgain.read                       telephony.sim_operator_name     =operator_name
ContactsRead.read                       providers.contacts              returned
CallLogRead.read                        providers.call_log              returned
SmsRead.read                            providers.sms                   returned
CalendarRead.read                       providers.calendar              returned
PhotosRead.read                         providers.media                 returned
PhotosRead.read                         providers.open_media            returned
AccountsRead.read                       accounts.all                    empty
WifiName.read                           network.ssid                    =quoted_ssid
WifiName.read                           network.bssid                   =bssid
WifiScan.read                           network.scan_results            =scan
CellsRead.read                          telephony.cell_info             returned
SimRead.read                            telephony.subscriptions         returned
SimRead.read                            telephony.subscription_number   =phone_number
SimRead.read                            telephony.subscription_iccid    empty
LastFix.read                            location.last_known             =fix
BluetoothRead.read                      bluetooth.own_name              =device_model
BluetoothRead.read                      bluetooth.bonded                returned
BluetoothRead.read                      bluetooth.device_address        =bonded
BluetoothScan.read                      bluetooth.discovery             returned
BluetoothScan.read                      bluetooth.low_energy_scan       returned
BluetoothScan$1.onReceive               bluetooth.device_address        =found
BluetoothScan$2.onScanResult            bluetooth.device_address        =found
MotionListener.listen                   sensors.motion                  returned
StepListener.listen                     sensors.steps                   returned
InstalledApps.read                      apps.installed_packages         returned
BatteryRead.read                        system.battery                  returned
BatteryRead.read                        system.battery_broadcast        returned
RunningProcesses.read                   apps.running_processes          returned
GoogleIdRead.read                       system.google_ad_id             threw
"""
# What the same probes get without the permission that each needs.
REFUSED = """
ContactsRead.read                       providers.contacts              denied
CallLogRead.read                        providers.call_log              denied
SmsRead.read                            providers.sms                   denied
CalendarRead.read                       providers.calendar              denied
PhotosRead.read                         providers.media                 empty
AccountsRead.read                       accounts.all                    empty
WifiName.read                           network.ssid                    placeholder
WifiName.read                           network.bssid                   placeholder
WifiScan.read                           network.scan_results            empty
CellsRead.read                          telephony.cell_info             denied
SimRead.read                            telephony.subscriptions         denied
LastFix.read                            location.last_known             denied
BluetoothRead.read                      bluetooth.own_name              denied
BluetoothScan.read                      bluetooth.discovery             denied
MotionListener.listen                   sensors.motion                  returned
StepListener.listen                     sensors.steps                   returned
GoogleIdRead.read                       system.google_ad_id             threw
"""
MOVES = {"sensor 1 moves", "sensor 19 moves"}
EXPECTED = [tuple(line.split()) for line in PROBES.strip().splitlines()]


@pytest.fixture(scope="module")
def done() -> Run:
    """The start, once every probe was heard of and both posts arrived, or after the time limit."""
    awaited = {(place, hook) for place, hook, _ in EXPECTED}
    return run(
        lambda result: awaited <= set(result.seen()) and len(result.bodies) == 2 and set(result.said()) >= MOVES,
    )


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


def test_every_kind_of_data_is_there_as_it_was_planted(done: Run) -> None:
    planted, said = done.identity, set(done.said())
    told = {f"row data1={contact['phone']}" for contact in planted["contacts"]}
    told |= {f"row number={call['number']}" for call in planted["call_log"]}
    told |= {f"row body={message['body']}" for message in planted["sms"]}
    told |= {f"row title={entry['title']}" for entry in planted["calendar"]}
    told |= {f"row _display_name={photo['name']}" for photo in planted["photos"]}
    told |= {f"cell {cell['ci']}" for cell in planted["cells"]}
    told |= {f"bonded {device['address'].upper()} {device['name']}" for device in planted["bluetooth_bonded"]}
    told |= {f"found {device['address'].upper()}" for device in planted["bluetooth_nearby"]}
    told |= {f"scanned {device['address'].upper()}" for device in planted["bluetooth_nearby"]}
    told |= {f"card of {planted['imsi'][:5]} with a number of 14 and an ICCID of 0 digits"}
    told |= {f"model {planted['device_model']} by {planted['device_manufacturer']}"}
    assert told | MOVES <= said, done.log
    assert any(re.fullmatch(r"process com\.cornershop\.test\.probes [1-9]\d*", line) for line in said)
    assert "picture begins with 137" in said and "picture has its size" in said, "a PNG on the card"


def test_identifiers_that_a_makers_service_would_give_are_missing_and_said_to_be(done: Run) -> None:
    asked = {
        "com.google.android.gms": "play_services",
        "com.huawei.hwid": "other_service",
        "com.huawei.hms": "other_service",
        "com.heytap.openid": "other_service",
        "com.asus.msa.SupplementaryDID": "other_service",
        "com.mdid.msa": "other_service",
    }
    said = done.said()
    for package, kind in asked.items():
        assert f"bound to {package}: false" in said
        entries = [(each["kind"], each["why"]) for each in done.ledger if f"pkg={package} " in each["name"]]
        assert set(entries) == {(kind, "no such service is on the phone")}


def test_the_battery_is_read_in_both_ways(done: Run) -> None:
    assert "battery at 100 and 100" in done.said()


def test_without_permission_nothing_planted_is_told() -> None:
    refused = run_refused()
    seen = refused.seen()
    expected = [tuple(line.split()) for line in REFUSED.strip().splitlines()]
    assert [line for line in expected if line[:2] not in seen] == [], refused.log
    assert {line: seen[line[:2]].outcome for line in expected if seen[line[:2]].outcome != line[2]} == {}
    assert "steps are counted: false" in refused.said()
    told = [line for line in refused.said() if line.startswith(("row ", "cell ", "bonded ", "found ", "scanned "))]
    assert told == []
    values = {value.text for event in refused.events for value in event.values}
    private = [key for key in ("phone_number", "imsi", "ssid", "bssid") if refused.identity[key] in values]
    assert private == []
