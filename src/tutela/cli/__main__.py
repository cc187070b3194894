"""`python -m tutela.cli`, which the launcher beside the README runs."""

import sys

from tutela.cli.main import main

sys.exit(main())
