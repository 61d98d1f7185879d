"""Hypothesis without deadlines: on a busy machine a slow example is no bug."""

from hypothesis import settings

settings.register_profile("preau", deadline=None)
settings.load_profile("preau")
