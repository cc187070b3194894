"""The only writes to establishments and their people, by noun."""

from tutela.web.establishments.operations.contacts import NotASafeguardingRole as NotASafeguardingRole
from tutela.web.establishments.operations.contacts import name_contact as name_contact
from tutela.web.establishments.operations.contacts import note_absence as note_absence
from tutela.web.establishments.operations.contacts import publish_cover_hours as publish_cover_hours
from tutela.web.establishments.operations.monitoring import MayNotSignOff as MayNotSignOff
from tutela.web.establishments.operations.monitoring import NotSignedOff as NotSignedOff
from tutela.web.establishments.operations.monitoring import sign_off_monitoring as sign_off_monitoring
from tutela.web.establishments.operations.monitoring import withdraw_monitoring as withdraw_monitoring
from tutela.web.establishments.operations.network import add_device as add_device
from tutela.web.establishments.operations.network import hash_network_secret as hash_network_secret
from tutela.web.establishments.operations.network import make_network_credential as make_network_credential
from tutela.web.establishments.operations.people import join_group as join_group
from tutela.web.establishments.operations.people import make_group as make_group
from tutela.web.establishments.operations.people import make_person as make_person
from tutela.web.establishments.operations.people import pseudonym_of as pseudonym_of
from tutela.web.establishments.operations.places import SlugTaken as SlugTaken
from tutela.web.establishments.operations.places import make_establishment as make_establishment
from tutela.web.establishments.operations.places import make_trust as make_trust
from tutela.web.establishments.operations.places import note_prevent_contact as note_prevent_contact
from tutela.web.establishments.operations.places import update_profile as update_profile
from tutela.web.establishments.operations.roles import end_role as end_role
from tutela.web.establishments.operations.roles import exclude as exclude
from tutela.web.establishments.operations.roles import grant_role as grant_role
