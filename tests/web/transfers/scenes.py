"""What happens in these tests: Leo leaves Oakfield for Elm Park, and Dana sends his file to Eli."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast
from tests.web.concerns.scenes import AT, a_case, a_concern, named, somebody
from tests.web.pages import parts
from tutela.web.concerns.models import SafeguardingCase
from tutela.web.establishments.models import Person
from tutela.web.transfers import operations, queries
from tutela.web.transfers.models import Partner, Transfer

SignIn = Callable[..., Client]


def exchange_cards() -> tuple[Partner, Partner]:
    """Dana and Eli have each other's key cards and compared the words: what Dana has of Elm Park, and Eli of us."""
    dana, eli = cast.acting(cast.dana()), cast.acting(cast.eli())
    for actor, place in ((dana, cast.oakfield()), (eli, cast.elm_park())):
        operations.make_own_card(actor=actor, establishment=place, at=AT)
    made = []
    for actor, place, other, theirs in ((dana, cast.oakfield(), eli, cast.elm_park()),
                                        (eli, cast.elm_park(), dana, cast.oakfield())):  # fmt: skip
        card = queries.get_own_card(other, theirs)
        assert card is not None
        partner = operations.note_partner(actor=actor, establishment=place, content=card.encode(), at=AT)
        operations.check_partner(actor=actor, partner_id=partner.pk, spoken_to="Their office, 020 7946 0500", at=AT)
        made.append(partner)
    return made[0], made[1]


def case_with_mia() -> SafeguardingCase:
    """Leo is harmed, Mia saw it, and a man called Stu is said to have done it."""
    return a_case(a_concern(somebody(cast.leo()), somebody(cast.mia(), "bystander"), named("Stu Kettle")))


def a_transfer(person: Person | None = None, starts_on: date = date(2026, 11, 23)) -> Transfer:
    return operations.note_leaver(
        actor=cast.acting(cast.dana()), person=person or cast.leo(), starts_on=starts_on, at=AT
    )


def made_file(client: Client, transfer: Transfer, partner: Partner, case: SafeguardingCase, **more: Any) -> bytes:
    """The file that Dana gets."""
    sent = {"partner": str(partner.pk), "cases": [str(case.pk)], "masked": ["Mia Marsh"], **more}
    answer = client.post(f"/transfers/{transfer.pk}/make/", sent)
    assert answer.headers["Content-Type"] == "application/octet-stream", answer.content.decode()[-3000:]
    return answer.content


def upload(client: Client, address: str, content: bytes) -> Any:
    return client.post(address, {"file": SimpleUploadedFile("a.file", content)})


def sent_on(client: Client, transfer: Transfer) -> Any:
    given = {**parts("on", date(2026, 11, 20)), "way": "secure-mail", "text": "Eli Stone, safeguarding lead"}
    return client.post(f"/transfers/{transfer.pk}/sent/", given)
