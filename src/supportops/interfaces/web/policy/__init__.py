"""The handbook's pages: read it, change it by form or by text, try a proposal, put it in force, go back."""
