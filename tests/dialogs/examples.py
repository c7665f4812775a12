"""How many stories a property is tried on: `make soak` sets many more than `make test`."""

import os

from hypothesis import settings

EXAMPLES = int(os.environ.get("EXPLOR_EXAMPLES", "60"))

thoroughly = settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
