"""Fixtures of the tests in a real browser."""

from tests.e2e.browser import browser, playwright

__all__ = ["browser", "playwright"]
