"""By what the network knows people: Ivy adds devices, hands out names and passwords for the proxy, and ends both."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast
from tutela.web.core.models import AuditEntry
from tutela.web.establishments import operations
from tutela.web.establishments.models import KnownDevice, NetworkCredential, Person
from tutela.web.filters.policies import build_policy

SignIn = Callable[..., Client]
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _known() -> dict[str, Any]:
    """What the gateway is told about Oakfield's people."""
    return build_policy(cast.oakfield(), AT)["identities"]


@pytest.mark.requirement("S4.12")
def test_ivy_adds_leos_laptop_and_the_gateway_is_told_whose_it_is(sign_in: SignIn) -> None:
    leo, ivy = cast.leo(), sign_in(cast.ivy())
    assert "Add a device of theirs" in ivy.get(f"/people/{leo.pk}/").content.decode()
    page = ivy.post(
        f"/people/{leo.pk}/devices/add/", {"name": "Leo’s laptop", "address": "2001:DB8:0::17"}, follow=True
    ).content.decode()
    assert "Leo’s laptop is known on the network within a minute" in page
    assert "2001:db8::17" in page
    [device] = _known()["devices"]
    assert device == {
        "name": "Leo’s laptop",
        "address": "2001:db8::17",
        "person": leo.pseudonym,
        "group": "learners-11-16",
    }
    assert AuditEntry.objects.filter(action="device.add", actor=f"user:{cast.ivy().user_id}").count() == 1


def test_an_address_belongs_to_one_device_at_a_time(sign_in: SignIn) -> None:
    leo, ivy, group = cast.leo(), sign_in(cast.ivy()), cast.learners_11_16()
    shared = {"name": "Library 1", "address": "10.2.0.7", "group": str(group.pk)}
    assert "Library 1" in ivy.post("/network/devices/add/", shared, follow=True).content.decode()
    page = ivy.post(f"/people/{leo.pk}/devices/add/", {"name": "Leo’s", "address": "10.2.0.7"}).content.decode()
    assert "10.2.0.7 is “Library 1” already" in page
    device = KnownDevice._base_manager.get()
    assert "Is Library 1 no longer known?" in ivy.get(f"/network/devices/{device.pk}/end/").content.decode()
    ivy.post(f"/network/devices/{device.pk}/end/")
    assert _known()["devices"] == []
    ivy.post(f"/people/{leo.pk}/devices/add/", {"name": "Leo’s", "address": "10.2.0.7"})
    assert [one["name"] for one in _known()["devices"]] == ["Leo’s"]


