"""Paragraphs out of the lines that format=flowed (RFC 3676) wrapped for old screens."""


def unflow(text: str, delsp: bool) -> str:
    """A line that ends in a blank goes on in the next line of the same quote depth; the signature mark "-- " never does."""
    paragraphs: list[list[str]] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        depth, words = _quoted(line)
        flowing = words.endswith(" ") and words != "-- "
        if flowing and delsp:
            words = words[:-1]
        if depth == open_depth and words != "-- ":
            paragraphs[-1].append(words)
        else:
            paragraphs.append([f"{'>' * depth} {words}" if depth else words])
        open_depth = depth if flowing else -1
    return "\n".join("".join(paragraph) for paragraph in paragraphs)


def _quoted(line: str) -> tuple[int, str]:
    """Quote depth, and the line without its marks and the blank that was stuffed in front."""
    words = line.lstrip(">")
    depth = len(line) - len(words)
    return depth, words[1:] if words.startswith(" ") else words
