"""People of an establishment: their roles and groups, each from a day until a day, and what they must not see."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission, get_roles, permissions_of
from tutela.web.core.rows import Row

PARTNER = "partner-tutor"


def check_role(key: str) -> None:
    """A role is one of roles.yaml. Raises Django's `ValidationError`."""
    if key not in get_roles():
        raise ValidationError(_("There is no role “%(key)s”."), params={"key": key})


def in_force(on: date, first: str = "from_on", last: str = "until_on") -> Q:
    """Rows that are in force on a local day; the last day is exclusive."""
    return Q(**{f"{first}__lte": on}) & (Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gt": on}))


def here_on(on: date, path: str = "") -> Q:
    """People who have not left on that day, be their leaving known or not; path: how a row leads to its person."""
    return Q(**{f"{path}left_on__isnull": True}) | Q(**{f"{path}left_on__gt": on})


def _not_backwards(name: str, first: str = "from_on", last: str = "until_on") -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}), name=name)


class Person(Row):
    """Somebody at an establishment, of any age, whether or not they may sign in."""

    class Kind(models.TextChoices):
        LEARNER = "learner", _("Learner")
        STAFF = "staff", _("Staff")
        PARENT = "parent", _("Parent or carer")
        PARTNER = "partner", _("Partner")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    """How the school's own records number this person: admission number, UPN, staff code."""
    organisation = models.CharField(max_length=120, blank=True)
    """For whom a partner's tutor works; empty means the establishment itself."""
    login = models.CharField(max_length=150, blank=True)
    pseudonym = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    born_on = models.DateField(null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    left_on = models.DateField(null=True, blank=True)
    account_closed_by_leaving = models.BooleanField(default=False)
    """Whether their account was closed because they left: then it is open again when they come back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "establishment", Lower("login"), condition=~Q(login=""), name="person_login_once_per_establishment"
            ),
            models.UniqueConstraint(
                "establishment",
                Lower("reference"),
                condition=~Q(reference=""),
                name="person_reference_once_per_establishment",
            ),
        ]
        indexes = [models.Index(fields=["establishment", "pseudonym"])]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.known_as or self.given_name} {self.family_name}".strip()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Person"]:
        """Staff who may choose a person see names; everybody sees themselves.

        A partner's tutor sees those whom they teach, and their colleagues of the same organisation.
        """
        rows = cls.in_scope(actor)
        if actor.may(Permission.PERSON_READ):
            return rows
        if actor.may(Permission.PERSON_CHOOSE):
            return rows if _chooses_from_all(actor) else rows.filter(_met_by(actor))
        return rows.filter(pk=actor.person_id)


def _chooses_from_all(actor: AnyActor) -> bool:
    """Whether another role than that of a partner's tutor lets them choose: being a governor, say, does not."""
    return actor.is_system or Permission.PERSON_CHOOSE in permissions_of(frozenset(actor.roles - {PARTNER}))


def _met_by(actor: AnyActor) -> Q:
    classes = GroupMembership._base_manager.exclude(group__kind=Group.Kind.AGE).filter(in_force(timezone.localdate()))
    taught = classes.filter(person=actor.person_id).values("group")
    met = classes.filter(group__in=taught).values("person")
    mine = Person._base_manager.filter(pk=actor.person_id).exclude(organisation="").values("organisation")
    return Q(pk=actor.person_id) | Q(pk__in=met) | Q(organisation__in=mine)


class RoleHolding(Row):
    """A role that a person holds here, from a day until another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField(max_length=30, validators=[check_role])
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    """When somebody granted or ended it here, which may be long before or after its day."""
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [_not_backwards("role_holding_not_backwards")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["RoleHolding"]:
        rows = cls.in_scope(actor)
        if any(actor.may(one) for one in (Permission.PERSON_READ, Permission.ACCOUNT_MANAGE, Permission.ROLE_DECIDE)):
            return rows
        return rows.filter(person_id=actor.person_id)


class Group(Row):
    """A year, class or cohort. Filtering goes by the groups of an age alone, and knows them by key and age band."""

    class Kind(models.TextChoices):
        AGE = "age", _("Age group")
        YEAR = "year", _("Year group")
        CLASS = "class", _("Class or cohort")

    class AgeBand(models.TextChoices):
        FIVE = "5-7", _("5 to 7")
        SEVEN = "7-11", _("7 to 11")
        ELEVEN = "11-16", _("11 to 16")
        SIXTEEN = "16-plus", _("16 plus")
        ADULT = "adult", _("Adult")

    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.AGE)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    """The year as the nation counts (Reception is 0); of a class, the year its learners are in."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["establishment", "key"], name="group_key_once_per_establishment"),
            models.UniqueConstraint(
                fields=["establishment", "year"], condition=Q(kind="year"), name="one_group_for_a_year"
            ),
            models.CheckConstraint(condition=~Q(kind="year") | Q(year__isnull=False), name="year_group_has_its_year"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Group"]:
        """A group's name says nothing about a person: everybody of the establishment may see it."""
        return cls.in_scope(actor)


class GroupMembership(Row):
    """A person in a group, from a day until another."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="group_memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    begun_by = models.ForeignKey(
        "establishments.RollOver", on_delete=models.PROTECT, null=True, blank=True, related_name="begun"
    )
    ended_by = models.ForeignKey(
        "establishments.RollOver", on_delete=models.PROTECT, null=True, blank=True, related_name="ended"
    )

    class Meta:
        constraints = [_not_backwards("group_membership_not_backwards")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["GroupMembership"]:
        rows = cls.in_scope(actor)
        if actor.may(Permission.PERSON_READ) or actor.may(Permission.PERSON_CHOOSE):
            return rows
        return rows.filter(person_id=actor.person_id)


class Exclusion(Row):
    """A conflict of interest: this person must see nothing about that person, or nothing of that record.

    Everybody is excluded from what is about themselves without a row here.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exclusions")
    about_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about_record = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about_person__isnull=True) ^ Q(about_record__isnull=True),
                name="exclusion_about_person_or_record",
            )
        ]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Exclusion"]:
        """Who is kept from what is seen by whoever grants roles, but never by the one who is kept out."""
        rows = cls.in_scope(actor).exclude(person_id=actor.person_id)
        return rows if actor.may(Permission.ROLE_GRANT) else rows.none()
