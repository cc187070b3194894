"""The people of every test, as plain functions: `dana()` is the DSL of Oakfield, made when first asked for.

Oakfield Academy: Dana DSL, Dev deputy, Hana head, Chris chair, Gwen governor, Tom teacher, Sue support staff, Ivy IT,
Leo learner (14), Mia learner (7), Pat parent; Theo, lead of its trust; Asa, assessor from outside. Elm Park, of no
trust: Eli DSL, Nia learner. Ridgeway Skills, a partner: Ria tutor. Call them inside a test that may use the database.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password

from tutela.web.accounts.models import User
from tutela.web.core.actor import Actor, SystemActor
from tutela.web.establishments import operations
from tutela.web.establishments.actors import actor_for
from tutela.web.establishments.models import Establishment, Group, Person, RoleHolding, Trust

MADE_AT = datetime(2020, 9, 1, 8, 0, tzinfo=UTC)
SINCE = date(2020, 9, 1)
SETTING_UP = SystemActor("test")
UNUSABLE = make_password(None)


def oakfield() -> Establishment:
    """A secondary school in England with a small primary; everything happens here unless said otherwise."""
    return _establishment("oakfield", "Oakfield Academy", phase="all-through", trust=_trust)


def elm_park() -> Establishment:
    """A foreign school: nothing of Oakfield may be seen from here, nor the other way."""
    return _establishment("elm-park", "Elm Park School")


def ridgeway() -> Establishment:
    """A partner provider with adult learners."""
    return _establishment("ridgeway", "Ridgeway Skills", sector="training", phase="adult")


def dana() -> Person:
    """Designated safeguarding lead of Oakfield."""
    return _person(oakfield, "staff", "Dana", "Shah", role="dsl", phone="020 7946 0101")


def dev() -> Person:
    """Deputy safeguarding lead of Oakfield."""
    return _person(oakfield, "staff", "Dev", "Okafor", role="deputy-dsl", phone="020 7946 0102")


def hana() -> Person:
    """Head of Oakfield."""
    return _person(oakfield, "staff", "Hana", "Novak", role="head")


def chris() -> Person:
    """Chair of Oakfield's governors."""
    return _person(oakfield, "staff", "Chris", "Adeyemi", role="chair")


def gwen() -> Person:
    """Governor of Oakfield: sees numbers."""
    return _person(oakfield, "staff", "Gwen", "Price", role="governor")


def tom() -> Person:
    """Teacher at Oakfield."""
    return _person(oakfield, "staff", "Tom", "Reed", role="teacher")


def sue() -> Person:
    """Support staff at Oakfield."""
    return _person(oakfield, "staff", "Sue", "Lane", role="support")


def ivy() -> Person:
    """IT at Oakfield: sees the filter's health and pseudonyms."""
    return _person(oakfield, "staff", "Ivy", "Chen", role="it")


def leo() -> Person:
    """Learner of 14 at Oakfield, in years 7 to 11."""
    person = _person(oakfield, "learner", "Leo", "Marsh", role="learner", born_on=date(2012, 3, 4))
    _join(person, learners_11_16())
    return person


def mia() -> Person:
    """Learner of 7 at Oakfield."""
    person = _person(oakfield, "learner", "Mia", "Marsh", role="learner", born_on=date(2019, 5, 6))
    _join(person, learners_7_11())
    return person


def pat() -> Person:
    """Parent of Leo and Mia."""
    return _person(oakfield, "parent", "Pat", "Marsh", role="parent")


def eli() -> Person:
    """DSL of Elm Park: the outsider."""
    return _person(elm_park, "staff", "Eli", "Stone", role="dsl")


def nia() -> Person:
    """Learner of Elm Park."""
    return _person(elm_park, "learner", "Nia", "Cole", role="learner", born_on=date(2012, 7, 8))


def ria() -> Person:
    """Tutor of the partner provider Ridgeway, who also teaches at Oakfield."""
    person = _person(ridgeway, "partner", "Ria", "Bell", role="partner-tutor")
    _hold(person, "partner-tutor", oakfield())
    return person


def theo() -> Person:
    """Trust lead, based at Oakfield."""
    return _person(oakfield, "staff", "Theo", "Grant", role="trust-lead")


def asa() -> Person:
    """External assessor."""
    return _person(oakfield, "partner", "Asa", "Ward", role="assessor")


def vera() -> Person:
    """Invited from outside to look at one review; never one of everybody."""
    return _person(oakfield, "partner", "Vera", "Lund", role="external-reviewer")


