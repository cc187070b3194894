"""Mappings between frameworks are kept as they came."""

from datetime import datetime

from tutela.web.core import audit
from tutela.web.core.actor import AnyActor
from tutela.web.core.operation import operation
from tutela.web.reviews import pinning
from tutela.web.reviews.frameworks.model import Mapping
from tutela.web.reviews.models import KeptMapping


@operation
def keep_mapping(*, actor: AnyActor, at: datetime, mapping: Mapping) -> KeptMapping:
    """Keep a mapping word for word; the same content again gives the same row."""
    text = pinning.to_text(mapping)
    row, made = KeptMapping.objects.get_or_create(
        mapping_id=mapping.id[:300],
        content_hash=pinning.hash_of(text),
        defaults={
            "title": mapping.title[:300],
            "source": mapping.source[:300],
            "target": mapping.target[:300],
            "content": text,
            "kept_at": at,
        },
    )
    if made:
        audit.record(actor, "framework-mapping.keep", f"mapping:{row.pk}", at=at, pairs=len(mapping.pairs))
    return row
