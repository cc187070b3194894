"""The pages about pictures: a check, the office's answers, a parent on their own page, a child's own no."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests import cast
from tests.web.consents.scenes import SYSTEM, a_parent, a_use, another_parent, says
from tests.web.pages import parts
from tutela.web.accounts.operations import make_user
from tutela.web.actions import queries as actions
from tutela.web.consents import queries
from tutela.web.consents.models import Consent, Use
from tutela.web.consents.rules import Reason

SignIn = Callable[..., Client]


def test_tom_checks_a_class_and_a_name_and_reads_why_not(sign_in: SignIn) -> None:
    group, now = cast.class_9b(), timezone.now()
    pat = a_parent(cast.mia())
    says(pat, cast.mia(), at=now, from_on=timezone.localdate())
    client = sign_in(cast.tom())
    sent = {"offer": "news--website", "group": str(group.pk), "names": "Mia Marsh"}
    page = client.post("/pictures/", sent).content.decode()
    assert "1 of 2 may be shown." in page
    assert "Nobody has agreed. Ask first." in page
    assert "cannot be fully called back" in page
    for names, said in (
        ("", "Choose a class, or enter at least one name"),
        ("Zebedee", "Nobody here is called “Zebedee”"),
        ("Marsh", "fits several people"),
    ):
        assert said in client.post("/pictures/", {"offer": "news--website", "names": names}).content.decode()
    assert client.get("/pictures/people/").status_code == 404


def test_sue_notes_a_sheet_of_paper_and_withdraws_an_answer(sign_in: SignIn) -> None:
    pat, mia = a_parent(cast.mia()), cast.mia()
    client = sign_in(cast.sue())
    address = f"/pictures/people/{mia.pk}/"
    assert "Mia Marsh" in client.get("/pictures/people/").content.decode()
    sheet = {
        "given_by": str(pat.pk), "agreed": ["news--website", "learning--display"], "refused": ["news--press"],
        "evidence": "paper", "reference": "Folder 3",
    } | parts("from_on", -3)  # fmt: skip
    both = client.post(f"{address}note/", sheet | {"refused": ["news--website"]}).content.decode()
    assert "An answer is yes or no, not both" in both
    late = client.post(f"{address}note/", sheet | parts("from_on", 2)).content.decode()
    assert "has not come yet" in late
    assert not Consent._base_manager.exists()
    assert client.post(f"{address}note/", sheet).status_code == 302
    assert Consent._base_manager.count() == 3
    page = client.get(address).content.decode()
    assert "Folder 3" in page
    a_use(mia, at=timezone.now())
    row = Consent._base_manager.get(channel="website")
    sent = {"by": str(pat.pk), "reference": "A call"} | parts("on", 0)
    answer = client.post(f"/pictures/answers/{row.pk}/withdraw/", sent)
    assert answer.headers["Location"] == f"{address}take-down/"
    assert "oakfield.example/sports-day" in client.get(f"{address}take-down/").content.decode()
    use = Use._base_manager.get()
    client.post(f"/pictures/used/{use.pk}/down/", {"how": "Deleted the page"} | parts("on", 0))
    assert "Nothing is left to take down" in client.get(f"{address}take-down/").content.decode()
    assert "Deleted the page" in client.get("/pictures/used/").content.decode()


def test_sue_notes_where_a_picture_is(sign_in: SignIn) -> None:
    cast.mia()
    client = sign_in(cast.sue())
    sent = {
        "what": "Sports day", "offer": "news--website", "where": "oakfield.example/sports", "names": "Mia Marsh",
    } | parts("on", -1)  # fmt: skip
    assert client.post("/pictures/used/new/", sent).status_code == 302
    assert "Mia Marsh" in client.get("/pictures/used/").content.decode()


def test_pat_answers_for_her_children_and_changes_her_mind(sign_in: SignIn) -> None:
    a_parent(cast.leo())
    pat, mia = a_parent(cast.mia()), cast.mia()
    client = sign_in(pat)
    page = client.get("/my-part/pictures/").content.decode()
    assert "Pictures of Leo Marsh" in page
    assert "Pictures of me" not in page
    address = f"/my-part/pictures/{mia.pk}/"
    client.post(address, {"news--website": "yes", "news--press": "no"})
    client.post(address, {"news--website": "yes", "news--press": "no"})
    assert Consent._base_manager.count() == 2
    client.post(address, {"news--website": "no"})
    assert Consent._base_manager.filter(channel="website").order_by("at").last().yes is False
    assert Consent._base_manager.filter(evidence="on-screen").count() == 3


def test_a_no_that_pat_says_herself_has_the_picture_taken_down(sign_in: SignIn) -> None:
    pat, mia, now = a_parent(cast.mia()), cast.mia(), timezone.now()
    cast.hana()
    says(pat, mia, at=now, from_on=timezone.localdate() - timedelta(days=9))
    a_use(mia, at=now)
    assert not actions.list_by_origin(SYSTEM, "consent:")
    sign_in(pat).post(f"/my-part/pictures/{mia.pk}/", {"news--website": "no"})
    [action] = actions.list_by_origin(SYSTEM, "consent:")
    page = sign_in(cast.hana()).get(action.address).content.decode()
    assert "oakfield.example/sports-day" in page


def test_a_parent_kept_from_contact_finds_nothing_about_the_child(sign_in: SignIn) -> None:
    mia = cast.mia()
    a_parent(mia, no_contact=True)
    client = sign_in(cast.pat())
    assert "Nothing is asked of you" in client.get("/my-part/pictures/").content.decode()
    assert client.get(f"/my-part/pictures/{mia.pk}/").status_code == 404
    assert client.post(f"/my-part/pictures/{mia.pk}/", {"news--website": "yes"}).status_code == 404
    assert not Consent._base_manager.exists()


def test_an_account_of_no_school_finds_nothing_to_answer(db: None) -> None:
    user = make_user(actor=SYSTEM, login="nobody", email="nobody@oakfield.example", at=timezone.now())
    client = Client()
    client.force_login(user)
    for address in ("/my-part/pictures/", f"/my-part/pictures/{cast.mia().pk}/"):
        assert client.get(address).status_code == 404


def test_ten_answers_cost_little_more_than_one(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    pat, mia = a_parent(cast.mia()), cast.mia()
    client, today = sign_in(pat), timezone.localdate()
    answers = dict.fromkeys([one.key for one in queries.offers_of(cast.oakfield())], "yes")
    with django_assert_max_num_queries(70):  # type: ignore[attr-defined]
        client.post(f"/my-part/pictures/{mia.pk}/", answers)
    assert all(verdict.allow for _offer, verdict in queries.list_verdicts(cast.oakfield(), mia, on=today))


def test_leo_says_what_he_wants_himself_for_each(sign_in: SignIn) -> None:
    leo = cast.leo()
    client = sign_in(leo)
    assert "Say yes or no to each" in client.get("/my-part/pictures/", follow=True).content.decode()
    client.post(f"/my-part/pictures/{leo.pk}/", {"news--website": "no"})
    row = Consent._base_manager.get()
    assert (row.person, row.given_by, row.yes) == (leo, leo, False)


def test_mia_of_seven_is_asked_one_question_and_her_no_counts_for_everything(sign_in: SignIn) -> None:
    pat, mia, now = a_parent(cast.mia()), cast.mia(), timezone.now()
    says(pat, mia, at=now, from_on=timezone.localdate())
    client = sign_in(mia)
    page = client.get("/my-part/pictures/", follow=True).content.decode()
    assert "I would rather not" in page
    assert "prospectus" not in page
    client.post(f"/my-part/pictures/{mia.pk}/", {"all": "no"})
    verdicts = queries.list_verdicts(cast.oakfield(), mia, on=timezone.localdate())
    assert {verdict.reason for _offer, verdict in verdicts} == {Reason.OWN_NO}


def test_leo_answers_about_nobody_else(sign_in: SignIn) -> None:
    client = sign_in(cast.leo())
    assert client.get(f"/my-part/pictures/{cast.mia().pk}/").status_code == 404


def test_the_other_parents_answer_is_not_shown(sign_in: SignIn) -> None:
    mia, pat, jo = cast.mia(), a_parent(cast.mia()), another_parent()
    a_parent(mia, jo)
    says(jo, mia, yes=False, at=timezone.now(), from_on=timezone.localdate())
    page = sign_in(pat).get(f"/my-part/pictures/{mia.pk}/").content.decode()
    assert "checked" not in page
    assert "Jo" not in page
