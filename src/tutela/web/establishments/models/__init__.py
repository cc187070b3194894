"""Tables of establishments, people, and how a network knows them."""

from tutela.web.establishments.models.contacts import Absence as Absence
from tutela.web.establishments.models.contacts import CoverHours as CoverHours
from tutela.web.establishments.models.contacts import NamedContact as NamedContact
from tutela.web.establishments.models.duties import AskedToSign as AskedToSign
from tutela.web.establishments.models.duties import MonitoringSignOff as MonitoringSignOff
from tutela.web.establishments.models.duties import PreventContact as PreventContact
from tutela.web.establishments.models.families import ParentLink as ParentLink
from tutela.web.establishments.models.identities import EarlierLogin as EarlierLogin
from tutela.web.establishments.models.identities import KnownDevice as KnownDevice
from tutela.web.establishments.models.identities import NetworkCredential as NetworkCredential
from tutela.web.establishments.models.imports import PeopleImport as PeopleImport
from tutela.web.establishments.models.people import Exclusion as Exclusion
from tutela.web.establishments.models.people import Group as Group
from tutela.web.establishments.models.people import GroupMembership as GroupMembership
from tutela.web.establishments.models.people import Person as Person
from tutela.web.establishments.models.people import RoleHolding as RoleHolding
from tutela.web.establishments.models.places import Establishment as Establishment
from tutela.web.establishments.models.places import Trust as Trust
from tutela.web.establishments.models.proposals import RoleProposal as RoleProposal
from tutela.web.establishments.models.years import RollOver as RollOver
