"""Where one works now, whom to ask, and the people of an establishment."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import PEOPLE, SIGNED_IN, route
from tutela.web.establishments.views import access, contacts, families, imports, keeping, network, people, places, roles

app_name = "establishments"

MANAGE = Permission.ESTABLISHMENT_MANAGE
CHOOSE = Permission.PERSON_CHOOSE
DECIDE = Permission.ROLE_DECIDE

urlpatterns = [
    route("account/where/", places.choose_establishment, name="where", needs=SIGNED_IN),
    route("contacts/", contacts.show, name="contacts", needs=Permission.CONTACT_NAME),
    route("contacts/name/", contacts.name, name="name-contact", needs=Permission.CONTACT_NAME),
    route("contacts/hours/", contacts.change_hours, name="hours", needs=Permission.CONTACT_NAME),
    route("contacts/away/", contacts.note_away, name="away", needs=Permission.CONTACT_NAME),
    route("contacts/away/<uuid:pk>/end/", contacts.end_away, name="away-end", needs=Permission.CONTACT_NAME),
    route("contacts/prevent/<slug:kind>/", contacts.note_prevent, name="prevent", needs=Permission.CONTACT_NAME),
    route("people/import/", imports.upload, name="imports", needs=MANAGE),
    route("people/import/template/<slug:kind>.csv", imports.template, name="import-template", needs=MANAGE),
    route("people/import/<uuid:pk>/", imports.show, name="import", needs=MANAGE),
    route("people/import/<uuid:pk>/confirm/", imports.confirm, name="import-confirm", needs=MANAGE),
    route("people/import/<uuid:pk>/drop/", imports.drop, name="import-drop", needs=MANAGE),
    route("people/import/<uuid:pk>/refused.csv", imports.faults, name="import-faults", needs=MANAGE),
    route("people/years/", people.roll_over, name="years", needs=MANAGE),
    route("people/years/<uuid:pk>/take-back/", people.take_back, name="years-take-back", needs=MANAGE),
    route("people/", people.find, name="people", needs=MANAGE, nav="People", within=PEOPLE),
    route("people/roles/", people.find, name="people-of-roles", needs=DECIDE, nav="People and roles", within=PEOPLE),
    # for whoever manages the school and for whoever grants roles: the views ask again
    route("people/<uuid:pk>/", people.show, name="person", needs=CHOOSE),
    route("people/<uuid:pk>/leave/", people.leave, name="leave", needs=CHOOSE),
    route("people/<uuid:pk>/come-back/", people.come_back, name="come-back", needs=CHOOSE),
    route("people/add/", keeping.add, name="add", needs=CHOOSE),
    route("people/add/<slug:kind>/", keeping.add_one, name="add-one", needs=CHOOSE),
    route("people/<uuid:pk>/change/", keeping.describe, name="describe", needs=CHOOSE),
    route("people/<uuid:pk>/classes/", keeping.place, name="place", needs=CHOOSE),
    route("people/<uuid:pk>/invite/", keeping.invite, name="invite", needs=CHOOSE, fresh=True),
    route("people/<uuid:pk>/give-role/", roles.give, name="role-give", needs=CHOOSE, fresh=True),
    route("people/roles/<uuid:pk>/end/", roles.stop, name="role-stop", needs=CHOOSE, fresh=True),
    route("people/roles/proposed/<uuid:pk>/", roles.proposal, name="role-proposal", needs=CHOOSE, fresh=True),
    route("people/<uuid:pk>/parents/", families.parents, name="parents", needs=Permission.PERSON_READ),
    route("people/<uuid:pk>/parents/<uuid:parent>/", families.one_parent, name="parent", needs=Permission.PERSON_READ),
    route("people/<uuid:pk>/devices/add/", network.add_own, name="device-of", needs=MANAGE),
    route("people/<uuid:pk>/credential/", network.credential, name="credential", needs=MANAGE, fresh=True),
    route("people/<uuid:pk>/credential/end/", network.end_credential, name="credential-end", needs=MANAGE),
    route("network/devices/", network.devices, name="devices", needs=MANAGE, nav="Devices", within=PEOPLE),
    route("network/devices/add/", network.add_shared, name="device-add", needs=MANAGE),
    route("network/devices/file/", network.upload, name="devices-file", needs=MANAGE),
    route("network/devices/<uuid:pk>/end/", network.end_device, name="device-end", needs=MANAGE),
    route("network/credentials/", network.credentials, name="credentials", needs=MANAGE, fresh=True),
    route("who-can-see-what/", access.who_sees_what, name="who-sees-what", needs=SIGNED_IN),
]
