"""Who is asking: Ivy says where the proxy asks, and everybody who reads the filter sees whether people are known."""

import io
import json
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests import cast
from tutela.cli import sign_on
from tutela.filtering.ruleset import policy_from
from tutela.gateway import place, state
from tutela.settings import Settings
from tutela.web.establishments import operations as establishments
from tutela.web.filters import operations
from tutela.web.filters.policies import build_policy
from tutela.web.filters.queries import find_group

SignIn = Callable[..., Client]
PAGE, CHANGE = "/filter/who/", "/filter/who/networks/"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _asking() -> list[str]:
    return [str(one) for one in policy_from(build_policy(cast.oakfield(), AT)).identities.asking]


def test_ivy_says_where_the_proxy_asks_and_the_gateway_is_told(sign_in: SignIn) -> None:
    ivy = sign_in(cast.ivy())
    said = "10.2.0.0/16\n\n  2001:DB8:17::/48  \n10.2.0.0/16\n"
    page = ivy.post(CHANGE, {"networks": said}, follow=True).content.decode()
    assert "10.2.0.0/16, 2001:db8:17::/48" in page
    assert _asking() == ["10.2.0.0/16", "2001:db8:17::/48"]
    assert "2001:db8:17::/48" in ivy.get(CHANGE).content.decode()
    ivy.post(CHANGE, {"networks": ""})
    assert _asking() == []


@pytest.mark.parametrize("nonsense", ["10.2.0.1/16", "the library", "10.2.0.0/99"])
def test_what_is_no_network_is_refused_and_nothing_changes(sign_in: SignIn, nonsense: str) -> None:
    ivy = sign_in(cast.ivy())
    ivy.post(CHANGE, {"networks": "10.2.0.0/16"})
    page = ivy.post(CHANGE, {"networks": f"10.3.0.0/16\n{nonsense}"}).content.decode()
    assert f"“{nonsense}” is not a network such as 10.2.0.0/16" in page
    assert _asking() == ["10.2.0.0/16"]


def test_the_page_says_what_comes_of_it(sign_in: SignIn) -> None:
    leo, dana, ivy = cast.leo(), sign_in(cast.dana()), sign_in(cast.ivy())
    assert "Nobody is known" in dana.get(PAGE).content.decode()
    ivy.post(CHANGE, {"networks": "10.2.0.0/16"})
    assert "Nobody can answer the proxy" in dana.get(PAGE).content.decode()
    establishments.make_network_credential(actor=cast.SETTING_UP, person=leo, at=AT)
    page = dana.get(PAGE).content.decode()
    assert "Nobody" not in page
    assert CHANGE not in page  # she reads it, Ivy changes it
    assert CHANGE in ivy.get(PAGE).content.decode()
    ivy.post(CHANGE, {"networks": ""})
    assert "asks for them nowhere" in dana.get(PAGE).content.decode()


def test_everybody_who_signs_on_gets_the_filter_of_their_group() -> None:
    cast.learners_7_11()
    assert find_group(cast.leo(), at=AT) == "learners-11-16"
    adults = establishments.make_group(
        actor=cast.SETTING_UP, establishment=cast.oakfield(), key="staff", name="Staff", age_band="adult", at=AT
    )
    assert find_group(cast.tom(), at=AT) == adults.key
    assert find_group(cast.pat(), at=AT) == ""


def test_a_stream_of_sign_ons_goes_on_after_a_line_that_is_wrong(
    tutela: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Leo signs on and off by lines of a script; what cannot be used is named, and stops nothing."""
    leo = cast.leo()
    live = place.Place(tutela.edge, "oakfield").live
    live.mkdir(parents=True)
    lines = [
        "10.2.0.17 LEO 30",
        "10.2.0.18 nobody",
        "here leo",
        "",
        "10.2.0.19 leo soon",
        "10.2.0.20",
        "2001:DB8::1 leo",
    ]
    monkeypatch.setattr(sign_on, "open_application", lambda _settings: None)  # it is open: this is its own test
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    options = Namespace(address="-", login=None, minutes=60, device="", source="dhcp")
    assert sign_on.sign_on(options, tutela, "oakfield") == 1
    said = capsys.readouterr().err
    for words in (
        "line 2: nobody at oakfield has the login nobody",
        "line 3: 'here' is not an address such as 10.2.0.17",
        "line 5: 'soon' is not a number of minutes",
        "line 6: expected ADDRESS LOGIN",
    ):
        assert words in said
    present = state.read(live / "state.json")
    assert set(present) == {"10.2.0.17", "2001:db8::1"}
    one = present["10.2.0.17"]
    assert (one.person, one.group, one.source) == (leo.pseudonym, "learners-11-16", "dhcp")
    assert one.until - one.from_ == timedelta(minutes=30)
    monkeypatch.setattr("sys.stdin", io.StringIO("10.2.0.17 -\n"))
    assert sign_on.sign_on(options, tutela, "oakfield") == 0
    assert sign_on.sign_off(Namespace(address="2001:db8::1"), tutela, "oakfield") == 0
    assert state.read(live / "state.json") == {}
    told = [
        json.loads(line)
        for file in sorted((tutela.spool / "gateway-oakfield").glob("*.ndjson"))
        for line in file.read_text().splitlines()
    ]
    assert [one["what"] for one in told] == ["signed-on", "signed-on", "signed-off", "signed-off"]


def test_dana_chooses_which_search_pages_are_read_and_none_is_a_choice_too(sign_in: SignIn) -> None:
    dana, page = sign_in(cast.dana()), "/filter/search-pages/"
    assert "Nobody has chosen yet" in dana.get(page).content.decode()
    assert "www.bing.com" in build_policy(cast.oakfield(), AT)["opened_hosts"]
    kept = dana.post(f"{page}change/", {"hosts": ["google.com"]}, follow=True).content.decode()
    assert "Chosen by Dana Shah" in kept
    assert build_policy(cast.oakfield(), AT)["opened_hosts"] == ["google.com", "www.google.com"]
    assert "www.bing.com" in build_policy(cast.elm_park(), AT)["opened_hosts"]
    assert dana.post(f"{page}change/", {"hosts": ["bank.example"]}).status_code == 200, "refused"
    assert build_policy(cast.oakfield(), AT)["opened_hosts"] == ["google.com", "www.google.com"]
    dana.post(f"{page}change/", {})
    assert build_policy(cast.oakfield(), AT)["opened_hosts"] == []
    assert "None is read" in dana.get(page).content.decode()
    with pytest.raises(operations.NotASearchHost):
        operations.choose_opened_search(
            actor=cast.SETTING_UP, at=AT, establishment=cast.oakfield(), hosts=["bank.example"]
        )
    assert sign_in(cast.ivy()).get(f"{page}change/").status_code == 404
