"""Qt item models over what the engine answers."""
