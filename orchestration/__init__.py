"""Orchestration of the press-output warehouse; importing it starts nothing."""
