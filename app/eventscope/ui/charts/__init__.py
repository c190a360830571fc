"""Charts: own painting over the engine's decimated curves."""
