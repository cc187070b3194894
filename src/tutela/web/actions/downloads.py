"""A document on its way down: to be saved as it was given, and never to be shown in the page."""

from typing import Any

from django.http import HttpResponse


def as_attachment(row: Any, content: bytes) -> HttpResponse:
    """The answer that holds it. row: has its `name` and `media_type`."""
    answer = HttpResponse(content, content_type=row.media_type)
    name = row.name.replace('"', "") if row.name.isascii() else f"document.{row.name.rpartition('.')[2]}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
