"""A mail, from bytes to meaning: what it says, what is new in it, whether a machine wrote it, and which thread it belongs to."""