def leah() -> Person:
    """Of the local authority, invited from outside to say something; never one of everybody."""
    return _person(oakfield, "partner", "Leah", "Frost", role="stakeholder")


EVERYBODY = (dana, dev, hana, chris, gwen, tom, sue, ivy, leo, mia, pat, eli, nia, ria, theo, asa)


def learners_11_16() -> Group:
    """Oakfield's years 7 to 11."""
    return _group("learners-11-16", "Years 7 to 11", "11-16")


def learners_7_11() -> Group:
    """Oakfield's years 3 to 6."""
    return _group("learners-7-11", "Years 3 to 6", "7-11")


def class_9b() -> Group:
    """A class of Oakfield that Leo is in, with the others of Year 9."""
    found = Group._base_manager.filter(establishment=oakfield(), key="9b").first()
    if found:
        return found
    group = operations.make_group(
        actor=SETTING_UP,
        establishment=oakfield(),
        key="9b",
        name="9B",
        age_band="11-16",
        kind=Group.Kind.CLASS,
        year=9,
        at=MADE_AT,
    )
    operations.join_group(actor=SETTING_UP, person=leo(), group=group, from_on=SINCE, at=MADE_AT)
    return group


def acting(person: Person, *, at: datetime | None = None, second_factor: bool = True) -> Actor:
    """The actor that this person is at their own establishment, with the second factor proved."""
    return actor_for(person.user, at=at or datetime.now(UTC), second_factor=second_factor)


def name_contact(person: Person | None = None, deputy: Person | None = None) -> None:
    """Make Dana the named contact of Oakfield, with Dev as her deputy, unless others are given."""
    operations.name_contact(
        actor=SETTING_UP, establishment=oakfield(), person=person or dana(), deputy=deputy or dev(), at=MADE_AT
    )


def sign_off_monitoring(person: Person | None = None) -> None:
    """Hana signs that monitoring at Oakfield may begin, unless somebody else is given."""
    person = person or hana()
    operations.sign_off_monitoring(
        actor=SETTING_UP, at=MADE_AT, establishment=person.establishment, person=person, role_words="Head", note=""
    )


def _trust() -> Trust:
    return Trust.objects.get_or_create(slug="hillside", defaults={"name": "Hillside Learning Trust"})[0]


def _establishment(slug: str, name: str, trust: Callable[[], Trust] | None = None, **more: object) -> Establishment:
    # asked for thousands of times in a run: one query, and nothing else, once it is there
    found = Establishment.objects.filter(slug=slug).first()
    if found:
        return found
    more |= {"trust": trust()} if trust else {}
    return operations.make_establishment(actor=SETTING_UP, slug=slug, name=name, at=MADE_AT, **more)


def _person(
    place: Callable[[], Establishment], kind: str, given: str, family: str, *, role: str, **more: object
) -> Person:
    login, slug = given.casefold(), place.__name__.replace("_", "-")
    everybody = Person._base_manager.select_related("establishment", "user")
    found = everybody.filter(establishment__slug=slug, login=login).first()
    if found:
        return found
    establishment = place()
    # rows as operations make them, but without the entries of the audit: a run makes people some ten thousand times
    user = User.objects.filter(login=login).first()
    if user is None:
        user = User(login=login, email=f"{login}@{slug}.example", made_at=MADE_AT, password=UNUSABLE)
        user.save(force_insert=True)
    person = Person(
        establishment=establishment,
        kind=kind,
        given_name=given,
        family_name=family,
        login=login,
        email=user.email,
        pseudonym=operations.pseudonym_of(establishment, login),
        user=user,
        **more,
    )
    person.save(force_insert=True)
    holding = RoleHolding(
        establishment=establishment, person=person, role=role, from_on=SINCE, noted_at=MADE_AT, given_by=None
    )
    holding.save(force_insert=True)
    return person


def _hold(person: Person, role: str, establishment: Establishment) -> None:
    if not person.role_holdings(manager="_base_manager").filter(role=role, establishment=establishment).exists():
        operations.grant_role(
            actor=SETTING_UP, person=person, role=role, establishment=establishment, from_on=SINCE, at=MADE_AT
        )


def _group(key: str, name: str, age_band: str) -> Group:
    found = Group._base_manager.filter(establishment=oakfield(), key=key).first()
    return found or operations.make_group(
        actor=SETTING_UP, establishment=oakfield(), key=key, name=name, age_band=age_band, at=MADE_AT
    )


def _join(person: Person, group: Group) -> None:
    if not person.group_memberships(manager="_base_manager").exists():
        operations.join_group(actor=SETTING_UP, person=person, group=group, from_on=SINCE, at=MADE_AT)
