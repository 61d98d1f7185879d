"""For all tests: no screen is needed, and people are spoken to in English unless a test says otherwise."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PREAU_LANG"] = "en"
