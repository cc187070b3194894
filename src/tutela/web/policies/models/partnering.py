"""Whoever works for a partner keeps to our policy and to their own; where they differ is flagged and settled."""

from django.db import models
from django.db.models import Q

from tutela.web.core.actor import AnyActor
from tutela.web.core.permissions import Permission
from tutela.web.core.rows import Record, without_excluded
from tutela.web.policies.models.agreements import Acknowledgement
from tutela.web.policies.models.documents import PERSON


class OwnPolicy(Record):
    """Said together with an agreement: that one keeps to one's own organisation's policy too, and where they differ."""

    acknowledgement = models.OneToOneField(Acknowledgement, on_delete=models.PROTECT, related_name="own_policy")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=160)  # what the organisation calls its policy
    clause = models.CharField(max_length=60, blank=True)  # of our agreement, from which theirs differs; "" for none
    differs = models.TextField(blank=True)  # what theirs says there
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["OwnPolicy"]:
        """Whoever keeps the policies, but for those they are kept from; everybody sees their own."""
        rows = cls.in_scope(actor)
        if actor.is_system:
            return rows
        own = Q(person_id=actor.person_id)
        if actor.may(Permission.POLICY_WRITE):
            return rows.filter(own | Q(pk__in=without_excluded(rows, actor, "person").values("pk")))
        return rows.filter(own)


class Settlement(Record):
    """What was agreed with a partner about two clauses that differ."""

    own_policy = models.OneToOneField(OwnPolicy, on_delete=models.PROTECT, related_name="settlement")
    words = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Settlement"]:
        """Whoever keeps the policies; and whoever said that the two differ sees how it ended."""
        return cls.in_scope(actor).filter(own_policy__in=OwnPolicy.visible_to(actor).values("pk"))
