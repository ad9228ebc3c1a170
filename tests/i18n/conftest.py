import pytest

from planner.i18n import language, set_language


@pytest.fixture(autouse=True)
def same_language_afterwards():
    before = language()
    yield
    set_language(before)
