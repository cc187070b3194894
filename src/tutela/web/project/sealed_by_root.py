"""All rows that a key of the root's opens directly: listed, proved, and sealed anew under the root key of now."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import transaction

from tutela.web.accounts.adapters import SECRET_PLACE
from tutela.web.core import sealing
from tutela.web.core.models import EstablishmentKey

FIELDS = (
    ("concerns.ConcernDraft", "sealed_answers", "drafts/{establishment}"),
    ("allegations.AllegationDraft", "sealed_answers", "drafts about adults/{establishment}"),
    ("filters.FilterChange", "words", "filter-change/{establishment}"),
)
STAYING = (("exhibits.Exhibit", "quarantine_part", "exhibit-quarantine"),)
"""The same of columns that can only be emptied: what is there opens with what was kept of the key, until it is."""
"""Model, field, purpose. What lives a few days under a key of which a browser has half is not here: it runs out."""

KeyOf = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Found:
    """How many things were opened, and the names of the rows of those that were not."""

    opened: int
    closed: tuple[str, ...]


def prove(key_of: KeyOf, *, staying: bool = False) -> Found:
    """Whether every row opens with the key of its purpose; with `staying` those too that are never sealed anew."""
    opened, closed = 0, []
    for name, purpose, place, sealed in _everything(FIELDS + STAYING if staying else FIELDS):
        try:
            sealing.open_bytes(key_of(purpose), place, sealed)
        except sealing.CannotOpen:
            closed.append(name)
        else:
            opened += 1
    return Found(opened, tuple(closed))


def seal_anew(say: Callable[[str], None]) -> int:
    """Seal under the root key of now what an earlier one sealed; how many. Each row is a transaction of its own.

    What opens with no key stays as it is. Called again, it goes on where it was.
    """
    done = 0
    for key in EstablishmentKey.objects.values_list("pk", flat=True):
        done += _attempt(lambda pk=key: sealing.rewrap_establishment_key(pk))
    say(f"Keys of establishments: {done}")
    for label, field, purpose in FIELDS:
        model, before = apps.get_model(label), done
        for pk in list(model._base_manager.filter(**{f"{field}__isnull": False}).values_list("pk", flat=True)):
            done += _attempt(lambda pk=pk: _row_anew(model, pk, field, purpose))  # noqa: B023
        say(f"{model._meta.verbose_name_plural}: {done - before}")
    before = done
    for pk in list(Authenticator.objects.values_list("pk", flat=True)):
        done += _attempt(lambda pk=pk: _factor_anew(pk))
    say(f"Second factors: {done - before}")
    return done


def _attempt(change: Callable[[], bool]) -> bool:
    try:
        return change()
    except sealing.CannotOpen:
        return False


@transaction.atomic
def _row_anew(model: Any, pk: Any, field: str, purpose: str) -> bool:
    row = model._base_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    sealed = getattr(row, field, None)
    if sealed is None:
        return False
    key, place = sealing.installation_subkey(_purpose(purpose, row.establishment_id)), sealing.Place.of(row, field)
    if sealing.opens_alone(key, place.to_bytes(), bytes(sealed)):
        return False
    made = sealing.seal(key, place, sealing.unseal(key, place, bytes(sealed)))
    model._base_manager.filter(pk=pk).update(**{field: made})
    return True


@transaction.atomic
def _factor_anew(pk: Any) -> bool:
    row = Authenticator.objects.select_for_update(of=("self",)).get(pk=pk)
    key, changed = sealing.installation_subkey("second-factor"), False
    for name, texts in _sealed_of(row):
        made = []
        for text in texts:
            sealed = bytes.fromhex(text)
            if sealing.opens_alone(key, SECRET_PLACE.to_bytes(), sealed):
                made.append(text)
                continue
            made.append(sealing.seal(key, SECRET_PLACE, sealing.unseal(key, SECRET_PLACE, sealed)).hex())
            changed = True
        row.data[name] = made if isinstance(row.data[name], list) else made[0]
    if changed:
        row.save(update_fields=["data"])
    return changed


def _sealed_of(row: Authenticator) -> list[tuple[str, list[str]]]:
    """The sealed texts of a factor, in hex; a passkey has none."""
    found = {name: row.data[name] for name in ("secret", "seed", "migrated_codes") if row.data.get(name)}
    return [(name, value if isinstance(value, list) else [value]) for name, value in found.items()]


def _everything(fields: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, bytes, bytes]]:
    """Name, purpose, place and sealed bytes of each."""
    for key in EstablishmentKey.objects.all():
        yield f"establishment key {key.pk}", "establishment-key", sealing.place_of_establishment_key(key), key.wrapped
    for label, field, purpose in fields:
        model = apps.get_model(label)
        for row in model._base_manager.filter(**{f"{field}__isnull": False}).iterator():
            place = sealing.Place.of(row, field).to_bytes()
            yield f"{label} {row.pk}", _purpose(purpose, row.establishment_id), place, getattr(row, field)
    for factor in Authenticator.objects.all():
        for _, texts in _sealed_of(factor):
            for text in texts:
                yield f"second factor {factor.pk}", "second-factor", SECRET_PLACE.to_bytes(), bytes.fromhex(text)


def _purpose(purpose: str, establishment_id: Any) -> str:
    return purpose.format(establishment=establishment_id)
