"""How fast, how light and how safe the class server is, beside the bare library doing the same work."""
