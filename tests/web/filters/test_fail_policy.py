"""What happens while the filter cannot be proved: decided by a named person, put in by whoever manages the school."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests import cast
from tutela.web.core.models import OutboxMessage
from tutela.web.filters.policies import build_policy

SignIn = Callable[..., Client]
PAGE = "/filter/if-it-fails/"


def _in_force() -> dict[str, object]:
    return build_policy(cast.oakfield(), datetime.now(UTC))["fail_policy"]


@pytest.mark.requirement("S0.14")
def test_ivy_puts_in_what_hana_decided_and_hanas_name_goes_to_the_gateway(sign_in: SignIn) -> None:
    hana, ivy = cast.hana(), cast.ivy()
    assert _in_force() == {"kind": "closed-allowlist", "chosen_by": "", "chosen_at": None}
    answer = sign_in(ivy).post(PAGE, {"kind": "open-with-alarm", "chosen_by": str(hana.pk)})
    assert answer.status_code == 302
    assert (_in_force()["kind"], _in_force()["chosen_by"]) == ("open-with-alarm", "Hana Novak")


def test_hana_in_whose_name_it_is_set_is_told_and_can_read_what_it_says(sign_in: SignIn) -> None:
    hana = cast.hana()
    sign_in(cast.ivy()).post(PAGE, {"kind": "open-with-alarm", "chosen_by": str(hana.pk)})
    [message] = OutboxMessage.objects.filter(kind="fail-policy")
    assert message.recipient == hana.email
    page = sign_in(hana).get(urlsplit(message.body.split()[-1]).path).content.decode()
    assert "Everything opens for at most four hours" in page
    assert "Noted in the name of Hana Novak, who has not confirmed it yet" in page


def test_hana_confirms_it_or_says_that_it_is_not_hers_and_then_only_help_opens(sign_in: SignIn) -> None:
    hana, dana, ivy = cast.hana(), cast.dana(), cast.ivy()
    answer, health = f"{PAGE}answer/", "/filter/"
    sign_in(ivy).post(PAGE, {"kind": "open-with-alarm", "chosen_by": str(hana.pk)})
    assert "Is it your decision?" not in sign_in(dana).get(health).content.decode()
    refused = sign_in(dana).post(answer, {"is_theirs": "no"}, follow=True).content.decode()
    assert "Nothing waits for your answer" in refused
    assert _in_force()["kind"] == "open-with-alarm"
    assert "Is it your decision?" in sign_in(hana).get(health).content.decode()
    assert "decision about the filter" in sign_in(hana).get("/").content.decode()
    assert "decision about the filter" not in sign_in(dana).get("/").content.decode()
    sign_in(hana).post(answer, {"is_theirs": "yes"})
    assert "decision about the filter" not in sign_in(hana).get("/").content.decode()
    assert "Chosen by Hana Novak" in sign_in(hana).get(health).content.decode()
    assert "Is it your decision?" not in sign_in(hana).get(health).content.decode()

    sign_in(ivy).post(PAGE, {"kind": "open-with-alarm", "chosen_by": str(dana.pk)})
    OutboxMessage.objects.all().delete()
    sign_in(dana).post(answer, {"is_theirs": "no"})
    assert _in_force() == {"kind": "closed-allowlist", "chosen_by": "", "chosen_at": None}
    assert {one.recipient for one in OutboxMessage.objects.filter(kind="fail-policy-disowned")} == {
        ivy.email, hana.email,
    }  # fmt: skip
    page = sign_in(ivy).get(health).content.decode()
    assert "was not their decision, so somebody has to decide" in page


def test_ivy_does_not_decide_it_herself(sign_in: SignIn) -> None:
    cast.hana()
    ivy = cast.ivy()
    page = sign_in(ivy).post(PAGE, {"kind": "open-with-alarm", "chosen_by": str(ivy.pk)}).content.decode()
    assert "Select one of the answers shown" in page
    assert _in_force()["chosen_by"] == ""


def test_where_nobody_could_decide_the_page_leads_to_the_set_up(sign_in: SignIn) -> None:
    page = sign_in(cast.ivy()).get(PAGE).content.decode()
    assert "Nobody who could decide this is here yet" in page
    assert "/setting-up/" in page
