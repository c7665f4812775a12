"""What is kept: rows and files. This room knows nobody above it.

One event is one transaction (`Store.turn`). What is committed survives a `kill -9`; what is not leaves no trace.
The same code runs on SQLite, in one process, and on PostgreSQL, in many.
"""
