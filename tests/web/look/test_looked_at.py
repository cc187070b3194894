"""What is said at the end of a whole run of the browser tests about pages that nobody looked at."""

from tests.browser import looked_at
from tests.browser.looked_at import Run, is_whole, missing
from tests.permissions import golden
from tutela.web.core.routing import walk

ONE, TWO = "tests/browser/test_one.py", "tests/browser/test_two.py"
ALL = {f"{ONE}::test_a", f"{ONE}::test_b[x]", f"{TWO}::test_c"}


def test_a_run_is_whole_when_each_file_was_collected_and_each_test_in_it_passed() -> None:
    assert is_whole(ALL, ALL | {"tests/cli/test_up.py::test_d"}, [ONE, TWO])


def test_a_run_of_some_files_or_one_in_which_a_test_was_left_out_or_failed_says_nothing() -> None:
    assert not is_whole({one for one in ALL if one.startswith(ONE)}, ALL, [ONE, TWO])
    assert not is_whole(ALL, ALL - {f"{TWO}::test_c"}, [ONE, TWO])
    assert not is_whole((), (), [ONE, TWO])


def test_what_workers_saw_counts_together() -> None:
    pages = frozenset({"a", "b", "c"})
    together = Run(pages, frozenset(), frozenset({"a"})) | Run(pages, frozenset(), frozenset({"b"}))
    assert missing(together, pages, {}) == ["c was never looked at"]
    assert missing(together, pages, {"c": "It answers with a file."}) == []


def test_an_address_that_takes_no_get_need_not_be_looked_at() -> None:
    assert missing(Run(frozenset({"a", "post"}), frozenset(), frozenset({"a"})), {"a"}, {}) == []


def test_an_exception_that_was_looked_at_after_all_or_is_no_page_has_to_go() -> None:
    run = Run(frozenset({"a", "b"}), frozenset(), frozenset({"a", "b"}))
    assert missing(run, {"a", "b"}, {"a": "why", "gone": "why"}) == [
        "a was looked at: strike it from not_looked_at.yaml",
        "gone of not_looked_at.yaml is no page",
    ]


def test_each_exception_is_an_address_of_ours_and_has_a_reason_that_is_a_sentence() -> None:
    exceptions = looked_at.read_exceptions()
    assert set(exceptions) <= {found.name for found in walk()} & looked_at.pages_to_read()
    assert all(len(reason.split()) > 2 and reason.endswith(".") for reason in exceptions.values())


def test_which_addresses_answer_to_get_is_what_the_golden_table_says() -> None:
    read = looked_at.pages_to_read()
    assert {"home:home", "concerns:case", "help:help"} <= read
    assert not {"account-end-browser", "worries:close", "policies:publish"} & read
    assert read < {name for name, _ in golden.read()}
