"""What each permission lets somebody see, in plain words: the page “Who can see what” is read off roles.yaml."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tutela.web.core.permissions import Permission, Role, get_roles


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that can be seen about people, the permission that shows it, and how far it goes."""

    what: str | Promise
    permission: Permission
    but: str | Promise = ""


SIGHTS = (
    Sight(
        _("Concerns and cases: what somebody wrote about a person"),
        Permission.CONCERN_READ,
        _("The head and the chair of governors see only what is routed or opened to them."),
    ),
    Sight(
        _("Allegations and low-level concerns about adults who work here"),
        Permission.ALLEGATION_READ,
        _("An allegation goes to the head; one about the head goes to the chair. Nobody else sees that it is there."),
    ),
    Sight(
        _("Alerts: searches and addresses that may mean somebody is at risk, with the person’s name"),
        Permission.ALERT_READ,
        _("An alert goes round the person it is about, whatever their role."),
    ),
    Sight(
        _("What a person looked at on the internet"),
        Permission.EVENT_TRACE,
        _("They must write down why before they look, and it is kept who looked, when and why."),
    ),
    Sight(_("Details of people: roles, contact details, parents"), Permission.PERSON_READ),
    Sight(
        _("Names, years and classes, to choose whom a report is about"),
        Permission.PERSON_CHOOSE,
        _("A partner provider’s tutor sees only the people they teach and their own colleagues."),
    ),
    Sight(_("Figures that name nobody; small numbers are hidden"), Permission.REPORT_READ),
    Sight(
        _("Whether the filter works, with code names instead of people"),
        Permission.FILTER_HEALTH,
    ),
    Sight(_("Who did and read what"), Permission.AUDIT_READ),
)

DEEDS = {
    Permission.CONCERN_REPORT: _("report a concern"),
    Permission.ALLEGATION_REPORT: _("report what an adult who works here has done"),
    Permission.CONCERN_WRITE: _("write in a case"),
    Permission.CASE_CLOSE: _("close a case"),
    Permission.CASE_BREAK_GLASS: _("open a case in an emergency, for an hour, with others told at once"),
    Permission.RECOVERY_HOLD: _("hold a recovery sheet, two of which open what is sealed to people"),
    Permission.ALERT_TRIAGE: _("decide on an alert"),
    Permission.FILTER_CHANGE_REQUEST: _("ask for a change of the filter"),
    Permission.FILTER_CHANGE_APPROVE: _("approve a change of the filter"),
    Permission.RETENTION_CHOOSE: _("choose how long records are kept"),
    Permission.ESTABLISHMENT_MANAGE: _("import people, and manage devices and settings"),
    Permission.CONTACT_NAME: _("say whom people ask"),
    Permission.REVIEW_READ: _("read self-reviews"),
    Permission.REVIEW_WRITE: _("answer self-reviews"),
    Permission.REVIEW_COMMENT: _("comment on a self-review that they were invited to"),
    Permission.INVITED_ANSWER: _("answer what they were invited to say"),
    Permission.POLICY_WRITE: _("write policies and agreements"),
    Permission.POLICY_APPROVE: _("approve policies and agreements"),
    Permission.POLICY_OFFER: _("offer policies to the establishments of the trust"),
    Permission.DUTY_ASSIGN: _("say who answers for which duty"),
    Permission.CONSENT_READ: _("check whether somebody may be shown in a picture"),
    Permission.CONSENT_WRITE: _("note what was answered about pictures"),
    Permission.ACTION_WRITE: _("say what is to be done, and that it is done"),
    Permission.MONITORING_SIGN_OFF: _("sign that monitoring may begin, or stop it"),
    Permission.ACCOUNT_MANAGE: _("look after accounts"),
    Permission.ROLE_GRANT: _("grant roles"),
    Permission.ROLE_DECIDE: _("decide who takes on a role that reads about people"),
}


def roles_that_see(sight: Sight) -> list[Role]:
    """The roles that this is shown to, in the order of roles.yaml."""
    return [role for role in get_roles().values() if sight.permission in role.may]


def sights_of(role: Role) -> list[Sight]:
    """What a role is shown."""
    return [sight for sight in SIGHTS if sight.permission in role.may]


def deeds_of(role: Role) -> list[str | Promise]:
    """What a role may do."""
    return [words for permission, words in DEEDS.items() if permission in role.may]
