"""Help is one click away for anybody, in words they can read."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from tests import cast
from tutela.filtering import defaults, snapshot
from tutela.filtering.ruleset import policy_from
from tutela.gateway.blockpage import BlockPage
from tutela.gateway.words import page_words
from tutela.keys import KeyFolder
from tutela.web.core.outbox import site_address
from tutela.web.establishments.models import Establishment
from tutela.web.filters.policies import build_policy
from tutela.web.help.queries import get_audience, list_audiences

PAGES = ["/help/", "/help/block-and-report/", "/help/monitored/", "/help/accessibility/"]


@pytest.mark.requirement("S1.31")
@pytest.mark.requirement("S4.35")
@pytest.mark.parametrize("page", PAGES)
def test_mia_opens_the_help_pages_without_signing_in(page: str) -> None:
    assert Client().get(page).status_code == 200


def test_mia_reads_words_for_her_age_and_may_choose_others() -> None:
    page = Client().get("/help/?for=7-11").content.decode()
    assert "You are not in trouble" in page
    assert "Childline" in page
    assert all(f"?for={audience.key}" in page for audience in list_audiences())


def test_a_page_for_the_young_has_no_nude_pictures_in_it() -> None:
    for page in PAGES[:3]:
        for age in ("5-7", "7-11"):
            assert "nude" not in Client().get(f"{page}?for={age}").content.decode()


def test_an_audience_that_nobody_knows_falls_back_to_the_older_learners() -> None:
    assert get_audience("../../etc/passwd").key == "11-16"


def test_the_named_contact_is_shown_to_people_who_have_not_signed_in() -> None:
    cast.name_contact()
    for page in PAGES:
        if "block" not in page:
            assert "Dana Shah" in Client().get(page).content.decode()


@pytest.mark.parametrize("page", PAGES[:3])
def test_leo_can_leave_the_page_in_a_hurry(page: str) -> None:
    assert "Exit this page" in Client().get(page).content.decode()


def test_what_is_monitored_is_said_before_anybody_signs_in() -> None:
    page = Client().get("/help/monitored/").content.decode()
    assert "Visits to help lines are never recorded" in page


def publish(school: Establishment, **chosen: object) -> None:
    """Sign the policy of a school, as chosen, and put it in force."""
    policy = build_policy(school, datetime.now(UTC)) | chosen
    keys = KeyFolder(settings.TUTELA.keys)
    files = {"policy": json.dumps(policy).encode()}
    snapshot.publish(settings.TUTELA.snapshots, school.slug, files, keys.signing_key(), datetime.now(UTC))


def monitored(audience: str = "11-16") -> str:
    return Client().get(f"/help/monitored/?for={audience}").content.decode()


def test_leo_reads_which_search_engines_the_gateway_of_his_school_opens() -> None:
    publish(cast.oakfield())
    assert "DuckDuckGo" in monitored()
    assert "and the search engines named below" in monitored()
    publish(cast.oakfield(), opened_hosts=["bing.com", "www.bing.com", "m.find.oakfield.example"])
    assert '<p class="govuk-body">Bing, find.oakfield.example</p>' in monitored()
    assert "DuckDuckGo" not in monitored()


def test_a_school_whose_gateway_opens_no_search_page_says_so_and_names_none() -> None:
    publish(cast.oakfield(), opened_hosts=[])
    for audience in ("11-16", "adult"):
        page = monitored(audience)
        assert "stay closed to us, search pages too" in page
        assert "Search engines that may be opened" not in page
        assert "named below" not in page


def test_where_a_provider_filters_nothing_is_said_of_what_a_gateway_of_ours_would_open() -> None:
    school = cast.oakfield()
    publish(school)  # from the time before: the file is still there
    Establishment.objects.update(filtering_by="provider", provider_name="Northern Grid")
    for audience in ("11-16", "adult", "parents"):
        page = monitored(audience)
        assert "Northern Grid filters this network for the school" in page
        assert "Search engines that may be opened" not in page
        assert "padlock" not in page


def test_before_any_policy_is_in_force_and_when_its_file_was_changed_no_engine_is_named() -> None:
    school = cast.oakfield()
    assert "Search engines" not in monitored()
    publish(school)
    (file,) = settings.TUTELA.snapshots.glob("policy-oakfield-*.json")
    file.write_bytes(file.read_bytes().replace(b"duckduckgo.com", b"duckduckgo.org"))
    assert "Search engines" not in monitored()


def test_where_nobody_signed_that_monitoring_may_begin_the_page_says_that_it_is_off() -> None:
    cast.oakfield()
    assert "Monitoring is off at Oakfield Academy" in Client().get("/help/monitored/").content.decode()
    cast.sign_off_monitoring()
    assert "Monitoring is off" not in Client().get("/help/monitored/").content.decode()


def test_a_parent_in_scotland_is_told_of_social_work_and_not_of_the_gateway_team() -> None:
    cast.oakfield()
    Establishment.objects.update(nation="scotland")
    page = Client().get("/help/?for=parents").content.decode()
    assert "Social work or Police Scotland" in page
    assert "Breathing Space" in page
    assert "Gateway team" not in page


@pytest.mark.requirement("S1.31")
@pytest.mark.requirement("S4.35")
def test_from_the_sign_in_page_everything_about_help_is_two_clicks_away() -> None:
    client = Client()
    first = links(client.get("/accounts/login/", follow=True).content.decode())
    second = {link for page in first if page.startswith("/help") for link in links(client.get(page).content.decode())}
    reached = {link.split("?")[0] for link in first | second}
    assert set(PAGES) <= reached
    assert any("childline.org.uk" in link for link in second)


@pytest.mark.requirement("S1.31")
@pytest.mark.parametrize("band", ["5-7", "7-11", "11-16", "16-plus", "adult"])
def test_every_blocked_page_names_help_the_contact_and_what_is_monitored_itself(band: str) -> None:
    policy = defaults.default_policy()
    policy["pages"]["named_contact"] = {"name": "Dana Shah", "role": "", "email": "", "phone": ""}
    page = BlockPage(policy_from(policy).pages, "Oakfield Academy", page_words(), "http://pages/oakfield/wrong")
    shown = "".join(page.compose(band, "category", ("gambling", "Gambling")))
    assert "https://childline.org.uk/" in links(shown)
    assert "Dana Shah" in shown
    assert policy["pages"]["monitored"][band][:40] in shown


@pytest.mark.requirement("S1.31")
@pytest.mark.requirement("S4.35")
@pytest.mark.parametrize("band", ["5-7", "7-11", "11-16", "16-plus", "adult"])
def test_from_every_blocked_page_everything_about_help_is_two_clicks_away(band: str) -> None:
    school = cast.oakfield()
    policy = build_policy(school, datetime.now(UTC))
    page = BlockPage(policy_from(policy).pages, school.name, page_words(), "http://pages/oakfield/wrong")
    shown = "".join(page.compose(band, "category", ("gambling", "Gambling")))
    (first,) = (link for link in links(shown) if link.startswith(f"{site_address()}/help/"))
    second = links(Client().get(first.removeprefix(site_address())).content.decode())
    assert set(PAGES) <= {link.split("?")[0] for link in second} | {"/help/"}
    assert any("childline.org.uk" in link for link in second)


def test_a_school_whose_devices_cannot_reach_these_pages_gets_no_link_that_leads_nowhere(
    settings,
) -> None:
    school = cast.oakfield()

    def address(**chosen: str) -> str:
        settings.TUTELA = msgspec.structs.replace(settings.TUTELA, **chosen)
        return build_policy(school, datetime.now(UTC))["pages"]["address"]

    assert address() == "http://localhost:8000", "the proxy serves this machine alone, too"
    assert address(proxy_address="10.1.0.2") == ""
    assert address(web_address="0.0.0.0", tls_certificate=Path("/certificate.pem")) == ""
    assert address(web_address="tutela.oakfield.example") == "https://tutela.oakfield.example:8000"
    assert address(web_address="localhost", public_address="https://safe.oakfield.example") == (
        "https://safe.oakfield.example"
    )


def links(page: str) -> set[str]:
    """Every address that a page leads to."""
    return set(re.findall(r'href="([^"#]+)', page))
