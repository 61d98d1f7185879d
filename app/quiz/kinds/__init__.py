"""Every kind that exists, by name. Adding a kind is one file and one line here."""
