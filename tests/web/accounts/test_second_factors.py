"""Second factors: who may change them, what their owner is told, and recovery codes that are shown once."""

import json
import re
from base64 import urlsafe_b64encode

import pytest
from django.test import Client

from tests import cast
from tests.web.accounts.test_signing_in import set_up_factor, sign_in_with_password, with_password
from tutela.web.core.models import AuditEntry, OutboxMessage

ADD_PASSKEY = "/account/second-factor/passkeys/add/"

HOSTILE = ("", "{}", "[]", "null", "7", '{"id": 1}', "not json", '{"response": {}}', "[" * 900, '{"id": "' + "A" * 9999)


def made_up(kind: str) -> str:
    """A well-formed answer of a key that was never made, with a challenge that was never asked."""
    seen = {"type": kind, "challenge": "AAAA", "origin": "http://testserver", "crossOrigin": False}
    response = {
        "clientDataJSON": urlsafe_b64encode(json.dumps(seen).encode()).decode().rstrip("="),
        "authenticatorData": "A" * 50,
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA",
        "signature": "AAAA",
        "userHandle": "AAAA",
    }
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})


def codes_of(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\d+)</code></li>", client.get("/account/recovery-codes/").content.decode())


def kinds() -> list[str]:
    return list(OutboxMessage.objects.order_by("made_at").values_list("kind", flat=True))


@pytest.mark.parametrize("page", ["/account/second-factor/app/", ADD_PASSKEY])
def test_whoever_knows_only_the_password_cannot_add_a_factor_of_their_own(page: str) -> None:
    dana = with_password(cast.dana())
    thief, client = Client(), Client()
    sign_in_with_password(thief, dana)  # before there was a factor
    sign_in_with_password(client, dana)
    set_up_factor(client)
    assert thief.get(page)["Location"] == "/account/again/code/?next=%2F"
    assert thief.post(page, {"name": "mine", "credential": "{}"})["Location"] == "/account/again/code/?next=%2F"


def test_a_used_recovery_code_is_told_to_its_owner_with_how_many_are_left() -> None:
    dana, client = with_password(cast.dana()), Client()
    sign_in_with_password(client, dana)
    set_up_factor(client)
    code = codes_of(client)[0]
    other = Client()
    sign_in_with_password(other, dana)
    assert other.post("/sign-in/code/", {"code": code}).status_code == 302
    notice = OutboxMessage.objects.get(kind="recovery-code-used")
    assert notice.recipient == dana.user.email
    assert "Codes left: 9" in notice.body
    assert "9 left" in other.get("/account/second-factor/").content.decode()
    assert AuditEntry.objects.filter(action="user.use-recovery-code").count() == 1


def test_new_codes_end_the_old_ones_and_are_told() -> None:
    dana, client = with_password(cast.dana()), Client()
    sign_in_with_password(client, dana)
    set_up_factor(client)
    old = codes_of(client)
    assert client.post("/account/recovery-codes/new/")["Location"] == "/account/recovery-codes/"
    new = codes_of(client)
    assert len(new) == 10
    assert not set(old) & set(new)
    other = Client()
    sign_in_with_password(other, dana)
    assert "This code is not right" in other.post("/sign-in/code/", {"code": old[0]}).content.decode()
    assert "recovery-codes-made" in kinds()


def test_adding_and_removing_a_factor_is_put_down_and_told() -> None:
    tom, client = with_password(cast.tom()), Client()
    sign_in_with_password(client, tom)
    set_up_factor(client)
    client.post("/account/second-factor/app/remove/")
    assert kinds() == ["second-factor-added", "second-factor-removed"]
    actions = AuditEntry.objects.filter(action__contains="factor").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["user.add-factor", "user.remove-factor"]
    assert "None yet" in client.get("/account/second-factor/").content.decode()


def test_no_script_and_no_credential_is_a_plain_error_and_no_fault() -> None:
    tom, client = with_password(cast.tom()), Client()
    sign_in_with_password(client, tom)
    for sent in (*HOSTILE, made_up("webauthn.create"), made_up("webauthn.get")):
        client.get(ADD_PASSKEY)
        assert client.post(ADD_PASSKEY, {"name": "Key", "credential": sent}).status_code == 200, sent
        stranger = Client()
        stranger.get("/sign-in/", headers={"accept": "application/json"})
        answer = stranger.post("/sign-in/", {"credential": sent})
        assert answer.status_code == 200, sent
        assert "This passkey was not accepted" in answer.content.decode()


def test_the_challenge_for_a_passkey_always_asks_for_the_person() -> None:
    options = Client().get("/sign-in/", headers={"accept": "application/json"}).json()["request_options"]
    assert options["publicKey"]["userVerification"] == "required"
    assert options["publicKey"]["rpId"] == "testserver"


def test_a_key_that_is_made_signs_in_by_itself_and_asks_for_the_person() -> None:
    tom, client = with_password(cast.tom()), Client()
    sign_in_with_password(client, tom)
    page = client.get(ADD_PASSKEY).content.decode()
    assert '"userVerification": "required"' in page
    assert '"residentKey": "required"' in page
    assert tom.user.email not in page
