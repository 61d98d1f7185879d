"""Students and classes as the school knows them. Values and rules; no file, no screen, no clock."""
