"""A desk with a past: requests come in, are decided, answered and solved by the same rules as live ones, many in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext

from django.db import transaction

from supportops.actions import opening
from supportops.actions.demo_past import ToldPast
from supportops.actions.demo_people import Neighbourhood, hire
from supportops.actions.demo_roster import PastRoster
from supportops.actions.desk import keep_mailbox, the_desk
from supportops.actions.files import File
from supportops.actions.policy import current
from supportops.actions.references import references
from supportops.actions.tickets import Entry, Words, save
from supportops.core.notices import tagged
from supportops.core.policy import Policy
from supportops.core.problems import Problem
from supportops.core.ticket import Refused, Verb
from supportops.models import Delivery, Mailbox, Message, Ticket
from supportops.models.deliveries import SENT
from supportops.planning.demo.cast import DOMAIN, PRODUCT
from supportops.planning.demo.desk import Plan, Scene, scenes
from supportops.planning.demo.letters import Letter
from supportops.planning.demo.life import Life
from supportops.planning.demo.play import Play
from supportops.planning.demo.sheets import Sheet

BATCH = 500  # tickets in a transaction
WHOLE = 10_000  # up to here all or nothing, so that a first start that was cut short begins again
SHOWN = 12  # newest replies that lie in the mail cabinet

Progress = Callable[[int], None]


def fill(plan: Plan, progress: Progress) -> None:
    """Give an empty desk its people and their past. `progress` hears how many tickets have been added."""
    if plan.tickets < 1 or plan.days < 1:
        raise Refused("A demo needs at least one ticket and one day.")
    if Ticket.objects.exists():
        raise Refused("There are tickets already: a demo only fills an empty desk. Name another folder with --data.")
    with transaction.atomic() if plan.tickets <= WHOLE else nullcontext():
        _fill(plan, progress)


def _fill(plan: Plan, progress: Progress) -> None:
    stage = _Stage(plan)
    entries: list[Entry] = []
    for batch in _batches(scenes(plan)):
        entries = [stage.play(scene) for scene in batch]
        with transaction.atomic():
            save(entries, stage.policy)
        stage.remember(entries)
        progress(len(entries))
    stage.roster.save()
    _keep_in_cabinet(entries)


def _batches(all_scenes: Iterator[Scene]) -> Iterator[list[Scene]]:
    """Some hundred at a time. What tells of the outage first ends a batch: the next ones are linked to its number."""
    batch: list[Scene] = []
    told = False
    for scene in all_scenes:
        batch.append(scene)
        first = not told and scene.about_outage
        told |= first
        if first or len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


class _Stage:
    """What every scene needs: the desk, its people, its rules."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.policy = plan, current()
        self.mailbox = _named()
        self.staff = hire(plan)
        self.customers = Neighbourhood(plan)
        self.customers.move_in()
        self.roster, self.past = PastRoster(self.staff, plan.capacity), ToldPast(self.policy)
        self.is_known = False  # whether somebody has told of the outage

    def play(self, scene: Scene) -> Entry:
        """One request from its beginning to where it stands at the end of the demo's time."""
        (entry,) = opening.entries([self._request(scene)], self.policy, self.roster, self.past)
        entry.quiet = True  # decided and followed up as a live one, but its mails went out long ago
        life = self._lived(entry, scene, self.policy)
        first = entry.after.assignee
        if first:
            done = life.play.ticket.solved_at or life.play.ticket.closed_at or self.plan.end
            self.roster.until(first, done, self.policy.channels.weight(scene.channel))
        entry.ledger = entry.new = life.play.ledger
        entry.after = life.play.ticket
        entry.more = [Words(number, self._message(letter, scene, number), _files(letter.file)) for number, letter in life.letters]
        return entry

    def remember(self, entries: Sequence[Entry]) -> None:
        """A problem that was declared is known to those who write after that, as long as it is not solved."""
        for entry in entries:
            declared = next((event for event in entry.ledger if event.verb is Verb.DECLARE), None)
            if declared:
                problem = Problem(entry.row.pk, entry.after.known_by, entry.after.article)
                self.past.declared(problem, declared.occurred_at, entry.after.solved_at or entry.after.closed_at or self.plan.end)

    def _lived(self, entry: Entry, scene: Scene, policy: Policy) -> Life:
        play = Play(entry.after, entry.ledger, policy, self.plan.end)
        life = Life(play, scene.pen, scene.roll, self.staff, self.plan.down, declares=scene.about_outage and not self.is_known)
        self.is_known |= scene.about_outage
        life.run()
        life.finale()
        return life

    def _request(self, scene: Scene) -> opening.Request:
        customer = self.customers.person(scene.customer)
        by_hand = scene.channel in BY_HAND
        return opening.Request(
            subject=scene.subject,
            words=scene.letter.new,
            message=self._message(scene.letter, scene, 1),
            requester=customer,
            at=scene.at,
            by=f"agent:{self._listener(scene)}" if by_hand else customer.actor,
            channel=scene.channel,
            mailbox=self.mailbox.pk,
            attachments=_files(scene.letter.file),
            because=BECAUSE[scene.channel],
        )

    def _listener(self, scene: Scene) -> int:
        """Who was there when the telephone rang."""
        there = [pk for pk, colleague in self.staff.items() if colleague.on_shift(scene.at)] or list(self.staff)
        return there[scene.number % len(there)]

    def _message(self, letter: Letter, scene: Scene, number: int) -> Message:
        return (self._ours if letter.agent else self._theirs)(letter, scene, number)

    def _theirs(self, letter: Letter, scene: Scene, number: int) -> Message:
        customer = self.customers.person(scene.customer)
        return Message(
            kind="public",
            direction="in",
            author_id=customer.pk,
            author_name=customer.name,
            author_email=customer.email,
            verified=number > 1,
            subject=scene.subject if number == 1 else f"Re: {scene.subject}",
            to=[self.mailbox.address],
            occurred_at=letter.at,
            text=letter.text,
            new_text=letter.new,
            quoted=letter.quoted,
            signature=letter.signature,
            html=letter.html,
            mail_id=f"{self.plan.seed}.{scene.number}.{number}@{scene.customer.email.partition('@')[2]}",
        )

    def _ours(self, letter: Letter, scene: Scene, number: int) -> Message:
        colleague = self.staff[letter.agent or 0]
        return Message(
            kind="note" if letter.note else "public",
            direction="out",
            author_id=letter.agent,
            author_name=colleague.name,
            author_email=colleague.email,
            subject="" if letter.note else f"Re: {scene.subject}",
            to=[] if letter.note else [scene.customer.email],
            occurred_at=letter.at,
            text=letter.new,
            new_text=letter.new,
        )


