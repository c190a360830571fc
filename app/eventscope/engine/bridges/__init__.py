"""Bridges and buses that run. Import what you need from its modules."""
