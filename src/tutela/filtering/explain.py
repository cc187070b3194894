"""The reason of a decision, in words a learner, a teacher and a parent can all read."""

from tutela.filtering.index import Category
from tutela.filtering.ruleset import Group, OpenHost, Rule

OPEN_BECAUSE = {
    "help": "This is a place to get help. It is open to everybody at all times.",
    "safeguarding": "This site keeps people safe. It is open to everybody at all times.",
    "exam": "This site is needed for exams. It is open to everybody at all times.",
    "learning": "This is a learning site. It is open to everybody at all times.",
    "system": "The school's own systems need this site. It is open to everybody at all times.",
}


def locked(category: Category) -> str:
    return f"This site is listed under “{category.title}”. That is blocked for everybody; nobody can open it."


def always_open(host: OpenHost) -> str:
    return OPEN_BECAUSE[host.kind]


def rule(given: Rule, who: str) -> str:
    """`who` made the rule: "the trust", "the school", "an exception"."""
    done = "opened" if given.action == "allow" else "blocked"
    site = given.host + given.path
    return given.reason or f"{who[0].upper()}{who[1:]} has {done} {site}."


def blocked(category: Category, group: Group, slot: str) -> str:
    return f"This site is listed under “{category.title}”, which is blocked for {group.name}{_during(slot)}."


def opened(category: Category, group: Group, slot: str) -> str:
    return f"This site is listed under “{category.title}”, which is open to {group.name}{_during(slot)}."


def unlisted(group: Group) -> str:
    if group.default == "allow":
        return "No list names this site, so it is open."
    return f"Only sites that have been checked are open to {group.name}."


def _during(slot: str) -> str:
    return f" during {slot.replace('-', ' ')}" if slot else ""
