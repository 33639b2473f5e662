"""`python -m policy`."""

import gc
import sys
from typing import Final

from policy.cli import main

_COLLECTION_THRESHOLD: Final = 1_000_000

# The process is short and keeps nearly all it makes, a million objects of the SDK's among them:
# looking for garbage among them at the usual rate would double the time of judging.
gc.set_threshold(_COLLECTION_THRESHOLD)
status = main(sys.argv[1:])
# The interpreter would look once more on its way out, which takes as long as a run of the program.
gc.freeze()
sys.exit(status)
