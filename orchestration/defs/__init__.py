"""Dagster definitions, one thin module per layer; loaded by `orchestration.definitions`."""
