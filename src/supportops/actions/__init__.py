"""The verbs: the only code that writes. Load, ask the core, save with the ledger, in one transaction."""
