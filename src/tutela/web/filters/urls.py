"""Addresses of the filter: how it is, what was reported about it, what it would decide."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import route
from tutela.web.filters.views import changes as views
from tutela.web.filters.views import exceptions, lists, networks, times

app_name = "filters"
APPROVE = Permission.FILTER_CHANGE_APPROVE

urlpatterns = [
    route("filter/", views.show_health, name="health", needs=Permission.FILTER_HEALTH, nav="Filter"),
    route("filter/changes/", views.list_changes, name="changes", needs=Permission.FILTER_READ),
    route("filter/changes/<uuid:pk>/", views.show_change, name="change", needs=Permission.FILTER_READ),
    route("filter/changes/<uuid:pk>/decide/", views.decide, name="decide", needs=Permission.FILTER_CHANGE_APPROVE),
    route("filter/rules/", views.list_rules, name="rules", needs=Permission.FILTER_READ),
    route("filter/rules/<uuid:pk>/end/", views.end_rule, name="end-rule", needs=Permission.FILTER_CHANGE_APPROVE),
    route("filter/exceptions/", exceptions.show, name="exceptions", needs=Permission.FILTER_READ),
    route("filter/exceptions/add/", exceptions.add, name="add-exception", needs=APPROVE),
    route("filter/times/", times.show, name="times", needs=Permission.FILTER_READ),
    route("filter/times/add/", times.add, name="add-time", needs=APPROVE),
    route("filter/times/end/", times.end, name="end-time", needs=APPROVE),
    route("filter/times/otherwise/<str:slot>/", times.change, name="change-time", needs=APPROVE),
    route("filter/who/", networks.show, name="who", needs=Permission.FILTER_READ),
    route("filter/who/networks/", networks.change, name="networks", needs=Permission.ESTABLISHMENT_MANAGE),
    route("filter/search-pages/", networks.show_search, name="search-pages", needs=Permission.FILTER_READ),
    route("filter/search-pages/change/", networks.change_search, name="change-search-pages", needs=APPROVE),
    route("filter/lists/", lists.show_lists, name="lists", needs=Permission.FILTER_READ),
    route("filter/lists/add/", lists.add_list, name="add-list", needs=Permission.ESTABLISHMENT_MANAGE),
    route("filter/lists/<uuid:pk>/", lists.show_list, name="list", needs=Permission.FILTER_READ),
    route(
        "filter/lists/<uuid:pk>/change/", lists.change_list, name="change-list", needs=Permission.ESTABLISHMENT_MANAGE
    ),
    route("filter/lists/<uuid:pk>/fetch/", lists.fetch_list, name="fetch-list", needs=Permission.ESTABLISHMENT_MANAGE),
    route("filter/lists/<uuid:pk>/stop/", lists.stop_list, name="stop-list", needs=Permission.ESTABLISHMENT_MANAGE),
    route("filter/lists/newer/<uuid:pk>/", lists.show_update, name="update", needs=Permission.FILTER_READ),
    route(
        "filter/lists/newer/<uuid:pk>/decide/", lists.decide_update, name="decide-update", needs=Permission.FILTER_READ
    ),
    route("filter/what-would-happen/", views.explain, name="explain", needs=Permission.FILTER_READ),
    route(
        "filter/if-it-fails/",
        views.choose_fail_policy,
        name="fail-policy",
        needs=Permission.ESTABLISHMENT_MANAGE,
    ),
    # the row says who is asked
    route(
        "filter/if-it-fails/answer/",
        views.answer_for_fail_policy,
        name="answer-fail-policy",
        needs=Permission.FILTER_HEALTH,
    ),
    route("filter/report/", views.report_site, name="report-site", needs=Permission.FILTER_CHANGE_REQUEST),
    route("filter/reports/", views.list_own, name="mine", needs=Permission.FILTER_CHANGE_REQUEST),
]
