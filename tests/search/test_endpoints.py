"""Known endpoints: each file proves itself by its examples; fields are read with their meaning."""

from __future__ import annotations

import json

import pytest

from auditor import resources, rulefiles, vocabulary
from auditor.errors import RuleFileError
from auditor.parties import Parties
from auditor.search.endpoints import Endpoint, EndpointFile, Endpoints, FieldMeaning, steps_of

FILES = dict(rulefiles.load_folder(resources.data("traffic_rules").joinpath("endpoints"), EndpointFile))


@pytest.mark.parametrize("name", FILES)
def test_endpoints_match_what_their_examples_say(name: str) -> None:
    file = FILES[name]
    assert name == f"{file.company}.yaml"
    assert file.company in Parties.load().companies
    types = vocabulary.load().types
    for endpoint in file.endpoints:
        assert endpoint.id.startswith(f"{file.company}/")
        assert {example.match for example in endpoint.examples} == {True, False}
        for example in endpoint.examples:
            assert endpoint.matches(example.url) == example.match, example
            assert endpoint.matches(example.url + "?a=1") == example.match, example
        for field in endpoint.fields:
            assert field.data_type in types
            assert field.source


def test_fields_of_a_known_endpoint_are_read_with_their_meaning() -> None:
    endpoints = Endpoints.load()
    body = b"device_name=DP-1&os_version=14&android_id=9774d56d682e549c&other=1"
    seen = endpoints.read("https://app.adjust.com/session", [("Content-Type", "x")], body)
    found = {(one.data_type, one.path, one.value) for one in seen}
    assert ("device_model", "device_name", "DP-1") in found
    assert ("device_id", "android_id", "9774d56d682e549c") in found
    assert all(one.path != "other" for one in seen)
    assert endpoints.read("https://app.adjust.example/session", [], body) == []


def test_stars_stand_for_one_step_and_json_in_strings_is_read() -> None:
    meaning = [
        FieldMeaning(data_type="device_model", part="body", path="a.*.m", source="test"),
        FieldMeaning(data_type="carrier", part="query", path="p.c", source="test"),
    ]
    endpoint = Endpoint(id="t/x", urls=("https://t.example/x",), fields=tuple(meaning))
    endpoints = Endpoints([EndpointFile(company="t", endpoints=(endpoint,))])
    body = json.dumps({"a": [{"m": "one"}, {"m": "two", "n": {"m": "no"}}]}).encode()
    seen = endpoints.read("https://t.example/x?p=%7B%22c%22%3A%22CMCC%22%7D", [], body)
    assert [(one.data_type, one.path, one.value) for one in seen] == [
        ("device_model", "a.0.m", "one"),
        ("device_model", "a.1.m", "two"),
        ("carrier", "p.c", "CMCC"),
    ]


def test_a_wrong_part_is_an_error_with_the_nearest_word() -> None:
    meaning = FieldMeaning(data_type="carrier", part="bodi", path="c", source="test")
    file = EndpointFile(company="t", endpoints=(Endpoint(id="t/x", urls=("https://t.example/",), fields=(meaning,)),))
    with pytest.raises(RuleFileError, match=r"'bodi'.*body"):
        Endpoints([file])


def test_steps_are_the_names_on_the_way() -> None:
    assert steps_of('json:$.a[0]["b c"].d') == ("a", "0", "b c", "d")
    assert steps_of("form:x.y") == ("x.y",)
