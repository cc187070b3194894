"""What an application server loads; the data folder comes from TUTELA_DATA."""

from contextlib import suppress

import msgspec
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()


def learn_types() -> int:
    """Have msgspec learn every structure while one thread is here alone; how many there are.

    It learns a structure when it is first decoded, and two threads that begin at once make it read what is only half
    learnt, which ends the process (msgspec 0.22). The pages are loaded first, for they bring their structures along.
    """
    assert get_resolver().url_patterns
    waiting, seen = [msgspec.Struct], set[type]()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind not in seen:
                seen.add(kind)
                waiting.append(kind)
                with suppress(TypeError):  # one that is never decoded may hold what msgspec does not know
                    msgspec.json.Decoder(kind)
    return len(seen)


learn_types()
