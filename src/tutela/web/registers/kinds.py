"""What is listed more than once: kinds of technology, those who use them, and the three ends of safeguarding."""

from django.utils.translation import gettext_lazy as _

TECHNOLOGIES = {
    "email": _("Email"),
    "messaging": _("Messaging and chat"),
    "video-call": _("Video calls"),
    "social-media": _("Social media"),
    "own-phone": _("Own phones"),
    "school-device": _("Devices we hand out"),
    "camera": _("Cameras"),
    "cloud-storage": _("Cloud storage"),
    "learning-platform": _("Learning platforms"),
    "ai-assistant": _("AI assistants"),
    "game": _("Games"),
    "vpn": _("VPNs"),
    "printer": _("Printers and 3D printers"),
    "streaming": _("Streaming of video and music"),
    "website": _("Websites and apps"),
    "wearable": _("Watches and other wearables"),
}
"""The same list that clauses of policies name; a test holds the two together."""

AUDIENCES = {
    "staff": _("Staff"),
    "learners": _("Learners"),
    "parents": _("Parents and carers"),
    "governors": _("Governors"),
    "visitors": _("Visitors and partners"),
}

TAGS = {"protect": _("Protect"), "educate": _("Educate"), "empower": _("Empower")}


def audiences_in_words(keys: list[str]) -> str:
    """“Staff, Learners”, in the order of the list whatever order they were ticked in."""
    return ", ".join(str(words) for key, words in AUDIENCES.items() if key in keys)
