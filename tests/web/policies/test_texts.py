"""Texts are filled, printed, cleaned, compared and merged."""

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tutela.web.core.terms import get_terms
from tutela.web.policies.authored.model import Clause, Variable
from tutela.web.policies.rules import checks
from tutela.web.policies.texts import difference, markdown, merge
from tutela.web.policies.texts.clean import clean
from tutela.web.policies.texts.wording import Wording, fill, from_text, hash_of, list_missing, resolve, to_text

ENGLAND = get_terms("england", "school", "secondary")


def clause(key: str, text: str = "", **more: object) -> Clause:
    return Clause(id=key, title=f"About {key}", text=text or f"We do {key}.", **more)  # type: ignore[arg-type]


def wording(*clauses: Clause, **more: object) -> Wording:
    return Wording(clauses=clauses, **more)  # type: ignore[arg-type]


CONTACT = Variable(id="contact", label="Whom to tell", fact="contact.name")
PHONES = Variable(id="phones", label="When phones may be used")


def test_gaps_are_filled_by_what_was_typed_then_by_records_and_what_is_missing_is_said() -> None:
    draft = wording(clause("a", "Tell {contact}. A {learner} uses phones {phones}."), variables=(CONTACT, PHONES))
    assert [one.id for one in list_missing(draft)] == ["contact", "phones"]
    known = resolve(draft, {"contact.name": "Dana Shah"})
    assert [one.id for one in list_missing(known)] == ["phones"]
    assert (
        fill(known.clauses[0].text, known, ENGLAND) == "Tell Dana Shah. A pupil uses phones [When phones may be used]."
    )
    typed = msgspec.structs.replace(draft, values={"contact": "the office", "phones": "after lessons"})
    assert resolve(typed, {"contact.name": "Dana Shah"}).values["contact"] == "the office"


def test_what_is_kept_comes_back_and_its_hash_changes_with_a_word() -> None:
    text = wording(clause("a"), values={"x": "y"})
    assert from_text(to_text(text)) == text
    assert hash_of(text) != hash_of(wording(clause("a", "We do a!"), values={"x": "y"}))


def test_only_paragraphs_lists_bold_and_links_mean_anything() -> None:
    blocks = markdown.parse(
        "One **bold** [link](https://x.example)\ngoes on.\n\n- first\n- second\n  more\n1. one\n\n# no"
    )
    assert [block.kind for block in blocks] == ["paragraph", "bullets", "numbers", "paragraph"]
    assert [(span.text, span.bold, span.address) for span in blocks[0].lines[0]] == [
        ("One ", False, ""),
        ("bold", True, ""),
        (" ", False, ""),
        ("link", False, "https://x.example"),
        (" goes on.", False, ""),
    ]
    assert [line[0].text for line in blocks[1].lines] == ["first", "second more"]
    assert blocks[3].lines[0][0].text == "# no"


def test_an_address_that_runs_something_is_no_link() -> None:
    (block,) = markdown.parse("[click](javascript:alert(1))")
    assert all(not span.address for span in block.lines[0])


def test_words_pasted_from_a_word_processor_become_plain_text() -> None:
    pasted = (
        "<html xmlns:o='urn:x'><head><style>p.MsoNormal{mso-style:x}</style></head><body>"
        "<p class=MsoNormal style='margin:0'><b>Phones</b><o:p>&nbsp;</o:p> stay &amp; rest</p>"
        "<ul><li>in <i>bags</i></li><li>off</li></ul><!--[if gte mso 9]><xml>x</xml><![endif]-->"
        "<p>See <a href='https://x.example/a b'>this</a>. <script>alert(1)</script></p></body></html>"
    )
    assert clean(pasted) == "Phones stay & rest\n- in bags\n- off\n\nSee [this](https://x.example/a%20b)."
    assert clean("·\u00a0one\n•  two") == "- one\n- two"
    assert clean("a < b and b > a") == "a < b and b > a"


def test_a_difference_names_what_came_and_what_went_word_by_word() -> None:
    old = (clause("a", "We close at nine."), clause("b"), clause("c"))
    new = (clause("a", "We open at nine sharp."), clause("c"), clause("d"))
    changes = difference.compare(old, new)
    assert [(one.id, one.how) for one in changes] == [("a", "changed"), ("b", "dropped"), ("c", "same"), ("d", "added")]
    assert [(piece.how, piece.words) for piece in changes[0].pieces] == [
        ("same", "We "),
        ("dropped", "close "),
        ("added", "open "),
        ("same", "at "),
        ("dropped", "nine."),
        ("added", "nine sharp."),
    ]
    assert len(difference.only_changed(changes)) == 3


