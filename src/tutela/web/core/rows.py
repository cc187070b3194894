"""Rows about people: asked for only by somebody, seen only by whom they concern, and some of them never changed."""

from typing import Any, Self
from uuid import UUID, uuid4

from django.core.checks import Error, register
from django.db import models
from django.http import Http404

from tutela.web.core.actor import AnyActor, current_actor
from tutela.web.core.permissions import Permission


class AppendOnlyError(TypeError):
    """A record was to be changed or deleted. A correction is a new record that cites the old one."""


class ScopedManager(models.Manager):
    """Raises `NoActor` unless somebody is acting, and never reaches beyond their establishment.

    It is the wall for operations; whatever is shown to a person goes through `visible_to`, which is narrower.
    """

    def get_queryset(self) -> models.QuerySet:
        actor = current_actor()
        rows = super().get_queryset()
        if actor.is_system and actor.establishment_id is None:
            return rows
        if actor.establishment_id is None:
            return rows.none()
        return rows.filter(establishment_id=actor.establishment_id)


class Row(models.Model):
    """A row about a person, at one establishment. Its key exists before it is saved, so that it can be sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    establishment = models.ForeignKey("establishments.Establishment", on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def in_scope(cls, actor: AnyActor) -> models.QuerySet[Self]:
        """All rows of the actor's establishment; of every one for the software itself when it names none."""
        rows = cls._base_manager.all()
        if actor.is_system and actor.establishment_id is None:
            return rows
        if actor.establishment_id is None:
            return rows.none()
        return rows.filter(establishment_id=actor.establishment_id)

    @classmethod
    def visible_to(cls, actor: AnyActor) -> models.QuerySet[Self]:
        """The rows that this person may see. Begin with `in_scope`, then `without_excluded`, then grants and roles."""
        raise NotImplementedError(f"{cls.__name__} has to say who may see it")


class Record(Row):
    """A row that is written once. Its migration also has `AppendOnly`, so that the database says so too."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"A {self._meta.verbose_name} is never changed; write a new one that cites it")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002  # Django's signature
        raise AppendOnlyError(f"A {self._meta.verbose_name} is never deleted")


def without_excluded(rows: models.QuerySet, actor: AnyActor, *person_paths: str) -> models.QuerySet:
    """Leave out what the actor must not see: rows about a person, or records, that they are excluded from.

    `person_paths` lead from the row to the people it is about ("subject", "links__person"). Beats every role.
    """
    if not actor.exclusions:
        return rows
    for path in ("pk", *person_paths):
        rows = rows.exclude(**{f"{path}__in": actor.exclusions})
    return rows


def for_readers(rows: models.QuerySet, actor: AnyActor, permission: Permission) -> models.QuerySet:
    """All of these rows for whoever has the permission and for the software itself; none for anybody else."""
    return rows if actor.is_system or actor.may(permission) else rows.none()


def get_visible(model: type[Row], actor: AnyActor, pk: UUID) -> Any:
    """The row, or the same 404 whether it is hidden or not there."""
    row = model.visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@register()
def check_rows(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse to start with a model about people that does not say who may see it."""
    from django.apps import apps

    return [
        Error(f"{model._meta.label} has no visible_to of its own", id="tutela.E002")
        for model in apps.get_models()
        if issubclass(model, Row) and model.visible_to.__func__ is Row.visible_to.__func__
    ]
