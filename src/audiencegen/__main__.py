"""`python -m audiencegen`."""

import sys

from audiencegen.cli import main

sys.exit(main())
