"""Pictures of every screen of the desktop, drawn offscreen from the sample class."""
