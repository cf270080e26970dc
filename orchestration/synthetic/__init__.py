"""Dumps with a known truth, invented from a grammar of their own.

What belongs here: the generator of synthetic dumps, its own facts and texts (``data/``), and the
comparison of what was found with what was planted. What must not be put here: anything that
imports ``orchestration.press`` or reads a seed of the dbt project. Agreement between the parser
and this package means something only while the two share no code and no words.
"""

PREFIX = "synthetic-"
"""How a synthetic dump is marked: its file name begins with this.

The bytes of a dump stay as a site would print them, so the mark is in the name. Whoever loads a
delivery asks for this prefix and for nothing else.
"""

LANGS = ("en", "ru", "kk")
"""The languages of the generator; every per-language tuple in this package has this order."""

TRUTH_FILES = ("truth.jsonl", "truth_summary.json", "truth_malformed.jsonl")
"""What stands beside synthetic dumps and is no dump itself."""
