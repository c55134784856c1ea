"""For runs that change the rules on purpose: what a test remembers is forgotten before the next one.

Terms of a policy are kept once they were resolved. A changed function would not run again in the tests after
the first one, which would neither reach the change nor notice it. `setup.cfg` names this as a plugin.
"""

import pytest

from rules.catalogue import resolution


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget what is remembered between claims."""
    resolution._remembered.cache_clear()
