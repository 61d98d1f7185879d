"""What a session says afterwards, in figures and files. Made from its state: no database, no window."""
