"""Every test of this folder runs on a real SQLite and on a real PostgreSQL."""
