"""Fold a mail: what is new in it, its signature, and the history quoted from earlier mails. Every line goes to one of the three.

Each line is looked at a bounded number of times, so that hostile input costs no more than plain input of the same size.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from supportops.core.email.openers import FORWARDED, LABELS, OPENING_WORDS, ORIGINAL, REPLY_ABOVE, SENT_FROM, SENT_FROM_ENDINGS, WROTE

_NEW, _SIGNATURE, _QUOTED = "new", "signature", "quoted"
_LONGEST_OPENER = 300  # characters; an opener is a date, a name and an address
_OPENER_LINES = 4
_HEADER_LINES = 8
_SOFT_SIGNATURE = 12  # lines: people also separate paragraphs with "--"; "-- " with its space is unmistakable
_FOOTER = 10
_LOOKS = 1000  # more beginnings of history than this are not looked at: no mail of a person has them
_UNSEEN = dict.fromkeys((0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF), "") | {ord("İ"): "i"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A mail in three parts. `interleaved` says that answers stand between the quotes, so that a page does better to show it whole."""

    new: str
    signature: str = ""
    quoted: str = ""
    interleaved: bool = False


def fold(text: str) -> Folded:
    """Part what the sender wrote now from what was written before."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marks = _Marks(text.split("\n"))
    parts = marks.parts()
    if not parts[_NEW] and not marks.is_bare_quote():
        return Folded(text.strip())  # a mail that was only forwarded: what it forwards is the request
    return Folded(parts[_NEW], parts[_SIGNATURE], parts[_QUOTED], marks.interleaved)


class _Marks:
    """One mark for each line of a mail."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.bare = [line.strip() for line in lines]
        self.marks = [_NEW] * len(lines)
        self.openers = 0
        self.looks = 0
        self.interleaved = False
        end = self._mark_quotes()
        self._mark_signatures(end)
        self._spare_quotes_of_their_own()

    def parts(self) -> dict[str, str]:
        """The text of each mark; a blank line stands where lines of another mark were taken out between."""
        blocks: dict[str, list[str]] = {_NEW: [], _SIGNATURE: [], _QUOTED: []}
        for mark, start, end in self._runs(len(self.lines)):
            if block := "\n".join([line.rstrip() for line in self.lines[start:end]]).strip("\n"):
                blocks[mark].append(block)
        return {mark: "\n\n".join(found) for mark, found in blocks.items()}

    def is_bare_quote(self) -> bool:
        """Whether a mail without new words is a quote and nothing else: nobody forwards like that, somebody sent it off empty."""
        return next(filter(None, self.bare), ">")[0] == ">" or self.openers > 0

    def _runs(self, end: int) -> Iterator[tuple[str, int, int]]:
        """Stretches of lines with the same mark."""
        start, marks = 0, self.marks
        for at in range(1, end):
            if marks[at] != marks[start]:
                yield marks[start], start, at
                start = at
        yield marks[start], start, end

    def _mark_quotes(self) -> int:
        """Mark quoted lines; return where the history begins that lasts to the end of the mail."""
        for at, bare in enumerate(self.bare):
            if not bare:
                continue
            if bare[0] == ">":
                self.marks[at] = _QUOTED
            elif (start := self._history_from(at, bare)) is not None:
                self.marks[start:] = [_QUOTED] * (len(self.bare) - start)
                return start
        return len(self.bare)

    def _history_from(self, at: int, bare: str) -> int | None:
        """The line where lasting history begins, if it is announced here; an opener above a ">" quote announces only that quote."""
        if (bare[0] in "-_=*#" or bare[-1] == ":") and _is_divider(bare):
            return at
        if self.looks > _LOOKS or not (":" in bare or "：" in bare or bare.endswith("wrote")):
            return None
        if (bare[-1] in ":：e") and (start := self._opener_ending(at)) is not None:
            return start
        return self._with_rule_above(at) if self._is_header_block(at) else None

    def _opener_ending(self, at: int) -> int | None:
        """Where the lasting history begins whose opener ends here."""
        self.looks += 1
        start = _opener_start(self.bare, self.marks, at)
        if start is None:
            return None
        below = next((line for line in range(at + 1, len(self.bare)) if self.bare[line]), None)
        if below is not None and self.bare[below][0] == ">":
            self.marks[start:below] = [_QUOTED] * (below - start)
            self.openers += 1
            return None
        return start if _is_unmistakable(_joined(self.bare, start, at)) else None

    def _is_header_block(self, at: int) -> bool:
        """Whether "From:", "Subject:" and one more label stand here together, as some programs set above history."""
        if _label(self.bare[at]) != "from":
            return False
        self.looks += 1
        found = {_label(bare) for bare in self.bare[at : at + _HEADER_LINES]}
        return "subject" in found and bool(found & {"sent", "to"})

    def _with_rule_above(self, at: int) -> int:
        """A header block begins with the rule drawn above it, if there is one."""
        above = at
        while above and not self.bare[above - 1].strip("-_=*─—"):
            above -= 1
        return next((line for line in range(above, at) if self.bare[line]), at)

    def _mark_signatures(self, end: int) -> None:
        """Mark the signature at the end of each stretch of the sender's own words."""
        for mark, start, stop in list(self._runs(end)) if end else ():
            if mark == _NEW:
                begin = _signature_start(self.lines, self.bare, start, stop)
                self.marks[begin:stop] = [_SIGNATURE] * (stop - begin)

    def _spare_quotes_of_their_own(self) -> None:
        """Quotes between somebody's own words, without an opener anywhere, are part of what they say ("your page says > ...")."""
        if _QUOTED not in self.marks:
            return
        own = [at for at, bare in enumerate(self.bare) if bare and self.marks[at] == _NEW]
        first = self.marks.index(_QUOTED)
        if not own or own[-1] < first:
            return
        self.interleaved = self.openers > 0 or own[0] > first
        if not self.interleaved:
            self.marks[first : own[-1]] = [_NEW] * (own[-1] - first)


