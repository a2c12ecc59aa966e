"""SDKs, companies and recipient classes: each rule file proves itself by its own examples."""

from __future__ import annotations

import pytest

from auditor import resources, rulefiles
from auditor.errors import RuleFileError
from auditor.parties import Parties
from auditor.partyrules import RecipientFile, SdkFile

RULES = resources.data("traffic_rules")
FILES = dict(rulefiles.load_folder(RULES.joinpath("sdks"), SdkFile))
RECIPIENTS = rulefiles.load(RULES.joinpath("recipients.yaml"), RecipientFile)


@pytest.fixture(scope="module")
def parties() -> Parties:
    return Parties.load()


@pytest.mark.parametrize("name", FILES)
def test_rule_file_gives_what_its_examples_say(name: str, parties: Parties) -> None:
    file = FILES[name]
    assert name == f"{file.company.id}.yaml"
    assert any(example.sdk is None for example in file.examples), "a near miss is missing"
    for example in file.examples:
        if example.code:
            sdk = parties.sdk_of_code(example.code)
            assert (sdk.id if sdk else None) == example.sdk, example
        else:
            owner = parties.owner_of_host(example.host or "")
            assert (owner.sdk if owner else None) == example.sdk, example


@pytest.mark.parametrize("example", RECIPIENTS.examples, ids=lambda example: example.text)
def test_recipient_classes_are_found_in_their_examples(example: object, parties: Parties) -> None:
    assert parties.classes_named(example.text) == example.classes  # type: ignore[attr-defined]


def test_every_evidence_names_a_prefix_or_host_of_its_sdk() -> None:
    for file in FILES.values():
        for sdk in file.sdks:
            known = {*sdk.code, *sdk.unverified_code, *sdk.hosts, *sdk.unverified_hosts}
            assert set(sdk.evidence) <= known, sdk.id


def test_longest_code_prefix_wins_at_package_borders(parties: Parties) -> None:
    ids = [
        getattr(parties.sdk_of_code(name), "id", None)
        for name in ("com.google.android.gms.ads.X", "Lcom/google/android/gms/common/X;", "com.google.gms.X", "")
    ]
    assert ids == ["admob", "play_services", None, None]


def test_a_host_below_a_hosting_domain_is_its_tenants(parties: Parties) -> None:
    owner = parties.owner_of_host("shop.oss-cn-hangzhou.aliyuncs.com")
    assert owner is not None
    assert (owner.kind, owner.category) == ("unknown", "cloud")


@pytest.mark.parametrize(
    ("host", "own", "names", "kind", "company"),
    [
        ("api.cornershop.example", ("cornershop.example",), (), "first_party", ""),
        ("cornershop.example.evil.test", ("cornershop.example",), (), "unknown", ""),
        ("Collect.Tallyhall.Example.:443", ("cornershop.example",), (), "third_party", "tallyhall"),
        ("loc.map.baidu.com", (), ("北京百度网讯科技有限公司",), "first_party", "baidu"),
        ("loc.map.baidu.com", (), ("Corner Shop Ltd",), "third_party", "baidu"),
        ("203.0.113.9", (), (), "unknown", ""),
        ("[2001:db8::1]:443", (), (), "unknown", ""),
    ],
)
def test_party_of_a_host(
    host: str, own: tuple[str, ...], names: tuple[str, ...], kind: str, company: str, parties: Parties
) -> None:
    party = parties.party_of(host, own, names)
    assert (party.kind, party.company_id) == (kind, company)


def test_names_in_policies_lead_to_companies(parties: Parties) -> None:
    named = parties.by_name("我们接入了友盟统计、极光推送与高德地图；不接入 amapx 或 VIVOX。")
    assert [one.sdk for one in named] == ["umeng_analytics", "jpush", "amap"]
    assert parties.by_name("塔利统计")[0].company_id == "tallyhall"
    assert parties.by_name("tallyhall analytics")[0].company_id == "tallyhall"
    assert parties.by_name("unity of purpose") == ()


def test_classes_cover_what_is_below_them(parties: Parties) -> None:
    assert parties.class_covers("technical_service_sdk", "crash")
    assert parties.class_covers("ad", "ad")
    assert not parties.class_covers("ad", "analytics")
    assert not parties.class_covers("ad", "no such class")


def test_companies_of_one_group_belong_together(parties: Parties) -> None:
    assert parties.same_group("umeng", "amap")
    assert not parties.same_group("umeng", "baidu")
    assert not parties.same_group("", "")


def test_a_prefix_claimed_twice_is_an_error() -> None:
    file = FILES["tallyhall.yaml"]
    with pytest.raises(RuleFileError, match="claimed twice"):
        Parties([file, file], RECIPIENTS)
