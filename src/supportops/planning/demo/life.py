"""A ticket's life after it was opened: picked up, answered, asked back, escalated, solved, scored; as fast as the people are who do it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from supportops.core.ticket import LIVE, Priority, Status, Verb
from supportops.planning.demo import office_talk
from supportops.planning.demo.arrivals import Outage
from supportops.planning.demo.cast import Colleague
from supportops.planning.demo.dice import between, lasting, pick, weighted
from supportops.planning.demo.endings import ending
from supportops.planning.demo.letters import Letter, Pen
from supportops.planning.demo.play import Over, Play
from supportops.planning.demo.story import QUICK, WISH

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWERS = {Priority.P0: 5 * MINUTE, Priority.P1: 17 * MINUTE, Priority.P2: 44 * MINUTE, Priority.P3: 180 * MINUTE}
SECOND = timedelta(seconds=1)
AT_ONCE = {"phone": 25 * SECOND, "chat": 45 * SECOND}  # while the customer is still there
URGENT = (Priority.P0, Priority.P1)
SILENT, BACK_AFTER_NUDGE = 0.17, 0.4  # customers who say nothing more; of those, who answer the reminder
NOTED, HANDED_OVER, PUT_OFF, CORRECTED, REOPENED, SCORED = 0.12, 0.05, 0.10, 0.35, 0.045, 0.28
SAME_HOURS = 0.6  # of the customers work at the same hours as whoever answers them
LOWERED, RAISED = 0.45, 0.10  # how often somebody who reads it finds it less, or more, urgent than the rules did
SCORES = {True: {5: 58, 4: 29, 3: 7, 2: 3, 1: 3}, False: {5: 42, 4: 34, 3: 12, 2: 6, 1: 6}}
SLOW_FROM, SLOW = 40 * HOUR, 4.0  # two colleagues are ill at the end of the demo's time


@dataclass
class Life:
    """What happens to one ticket."""

    play: Play
    pen: Pen
    roll: Random
    staff: Mapping[int, Colleague]
    down: Outage
    declares: bool = False  # the first to tell of the outage: it becomes the known problem
    letters: list[tuple[int, Letter]] = field(default_factory=list)

    def run(self) -> None:
        """Until it is closed or the time is over."""
        with suppress(Over):
            self._run()

    def _run(self) -> None:
        self._begin()
        nature = self.pen.story.nature
        if self._about_outage:
            self._through_the_outage()
        elif self.roll.random() < nature.escalates:
            self._escalated()
        elif self.roll.random() < nature.at_once:
            self._reply(self._next_answer_at(), self.pen.about(self.pen.story.answers))
            self._solve(self.at + MINUTE)
        else:
            self._conversation(self.pen.about(self.pen.story.answers))
        self._afterwards()

    @property
    def at(self) -> datetime:
        return self.play.ticket.changed_at or self.play.end

    @property
    def _about_outage(self) -> bool:
        return self.pen.story is self.pen.language.outage

    def _begin(self) -> None:
        """Somebody takes it, reads it, and sets right what the machine got wrong."""
        self._taken()
        ticket = self.play.ticket
        if ticket.priority in URGENT or ticket.channel in AT_ONCE:
            return
        if self.roll.random() < HANDED_OVER:
            self._hand_over(self.at + lasting(self.roll, 8 * MINUTE))
        if ticket.category != self.pen.story.category and self.roll.random() < CORRECTED:
            by, at = self._hand(self.at + lasting(self.roll, 5 * MINUTE))
            self._do(Verb.CATEGORISE, by, at, category=self.pen.story.category)
        self._weigh()
        if self.roll.random() < NOTED:
            self._note(self.at + lasting(self.roll, 9 * MINUTE), pick(self.roll, office_talk.NOTES))

    def _taken(self) -> None:
        """What the matrix handed up waits for a specialist, what is nobody's for the team."""
        if self.play.ticket.status is Status.ESCALATED:
            self._taken_over(self.at + lasting(self.roll, 5 * MINUTE))
        elif self.play.ticket.assignee is None:
            self._pick_up(self.at + lasting(self.roll, self._soon))

    def _weigh(self) -> None:
        """The rules call most things normal; who reads it knows better."""
        if self.play.ticket.priority is not Priority.P2 or self._about_outage:
            return
        calm = self.pen.story.nature in (QUICK, WISH)
        if self.roll.random() < (LOWERED if calm else RAISED):
            by, at = self._hand(self.at + lasting(self.roll, 4 * MINUTE))
            because, priority = (office_talk.CALM, Priority.P3) if calm else (office_talk.GRAVE, Priority.P1)
            self._do(Verb.PRIORITISE, by, at, because=because, priority=priority)

    def _conversation(self, words: str, rounds: int | None = None) -> None:
        """Answers and questions, until the customer is content or silent."""
        left = self.pen.story.nature.rounds if rounds is None else rounds
        self._reply(self._next_answer_at(), words)
        if self.roll.random() < SILENT:
            return self._silence()
        heard_at = self.at + self._pause()
        if not left or self.roll.random() < 0.45:
            return self._thanked(heard_at)
        self._hear(heard_at, self.pen.about(self.pen.story.more))
        if self.roll.random() < PUT_OFF:
            self._put_off(self._next_answer_at())
        last = left == 1 or self.roll.random() < 0.6
        return self._conversation(self.pen.about(self.pen.story.fixes if last else self.pen.story.answers), 0 if last else left - 1)

    def _silence(self) -> None:
        """The customer is reminded by the clock; then they answer, or the clock closes it."""
        if self.roll.random() < BACK_AFTER_NUDGE:
            return self._thanked(self.at + timedelta(hours=72) + min(lasting(self.roll, 12 * HOUR), 44 * HOUR))
        return self.play.until(self.at + timedelta(hours=121))

    def _thanked(self, at: datetime) -> None:
        self._hear(at, pick(self.roll, self.pen.language.thanks))
        self._solve(self.at + lasting(self.roll, 25 * MINUTE))

    def _escalated(self) -> None:
        """Somebody who knows more takes over, finds it, and answers."""
        if self.roll.random() < 0.6:
            self._reply(self._next_answer_at(), self.pen.about(self.pen.story.answers))
            self._hear(self.at + self._pause(), self.pen.about(self.pen.story.more))
        by, at = self._hand(self._next_answer_at())
        self._do(Verb.ESCALATE, by, at, **office_talk.escalation(self.roll, self.pen.story.category, self.play.ticket))
        self._taken_over(self.at + lasting(self.roll, 50 * MINUTE, 1.0))
        self._note(self.at + lasting(self.roll, 2 * self.pen.story.nature.work), pick(self.roll, office_talk.FINDINGS))
        self._conversation(self.pen.about(self.pen.story.fixes), 0)

    def _taken_over(self, at: datetime) -> None:
        knows = [pk for pk, who in self.staff.items() if who.team in ("technical", self.play.ticket.team) and who.level > 1]
        by, at = self._first_free(knows, at)
        self._do(Verb.ACKNOWLEDGE, by, at, assignee=by)

    def _through_the_outage(self) -> None:
        """Everybody is told at once, and told again when it is over."""
        if self.declares:
            by, at = self._hand(self.at + 3 * MINUTE)
            self._do(Verb.DECLARE, by, at, because=office_talk.DECLARED, known_by=office_talk.KNOWN_BY, article=office_talk.ARTICLE)
        self._reply(self.at + lasting(self.roll, 6 * MINUTE), self.pen.about(self.pen.story.answers))
        if self.roll.random() < 0.25:
            self._hear(self.at + lasting(self.roll, 30 * MINUTE), self.pen.about(self.pen.story.more))
        over_at = max(self.at, self.down.until) + lasting(self.roll, 15 * MINUTE)
        self._reply(over_at, self.pen.about(self.pen.story.fixes))
        self._solve(self.at + MINUTE)

    def _afterwards(self) -> None:
        """A score, now and then the thing comes back, and in the end the clock closes it."""
        if self.play.ticket.status is Status.SOLVED and self.roll.random() < SCORED:
            self._score(self.at + HOUR + lasting(self.roll, 4 * HOUR))
        if self.play.ticket.status is Status.SOLVED and self.roll.random() < REOPENED:
            solved_at = self.play.ticket.solved_at or self.at
            self._hear(solved_at + min(lasting(self.roll, 9 * HOUR), 40 * HOUR), pick(self.roll, self.pen.language.back))
            self._reply(self._next_answer_at(), pick(self.roll, self.pen.language.again))
            self._thanked(self.at + self._pause())
        self.play.until(self.at + 6 * DAY)

    def _score(self, at: datetime) -> None:
        late = any(event.verb is Verb.BREACH for event in self.play.ledger)
        score = weighted(self.roll, SCORES[not late and self.pen.story.category != "feedback.complaint"])
        comment = office_talk.comment(self.roll, score, self.pen.language.code)
        self.play.do(Verb.RATE, by=self._customer, at=at, score=score, data={"comment": comment} if comment else {})

    def finale(self) -> None:
        """At the end of the time some are put back, put off or passed on, so that each list has something in it."""
        ticket, spare = self.play.ticket, self.play.end - self.at
        if ticket.status not in (Status.OPEN, Status.PENDING) or spare < 4 * MINUTE or not ticket.assignee:
            return
        with suppress(Over):
            self._last_turn(ticket.assignee, _whole(self.at + spare * self.roll.uniform(0.3, 0.95)), self.roll.random())
            self.play.until(self.play.end)

    def _last_turn(self, by: int, at: datetime, turn: float) -> None:
        ticket = self.play.ticket
        waits = ticket.status is Status.PENDING
        if turn < 0.18:
            until = self.play.end + between(self.roll, 4 * HOUR, 3 * DAY)
            self._do(Verb.SNOOZE, by, at, because=pick(self.roll, office_talk.LATER), until=until)
        elif turn < 0.38 and not waits:
            self._do(Verb.ROUTE, by, at, because=office_talk.PUT_BACK, team=ticket.team)
        elif turn < 0.54 and not waits:
            self._do(Verb.ESCALATE, by, at, **office_talk.escalation(self.roll, self.pen.story.category, ticket))

    # The single steps.

    def _reply(self, at: datetime, words: str) -> None:
        by, at = self._hand(at)
        number = self._do(Verb.REPLY, by, at)
        self.letters.append((number, self.pen.ours(self.at, words, by, self.staff[by])))

    def _hear(self, at: datetime, words: str) -> None:
        event = self.play.do(Verb.HEAR, by=self._customer, at=at, because="it answers our mail")
        self.letters.append((event.number, self.pen.theirs(event.occurred_at, words, self._last_of_ours())))

    def _note(self, at: datetime, words: str) -> None:
        by, at = self._hand(at)
        number = self._do(Verb.NOTE, by, at)
        self.letters.append((number, self.pen.note(self.at, words, by)))

    def _solve(self, at: datetime) -> None:
        by, at = self._hand(at)
        self._do(Verb.SOLVE, by, at, **ending(self.roll, self.pen.story.category))

    def _pick_up(self, at: datetime) -> None:
        team = [pk for pk, who in self.staff.items() if who.team == self.play.ticket.team]
        waits = self.play.ticket.channel not in (*AT_ONCE, "social") or any(self.staff[pk].on_shift(at) for pk in team)
        by, at = self._first_free(team if waits else list(self.staff), at)
        self._do(Verb.ASSIGN, by, at, assignee=by)

    def _hand_over(self, at: datetime) -> None:
        """To a colleague of the same team, with a word why."""
        owner = self.play.ticket.assignee
        others = [pk for pk, who in self.staff.items() if who.team == self.play.ticket.team and pk != owner and who.on_shift(at)]
        if owner and others and self.staff[owner].on_shift(at):
            self._do(Verb.ASSIGN, owner, at, because=pick(self.roll, office_talk.OVER_TO_YOU), assignee=pick(self.roll, others))

    def _put_off(self, at: datetime) -> None:
        by, at = self._hand(at)
        until = at + between(self.roll, 3 * HOUR, 2 * DAY)
        self._do(Verb.SNOOZE, by, at, because=pick(self.roll, office_talk.LATER), until=until)
        self.play.until(until)

    def _do(self, verb: Verb, by: int, at: datetime, **detail: object) -> int:
        return self.play.do(verb, by=f"agent:{by}", at=at, **detail).number

    @property
    def _soon(self) -> timedelta:
        """Until somebody takes what is nobody's yet."""
        return AT_ONCE.get(self.play.ticket.channel, 6 * MINUTE)

    @property
    def _customer(self) -> str:
        return f"customer:{self.play.ticket.requester}"

    def _last_of_ours(self) -> Letter | None:
        return next((letter for _, letter in reversed(self.letters) if letter.agent and not letter.note), None)

    # Who, and when.

    def _next_answer_at(self) -> datetime:
        ticket, at = self.play.ticket, self.at
        if ticket.channel in AT_ONCE:
            return at + lasting(self.roll, AT_ONCE[ticket.channel], 0.5)
        middle = ANSWERS[ticket.priority]
        pace = self.staff[ticket.assignee].pace if ticket.assignee else 1.0
        if at.weekday() == 0:
            pace *= 1.15
        if at > self.play.end - SLOW_FROM:
            pace *= SLOW
        work = 3 * MINUTE if ticket.priority in URGENT else self.pen.story.nature.work * (pace / 2)
        return at + lasting(self.roll, middle * pace) + lasting(self.roll, work, 0.5)

    def _pause(self) -> timedelta:
        """Until the customer answers; before they would be reminded."""
        middle = 3 * MINUTE if self.play.ticket.channel in AT_ONCE else 4 * HOUR
        pause = min(lasting(self.roll, middle, 1.0), 60 * HOUR)
        if self.play.ticket.assignee and self.roll.random() < SAME_HOURS:
            back_at = self.staff[self.play.ticket.assignee].next_on_shift(self.at + pause)
            pause = min(back_at - self.at + between(self.roll, MINUTE, HOUR), 70 * HOUR) if back_at > self.at + pause else pause
        return pause

    def _hand(self, at: datetime) -> tuple[int, datetime]:
        """Who does it, and when: whoever has it; a colleague where it cannot wait; else the first of the team who comes back."""
        at = self.play.now(at)
        if (owner := self.play.ticket.assignee) is None:
            self._pick_up(at)
            return self._hand(at)
        if self.staff[owner].on_shift(at):
            return owner, at
        by, at = self._first_free(self._cover(owner), at)
        if by != owner and self.play.ticket.status in LIVE:
            self._do(Verb.ASSIGN, by, at, because=f"{self.staff[owner].first} is not at work", assignee=by)
        return by, at

    def _cover(self, owner: int) -> list[int]:
        """Who may answer in somebody's place: their team; where it is urgent, whoever is up."""
        team, urgent = self.staff[owner].team, self.play.ticket.priority in URGENT
        return [owner, *(pk for pk, who in self.staff.items() if pk != owner and (urgent or who.team == team))]

    def _first_free(self, people: list[int], at: datetime) -> tuple[int, datetime]:
        """The first of them who is at work."""
        free = [pk for pk in people if self.staff[pk].on_shift(at)]
        if free:
            return pick(self.roll, free), at
        back = {pk: self.staff[pk].next_on_shift(at) for pk in people}
        first = min(back, key=lambda pk: back[pk])
        return first, back[first] + lasting(self.roll, 20 * MINUTE)


def _whole(at: datetime) -> datetime:
    """The ledger keeps milliseconds; people keep seconds."""
    return at.replace(microsecond=0)
