"""Logs say what happened and never about whom."""

import json
import logging
import sys

from tutela.web.project.logs import AllowListFormatter


def written(record: logging.LogRecord) -> dict[str, object]:
    return json.loads(AllowListFormatter().format(record))


def record(name: str, message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, None)
    made.__dict__.update(extra)
    return made


def test_of_our_own_messages_the_fixed_words_are_kept_and_what_varies_is_not() -> None:
    line = written(record("tutela.worker", "Could not send to %s", "dana@oakfield.example", count=3, login="dana"))
    assert line["message"] == "Could not send to %s"
    assert line["count"] == 3
    assert "dana" not in json.dumps(line)


def test_of_others_not_even_the_words_are_kept() -> None:
    line = written(record("django.request", "Not Found: /concerns/leo-marsh/", status_code=404))
    assert "leo" not in json.dumps(line)
    assert line["status_code"] == 404


def test_a_fault_is_kept_as_its_kind_and_its_places() -> None:
    try:
        raise ValueError("Leo Marsh said")
    except ValueError:
        fault = record("tutela.worker", "Failed")
        fault.exc_info = sys.exc_info()
    line = written(fault)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["where"][-1]
    assert "Leo" not in json.dumps(line)
