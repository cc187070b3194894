"""Importing files of people: held, checked, shown, written."""

from tutela.web.establishments.operations.imports.steps import ROWS_A_STEP as ROWS_A_STEP
from tutela.web.establishments.operations.imports.steps import read_outcome as read_outcome
from tutela.web.establishments.operations.imports.steps import take_step as take_step
from tutela.web.establishments.operations.imports.upload import AnotherImport as AnotherImport
from tutela.web.establishments.operations.imports.upload import NotWaiting as NotWaiting
from tutela.web.establishments.operations.imports.upload import confirm_import as confirm_import
from tutela.web.establishments.operations.imports.upload import drop_import as drop_import
from tutela.web.establishments.operations.imports.upload import forget_old_imports as forget_old_imports
from tutela.web.establishments.operations.imports.upload import hold_file as hold_file
