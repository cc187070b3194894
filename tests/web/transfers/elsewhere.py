"""Elm Park on a computer of its own: other data, other keys, another process. Run by test_two_places.

It reads lines of a verb and a file, and answers each with a line: "card" writes Elm Park's card into the file, "know"
takes in the card that lies there, "take-in" a sealed file (the answer is what Eli reads), "receipt" writes the receipt.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutela.settings import load
from tutela.web import project


def main(data: Path, keys: Path) -> None:
    settings = load(data=data, keys=keys, environment={})
    project.start(settings)
    project.migrate()
    from tests import cast
    from tutela.web.core.actor import acting_as
    from tutela.web.transfers import operations

    place, at = cast.elm_park(), datetime.now(UTC)
    eli = cast.acting(cast.eli())
    operations.make_own_card(actor=eli, establishment=place, at=at)
    with acting_as(eli):
        answer_all(eli, place, at)


def answer_all(eli: Any, place: Any, at: datetime) -> None:
    """Answer line by line, until there are no more."""
    from tutela.web.transfers import operations, queries

    taken = None
    for line in sys.stdin:
        verb, _, name = line.strip().partition(" ")
        file, answer = Path(name), "done"
        try:
            if verb == "card":
                card = queries.get_own_card(eli, place)
                assert card is not None
                file.write_bytes(card.encode())
                answer = " ".join(card.words)
            elif verb == "know":
                partner = operations.note_partner(actor=eli, establishment=place, content=file.read_bytes(), at=at)
                operations.check_partner(actor=eli, partner_id=partner.pk, spoken_to="Dana Shah", at=at)
                answer = " ".join(queries.list_partners(eli)[0].words)
            elif verb == "take-in":
                taken = operations.take_in(actor=eli, establishment=place, content=file.read_bytes(), at=at)
                read = queries.read_received(actor=eli, received_id=taken.pk, at=at)
                answer = f"{read.sender}: {read.contents.person.full_name}: {read.contents.chronology[0].text}"
            elif verb == "exhibit" and taken is not None:
                answer = into_case(eli, taken, file, at)
            elif verb == "receipt" and taken is not None:
                file.write_text(taken.receipt)
        except operations.receiving.Refused as refused:
            answer = f"refused: {refused}"
        print(answer, flush=True)


def into_case(eli: Any, taken: Any, file: Path, at: datetime) -> str:
    """Put what came along into a case of Elm Park's, have it scanned, and write what Eli then opens into the file."""
    from tests import cast
    from tests.web.concerns.scenes import a_case, a_concern, somebody
    from tests.web.exhibits.scenes import answer
    from tutela.web.exhibits import operations as exhibits
    from tutela.web.exhibits import queries as exhibit_queries
    from tutela.web.exhibits.models import Exhibit
    from tutela.web.transfers import operations, queries

    [one] = queries.read_received(actor=eli, received_id=taken.pk, at=at).exhibits
    assert one.id is not None
    case = a_case(a_concern(somebody(cast.nia()), by=cast.eli()), by=cast.eli())
    operations.put_into_case(
        actor=eli, exhibit_id=one.id, told=one.told, sender="Oakfield Academy", case_id=case.pk, at=at
    )
    answer(Exhibit.objects.get(pk=one.id), "clean")
    opened = exhibits.open_exhibit(actor=eli, exhibit_id=one.id, kind="viewed", why="To read it", at=at)
    file.write_bytes(b"".join(opened.read()))
    read = exhibit_queries.read_exhibit(actor=eli, exhibit_id=one.id, at=at)
    return " ".join(f"{read.sha256} {read.lines[0].text}".split())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
