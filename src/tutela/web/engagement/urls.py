"""Addresses of surveys, of what readers say, and of letters."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import MINE, PUBLIC, REVIEW, SIGNED_IN, route
from tutela.web.engagement.views import answering, feedback, letters, sheets, surveys

READ, WRITE = Permission.REVIEW_READ, Permission.REVIEW_WRITE

app_name = "engagement"

urlpatterns = [
    # whoever is asked answers, whatever else they may do: the row says whom it asks
    route("your-say/", answering.mine, name="mine", needs=SIGNED_IN, nav="Your say", within=MINE),
    route("your-say/<uuid:pk>/", answering.answer, name="answer", needs=SIGNED_IN),
    route("your-say/letters/<uuid:pk>/", letters.copy, name="copy", needs=SIGNED_IN),
    # of the years that one's own children are in
    route("your-say/packs/<uuid:pk>/", letters.own_pack, name="own-pack", needs=SIGNED_IN),
    # what it is about is signed by the page that asks; help pages ask people who have not signed in
    route("your-say/clear/<str:about>/", feedback.say, name="was-this-clear", needs=PUBLIC),
    route("readers/", feedback.readers, name="readers", needs=READ),
    route("readers/<uuid:pk>/", feedback.deal, name="deal-with", needs=WRITE),
    route("surveys/", surveys.list_surveys, name="surveys", needs=READ, nav="Surveys", within=REVIEW),
    route(
        "surveys/ask/<slug:group>/",
        surveys.ask_group,
        name="ask-group",
        needs=WRITE,
        nav="Ask them in a survey",
        beside="responsibilities:stakeholder",
        beside_words=surveys.words_to_ask,
    ),
    route("surveys/draft/", surveys.draft, name="draft", needs=WRITE),
    route("surveys/<uuid:pk>/", surveys.survey, name="survey", needs=READ),
    route("surveys/<uuid:pk>/questions/", surveys.questions, name="questions", needs=WRITE),
    route("surveys/<uuid:pk>/open/", surveys.open_survey, name="open", needs=WRITE),
    route("surveys/<uuid:pk>/close/", surveys.close, name="close", needs=WRITE),
    route("surveys/<uuid:pk>/sheet/", sheets.print_sheet, name="sheet", needs=WRITE),
    route("surveys/<uuid:pk>/sheets/", sheets.enter, name="enter-sheets", needs=WRITE),
    route("surveys/<uuid:pk>/outcome/", surveys.outcome, name="outcome", needs=WRITE),
    route("surveys/<uuid:pk>/act/<slug:question>/", surveys.act, name="act", needs=Permission.ACTION_WRITE),
    route("letters/", letters.letters, name="letters", needs=READ, nav="Letters", within=REVIEW),
    route("letters/draft/", letters.draft, name="draft-letter", needs=WRITE),
    route("letters/<uuid:pk>/", letters.letter, name="letter", needs=READ),
    route("letters/<uuid:pk>/write/", letters.write, name="write-letter", needs=WRITE),
    route("letters/<uuid:pk>/make/", letters.merge, name="merge-letter", needs=WRITE),
    route("letters/<uuid:pk>/send/", letters.send, name="send-letter", needs=WRITE),
    # these name families
    route("letters/<uuid:pk>/documents/", letters.lay_out, name="lay-out-letter", needs=Permission.PERSON_READ),
    route("letters/documents/<uuid:pk>/", letters.document, name="letter-document", needs=Permission.PERSON_READ),
    route("letters/replies/<uuid:pk>/", letters.note, name="note-reply", needs=WRITE),
    route("letters/packs/<uuid:pk>/", letters.pack, name="pack", needs=READ),
]
