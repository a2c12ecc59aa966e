"""What the phone is besides its apps: settings, properties, planted identity, trusted certificates, log."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec

from auditor.desk.log import Log
from auditor.errors import DeviceError

RELEASES = {28: "9", 29: "10", 30: "11", 31: "12", 33: "13", 34: "14", 35: "15"}
SCREEN = {"width": 1080, "height": 2340, "density": 440}
# As an emulator that translates ARM: an app is installed for any of them, and each library it loads is a hole.
ABIS = ("x86_64", "arm64-v8a", "x86", "armeabi-v7a", "armeabi")
NAMESPACES = ("system", "secure", "global")
MOST_ROWS = 1000


class Location(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place, in degrees and metres."""

    latitude: float
    longitude: float
    accuracy: float = 10.0
    altitude: float = 0.0


class Photo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture in the media store and its file, `folder` below the card; sizes in pixels."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[\w.-]{1,100}\.png$")]
    folder: Annotated[str, msgspec.Meta(pattern=r"^\w[\w/-]{0,100}$")] = "DCIM/Camera"
    width: Annotated[int, msgspec.Meta(ge=1, le=256)] = 48
    height: Annotated[int, msgspec.Meta(ge=1, le=256)] = 32


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The identity file of deskphone/PROTOCOL.md; what is missing keeps the phone's own value."""

    imei: str | None = None
    meid: str | None = None
    imsi: str | None = None
    iccid: str | None = None
    phone_number: str | None = None
    android_id: str | None = None
    serial: str | None = None
    wifi_mac: str | None = None
    bluetooth_mac: str | None = None
    ssid: str | None = None
    bssid: str | None = None
    location: Location | None = None
    contacts: list[dict[str, str]] | None = None
    clipboard: str | None = None
    accounts: list[dict[str, str]] | None = None
    installed_apps: list[dict[str, str]] | None = None
    device_model: str | None = None
    device_brand: str | None = None
    device_manufacturer: str | None = None
    calendar: list[dict[str, str]] | None = None
    sms: list[dict[str, str]] | None = None
    call_log: list[dict[str, str | int]] | None = None
    operator_name: str | None = None
    operator_country: str | None = None
    cells: list[dict[str, int]] | None = None
    wifi_nearby: list[dict[str, str | int]] | None = None
    bluetooth_bonded: list[dict[str, str]] | None = None
    bluetooth_nearby: list[dict[str, str | int]] | None = None
    photos: list[Photo] | None = None


