"""A small site that shows every part of the look, with the words of the cast; only tests serve it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from tutela.web.core import forms
from tutela.web.core.charts import Chart, Series

SETTINGS: dict[str, Any] = {
    "ROOT_URLCONF": "tests.web.look.parts",
    "MIDDLEWARE": [
        "tutela.web.core.headers.SecurityHeaders",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.messages.context_processors.messages",
                    "tests.web.look.parts.page",
                ]
            },
        }
    ],
}

DANA = SimpleNamespace(
    person_id="dana",
    name="Dana Okafor",
    role="Designated safeguarding lead",
    phone="01632 960 001",
    email="dana@oakfield.example",
)


class Report(forms.Form):
    """A report with one question of each kind."""

    about = forms.CharField(label="Who is it about?", help_text="Their full name, or what you know of it")
    what = forms.CharField(
        label="What did you see or hear?",
        help_text="Use their own words where you can. Do not ask leading questions.",
        max_length=2000,
        widget=forms.Textarea(count=True),
    )
    happened = forms.DateField(label="When did it happen?", help_text="For example, 22 11 2026", in_past=True)
    at = forms.TimeField(label="At what time?", help_text="For example, 9:12am", required=False)
    told = forms.ChoiceField(
        label="Have you told anyone in person?",
        choices=[("dsl", "Yes, the safeguarding lead"), ("other", "Yes, somebody else"), ("no", "Not yet")],
        widget=forms.Radios(reveals={"other": "told_whom"}, hints={"no": "Tell Dana Okafor today, then send this."}),
    )
    told_whom = forms.CharField(label="Who did you tell?", required=False, widget=forms.TextInput(width=20))
    signs = forms.MultipleChoiceField(
        label="What worries you?",
        choices=[
            ("mood", "A change of mood"),
            ("online", "Something online"),
            ("home", "Home"),
            ("none", "None of these"),
        ],
        widget=forms.Checkboxes(last_apart=True),
    )
    where = forms.ChoiceField(label="Where was it?", choices=[("", "Choose"), ("c", "Classroom"), ("o", "Outside")])
    how_many = forms.IntegerField(label="How many people saw it?", required=False, widget=forms.TextInput(width=3))
    email = forms.EmailField(label="Your email address")
    picture = forms.FileField(label="Add a file", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    sure = forms.BooleanField(label="This is what I saw or was told")


class One(forms.Form):
    """The one question of a page."""

    what = forms.CharField(
        label="What did you see or hear?",
        help_text="Use their own words where you can.",
        max_length=2000,
        widget=forms.Textarea(count=True, rows=8),
    )


class Narrow(forms.FilterForm):
    """What narrows the list of alerts."""

    severity = forms.MultipleChoiceField(
        label="Severity",
        choices=[("1", "Immediate"), ("2", "High"), ("3", "Medium")],
        widget=forms.Checkboxes(small=True),
    )
    words = forms.CharField(label="Words")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: Dana is signed in at Oakfield, unless the address says otherwise."""
    if request.GET.get("as") == "nobody":
        return {"csp_nonce": getattr(request, "csp_nonce", "")}
    return {
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "signed_in": True,
        "actor": SimpleNamespace(name="Dana Okafor"),
        "establishment": SimpleNamespace(name="Oakfield Academy"),
        "named_contact": DANA,
        "nav": [
            ("Home", "/", request.path == "/"),
            ("Alerts", "/alerts/", request.path == "/alerts/"),
            ("Concerns", "/question/", request.path == "/question/"),
            ("Filtering", "/learner/", False),
            ("Reports", "/parts/", request.path == "/parts/"),
        ],
    }


def parts(request: HttpRequest) -> HttpResponse:
    """Every part, one below the other."""
    messages.success(request, "The concern was saved.")
    now = timezone.now()
    return render(
        request,
        "look/parts.html",
        {
            "breadcrumbs": [("Home", "/"), ("Reports", "/parts/")],
            "now": now,
            "yesterday": now - timedelta(days=1),
            "long_ago": datetime(2025, 11, 3, 9, 0, tzinfo=now.tzinfo),
            "born": date(2012, 3, 9),
            "bars": Chart(
                title="Blocked requests by category",
                summary="Games were blocked most, at lunch above all.",
                label_heading="Category",
                labels=("Games", "Social media", "Gambling", "Self-harm and suicide"),
                series=(Series("Requests", (1204, 310, 18, 3)),),
            ),
            "stacked": Chart(
                title="Alerts by week and outcome",
                summary="Most alerts were pastoral; 7 became concerns.",
                kind="stacked",
                label_heading="Week",
                labels=("2 November", "9 November", "16 November"),
                series=(
                    Series("Raised", (2, 1, 4)),
                    Series("Pastoral note", (5, 7, 3)),
                    Series("Dismissed", (9, 4, 6)),
                    Series("Waiting", (0, 1, 2)),
                ),
            ),
            "line": Chart(
                title="Requests each day",
                summary="Fewer on Wednesday, when the link was down.",
                kind="line",
                label_heading="Day",
                labels=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
                series=(
                    Series("Learners", (8200, 8900, 2100, 9100, 7600)),
                    Series("Staff", (2100, 2300, 900, 2200, 1800)),
                ),
            ),
            "page": Paginator(range(400), 25).page(8),
        },
    )


def home(request: HttpRequest) -> HttpResponse:
    """What needs Dana now."""
    return render(request, "look/home.html", {"now": timezone.now()})


def alerts(request: HttpRequest) -> HttpResponse:
    """A list with its filters."""
    form = Narrow(request.GET or None)
    form.is_valid()
    now = timezone.now()
    rows = [(now - timedelta(hours=3 * n), "p4kx…7m" if n % 2 else "Leo Hart", n % 5 + 1) for n in range(6)]
    page = Paginator(range(90), 25).page(2)
    return render(request, "look/alerts.html", {"form": form, "rows": rows, "page": page})


def report(request: HttpRequest) -> HttpResponse:
    """Every kind of question; sent empty, every kind of error."""
    form = Report(request.POST or None, request.FILES or None)
    form.is_valid()
    return render(request, "core/question.html", {"form": form, "title": "Report a concern", "back": "/"})


def question(request: HttpRequest) -> HttpResponse:
    """One question on its page."""
    form = One(request.POST or None)
    form.is_valid()
    return render(
        request, "core/question.html", {"form": form, "back": "/", "can_come_back": True, "caption": "Report a concern"}
    )


def learner(request: HttpRequest) -> HttpResponse:
    """A page a learner may need to leave at once."""
    return render(request, "look/learner.html", {"exit_to": "/alerts/"})


help_addresses = [path(f"{name}/", learner, name=name) for name in ("help", "monitored", "accessibility")]
urlpatterns = [
    path("", home, name="home"),
    path("parts/", parts),
    path("alerts/", alerts),
    path("report/", report),
    path("question/", question),
    path("learner/", learner),
    path("", include((help_addresses, "help"))),
    path("sign-out/", home, name="account_logout"),
]
