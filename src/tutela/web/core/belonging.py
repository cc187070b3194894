"""Which keys belong to a record, whatever table they stand in: what is added later is not forgotten."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps

from tutela.web.core.models import CaseKey


def keys_of(owners: Mapping[Any, Collection[Any]]) -> Iterator[CaseKey]:
    """Every key not destroyed yet that these rows seal with, or rows that belong to them; some may come twice.

    owners: keys of rows, by their model.
    """
    for model in apps.get_models():
        relations = [field for field in model._meta.fields if field.is_relation]
        sealed_with = [field.name for field in relations if field.related_model is CaseKey]
        if not sealed_with:
            continue
        ways = [{f"{one.name}__in": owners[one.related_model]} for one in relations if one.related_model in owners]
        ways += [{"pk__in": owners[model]}] if model in owners else []
        for way in ways:
            for row in model._base_manager.filter(**way).select_related(*sealed_with):
                yield from (key for name in sealed_with if (key := getattr(row, name)) and key.destroyed_at is None)
