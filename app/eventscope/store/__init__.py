"""The message log: SQLite block rows in segment files."""
