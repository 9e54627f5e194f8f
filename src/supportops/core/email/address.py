"""Who a mail is from and to: addresses out of headers that follow the grammar, and out of those that do not."""

import re
from itertools import groupby

from supportops.core.email.charset import Guess
from supportops.core.email.message import Address
from supportops.core.email.words import ENCODED, unfold, words

_LONGEST_NAME = 200
_LONGEST_ADDRESS = 320
_USUAL = re.compile(r'\s*(?:"([ !#-<>-\[\]-~]*)"|([\w .\'-]*)|((?:' + ENCODED + r"\s*)+))\s*<([\w.+-]+@[\w.-]+)>\s*", re.ASCII)
_ALONE = re.compile(r"\s*([\w.+-]+@[\w.-]+)\s*", re.ASCII)
_TOKEN = re.compile(ENCODED + r'|"(?:[^"\\]|\\.)*+"|"|<[^<>]*+>?|[()]|[,;:]|\s+|\\.|[^\s",;:<>()\\]+|.', re.DOTALL)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_SYSTEM = re.compile(r"mailer-daemon|postmaster", re.IGNORECASE)  # mail systems sign without a domain
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*+\)")
_NONE = re.compile(r"[:;,]")
_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f<>]+")


def addresses(value: str, most: int, guess: Guess | None = None) -> tuple[tuple[Address, ...], str]:
    """The addresses of a header, at most so many, and what is wrong with the rest ("" if nothing is)."""
    value = unfold(value)
    usual = _USUAL.fullmatch(value)
    if usual:
        name = words(usual[3], guess) if usual[3] else (usual[1] or usual[2] or "").strip()
        return (Address(name[:_LONGEST_NAME], normal(usual[4])),), ""
    alone = _ALONE.fullmatch(value)
    if alone:
        return (Address("", normal(alone[1])),), ""
    bare = _QUOTED_PAIR.sub("", value)
    if bare.count("(") != bare.count(")"):  # a comment that never ends would swallow everybody after it
        value = value.replace("(", " ").replace(")", " ")
    reading = _List(most, guess)
    for found in _TOKEN.finditer(value):
        if not reading.take(found[0]):
            return tuple(reading.found), f"Only the first {most} addresses of a list were read."
    reading.finish()
    return tuple(reading.found), reading.problem


def normal(address: str) -> str:
    """One spelling a mailbox: the domain in lower case and, if international, in its ASCII form."""
    local, _, domain = _FORBIDDEN.sub("", address).rpartition("@")
    if not local:
        return _FORBIDDEN.sub("", address)[:_LONGEST_ADDRESS]
    domain = domain.lower().rstrip(".")
    if not domain.isascii():
        domain = _ascii_domain(domain)
    return f"{local}@{domain}"[:_LONGEST_ADDRESS]


def _ascii_domain(domain: str) -> str:
    try:
        return domain[:255].encode("idna").decode("ascii")
    except UnicodeError:
        return domain


class _List:
    """The state between two tokens of an address list."""

    def __init__(self, most: int, guess: Guess | None) -> None:
        self.most = most
        self.guess = guess
        self.found: list[Address] = []
        self.problem = ""
        self.depth = 0
        self._clear()

    def _clear(self) -> None:
        self.name: list[str] = []
        self.comment: list[str] = []
        self.route: str | None = None

    def take(self, sign: str) -> bool:
        """One sign further; False when the list is full."""
        if sign in "()" or self.depth:
            self._comment(sign)
        elif sign in ",;":
            self.finish()
        elif sign == ":":
            self._group()
        elif sign[0] == "<":
            self.route = sign.strip("<> \t") if self.route is None else self.route
        else:
            self.name.append(sign)
        return len(self.found) < self.most

    def _comment(self, sign: str) -> None:
        if sign == "(":
            self.depth += 1
        elif sign == ")":
            self.depth = max(0, self.depth - 1)
        else:
            self.comment.append(sign)

    def _group(self) -> None:
        """A group's name goes before its colon and is nobody's address; a stray colon inside an address stays."""
        if any("@" in sign for sign in self.name):
            self.name.append(":")
        else:
            self._clear()

    def finish(self) -> None:
        """An address ends here, if there was one."""
        text = "".join(self.name).strip()
        if self.route is not None and ("@" in self.route or "@" not in text):
            self._add(_words(self.name, self.guess) or _words(self.comment, self.guess), self.route)
        elif "@" in text:
            self._without_brackets()
        elif _SYSTEM.fullmatch(text):
            self._add("", text)
        elif text:
            self.problem = f"{words(text, self.guess)[:80]!r} is not an address."
        self._clear()

    def _without_brackets(self) -> None:
        """An address among words: the last one with an @ is it, the other words are the name."""
        tokens = ["".join(group) for blank, group in groupby(self.name, str.isspace) if not blank]
        at = max(number for number, token in enumerate(tokens) if "@" in token)
        others = tokens[:at] + tokens[at + 1 :]
        self._add(_words([" ".join(others)], self.guess) or _words(self.comment, self.guess), tokens[at])

    def _add(self, name: str, route: str) -> None:
        plain = _COMMENT.sub("", route.rpartition(":")[2] if route.startswith("@") else route)
        address = normal(words(plain, self.guess))
        if _NONE.search(address.rpartition("@")[2] if '"' in address else address):
            self.problem = f"{words(route, self.guess)[:80]!r} is not an address."
        elif address:
            self.found.append(Address(name[:_LONGEST_NAME], address))


def _words(tokens: list[str], guess: Guess | None) -> str:
    return words("".join(_unquoted(token) for token in tokens), guess).strip(" '\"")


def _unquoted(token: str) -> str:
    return _QUOTED_PAIR.sub(r"\1", token[1:-1]) if len(token) > 1 and token[0] == token[-1] == '"' else token.replace("\\", "")
