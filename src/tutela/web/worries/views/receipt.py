"""The six words: shown, written down, tried; and coming back with them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.concerns.queries import get_hours
from tutela.web.worries import forms, operations, pages, queries, receipts
from tutela.web.worries.operations.unfinished import Kept
from tutela.web.worries.throttle import OF_THIS_PROCESS
from tutela.web.worries.views import get_kept, give_cookie, is_busy, now, outside, posted, show, take_cookie

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@outside
def words(request: HttpRequest) -> HttpResponse:
    """The words, large, until they were tried: a page that was lost on the way is there again."""
    kept = get_kept(request, now())
    if kept is None or "words" not in kept.state:
        return _to(request, "place")
    told = queries.open_own(request.actor, UUID(kept.state["conversation"]))
    return show(request, "worries/words.html", words=kept.state["words"], told=told)


@form_page
@outside
def try_words(request: HttpRequest) -> HttpResponse:
    """Whether they are written down: one of them is asked for. Then nothing of them is left here."""
    kept = get_kept(request, now())
    if kept is None or "words" not in kept.state:
        return _to(request, "place")
    # which one is asked does not change while the page is open
    number = sum(map(ord, kept.token)) % receipts.WORDS
    form = forms.OneWord(posted(request), number=number + 1, right=kept.state["words"][number])
    if request.method == "POST" and form.is_valid():
        version = kept.state["version"]
        operations.finish(actor=request.actor, token=kept.token, at=now())
        return take_cookie(redirect("worries:sent", place=request.establishment.slug, version=version))
    return show(request, "worries/try_words.html", form=form, number=number + 1)


@require_safe
@outside
def sent(request: HttpRequest, version: str) -> HttpResponse:
    """What happens now."""
    chosen = pages.get_version(version) or pages.list_versions()[0]
    lines = pages.list_lines(chosen, request.establishment.nation)
    hours = get_hours(request.establishment, now())
    return show(request, "worries/sent.html", version=chosen, lines=lines, hours=hours)


@form_page
@outside
def come_back(request: HttpRequest) -> HttpResponse:
    """Six words open what was told before. Wrong ones take longer and longer, for everybody here alike."""
    form = forms.SixWords(posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        wait = OF_THIS_PROCESS.seconds_to_wait(request.establishment.pk)
        if wait > 0:
            seconds = int(wait) + 1
            said = ngettext(
                "Wait %(number)d second, then try again", "Wait %(number)d seconds, then try again", seconds
            )
            form.add_error("words", said % {"number": seconds})
            status = 429
        elif not is_busy(request, form):
            try:
                kept = operations.come_back(actor=request.actor, words=form.cleaned_data["words"], at=now())
            except operations.NoSuchReceipt:
                OF_THIS_PROCESS.note_wrong(request.establishment.pk)
                form.add_error("words", _("We cannot find these six words. Look at each word, and their order"))
            else:
                return give_cookie(_to(request, "mine"), kept.token)
    return show(request, "worries/come_back.html", status, form=form)


@form_page
@outside
def mine(request: HttpRequest) -> HttpResponse:
    """How it stands, what was said, and a box to write more."""
    kept = _opened(request)
    if kept is None:
        return _to(request, "come-back")
    if not queries.is_kept(request.actor, _conversation(kept)):
        return show(request, "worries/gone.html")
    form = forms.More(posted(request))
    if request.method == "POST" and form.is_valid() and not is_busy(request, form):
        text = form.cleaned_data["text"]
        operations.write_more(actor=request.actor, conversation_id=_conversation(kept), text=text, at=now())
        return give_cookie(_to(request, "mine"), kept.token)
    talk = queries.open_own(request.actor, _conversation(kept))
    version = pages.get_version(talk.version) or pages.list_versions()[0]
    is_named = any(said.kind == "named" for said in talk.said)
    return show(request, "worries/mine.html", form=form, talk=talk, version=version, is_named=is_named)


@form_page
@outside
def say_who(request: HttpRequest) -> HttpResponse:
    """Say who one is, of one's own accord: nobody here can ask for it in any other way than in words."""
    kept = _opened(request)
    if kept is None:
        return _to(request, "come-back")
    if not queries.is_kept(request.actor, _conversation(kept)):
        return _to(request, "mine")
    form = forms.WhoIAm(posted(request))
    if request.method == "POST" and form.is_valid() and not is_busy(request, form):
        name = form.cleaned_data["name"]
        operations.write_more(actor=request.actor, conversation_id=_conversation(kept), text=name, name=True, at=now())
        return give_cookie(_to(request, "mine"), kept.token)
    return show(request, "worries/say_who.html", form=form)


@require_http_methods(["POST"])
@outside
def close(request: HttpRequest) -> HttpResponse:
    """Done for now: the browser forgets what it had open, and so do we."""
    kept = get_kept(request, now())
    if kept is not None:
        operations.finish(actor=request.actor, token=kept.token, at=now())
    return take_cookie(_to(request, "place"))


def _opened(request: HttpRequest) -> Kept | None:
    """The conversation that this browser has open, once the words are safe."""
    kept = get_kept(request, now())
    return kept if kept and "conversation" in kept.state and "words" not in kept.state else None


def _conversation(kept: Kept) -> UUID:
    return UUID(kept.state["conversation"])


def _to(request: HttpRequest, name: str) -> HttpResponse:
    return redirect(f"worries:{name}", place=request.establishment.slug)
