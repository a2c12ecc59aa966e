"""Names of hosts, cleaned and cut, without a network."""

from __future__ import annotations

from auditor.hosts import clean_host, registrable, suffixes


def test_registrable_domains() -> None:
    hosts = ("a.b.example.com.cn", "example.co.uk", "10.0.0.1", "localhost")
    assert [registrable(host) for host in hosts] == ["example.com.cn", "example.co.uk", "10.0.0.1", "localhost"]


def test_hosts_are_cleaned_of_port_brackets_and_final_dot() -> None:
    hosts = (" API.Example.com:8443", "example.com.", "[2001:db8::1]:443", "2001:db8::1")
    assert [clean_host(host) for host in hosts] == ["api.example.com", "example.com", "2001:db8::1", "2001:db8::1"]


def test_an_address_has_no_domain_above_it() -> None:
    assert list(suffixes("a.example.com")) == ["a.example.com", "example.com", "com"]
    assert list(suffixes("10.0.0.1")) == []
