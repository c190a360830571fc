"""The window: draws; never touches a broker socket, never stores a message."""