words = st.lists(st.sampled_from(["we", "tell", "stop", "ask", " ", "\n", "a."]), max_size=30).map("".join)


@given(words, words)
@settings(max_examples=80, deadline=None)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    pieces = difference.compare_words(old, new)
    assert "".join(piece.words for piece in pieces if piece.how != "added") == old
    assert "".join(piece.words for piece in pieces if piece.how != "dropped") == new


def test_the_difference_of_sixty_pages_names_every_page_that_changed() -> None:
    page = " ".join(f"word{number % 97}{'.' if number % 12 == 0 else ''}" for number in range(500))
    old = [clause(f"c{number}", page) for number in range(60)]
    new = [clause(f"c{number}", page.replace("word3", "changed") + f" and {number}") for number in range(60)]
    assert len(difference.only_changed(difference.compare(old, new))) == 60


BASE = wording(clause("a"), clause("b"), clause("c"))


def merged(ours: Wording, theirs: Wording, **choices: merge.Side) -> tuple[list[str], list[str]]:
    done = merge.merge(BASE, ours, theirs, choices)
    return [one.text for one in done.wording.clauses], [one.id for one in done.conflicts]


def test_what_one_side_changed_is_taken_and_what_both_changed_waits_for_a_person() -> None:
    ours = wording(clause("a", "Ours."), clause("b"), clause("own", "Own."), clause("c"))
    theirs = wording(clause("a"), clause("b", "Theirs."), clause("new", "New."), clause("c"))
    assert merged(ours, theirs) == (["Ours.", "Theirs.", "New.", "Own.", "We do c."], [])
    both = wording(clause("a", "Both."), clause("b"), clause("c"))
    assert merged(ours, both) == (["Ours.", "We do b.", "Own.", "We do c."], ["a"])
    assert merged(ours, both, a="theirs")[0][0] == "Both."
    assert merged(ours, both, a="ours") == (["Ours.", "We do b.", "Own.", "We do c."], [])


def test_what_we_dropped_stays_away_until_they_change_it_or_it_must_be_there() -> None:
    ours = wording(clause("a"), clause("c"))
    assert merged(ours, wording(clause("a"), clause("b"), clause("c", "New."))) == (["We do a.", "New."], [])
    assert merged(ours, wording(clause("a"), clause("b", "New."), clause("c")))[1] == ["b"]
    assert merged(ours, wording(clause("a"), clause("b", must=True), clause("c")))[0] == [
        "We do a.",
        "We do b.",
        "We do c.",
    ]


def test_what_they_dropped_goes_unless_we_had_changed_it() -> None:
    theirs = wording(clause("a"), clause("c"))
    assert merged(BASE, theirs) == (["We do a.", "We do c."], [])
    ours = wording(clause("a"), clause("b", "Ours."), clause("c"))
    assert merged(ours, theirs) == (["We do a.", "Ours.", "We do c."], ["b"])
    assert merged(ours, theirs, b="theirs") == (["We do a.", "We do c."], [])


def test_what_stands_behind_a_clause_follows_the_template_while_its_words_stay_ours() -> None:
    ours = wording(clause("a", "Ours."), clause("b"), clause("c"))
    theirs = wording(clause("a", tags=("prevent",)), clause("b"), clause("c"))
    (first, *_) = merge.merge(BASE, ours, theirs).wording.clauses
    assert (first.text, first.tags) == ("Ours.", ("prevent",))


texts = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["One.", "Two.", "Three."])), unique_by=lambda one: one[0]
).map(lambda pairs: wording(*(clause(key, text) for key, text in pairs)))


@given(texts, texts)
@settings(max_examples=80, deadline=None)
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(base: Wording, other: Wording) -> None:
    assert merge.merge(base, other, base).wording.clauses == other.clauses
    taken = merge.merge(base, base, other)
    assert not taken.conflicts
    assert {one.id: one for one in taken.wording.clauses} == {one.id: one for one in other.clauses}


def test_a_clause_that_may_not_be_left_out_is_named_by_its_title() -> None:
    state = checks.State(
        wording=wording(clause("b")), must={"a": "About a", "b": "About b"}, sha256="", today=date(2026, 11, 23),
        prevent_applies=False, has_contact=True, documents=(), review_on=None, consult=(), heard=(),
    )  # fmt: skip
    assert [one.about for one in checks.find_refusals(state) if one.code == "left-out"] == ["About a"]
