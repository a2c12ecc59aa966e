"""The data files of the app room, run against their own examples."""

from __future__ import annotations

import pytest

from auditor.app import packers, permissions, privacyapis
from auditor.app.dextables import DexTables


def code(
    methods: set[tuple[str, str]] | None = None, types: set[str] | None = None, strings: set[str] | None = None
) -> DexTables:
    return DexTables(
        strings=frozenset(strings or ()),
        types=frozenset(types or ()),
        methods=frozenset(methods or ()),
        defined=frozenset(),
    )


@pytest.mark.parametrize("packer", packers.table().packers, ids=lambda packer: packer.id)
def test_examples_of_each_packer(packer: packers.Packer) -> None:
    for example in packer.examples.match:
        found = packers.packer_of([example] if "/" in example else [], [] if "/" in example else [example])
        assert found is not None, example
        assert found.startswith(packer.name), example
    for example in packer.examples.no_match:
        assert packers.packer_of([example], [example]) is None, example


def test_every_marker_of_a_packer_has_a_published_source() -> None:
    table = packers.table()
    for packer in table.packers:
        assert len({(marker.kind, marker.name) for marker in packer.markers}) == len(packer.markers)
        for marker in packer.markers:
            cited = [source.partition(" ")[0] for source in marker.source.split("; ")]
            assert cited and set(cited) <= set(table.sources), (packer.id, marker)


def test_a_weak_marker_names_a_packer_only_beside_another() -> None:
    assert packers.packer_of(["lib/armeabi/libshell.so"], []) is None
    assert packers.packer_of(["lib/armeabi/libshell.so", "lib/armeabi/mix.dex"], []) == (
        "腾讯乐固 / Tencent Legu (libshell.so)"
    )


# Native libraries and stubs that apps bring along without being packed: SDKs of the same vendors, engines, codecs.
INNOCENT = """
libBugly.so libBugly_Native.so libsgmain.so libsgsecuritybody.so libsgmiddletier.so libwechatxlog.so libmmkv.so
libweibosdkcore.so libBaiduMapSDK_base_v7_5.so liblocSDK8b.so libBaiduSpeechSDK.so libamapnsq.so
libAMapSDK_MAP.so libflutter.so libapp.so libhermes.so libreactnativejni.so libjsc.so libunity.so libil2cpp.so
libmain.so libcocos2dcpp.so libgdx.so libandroidx.graphics.path.so libsqlcipher.so libssl.so libcrypto.so
libc++_shared.so librealm-jni.so libimage_processing_util_jni.so libbarhopper_v3.so libx264.so libijkffmpeg.so
libtpnsSecurity.so libtnet-3.1.14.so libumeng-spy.so libcrashlytics.so libsentry.so libtensorflowlite_jni.so
libsecurity.so libexec.so libshell.so libtup.so libzuma.so libkdp.so libfakejni.so
"""


@pytest.mark.parametrize("library", INNOCENT.split())
def test_libraries_of_apps_that_are_not_packed_name_no_packer(library: str) -> None:
    assert packers.packer_of([f"lib/arm64-v8a/{library}", "assets/.appkey", "assets/classes.dex.dat"], []) is None


def test_packer_ids_are_unique() -> None:
    ids = [packer.id for packer in packers.table().packers]
    assert len(ids) == len(set(ids))


def test_dangerous_permissions_are_picked_out() -> None:
    asked = ["android.permission.INTERNET", "android.permission.CAMERA", "com.example.OWN"]
    assert permissions.dangerous(asked) == ("android.permission.CAMERA",)


def test_permission_without_a_use_in_the_code_is_named() -> None:
    camera = "android.permission.CAMERA"
    contacts = "android.permission.READ_CONTACTS"
    used = code({("android.hardware.Camera", "open")})
    assert permissions.unused([camera, contacts], [used]) == (contacts,)


@pytest.mark.parametrize(
    "use",
    [
        code(types={"android.provider.ContactsContract$CommonDataKinds$Phone"}),
        code(strings={"content://com.android.contacts"}),
        code(types={"android.provider.ContactsContract"}),
    ],
)
def test_provider_classes_and_addresses_are_uses_too(use: DexTables) -> None:
    assert permissions.unused(["android.permission.READ_CONTACTS"], [code(), use]) == ()


def test_permission_without_facts_is_never_called_unused() -> None:
    assert permissions.unused(["android.permission.UWB_RANGING"], [code()]) == ()


def test_facts_name_methods_with_their_class() -> None:
    for name, use in permissions.table().items():
        assert name.count(".") >= 2
        assert all("." in method for method in use.methods), name


ROW = privacyapis.Row(
    id="settings.android_id",
    class_="android.provider.Settings$Secure",
    method="getString",
    counts_when=(privacyapis.Condition(equals=("android_id",)),),
)


def test_api_is_callable_when_method_and_key_are_in_the_code() -> None:
    call = {("android.provider.Settings$Secure", "getString")}
    assert privacyapis.callable_apis([code(call, strings={"android_id"})], [ROW]) == ("settings.android_id",)


def test_api_is_not_callable_without_its_key_or_its_method() -> None:
    call = {("android.provider.Settings$Secure", "getString")}
    assert privacyapis.callable_apis([code(call, strings={"bluetooth_name"})], [ROW]) == ()
    assert privacyapis.callable_apis([code(strings={"android_id"})], [ROW]) == ()


def test_documented_method_stands_for_a_hidden_class() -> None:
    row = privacyapis.Row(
        id="apps.installed",
        class_="android.app.ApplicationPackageManager",
        method="getInstalledPackages",
        source="android.content.pm.PackageManager#getInstalledPackages",
    )
    call = code({("android.content.pm.PackageManager", "getInstalledPackages")})
    assert privacyapis.callable_apis([call], [row]) == ("apps.installed",)


def test_contract_class_stands_for_its_authority() -> None:
    row = privacyapis.Row(
        id="providers.sms",
        class_="android.content.ContentResolver",
        method="query",
        counts_when=(privacyapis.Condition(equals=("sms",)),),
    )
    call = {("android.content.ContentResolver", "query")}
    assert privacyapis.callable_apis([code(call, types={"android.provider.Telephony$Sms"})], [row]) == (
        "providers.sms",
    )
    assert privacyapis.callable_apis([code(call, strings={"content://sms/inbox"})], [row]) == ("providers.sms",)
    assert privacyapis.callable_apis([code(call, types={"android.provider.MediaStore"})], [row]) == ()


def test_the_shipped_catalogue_is_read() -> None:
    assert len(privacyapis.rows()) >= 40
