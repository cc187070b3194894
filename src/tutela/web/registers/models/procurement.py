"""What is to be bought, what was offered for it, and what each offer says to each question."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Row
from tutela.web.registers.models.contracts import Contract
from tutela.web.registers.models.reading import for_reviewers
from tutela.web.registers.rules import procurement as rules


class Purchase(Row):
    """Something that is to be bought or renewed. decided: which offer was taken and why; empty until then."""

    title = models.CharField(max_length=120)
    what = models.CharField(max_length=500)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        "establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Purchase"]:
        return for_reviewers(cls, actor)


class Offer(Row):
    """What one supplier offers. contract: the one that we have with them already, which shows what it says."""

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="offers")
    supplier = models.CharField(max_length=160)
    cost = models.CharField(max_length=120, blank=True)  # as people say it: "£4,200 a year"
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_use = models.BooleanField(default=False)  # whether our own figures speak of it

    class Meta:
        constraints = [models.UniqueConstraint("purchase", "supplier", name="supplier_once_in_a_purchase")]

    def __str__(self) -> str:
        return self.supplier

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Offer"]:
        return for_reviewers(cls, actor)


class OfferAnswer(Row):
    """What an offer says to a question of library/procurement.yaml, and where that is shown."""

    class Standing(models.TextChoices):
        SHOWN = rules.SHOWN, _("Yes, and it was shown")
        SAID = rules.SAID, _("Yes, they say")
        NO = rules.NO, _("No")

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=40)
    standing = models.CharField(max_length=5, choices=Standing.choices)
    shown_by = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("offer", "key", name="question_once_in_an_offer")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["OfferAnswer"]:
        return for_reviewers(cls, actor)
