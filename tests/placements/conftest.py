"""The child of these tests."""

import pytest

from tests.country_of_tests import settle
from tests.journeys.story import Story


@pytest.fixture
def home() -> Story:
    """A boy lives in the home of Nashik since a moment ago."""
    story = Story(settle())
    story.admit()
    return story
