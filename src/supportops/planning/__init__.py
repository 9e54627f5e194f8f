"""The numbers workshop: what a desk would look like, computed before it happens."""
