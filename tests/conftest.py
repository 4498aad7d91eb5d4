"""What holds for all tests."""

from hypothesis import settings

# A time for each example would fail on a busy machine; what has to be quick is counted in steps instead.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
