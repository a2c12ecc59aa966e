"""Names of hosts: cleaned, and cut to the domain that somebody registered by the public suffix list."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def clean_host(host: str) -> str:
    """A host name in lower case, without port, brackets and final dot."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") == 1:
        name = name.partition(":")[0]
    return name.rstrip(".")


def registrable(host: str) -> str:
    """The registrable domain of a host (`a.b.example.com.cn` -> `example.com.cn`); an IP address stays itself."""
    name = clean_host(host)
    if _is_address(name):
        return name
    return _suffix_list().privatesuffix(name) or name


def suffixes(name: str) -> Iterator[str]:
    """A clean host and the domains above it, the longest first; none of an IP address."""
    if _is_address(name):
        return
    labels = name.split(".")
    for first in range(max(0, len(labels) - 12), len(labels)):
        yield ".".join(labels[first:])


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@cache
def _suffix_list() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
