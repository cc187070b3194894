"""Doors: an address says what it needs or the software does not start; headers hold on every page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from tests import cast
from tutela.web.core.permissions import BadRoles, Permission, get_roles, parse_roles
from tutela.web.core.routing import PUBLIC, RouteGuard, check_routes, route, walk


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


def test_every_address_of_the_project_was_made_by_route() -> None:
    assert check_routes(None) == []
    assert len(list(walk())) > 10


def test_an_address_that_was_not_made_by_route_refuses_to_start(settings: object) -> None:
    import types

    urls = types.ModuleType("loose")
    urls.urlpatterns = [path("loose/", page), route("tight/", page, name="tight", needs=PUBLIC)]
    settings.ROOT_URLCONF = urls
    assert [(error.id, error.msg.split()[2]) for error in check_routes(None)] == [("tutela.E001", "/loose/")]


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_closed_door_is_closed_however_one_knocks(method: str) -> None:
    called: list[HttpRequest] = []
    closed = route("closed/", called.append, name="closed", needs=Permission.AUDIT_READ)
    request = RequestFactory().generic(method, "/closed/")
    request.user, request.actor = cast.tom().user, cast.acting(cast.tom())
    with pytest.raises(Http404):
        closed.callback(request)
    request.user = AnonymousUser()
    assert closed.callback(request).status_code == 302
    assert called == []


def test_a_view_that_was_reached_round_route_is_not_called() -> None:
    guard = RouteGuard(page)
    request = RequestFactory().get("/loose/")
    request.resolver_match = type("Match", (), {"route": "loose/"})
    with pytest.raises(RuntimeError, match="loose"):
        guard.process_view(request, page, (), {})


@pytest.mark.parametrize("address", ["/sign-in/", "/nowhere/", "/health/"])
def test_every_page_carries_the_headers(address: str) -> None:
    answer = Client().get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_the_nonce_is_new_on_every_page() -> None:
    assert Client().get("/sign-in/")["Content-Security-Policy"] != Client().get("/sign-in/")["Content-Security-Policy"]


def test_a_form_without_its_token_is_refused(sign_in: object) -> None:
    client = sign_in(cast.tom())
    client.handler.enforce_csrf_checks = True
    assert client.post("/account/where/", {"place": "1"}).status_code == 403


def test_every_role_of_the_table_is_whole_and_no_permission_is_forgotten() -> None:
    roles = get_roles()
    assert {"learner", "teacher", "dsl", "deputy-dsl", "head", "chair", "governor", "it"} <= set(roles)
    assert set(Permission) == set().union(*(role.may for role in roles.values()))


def test_it_reads_nothing_that_was_written_about_people() -> None:
    from tutela.web.core.permissions import READS_CONCERNS

    assert not get_roles()["it"].may & READS_CONCERNS
    assert not get_roles()["governor"].may & READS_CONCERNS
    assert not get_roles()["trust-lead"].may & READS_CONCERNS


@pytest.mark.parametrize(
    "text",
    [
        "roles: [{key: a, name: A, may: ['concern:eat']}]",
        "roles: [{key: a, name: A, may: [], extra: 1}]",
        "roles: [{key: a, name: A, may: []}, {key: a, name: A, may: []}]",
        "roles: 3",
        "{",
    ],
)
def test_a_table_of_roles_that_is_wrong_is_refused(text: str) -> None:
    with pytest.raises(BadRoles, match=r"roles\.yaml"):
        parse_roles(text)
