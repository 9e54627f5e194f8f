"""SupportOps: a customer support operations engine."""

__version__ = "0.1.0"
