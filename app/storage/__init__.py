"""What is on disk. SQL lives only here."""
