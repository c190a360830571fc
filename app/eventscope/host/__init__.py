"""The engine process: builds the engine and opens the door."""
