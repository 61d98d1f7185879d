"""Driving a class server, here or on another computer; there is no other way in."""