def _plain(line: str) -> str:
    """A line as it is compared: without direction marks and outer space, in lower case."""
    return _seen(line).strip().casefold()


def _seen(line: str) -> str:
    return line if line.isascii() else line.translate(_UNSEEN)


def _joined(bare: list[str], start: int, end: int) -> str:
    return " ".join(_plain(line[:_LONGEST_OPENER]) for line in bare[start : end + 1])


def _opener_start(bare: list[str], marks: list[str], end: int) -> int | None:
    """The first line of the opener that ends on this line; a wrapped opener begins at its date, up to three lines above."""
    found = None
    dated = False
    for start in range(end, max(end - _OPENER_LINES, -1), -1):
        line = bare[start]
        if marks[start] != _NEW or not 0 < len(line) <= _LONGEST_OPENER:
            break
        if found is None or _begins_opener(_plain(line), dated):
            said = _joined(bare, start, end)
            if _is_opener(said):
                found, dated = start, _digits(said) >= 3
    return found


def _begins_opener(said: str, dated: bool) -> bool:
    """Whether a line above may be the beginning of a wrapped opener: it has the date that the rest lacks, or says "On ..."."""
    digits = _digits(said)
    return (digits >= 5 and not dated) or (digits > 0 and said.startswith(OPENING_WORDS))


def _digits(said: str) -> int:
    return sum(map(str.isdigit, said))


def _is_opener(said: str) -> bool:
    """Whether these words announce a quote: a verb of writing and a date or an address, or a date and an address."""
    if not said.endswith((":", "：", "wrote")):
        return False
    dated = _digits(said) >= 3 or "@" in said
    if any(verb in said for verb in WROTE):
        return dated or len(said) <= 100
    return "@" in said and dated and said.endswith((">:", ">："))


def _is_unmistakable(said: str) -> bool:
    """Whether an opener is so clear that what follows is history even without ">" in front of it."""
    digits = _digits(said)
    return digits >= 3 and ("@" in said or (digits >= 5 and said.startswith(OPENING_WORDS)))


def _label(line: str) -> str | None:
    """What the label at the beginning of a line means."""
    word, colon, _ = line[:40].replace("：", ":").partition(":")
    return LABELS.get(_seen(word).strip(" \t*_").casefold()) if colon else None


def _is_divider(bare: str) -> bool:
    """Whether a line is drawn between new and old: "-----Original Message-----" or "reply above this line"."""
    said = _plain(bare[:_LONGEST_OPENER])
    phrase = said.strip("-_=*#<> :")
    if phrase in ORIGINAL:
        return said[0] in "-_=*"
    if phrase in FORWARDED:
        return said[0] in "-_=*" or said.endswith(":")
    return said.startswith("##") and (said.endswith("##") or any(words in said for words in REPLY_ABOVE))


def _signature_start(lines: list[str], bare: list[str], start: int, end: int) -> int:
    """Where the signature of a stretch begins; its end if it has none."""
    end = _written_end(bare, start, end)
    end = _written_end(bare, start, min(_delimited(lines, start, end), _footer(bare, start, end)))
    return end - 1 if end > start and (_is_phone_line(bare[end - 1]) or _is_dashed_name(bare, start, end)) else end


def _written_end(bare: list[str], start: int, end: int) -> int:
    while end > start and not bare[end - 1]:
        end -= 1
    return end


def _delimited(lines: list[str], start: int, end: int) -> int:
    """The first "-- " of a stretch, or its end."""
    for at in range(start, end):
        line = lines[at]
        if line[:2] == "--" and (line == "-- " or (line.rstrip() == "--" and end - at <= _SOFT_SIGNATURE)):
            return at
    return end


def _footer(bare: list[str], start: int, end: int) -> int:
    """The footer of a mailing list below a line of underscores, or the end of the stretch."""
    return next((at for at in range(max(start, end - _FOOTER), end) if bare[at][:5] == "_____" and not bare[at].strip("_")), end)


def _is_phone_line(bare: str) -> bool:
    """Whether this is the line that a phone adds at the end."""
    said = _plain(bare[:100])
    short = len(bare) <= 100 and len(said.split()) <= 8 and "," not in said
    return short and (said.startswith(SENT_FROM) or said.endswith(SENT_FROM_ENDINGS))


def _is_dashed_name(bare: list[str], start: int, end: int) -> bool:
    """Whether a stretch ends with a name behind a dash as a paragraph of its own: "-Omar Haddad"."""
    line = bare[end - 1]
    alone = end - start > 2 and not bare[end - 2] and len(line) < 40
    return alone and line[0] in "-—–" and line[1:2].isalpha() and line[-1].isalpha() and len(line.split()) <= 3
