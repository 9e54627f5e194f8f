"""The language workshop: what needs libraries to understand words."""
