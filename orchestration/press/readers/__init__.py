"""Formats of dumps: one module each, found by content.

A reader module has `NAME`, `knows(lines)`, which says of each dump whether it can read it, and
`read(lines, limit_day) -> Parsed`. To add a format, put a module beside the others; the first in
`READERS` that knows a dump reads it.
"""

from orchestration.press.readers import listing

READERS = (listing,)