@dataclass
class Device:
    """The state of one phone."""

    api: int
    locale: str
    sandbox: str
    folder: Path
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    identity: dict[str, Any] = field(default_factory=dict)
    config: dict[tuple[str, str], str] = field(default_factory=dict)
    log: Log = field(default_factory=Log)
    certificates: list[Path] = field(default_factory=list)
    plugged: bool = True
    battery: int = 100
    screen_on: bool = True
    night: bool = False

    def __post_init__(self) -> None:
        release = RELEASES.get(self.api, str(self.api))
        self.properties |= {
            "ro.build.version.sdk": str(self.api), "ro.build.version.release": release,
            "ro.product.model": "Desk Phone", "ro.product.brand": "desk", "ro.product.manufacturer": "desk",
            "ro.product.name": "desk", "ro.product.device": "desk", "ro.product.board": "desk",
            "ro.hardware": "desk", "ro.product.cpu.abi": ABIS[0], "ro.product.cpu.abilist": ",".join(ABIS),
            "ro.build.type": "user", "ro.build.tags": "release-keys", "ro.debuggable": "0", "ro.secure": "1",
            "ro.build.fingerprint": f"desk/desk/desk:{release}/DESK/1:user/release-keys",
            "ro.product.locale": self.locale, "persist.sys.locale": self.locale,
            "persist.sys.timezone": "Asia/Shanghai",
            "sys.boot_completed": "1", "dev.bootcomplete": "1", "init.svc.bootanim": "stopped",
        }  # fmt: skip
        self.settings = {
            "system": {
                "screen_off_timeout": "60000", "font_scale": "1.0", "accelerometer_rotation": "0", "user_rotation": "0",
            },
            "secure": {"android_id": "0123456789abcdef", "location_mode": "3"},
            "global": {
                "adb_enabled": "1", "airplane_mode_on": "0", "wifi_on": "1", "mobile_data": "1",
                "bluetooth_on": "1",
                "window_animation_scale": "0.0", "transition_animation_scale": "0.0", "animator_duration_scale": "0.0",
                "device_provisioned": "1",
            },
        }  # fmt: skip

    @property
    def surroundings(self) -> dict[str, Any]:
        """What apps hear of by broadcasts: radios, power, screen."""
        table = self.settings["global"]
        return {
            "wifi": table.get("wifi_on") == "1", "data": table.get("mobile_data") == "1",
            "airplane": table.get("airplane_mode_on") == "1", "plugged": self.plugged, "level": self.battery,
            "screen": self.screen_on,
        }  # fmt: skip

    @property
    def rotation(self) -> int:
        """Quarter turns to the left: what the user locked, upright while the screen follows the phone."""
        table = self.settings["system"]
        turns = table.get("user_rotation", "0")
        return int(turns) if turns in ("1", "2", "3") and table.get("accelerometer_rotation") != "1" else 0

    @property
    def screen(self) -> dict[str, int]:
        """Width and height in pixels as the screen is turned now, and its density."""
        width, height = SCREEN["width"], SCREEN["height"]
        if self.rotation % 2:
            width, height = height, width
        return {**SCREEN, "width": width, "height": height}

    @property
    def configuration(self) -> dict[str, Any]:
        """What makes activities start anew: language, orientation, night mode."""
        return {"locale": self.locale, "screen": self.screen, "night": self.night, "rotation": self.rotation}

    @property
    def proxy(self) -> tuple[str, int] | None:
        """Host and port of the global HTTP proxy, None when it is not set (`:0` unsets it, as on any Android)."""
        host, _, port = self.settings["global"].get("http_proxy", "").rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65536:
            return None
        return host, int(port)

    def plant(self, raw: bytes) -> dict[str, bool]:
        """Take an identity file; what it names is true in the answer.

        Raises `DeviceError` for a file that is none.
        """
        try:
            found = msgspec.json.decode(raw, type=Identity)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise DeviceError(f"The identity file does not fit: {error}; see deskphone/PROTOCOL.md.") from None
        planted: dict[str, Any] = msgspec.to_builtins(found)
        for name, value in planted.items():
            if isinstance(value, list) and len(value) > MOST_ROWS:
                raise DeviceError(f"The identity file has {len(value)} rows of {name}; {MOST_ROWS} are the most.")
        self.identity |= planted
        if found.android_id:
            self.settings["secure"]["android_id"] = found.android_id
        names = {
            "serial": "ro.serialno", "device_model": "ro.product.model", "device_brand": "ro.product.brand",
            "device_manufacturer": "ro.product.manufacturer",
        }  # fmt: skip
        for name, prop in names.items():
            if planted.get(name):
                self.properties[prop] = planted[name]
        return {name: True for name in planted}

    def trust(self, raw: bytes) -> Path:
        """Keep a PEM certificate for the apps started from now on; `DeviceError` when it is none."""
        try:
            text = raw.decode("ascii")
            ssl.PEM_cert_to_DER_cert(text[text.index("-----BEGIN CERTIFICATE-----") :].strip())
        except (ValueError, UnicodeDecodeError):
            raise DeviceError("The pushed file holds no PEM certificate.") from None
        for path in self.certificates:
            if path.read_bytes() == raw:
                return path
        path = self.folder / f"{len(self.certificates)}.pem"
        path.write_bytes(raw)
        self.certificates.append(path)
        return path

    def write_log(self, pid: int, priority: str, tag: str, message: str) -> None:
        """Append to logcat, one line for each line of the message."""
        self.log.write(pid, priority, tag, message)
