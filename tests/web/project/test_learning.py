"""Four threads serve the first pages at once; by then the library that reads our data has learnt all of it."""

from tutela.web.project import wsgi


def test_every_structure_is_learnt_before_threads_begin() -> None:
    assert wsgi.learn_types() > 30
