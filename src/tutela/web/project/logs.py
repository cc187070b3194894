"""Logs hold what happened, never whom it was about: only the fields named here are written."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

FIELDS = ("status_code", "duration_ms", "error_id", "task", "establishment_id", "count")
"""Fields of a log record that may be written beside time, level and logger; each is a number or a fixed word."""

OUR_LOGGERS = "tutela"


class AllowListFormatter(logging.Formatter):
    """One JSON object per line. Of foreign loggers not even the message is kept, for it may quote what a person sent.

    An exception is written as its class and the places in the code, without its text and without local values.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.split(".", 1)[0] == OUR_LOGGERS and isinstance(record.msg, str):
            # the bare message: our own calls put what varies in the fields above
            line["message"] = record.msg
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _places(record.exc_info[2])
        return json.dumps(line, default=str)


def _places(traceback: Any, most: int = 12) -> list[str]:
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-most:]


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"allow-list": {"()": AllowListFormatter}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "allow-list"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "tutela": {"level": "INFO"},
        # Django would send these to its own handlers as well, with the request's details
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # a page that failed is logged by project.views.fault, once and with its number
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
