"""Who is behind a class name, a host or a name in a policy: SDKs, companies, and classes of recipients.

All facts are data in `traffic_rules/`: `sdks/<company>.yaml` (a new SDK costs one file or one entry), `endpoints/`,
`recipients.yaml`. Nothing is looked up online; the public suffix list comes with its package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Literal, TypeVar

import msgspec

from auditor import resources, rulefiles
from auditor.errors import RuleFileError
from auditor.hosts import clean_host, registrable, suffixes
from auditor.model import Record
from auditor.partyrules import Company, RecipientFile, SdkFile, SdkRow

T = TypeVar("T")
PartyKind = Literal["first_party", "third_party", "unknown"]


class Sdk(Record, frozen=True, kw_only=True):
    """An SDK. `company` is its display name, `category` the recipient class, `prefix` the code prefix that matched."""

    id: str
    name: str
    company: str
    company_id: str
    category: str
    prefix: str = ""
    confidence: str = "certain"


class Party(Record, frozen=True, kw_only=True):
    """Who is behind a host or a name.

    `kind`: first_party, third_party, unknown. `name`: SDK or company, or the host itself when unknown. `sdk`: its id.
    `category`: recipient class, empty when the company has several. `confidence`: certain, likely. `because`: the rule.
    """

    kind: PartyKind
    name: str
    company: str = ""
    company_id: str = ""
    sdk: str | None = None
    category: str = ""
    confidence: str = "certain"
    because: str = ""


class Parties:
    """All known companies, SDKs and recipient classes. Made once by `Parties.load()`."""

    def __init__(self, files: Sequence[SdkFile], recipients: RecipientFile) -> None:
        self.files = tuple(files)
        self.recipients = recipients
        self.classes = {one.id: one for one in recipients.classes}
        self.companies = {one.company.id: one.company for one in self.files}
        self._code: dict[str, Sdk] = {}
        self._hosts: dict[str, Party] = {}
        self._domains: dict[str, Company] = {}
        self._hosting: dict[str, Company] = {}
        for file in self.files:
            self._add(file)

    @classmethod
    @cache
    def load(cls) -> Parties:
        """The rules that ship with the package. Raises `RuleFileError` naming the file when one is wrong."""
        folder = resources.data("traffic_rules")
        files = [one for _, one in rulefiles.load_folder(folder.joinpath("sdks"), SdkFile)]
        return cls(files, rulefiles.load(folder.joinpath("recipients.yaml"), RecipientFile))

    def sdk_of_code(self, class_name: str) -> Sdk | None:
        """The SDK with the longest code prefix of a class name (`a.b.C`, `a/b/C` or `La/b/C;`), or None."""
        name = class_name.strip()
        if name.endswith(";") and name.startswith("L"):
            name = name[1:-1]
        name = name.replace("/", ".")
        while name:
            if name in self._code:
                return self._code[name]
            name = name.rpartition(".")[0]
        return None

    def owner_of_host(self, host: str) -> Party | None:
        """The SDK, else the company, that a host belongs to; None when the rules do not know it.

        A server below a hosting domain is its tenant's, not the hoster's: kind `unknown`, category `cloud`.
        """
        name = clean_host(host)
        for suffix in suffixes(name):
            if suffix in self._hosts:
                return self._hosts[suffix]
        for suffix in suffixes(name):
            if suffix in self._hosting:
                because = f"{suffix} hosts servers of others"
                company = self._hosting[suffix]
                return Party(kind="unknown", name=name, company=company.name, category="cloud", because=because)
            if suffix in self._domains:
                company = self._domains[suffix]
                return _party(company, because=f"{suffix} is a domain of {company.name}")
        return None

    def party_of(
        self, host: str, first_party_domains: Iterable[str] = (), first_party_names: Iterable[str] = ()
    ) -> Party:
        """First party, third party or unknown.

        First party: the registrable domain is one of `first_party_domains` (those of the policy, of the user), or the
        host's owner is the company that one of `first_party_names` (e.g. the certificate's organization) names. Third
        party: the rules know the owner. Else unknown, with the host as its name.
        """
        name = clean_host(host)
        domain = registrable(name)
        for one in first_party_domains:
            if domain == registrable(one) or name == clean_host(one):
                return Party(kind="first_party", name=name, because=f"{domain} is named as the app's own")
        owner = self.owner_of_host(name)
        if owner is None:
            return Party(kind="unknown", name=name, because=f"no rule knows {domain}")
        for title in first_party_names:
            if owner.company_id and any(named.company_id == owner.company_id for named in self.by_name(title)):
                because = f"{owner.company} is the app's own company"
                return msgspec.structs.replace(owner, kind="first_party", because=because)
        return owner

    def by_name(self, text: str) -> tuple[Party, ...]:
        """The companies and SDKs named in a text, in order, each once; of overlapping names the longest.

        Latin names must stand as whole words and, unless the text is the name alone, in their own case.
        """
        found: dict[tuple[str, str | None], Party] = {}
        alone = self._names.get(text.strip().casefold())
        if alone is not None:
            return (alone,)
        for match in self._name_pattern.finditer(text):
            party = self._names[match[0].casefold()]
            found.setdefault((party.company_id, party.sdk), party)
        return tuple(found.values())

    def classes_named(self, text: str) -> tuple[str, ...]:
        """The recipient classes whose words stand in a text, in order, each once; of overlapping words the longest."""
        found = [self._words[match[0].casefold()] for match in self._word_pattern.finditer(text)]
        return tuple(dict.fromkeys(found))

    def class_covers(self, broader: str, narrower: str) -> bool:
        """Whether a statement about the class `broader` speaks of `narrower` (itself, or below it)."""
        step: str | None = narrower
        while step is not None:
            if step == broader:
                return True
            step = self.classes[step].broader if step in self.classes else None
        return False

    def same_group(self, one: str, other: str) -> bool:
        """Whether two company ids are the same company or of the same group."""
        return bool(one) and bool(other) and self._group(one) == self._group(other)

    def _group(self, company_id: str) -> str:
        company = self.companies.get(company_id)
        return (company.group if company else None) or company_id

    def _add(self, file: SdkFile) -> None:
        company = file.company
        for domain in company.domains:
            self._once(self._domains, domain, company)
        for domain in company.hosting:
            self._once(self._hosting, domain, company)
        for row in file.sdks:
            if row.category not in self.classes:
                near = rulefiles.nearest(row.category, set(self.classes))
                raise RuleFileError(f"{company.id}.yaml: {row.id}: no recipient class '{row.category}'.{near}")
            for confidence, prefixes in (("certain", row.code), ("likely", row.unverified_code)):
                for prefix in prefixes:
                    self._once(self._code, prefix, _sdk(company, row, prefix, confidence))
            for confidence, hosts in (("certain", row.hosts), ("likely", row.unverified_hosts)):
                for host in hosts:
                    self._once(self._hosts, host, _party(company, row, confidence, f"{host} is a host of {row.name}"))

    def _once(self, known: dict[str, T], key: str, value: T) -> None:
        if key in known:
            raise RuleFileError(f"traffic_rules/sdks: '{key}' is claimed twice; leave it with the one in its evidence.")
        known[key] = value

    @cached_property
    def _names(self) -> dict[str, Party]:
        names: dict[str, Party] = {}
        for name, party in self._named_parties():
            names.setdefault(name.casefold(), party)
        return names

    def _named_parties(self) -> Iterator[tuple[str, Party]]:
        for file in self.files:
            for name in (file.company.name, *file.company.names):
                yield name, _party(file.company, because=f"named '{name}'")
        for file in self.files:
            for row in file.sdks:
                for name in row.names:
                    yield name, _party(file.company, row, because=f"named '{name}'")

    @cached_property
    def _name_pattern(self) -> re.Pattern[str]:
        return _any_of((name for name, _ in self._named_parties()), plural=False)

    @cached_property
    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for one in self.recipients.classes:
            for word in (*one.zh, *one.en):
                words.setdefault(word.casefold(), one.id)
                words.setdefault(word.casefold() + "s", one.id)
        return words

    @cached_property
    def _word_pattern(self) -> re.Pattern[str]:
        every = (word for one in self.recipients.classes for word in (*one.zh, *one.en))
        return _any_of(every, plural=True)


def _any_of(words: Iterable[str], *, plural: bool) -> re.Pattern[str]:
    parts = []
    for word in sorted(set(words), key=lambda one: (-len(one), one)):
        part = re.escape(word)
        latin_start, latin_end = word[0].isascii() and word[0].isalnum(), word[-1].isascii() and word[-1].isalnum()
        if plural:
            part = f"(?i:{part}{'s?' if latin_end else ''})"
        part = (r"(?<![A-Za-z0-9])" if latin_start else "") + part + (r"(?![A-Za-z0-9])" if latin_end else "")
        parts.append(part)
    return re.compile("|".join(parts))


def _sdk(company: Company, row: SdkRow, prefix: str, confidence: str) -> Sdk:
    return Sdk(
        id=row.id,
        name=row.name,
        company=company.name,
        company_id=company.id,
        category=row.category,
        prefix=prefix,
        confidence=confidence,
    )


def _party(company: Company, row: SdkRow | None = None, confidence: str = "certain", because: str = "") -> Party:
    return Party(
        kind="third_party",
        name=row.name if row else company.name,
        company=company.name,
        company_id=company.id,
        sdk=row.id if row else None,
        category=row.category if row else company.category,
        confidence=confidence,
        because=because,
    )
