"""No name leads a server of ours inside the network it stands in, in whatever spelling."""

import pytest

from tutela.web.core.outward import LeadsInside, address_of, is_public


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "64:ff9b::7f00:1", "::127.0.0.1", "::10.0.0.1", "fec0::1", "2002:7f00:1::", "2001:db8::1", "nonsense"],
)  # fmt: skip
def test_what_is_not_the_open_internet_is_known_in_every_spelling(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("found", [[], ["93.184.215.14", "10.0.0.1"], ["127.0.0.1"]])
def test_one_address_inside_spoils_all_of_a_name(found: list[str]) -> None:
    with pytest.raises(LeadsInside):
        address_of("both.example", 443, resolve=lambda *_: found, is_public=is_public)
    assert address_of("x.example", 443, resolve=lambda *_: ["93.184.215.14"], is_public=is_public) == "93.184.215.14"
