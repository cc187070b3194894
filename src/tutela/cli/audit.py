"""`tutela audit`: proves the record of who did and read what, here or anywhere else."""

import argparse
import os
from pathlib import Path
from typing import Any

from tutela.cli.application import migrate, open_application
from tutela.keys import KeyFolder
from tutela.settings import Settings

NO_OUTSIDE = (
    "Warning: compared with no checkpoint from outside. If somebody cut off the end of the record together with its "
    "checkpoints, this cannot be seen from here. Keep the output of `tutela audit checkpoint` on another machine or on "
    "paper, and give it with --from."
)


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("audit", help="verify the record of who did and read what")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    checking = actions.add_parser("verify", help="prove every entry, or say which is at fault")
    checking.add_argument("--from", dest="anchor", type=Path, metavar="FILE", help="a checkpoint kept elsewhere")
    checking.set_defaults(run=verify)
    signing = actions.add_parser("checkpoint", help="print the newest signed checkpoint, to be kept elsewhere")
    signing.set_defaults(run=checkpoint)
    exporting = actions.add_parser("export", help="write the whole record to one file that proves itself elsewhere")
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="the file to write")
    exporting.set_defaults(run=export)


def verify(options: argparse.Namespace, settings: Settings) -> int:
    """0 when every entry proves, 1 when something is at fault, 2 when the given checkpoint cannot be read."""
    open_application(settings)
    from django.db import DatabaseError, connection

    try:
        migrate()
    except DatabaseError as error:
        print(f"The database cannot be read: {error}")
        return 1

    from tutela.web.core.append_only import list_unguarded
    from tutela.web.core.verification import verify as prove

    anchor = None
    if options.anchor is not None:
        try:
            anchor = options.anchor.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            print(f"{options.anchor} cannot be read: {error}")
            return 2
    try:
        verdict = prove(KeyFolder(settings.keys).ring(), anchor)
    except (DatabaseError, TypeError, ValueError) as error:
        # whoever can write to the database can also write what is no entry at all
        print(f"The record cannot be read as one: {next(iter(str(error).splitlines()), '')}")
        print("Something is wrong with the record.")
        return 1
    for table in list_unguarded(connection):
        verdict.fault(f"The database no longer guards {table} against changes.")
    _note(verdict)
    for fault in verdict.faults:
        print(fault)
    erased = f", {verdict.erased} with their details erased" if verdict.erased else ""
    if verdict.unrelied:
        print(
            f"{verdict.unrelied} checkpoints count for nothing: their key is not relied on for that time. "
            "A later checkpoint vouches for what they covered."
        )
    print(f"{verdict.size} entries{erased}, {verdict.checkpoints} checkpoints, root {verdict.root.hex()}")
    if verdict.anchored_to is None:
        print(NO_OUTSIDE)
    else:
        print(f"Compared with the checkpoint from outside at {verdict.anchored_to} entries.")
    print("Something is wrong with the record." if verdict.faults else "The record is sound.")
    return 1 if verdict.faults else 0


def _note(verdict: Any) -> None:
    """Write down that it was proved; a record that cannot be written to is proved all the same."""
    from datetime import UTC, datetime

    from django.db import DatabaseError

    from tutela.web.project.proving import note_proof

    try:
        note_proof(verdict, datetime.now(UTC))
    except DatabaseError as error:
        print(f"That it was proved could not be written down: {next(iter(str(error).splitlines()), '')}")


def checkpoint(_options: argparse.Namespace, settings: Settings) -> int:
    """Sign the record as it stands and print the note."""
    open_application(settings)
    migrate()
    from datetime import UTC, datetime

    from tutela.web.core import checkpoints
    from tutela.web.core.models import AuditCheckpoint

    checkpoints.make_now(datetime.now(UTC))
    newest = AuditCheckpoint.objects.order_by("-size").first()
    if newest is None:
        print("Nothing has been recorded yet.")
        return 1
    print(newest.note, end="")
    return 0


def export(options: argparse.Namespace, settings: Settings) -> int:
    """Write the whole record with its proofs and a verifier; 2 when the file cannot be written.

    It tells who did and read what and when, by keys, and nothing that anybody wrote. Nothing is left half-written.
    """
    out: Path = options.out
    if out.exists():
        print(f"{out} is there already. Name another file, so that nothing is written over.")
        return 2
    open_application(settings)
    migrate()
    from datetime import UTC, datetime

    from django.db import transaction

    from tutela.web.core import audit, checkpoints, exports
    from tutela.web.core.actor import SystemActor

    at = datetime.now(UTC)
    begun = out.with_name(f"{out.name}.part")
    keys = KeyFolder(settings.keys)
    key, ring = keys.signing_key(), keys.ring()
    try:
        with transaction.atomic():
            # the export is part of the record that it tells of
            audit.record(SystemActor("audit export"), "audit.export", "audit:all", at=at)
            checkpoints.make_now(at)
            with begun.open("xb") as file:
                exports.write_export(
                    file, "audit", {"file": out.name, "made_at": at.isoformat()}, exports.list_audit_files(), key,
                    ring=ring,
                )  # fmt: skip
                file.flush()
                os.fsync(file.fileno())
            begun.rename(out)
    except (OSError, exports.TooLarge) as error:
        if not isinstance(error, FileExistsError):
            begun.unlink(missing_ok=True)
        print(f"{out} cannot be written: {error}")
        return 2
    print(f"{out} holds the whole record. Check it anywhere with Python alone: python3 verify.py {out.name}")
    print(f"Key, to be told by another way than the file: {key.public_key().public_bytes_raw().hex()}")
    return 0
