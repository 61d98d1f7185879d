"""For all tests: no screen is needed, people are spoken to in English unless a test says otherwise, nobody's
keyring is asked. Hypothesis has no deadlines, because on a busy machine a slow example is no bug, and takes
the same examples in every run, so that a change is judged by itself; `--hypothesis-profile=search` looks for
new ones."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PREAU_LANG"] = "en"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

settings.register_profile("preau", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile("preau")
