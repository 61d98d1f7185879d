"""The class server: HTTP, WebSocket, the room that runs one session, and the way to find it."""
