"""Messages and addresses of the class server."""
