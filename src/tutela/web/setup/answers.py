"""What was answered so far, and what follows from it: who there is, what they are called, which questions are left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from tutela.web.core.terms import Terms, get_terms

LEAD, DEPUTY, HEAD, CHAIR = "dsl", "deputy-dsl", "head", "chair"


@dataclass(frozen=True)
class Answers:
    """The answers of each page as they were typed, and who answers for safeguarding here already: role → name."""

    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    staff: Mapping[str, str] = field(default_factory=dict)

    def get(self, page: str, name: str) -> str:
        """What was typed into a field; empty for none."""
        value = self.given.get(page, {}).get(name)
        return value.strip() if isinstance(value, str) else ""

    @cached_property
    def words(self) -> Terms:
        """What people are called in such a school; until it is known, what they are called in most."""
        nation, sector, phase = (self.get("school", name) for name in ("nation", "sector", "phase"))
        return get_terms(nation, sector or "school", phase)

    @cached_property
    def people(self) -> dict[str, str]:
        """Who there is or will be, by role, in the order in which they answer for safeguarding."""
        if self.staff:
            return dict(self.staff)
        named = {LEAD: self._name("lead", "")}
        named[DEPUTY] = self._name("others", "deputy_")
        named[self.reviewer_role] = self._name("others", "reviewer_")
        return {role: name for role, name in named.items() if name}

    @property
    def lead(self) -> str:
        """The name of the lead, or what a lead is called as long as nobody is named."""
        return self.people.get(LEAD) or f"the {self.words.dsl}"

    @property
    def reviewer_role(self) -> str:
        """The role of whoever looks at what is about the lead: the chair where the lead is the head as well."""
        return CHAIR if self.get("others", "reviewer") == CHAIR else HEAD

    @property
    def is_filtered_here(self) -> bool:
        """Whether Tutela filters; until the question is answered it is taken to."""
        return self.get("filtering", "filtering_by") != "provider"

    def role(self, key: str) -> str:
        """A role in this school's words, as it stands inside a sentence."""
        said = self.words.role(key)
        return said if said[:2].isupper() else said[:1].lower() + said[1:]

    def choices(self, *roles: str) -> list[tuple[str, str]]:
        """Those of these roles that somebody has, as options: (role, "Dana Shah, designated safeguarding lead")."""
        return [(role, f"{self.people[role]}, {self.role(role)}") for role in roles if role in self.people]

    def with_page(self, page: str, given: Mapping[str, Any]) -> "Answers":
        """These answers with one page answered otherwise."""
        return Answers({**self.given, page: given}, self.staff)

    def _name(self, page: str, prefix: str) -> str:
        return f"{self.get(page, f'{prefix}given_name')} {self.get(page, f'{prefix}family_name')}".strip()
