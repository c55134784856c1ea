"""How long a test waits for what has to come.

No test is about time: a wait that is over means that it never came. A machine that runs the suite may be
shared, and may be paused for a minute or two, so it is long; who waits in vain fails later, not more often.
"""

PATIENCE_SECONDS = 300
