"""Where the world comes in and goes out: parse, call one action, render."""
