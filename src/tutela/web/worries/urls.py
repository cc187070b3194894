"""The addresses of worries: public ones, those of who is signed in, and one on which they are answered."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import PUBLIC, route
from tutela.web.worries.views import answering, receipt, signed_in, telling

app_name = "worries"

HERE = "tell-us/<slug:place>/"
# not below tell-us/, where every trace of who is signed in is taken away
KNOWN = "report-a-concern/in-my-words/"
REPORT = Permission.CONCERN_REPORT

urlpatterns = [
    route("tell-us/", telling.places, name="start", needs=PUBLIC),
    route(HERE, telling.place, name="place", needs=PUBLIC),
    route(f"{HERE}leave/", telling.leave, name="leave", needs=PUBLIC),
    route(f"{HERE}six-words/", receipt.words, name="words", needs=PUBLIC),
    route(f"{HERE}six-words/try/", receipt.try_words, name="try-words", needs=PUBLIC),
    route(f"{HERE}come-back/", receipt.come_back, name="come-back", needs=PUBLIC),
    route(f"{HERE}yours/", receipt.mine, name="mine", needs=PUBLIC),
    route(f"{HERE}yours/name/", receipt.say_who, name="say-who", needs=PUBLIC),
    route(f"{HERE}yours/close/", receipt.close, name="close", needs=PUBLIC),
    route(f"{HERE}for/<slug:version>/", telling.question, name="begin", needs=PUBLIC),
    route(f"{HERE}for/<slug:version>/check/", telling.check, name="check", needs=PUBLIC),
    route(f"{HERE}for/<slug:version>/sent/", receipt.sent, name="sent", needs=PUBLIC),
    route(f"{HERE}for/<slug:version>/<slug:question>/", telling.question, name="question", needs=PUBLIC),
    route(KNOWN, signed_in.begin, name="own", needs=REPORT),
    route(f"{KNOWN}mine/", signed_in.mine, name="own-mine", needs=REPORT),
    route(f"{KNOWN}<uuid:draft>/check/", signed_in.check, name="own-check", needs=REPORT),
    route(f"{KNOWN}<uuid:pk>/sent/", signed_in.sent, name="own-sent", needs=REPORT),
    route(f"{KNOWN}<uuid:draft>/<slug:question>/", signed_in.question, name="own-question", needs=REPORT),
    route(
        "concerns/<uuid:pk>/talk/",
        answering.talk,
        name="talk",
        needs=Permission.CONCERN_WRITE,
        beside="concerns:concern",
        beside_words=answering.words_beside,
    ),
]
