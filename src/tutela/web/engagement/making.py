"""Letters become documents, some at a time, in the worker."""

import logging
from datetime import datetime

from tutela.web.core import paper
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.engagement import operations, queries
from tutela.web.engagement.models import Letter, LetterCopy
from tutela.web.engagement.rules.letters import BATCH

logger = logging.getLogger("tutela.letters")


def make_next(letter: Letter, at: datetime) -> Letter:
    """Make the next document of a letter, outside of a transaction since it takes seconds."""
    actor = SystemActor("make letters", letter.establishment_id)
    with acting_as(actor):
        rows = queries.list_copies(actor, letter).select_related("letter")
        copies = list(rows[letter.made : min(letter.made + BATCH, letter.wanted)])
        pages = queries.list_pages(copies, at)
    context = {
        "letter": letter,
        "establishment": letter.establishment,
        "pages": pages,
        "replies": LetterCopy.Reply.labels,
    }
    try:
        content = paper.pdf(None, "engagement/letters_paper.html", context)
    except paper.NoPaper:
        return operations.go_without_paper(actor=actor, at=at, pk=letter.pk)
    except Exception:
        # whatever it was would come again at every turn, and this letter can be sent and read without it
        logger.exception("A letter could not be laid out", extra={"letter": str(letter.pk)})
        return operations.go_without_paper(actor=actor, at=at, pk=letter.pk)
    return operations.keep_document(
        actor=actor, at=at, pk=letter.pk, first=letter.made, count=len(copies), content=content
    )
