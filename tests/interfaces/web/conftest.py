"""The pages as each of the cast sees them: the fixtures stand in tests/pages.py."""

from tests.pages import _an_empty_cache, ada_sees, clock, post, ticket, visit

__all__ = ["_an_empty_cache", "ada_sees", "clock", "post", "ticket", "visit"]
