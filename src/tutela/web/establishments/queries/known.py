"""What a place knows of its people, so that a text that leaves it gives nobody away; for that check alone."""

from tutela.web.establishments.handing_on.personal import Known, name_of
from tutela.web.establishments.models import Establishment, Person, RoleHolding


def list_known(establishment: Establishment) -> Known:
    """Names, numbers and birthdays of everybody it ever had, those who left and tutors of partners too."""
    # it is held against a text inside an operation, and nothing of it is shown but what the text says itself
    here = Person._base_manager.filter(establishment=establishment)
    teaching = RoleHolding._base_manager.filter(establishment=establishment).values("person")
    rows = (here | Person._base_manager.filter(pk__in=teaching)).distinct()
    names: set[tuple[str, ...]] = set()
    families, numbers, births = set(), set(), set()
    fields = ("given_name", "known_as", "family_name", "reference", "login", "born_on")
    for given, called, family, reference, login, born_on in rows.values_list(*fields).iterator():
        for first in {given, given.partition(" ")[0], called}:
            if first and family:
                names |= {name_of(f"{first} {family}"), name_of(f"{family}, {first}")}
        families.add(" ".join(name_of(family)))
        # a login of letters alone may be a word of the language; one with a number in it is nobody else's
        numbers |= {one.casefold() for one in (reference, login) if len(one) > 3 and any(c.isdigit() for c in one)}
        births.add(born_on)
    return Known(names, families - {""}, numbers, births - {None})
