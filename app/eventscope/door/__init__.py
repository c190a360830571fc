"""The pipe between window and engine."""
