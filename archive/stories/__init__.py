"""Which articles report one event, who reported first, and how many did so by themselves: pure decisions."""

from archive.stories.coverage import coverage_of
from archive.stories.credits import credit_in
from archive.stories.outlets import Outlets, site_of_url
from archive.stories.telling import Telling

__all__ = ["Outlets", "Telling", "coverage_of", "credit_in", "site_of_url"]
