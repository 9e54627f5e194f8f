"""The demo desk: a believable past, made by dice with a seed. Same seed and end, same desk."""
