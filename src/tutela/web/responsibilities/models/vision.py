"""What being safe online is for here, who approved the words, and which figures show whether they come true."""

from django.db import models

from tutela.web.core.actor import AnyActor
from tutela.web.core.rows import Record

VISION_LETTERS, MOST_MEASURES = 1500, 3


class Vision(Record):
    """A few sentences, as they were approved. The highest number counts; everybody of the place may read them."""

    number = models.PositiveIntegerField()
    text = models.TextField(max_length=VISION_LETTERS)
    measures = models.JSONField(default=list)  # kinds of evidence, one to three
    approved_by = models.CharField(max_length=200)
    approved_on = models.DateField()
    minute = models.CharField(max_length=200, blank=True)  # where governors have it
    at = models.DateTimeField()
    by = models.ForeignKey("establishments.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["establishment", "number"], name="visions_have_an_order")]

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet["Vision"]:
        return cls.in_scope(actor)
