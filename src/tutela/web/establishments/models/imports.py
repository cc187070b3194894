"""A file of people on its way in: held sealed while it is looked at, and dropped when it is done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Row
from tutela.web.establishments.models.people import Person


class PeopleImport(Row):
    """One file: checked line by line, shown, then written once somebody said so.

    `content` and `outcome` are sealed with a key of this import, which is destroyed with them; counts stay.
    """

    class Kind(models.TextChoices):
        LEARNERS = "learners", _("Learners")
        STAFF = "staff", _("Staff")
        PARENTS = "parents", _("Parents and carers")
        PARTNERS = "partners", _("Partners’ staff")
        GROUPS = "groups", _("Groups")

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Waiting for a decision")
        WRITING = "writing", _("Being imported")
        DONE = "done", _("Imported")
        DROPPED = "dropped", _("Not imported")

    OPEN = (State.CHECKING, State.CHECKED, State.WRITING)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    file_name = models.CharField(max_length=120)
    encoding = models.CharField(max_length=20)
    separator = models.CharField(max_length=1)
    unused = models.CharField(max_length=500, blank=True)
    """Headings of columns that nobody asked for."""
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    case_key = models.ForeignKey("core.CaseKey", on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField(null=True, blank=True)
    outcome = models.BinaryField(null=True, blank=True)
    lines = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"],
                condition=Q(state__in=("checking", "checked", "writing")),
                name="one_import_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["PeopleImport"]:
        """Whoever manages the establishment: they hold the file anyway."""
        rows = cls.in_scope(actor)
        return rows if actor.may(Permission.ESTABLISHMENT_MANAGE) else rows.none()
