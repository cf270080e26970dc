"""Boundaries of the regions, kept in the repository so that a map needs no network."""
