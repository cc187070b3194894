"""What kinds, standings and lines of the ledger are called on screen."""

from django.utils.translation import gettext_lazy as _

from tutela.web.exhibits import rules

KINDS = {
    "pdf": _("PDF document"),
    "png": _("Picture (PNG)"),
    "jpeg": _("Picture (JPEG)"),
    "docx": _("Word document"),
    "text": _("Text"),
    "email": _("E-mail"),
    "json": _("Exported data (JSON)"),
    "table": _("Table (CSV)"),
    "page": _("Web page, kept as text"),
    "chat": _("Conversation"),
    "audio": _("Sound recording"),
    "video": _("Video"),
}
STANDINGS = {
    rules.QUARANTINE: (_("In quarantine"), "yellow"),
    rules.CLEAN: (_("Ready"), "green"),
    rules.INFECTED: (_("Harmful"), "red"),
    rules.LOCKED: (_("Locked"), "red"),
    rules.TO_DESTROY: (_("To be destroyed"), "orange"),
    rules.DESTROYED: (_("Destroyed"), "grey"),
}
CUSTODY = {
    rules.RECEIVED: _("Received and sealed"),
    rules.SCANNED: _("Scanned: nothing found"),
    rules.FOUND: _("Scanned: something harmful found"),
    rules.MADE: _("Made here and sealed"),
    rules.VIEWED: _("Viewed"),
    rules.COPIED: _("A copy was made with parts taken out"),
    rules.EXPORTED: _("Saved as a file"),
    rules.HANDED_OVER: _("Handed over"),
    rules.LOCKED: _("Locked"),
    rules.TO_DESTROY: _("The police told us to destroy it"),
    rules.DESTROYED: _("Destroyed"),
}
NOTES = {
    "acts": _("This PDF holds something that acts when it is opened. Open it only on a machine that may be lost."),
    "more-behind": _(
        "More bytes stand behind the end of the picture. The original keeps them; copies made here do not."
    ),
    "embeds": _("Other files lie inside this document. The page cannot show them."),
    "mixed-name": _("The name of this file mixes letters of different scripts, as names do that imitate others."),
}
FAULTS = {
    "too-large": _(
        "The file is too large. The limit here is %(most)d MB. "
        "Ask for a shorter part of it, or keep it on its device and note where it is"
    ),
    "no-room": _("There is no room for this file on the server’s disc. Nothing was kept. Tell whoever looks after it"),
    "kind": _(
        "This kind of file is not kept. "
        "Use PDF, PNG, JPEG, Word without macros, text, e-mail (.eml), an exported conversation, "
        "sound or video. HEIC pictures: save them as JPEG first"
    ),
    "broken": _("The file cannot be read as what it says it is, or could do harm. Nothing was kept"),
    "too-long": _("Looking into the file took too long. Nothing was kept"),
    "keys": _("The key of this file could not be kept, so nothing of it was. Tell whoever looks after this server"),
}
SCANNER = {
    "none": _(
        "No scanner runs on this server, so nothing is opened. "
        "Whoever looks after it can install clamav-daemon; this page says when it is done."
    ),
    "stale": _(
        "The scanner’s list of harmful files is too old to be trusted. "
        "Whoever looks after this server has to bring it up to date."
    ),
    "failed": _("The scanner gives no answer. It is asked again every minute."),
    "ready": _(
        "The scanner is asked again every minute. A "
        "file larger than it takes (StreamMaxLength in clamd.conf) stays here."
    ),
}
"""Why something is still in quarantine."""
FACTS = {
    "told": _("Who told you, and when"),
    "where": _("Where the image is now: which device, account or app, and who holds it"),
    "shared": _("Whether it was passed on, as far as you know"),
    "safe": _("What was done so that the child is safe and supported"),
    "rang": _("Whom you rang, and when"),
}
