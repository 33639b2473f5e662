"""`python -m stack.operations`."""

import sys

from stack.operations.cli import main

sys.exit(main())
