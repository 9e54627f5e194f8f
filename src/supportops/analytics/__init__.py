"""The reading room: figures, each defined once. It never writes."""
