"""Consumers that run: each takes messages from its broker, works on them or hands them out, and measures itself."""
