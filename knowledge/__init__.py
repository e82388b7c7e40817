"""The programme as reviewed data, and the search over it. Knows no platform, no store and no clock."""

import os

# A question is a few dozen words: its matrices are so small that more than one thread only waits for the others.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