def test_nonsense_for_an_address_is_said_beside_the_question(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    page = ivy.post(f"/people/{cast.leo().pk}/devices/add/", {"name": "x", "address": "10.2.0.777"}).content.decode()
    assert "valid IPv4 or IPv6 address" in page
    assert not KnownDevice._base_manager.exists()


def test_somebody_without_a_login_cannot_be_known_and_the_page_says_why(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    nameless = operations.make_person(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="Robin", at=AT
    )
    page = ivy.get(f"/people/{nameless.pk}/").content.decode()
    assert "cannot know Robin without a login" in page
    assert "has no login on the network" in ivy.post(f"/people/{nameless.pk}/credential/").content.decode()
    given = {"name": "x", "address": "10.2.0.1"}
    assert "has no login on the network" in ivy.post(f"/people/{nameless.pk}/devices/add/", given).content.decode()
    assert not NetworkCredential._base_manager.exists()


def test_a_device_is_not_a_classs_as_the_filter_goes_by_age(sign_in: SignIn) -> None:
    ivy, group = sign_in(cast.ivy()), cast.class_9b()
    page = ivy.post("/network/devices/add/", {"name": "x", "address": "10.2.0.1", "group": str(group.pk)})
    assert page.status_code == 200
    with pytest.raises(operations.NotAnAgeGroup):
        operations.add_device(
            actor=cast.SETTING_UP, establishment=cast.oakfield(), name="x", address="10.2.0.1", group=group, at=AT
        )


def test_a_file_of_devices_adds_the_good_rows_and_names_the_bad_ones(sign_in: SignIn) -> None:
    leo, ivy = cast.leo(), sign_in(cast.ivy())
    cast.learners_7_11()
    for number in (1, 6):
        ivy.post(f"/people/{leo.pk}/devices/add/", {"name": "Leo’s", "address": f"10.2.0.{number}"})
    text = (
        "Device Name;IP address;Username;Age group\n"
        "Leo’s;10.2.0.1;LEO;\n"  # known already
        "Library 1;10.2.0.2;;Years 3 to 6\n"
        "Tablet;10.2.0.3;nobody;\n"
        "Tablet;not an address;leo;\n"
        "Tablet;10.2.0.4;leo;Years 3 to 6\n"
        ";10.2.0.5;leo;\n"
        "Twice;10.2.0.2;leo;\n"
        "Tom’s;10.2.0.6;tom;\n"
        "Phone;2001:db8::1;leo;\n"
    )
    cast.tom()
    page = ivy.post("/network/devices/file/", {"file": SimpleUploadedFile("d.csv", text.encode("cp1252"))})
    words = page.content.decode()
    assert "2 devices were added" in words
    assert "1 was known already" in words
    assert "6 rows were not used" in words
    for fault in (
        "Nobody here has the login “nobody”",
        "“not an address” is not an address",
        "and not both",
        "at most 60 characters",
        "Row 3 has this address already",
        "belongs to “Leo’s” already",
    ):
        assert fault in words
    assert {one["address"] for one in _known()["devices"]} == {"10.2.0.1", "10.2.0.2", "10.2.0.6", "2001:db8::1"}
    again = ivy.post("/network/devices/file/", {"file": SimpleUploadedFile("d.csv", text.encode("cp1252"))})
    assert "0 devices were added" in again.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04rest", "This is a workbook"),
        (b"one,two\n1,2\n", "These are missing: name, address, login"),
        (b'name,address,login\n"open,10.2.0.1,leo\n', "quotation mark"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(sign_in: SignIn, content: bytes, words: str) -> None:
    page = sign_in(cast.ivy()).post("/network/devices/file/", {"file": SimpleUploadedFile("d.csv", content)})
    assert words in page.content.decode()
    assert not KnownDevice._base_manager.exists()


def test_a_password_for_the_proxy_is_shown_once_and_a_new_one_ends_it(sign_in: SignIn) -> None:
    leo, ivy = cast.leo(), sign_in(cast.ivy())
    address = f"/people/{leo.pk}/credential/"
    page = ivy.post(address)
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in ivy.get(address).content.decode()
    [(name, known)] = _known()["credentials"].items()
    assert (name, known["person"], known["hash"]) == ("leo", leo.pseudonym, operations.hash_network_secret(secret))
    newer = ivy.post(address).context["secret"]
    assert _known()["credentials"]["leo"]["hash"] == operations.hash_network_secret(newer)
    ivy.post(f"{address}end/")
    assert _known()["credentials"] == {}
    assert AuditEntry.objects.filter(action="network-credential.end").count() == 1


def test_a_name_that_a_browser_could_not_send_gets_another_one() -> None:
    robin = operations.make_person(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), kind="learner", given_name="R", login="r:b", at=AT
    )
    credential, _secret = operations.make_network_credential(actor=cast.SETTING_UP, person=robin, at=AT)
    assert credential.username.startswith("n")
    assert ":" not in credential.username


def test_ivy_makes_passwords_for_a_whole_class_in_a_file_that_is_not_kept(sign_in: SignIn) -> None:
    leo, ivy, group = cast.leo(), sign_in(cast.ivy()), cast.class_9b()
    operations.join_group(actor=cast.SETTING_UP, person=cast.tom(), group=group, from_on=cast.SINCE, at=AT)
    asked = {"group": str(group.pk), "whom": "new"}
    answer = ivy.post("/network/credentials/", asked)
    assert answer["Content-Disposition"] == 'attachment; filename="network-credentials-9b.csv"'
    assert "no-store" in answer["Cache-Control"]
    first, (name, network_name, secret) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert first == ["Name", "Network name", "Network password"]
    assert (name, network_name) == ("Leo Marsh", "leo")  # and not Tom, who teaches it
    assert _known()["credentials"]["leo"]["hash"] == operations.hash_network_secret(secret)
    assert "Nobody in it needs one" in ivy.post("/network/credentials/", asked).content.decode()
    anew = ivy.post("/network/credentials/", asked | {"whom": "all"})
    assert secret not in anew.content.decode()
    assert NetworkCredential._base_manager.filter(person=leo, ended_at=None).count() == 1


def test_what_belongs_to_a_leaver_is_known_no_longer(sign_in: SignIn) -> None:
    leo, ivy = cast.leo(), sign_in(cast.ivy())
    ivy.post(f"/people/{leo.pk}/credential/")
    ivy.post(f"/people/{leo.pk}/devices/add/", {"name": "Leo’s", "address": "10.2.0.1"})
    ivy.post(f"/people/{leo.pk}/leave/", {"on_0": "1", "on_1": "9", "on_2": "2026"})
    assert Person._base_manager.get(pk=leo.pk).left_on
    assert _known() == {"credentials": {}, "devices": [], "asking": []}
    assert "On the network" not in ivy.get(f"/people/{leo.pk}/").content.decode()


def test_many_devices_are_found_by_name_address_or_person(sign_in: SignIn) -> None:
    leo, mia, ivy = cast.leo(), cast.mia(), sign_in(cast.ivy())
    for number, person in enumerate((leo, mia)):
        ivy.post(f"/people/{person.pk}/devices/add/", {"name": f"Tablet {number}", "address": f"10.2.{number}.9"})
    page = ivy.get("/network/devices/").content.decode()
    assert "Tablet 0" in page
    assert "Tablet 1" in page
    for words, there, gone in (("10.2.1", 1, 0), ("tablet leo", 0, 1), ("Mia", 1, 0)):
        page = ivy.get("/network/devices/", {"words": words}).content.decode()
        assert f"Tablet {there}" in page
        assert f"Tablet {gone}" not in page
    assert "No device has that name" in ivy.get("/network/devices/", {"words": "nothing"}).content.decode()
