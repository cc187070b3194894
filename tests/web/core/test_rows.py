"""Rows about people: nobody sees them without being somebody, nobody beyond their establishment, nobody excluded."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.http import Http404

from tests import cast
from tutela.web.core.actor import AnonymousReporter, NoActor, SystemActor, acting_as, current_actor
from tutela.web.core.append_only import AppendOnly
from tutela.web.core.rows import AppendOnlyError, Record, Row, check_rows, get_visible, without_excluded
from tutela.web.establishments.models import Person


def test_rows_about_people_cannot_be_read_while_nobody_is_known_to_ask() -> None:
    with pytest.raises(NoActor):
        Person.objects.count()


def test_the_inner_scope_counts_and_the_outer_comes_back() -> None:
    with acting_as(SystemActor("outer")):
        with acting_as(SystemActor("inner")):
            assert current_actor().label == "system:inner"
        assert current_actor().label == "system:outer"


def test_the_software_sees_every_establishment_or_the_one_it_names() -> None:
    cast.leo(), cast.nia()
    with acting_as(SystemActor("count")):
        assert {person.given_name for person in Person.objects.all()} == {"Leo", "Nia"}
    with acting_as(SystemActor("count", cast.elm_park().pk)):
        assert [person.given_name for person in Person.objects.all()] == ["Nia"]


def test_the_outsider_reaches_nobody_of_another_school() -> None:
    leo, eli = cast.leo(), cast.acting(cast.eli())
    with acting_as(eli):
        assert not Person.objects.filter(pk=leo.pk).exists()
    with pytest.raises(Http404):
        get_visible(Person, eli, leo.pk)


def test_an_anonymous_reporter_sees_nobody() -> None:
    cast.leo()
    for reporter in (AnonymousReporter(), AnonymousReporter(cast.oakfield().pk)):
        assert not Person.visible_to(reporter).exclude(pk__isnull=True).filter(kind="staff").exists()
        with acting_as(AnonymousReporter()):
            assert not Person.objects.exists()


def test_exclusion_beats_every_role() -> None:
    dana = cast.dana()
    actor = cast.acting(dana)
    everybody = Person.in_scope(actor)
    assert dana.pk in set(everybody.values_list("pk", flat=True))
    assert dana.pk not in set(without_excluded(everybody, actor).values_list("pk", flat=True))
    assert without_excluded(everybody, SystemActor("test")).count() == everybody.count()


def test_a_model_about_people_that_does_not_say_who_may_see_it_is_refused() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("tutela.web.core"):

        class Forgotten(Row):
            class Meta:
                app_label = "core"

        from django.apps import apps

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(apps, "get_models", lambda: [Forgotten])
            assert [error.id for error in check_rows(None)] == ["tutela.E002"]
    with pytest.raises(NotImplementedError):
        Forgotten.visible_to(SystemActor("test"))


# SQLite alters tables outside a transaction alone; PostgreSQL's tables of records refuse to be emptied after one
@pytest.mark.django_db(databases=["default", "transient"], transaction=connection.vendor == "sqlite")
def test_the_database_lets_a_guarded_row_be_emptied_but_never_changed_or_deleted() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("tutela.web.core", "tutela.web.establishments"):

        class Note(models.Model):
            words = models.TextField()
            more = models.TextField(null=True)

            class Meta:
                app_label = "core"
                db_table = "core_note"

        with connection.schema_editor() as editor:
            editor.create_model(Note)
        guard = AppendOnly("core_note", allow_columns=("more",))
        with connection.schema_editor() as editor:
            guard.database_forwards("core", editor, None, None)
        note = Note.objects.create(words="first", more="details")
        rows = Note._base_manager.all()
        for change in (
            lambda: rows.update(words="second"),
            lambda: rows.update(more="other"),
            lambda: rows.update(words="second", more=None),
            rows.delete,
            lambda: replace("core_note", note.pk),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                change()
        assert rows.update(more=None) == 1
        with connection.schema_editor() as editor:
            guard.database_backwards("core", editor, None, None)
        assert rows.update(words="second") == 1
        with connection.schema_editor() as editor:
            editor.delete_model(Note)


def test_a_record_that_was_written_can_be_neither_saved_again_nor_deleted() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("tutela.web.core"):

        class Entry(Record):
            class Meta:
                app_label = "core"

        entry = Entry(establishment_id=1)
        entry._state.adding = False
        with pytest.raises(AppendOnlyError):
            entry.save()
        with pytest.raises(AppendOnlyError):
            entry.delete()


def replace(table: str, pk: int) -> None:
    """The way round a DELETE trigger: on SQLite recursive_triggers closes it, on PostgreSQL it is an update."""
    row = f"INTO {table} (id, words, more) VALUES (%s, 'second', NULL)"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT OR REPLACE {row}", [pk])
        else:
            cursor.execute(f"INSERT {row} ON CONFLICT (id) DO UPDATE SET words = excluded.words", [pk])


def test_postgresql_is_told_the_same_as_sqlite() -> None:
    """The words alone: a server is needed to try them."""
    from tutela.web.core.append_only import _postgresql

    function, update, delete, truncate = _postgresql("core_note", ["id", "words", "more"], ("more",), False)
    assert "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME" in function
    assert 'NEW."words" IS DISTINCT FROM OLD."words"' in update
    assert '(NEW."more" IS NOT NULL AND NEW."more" IS DISTINCT FROM OLD."more")' in update
    assert "BEFORE DELETE" in delete
    assert "BEFORE TRUNCATE" in truncate
    assert "FOR EACH STATEMENT" in truncate


def test_the_database_guards_every_table_of_records() -> None:
    """A later migration that remakes a table on SQLite drops its guard in silence; here it is missed."""
    from tutela.web.core.append_only import list_unguarded

    assert list_unguarded(connection) == []
    with connection.cursor() as cursor:
        of_table = " ON core_auditentry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER core_auditentry_no_update{of_table}")
    assert list_unguarded(connection) == ["core_auditentry"]
