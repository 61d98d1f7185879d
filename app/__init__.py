"""The engine of Préau; runs without a screen."""

VERSION = "0.1.0"
"""The same as in pyproject.toml."""
