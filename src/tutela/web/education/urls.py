"""Addresses of education."""

from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, SIGNED_IN, route
from tutela.web.education.views import curriculum, ground_rules, pathways, plans, training

READ, KEEP = Permission.REVIEW_READ, Permission.DUTY_ASSIGN
TOPIC = "curriculum/<slug:topic>/"

app_name = "education"
urlpatterns = [
    route("training/", training.show, name="training", needs=READ, nav=_("Training"), within=REVIEW),
    route("training/people/", training.show_people, name="people", needs=KEEP),
    route("training/people/<uuid:pk>/", training.show_person, name="person", needs=KEEP),
    route("training/people/<uuid:pk>/note/", training.note, name="note-training", needs=KEEP),
    route("training/take-in/", training.take_in, name="take-in-training", needs=KEEP),
    route("training/entries/<uuid:pk>/strike/", training.strike, name="strike-training", needs=KEEP),
    route("training/topics/", training.show_topics, name="topics", needs=KEEP),
    route("pathways/<slug:pathway>/sheet/", pathways.print_sheet, name="print-pathway", needs=KEEP),
    route("pathways/<slug:pathway>/on-paper/", pathways.note_on_paper, name="pathway-on-paper", needs=KEEP),
    # everybody has a page of their own, and whoever works here may see what is taught: the views say who that is
    route("my-part/training/", training.show_mine, name="mine", needs=SIGNED_IN),
    route("lesson-plans/", plans.list_plans, name="plans", needs=SIGNED_IN),
    route("lesson-plans/write/", plans.write, name="write-plan", needs=SIGNED_IN),
    route("lesson-plans/take-in/", plans.take_in, name="take-in-plan", needs=SIGNED_IN),
    route("lesson-plans/ready/<slug:key>/", plans.show_ready, name="ready-plan", needs=SIGNED_IN),
    route("lesson-plans/<uuid:pk>/", plans.show, name="plan", needs=SIGNED_IN),
    route("lesson-plans/<uuid:pk>/change/", plans.change, name="change-plan", needs=SIGNED_IN),
    route("lesson-plans/<uuid:pk>/share/", plans.share, name="share-plan", needs=SIGNED_IN),
    route("pathways/", pathways.show, name="pathways", needs=SIGNED_IN),
    route("pathways/<slug:part>/", pathways.answer, name="part", needs=SIGNED_IN),
    route("ground-rules/", ground_rules.show, name="ground-rules", needs=SIGNED_IN),
    route("ground-rules/<slug:sheet>/", ground_rules.show_sheet, name="ground-rules-sheet", needs=SIGNED_IN),
    route("ground-rules/<slug:sheet>/sheet/", ground_rules.print_sheet, name="print-ground-rules", needs=SIGNED_IN),
    route("ground-rules/<slug:sheet>/agreed/", ground_rules.note, name="note-ground-rules", needs=SIGNED_IN),
    route("ground-rules/agreed/<uuid:pk>/strike/", ground_rules.strike, name="strike-ground-rules", needs=SIGNED_IN),
    route("curriculum/", curriculum.show, name="curriculum", needs=SIGNED_IN),
    route("curriculum/lessons/<uuid:pk>/strike/", curriculum.strike, name="strike-lesson", needs=SIGNED_IN),
    route(TOPIC, curriculum.show_topic, name="topic", needs=SIGNED_IN),
    route(f"{TOPIC}taught/", curriculum.note, name="note-lesson", needs=SIGNED_IN),
]
