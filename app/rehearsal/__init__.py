"""Simulated students over real sockets, to practise alone and to test. They know only what phones know."""