BY_HAND = ("phone",)
BECAUSE = {
    "email": "a new request by mail",
    "web": "asked through the contact form",
    "chat": "written in the chat of the product",
    "phone": "written down during a call",
    "social": "a public message to us",
}


def _named() -> Mailbox:
    """The desk's name and its address; what it was called before still arrives."""
    desk = the_desk()
    desk.name, desk.is_demo = f"{PRODUCT} Support", True
    desk.save(update_fields=["name", "is_demo"])
    mailbox = Mailbox.objects.order_by("-is_default", "pk")[0]
    aliases = sorted({*mailbox.aliases, mailbox.address} - {f"support@{DOMAIN}"})
    return keep_mailbox(mailbox, name=f"{PRODUCT} Support", address=f"support@{DOMAIN}", aliases=aliases)


def _files(sheet: Sheet | None) -> Sequence[File]:
    if sheet is None:
        return ()
    digest = hashlib.sha256(sheet.content).hexdigest()
    return (File(sheet.name, sheet.type, len(sheet.content), digest, False, "", sheet.content),)


def _keep_in_cabinet(entries: Iterable[Entry]) -> None:
    """The newest replies as mails that went to the cabinet, where a desk without a mail server puts them."""
    replies = [(words, entry.row) for entry in entries for words in entry.more if words.message.to and words.message.direction == "out"]
    newest = sorted(replies, key=lambda pair: pair[0].message.occurred_at)[-SHOWN:]
    Delivery.objects.bulk_create([_delivered(words, ticket) for words, ticket in newest])


def _delivered(words: Words, ticket: Ticket) -> Delivery:
    message, at = words.message, words.message.occurred_at
    return Delivery(
        ticket=ticket,
        message=message,
        mailbox_id=ticket.mailbox_id,
        event_number=words.number,
        kind="reply",
        to=message.to,
        recipient=message.to[0],
        subject=tagged(ticket.subject, ticket.pk),
        text=message.text,
        mail_id=message.mail_id,
        references=references(ticket.pk, without=message.mail_id),
        state=SENT,
        attempts=1,
        next_try_at=at,
        created_at=at,
        sent_at=at,
        via="cabinet",
    )
