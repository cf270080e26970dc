"""Who runs the pure functions of `orchestration.press`; no rule of the domain lives here."""
