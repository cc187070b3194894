"""The addresses of worries: all public but the one on which they are answered."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import PUBLIC, route
from tutela.web.worries.views import answering, receipt, telling

app_name = "worries"

HERE = "tell-us/<slug:place>/"

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
    route(
        "concerns/<uuid:pk>/talk/",
        answering.talk,
        name="talk",
        needs=Permission.CONCERN_WRITE,
        beside="concerns:concern",
        beside_words=answering.words_beside,
    ),
]
