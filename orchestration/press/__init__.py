"""Pure domain code: bytes, text and Arrow in, Arrow out.

Nothing here imports an engine, a database, a scheduler or a user interface, and nothing reads
a file: reference facts arrive as Arrow tables from `orchestration.seeds`.
"""
