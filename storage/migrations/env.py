"""Run by Alembic, inside the transaction that `migrate()` opened."""

from alembic import context

from storage.tables import Row

# SQLite cannot alter most things in place: batch mode rebuilds the table.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
