"""Handing our mails over: what a lost connection means depends on when it was lost."""

import datetime
import smtplib
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from supportops.actions import deliveries
from supportops.actions.deliveries import MaybeSent, NotSent
from supportops.interfaces.mail import outgoing
from supportops.models import Delivery
from tests.cast import HOUR, T0

MAIL = b"Subject: hello\n\n.a line that begins with a dot\nlast\n"


class Server:
    """A mail server that keeps to a script: its answers by the first word of a command, `cut` where it hangs up instead."""

    def __init__(self, **answers):
        self.answers = {
            "EHLO": "250 sink",
            "MAIL": "250 ok",
            "RCPT": "250 ok",
            "DATA": "354 go on",
            ".": "250 taken",
            "QUIT": "221 bye",
        } | answers
        self.mails, self.said, self.connections = [], [], 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        self.thread.join(5)

    def _serve(self):
        try:
            while True:
                line, _ = self.door.accept()
                self.connections += 1
                with line, line.makefile("rwb") as talk:
                    self._converse(talk)
        except OSError:
            return

    def _converse(self, talk):
        self._say(talk, "220 sink")
        while command := talk.readline():
            self.said.append(command.decode().strip())
            word = command.split(b" ")[0].strip().decode().upper()
            if not self._say(talk, self._answer(word, command)):
                return
            if word == "DATA" and self.answers["DATA"].startswith("354") and not self._take(talk):
                return

    def _answer(self, word, command):
        answer = self.answers.get(word, "500 what")
        return next((said for part, said in answer.items() if part.encode() in command), "250 ok") if isinstance(answer, dict) else answer

    def _take(self, talk):
        lines = []
        while (line := talk.readline()) != b".\r\n":
            lines.append(line)
            if not line or self.answers["."] == "cut in the middle":
                return False
        self.mails.append(b"".join(lines))
        return self._say(talk, self.answers["."])

    def _say(self, talk, words):
        if words == "cut":
            return False
        talk.write(words.encode() + b"\r\n")
        talk.flush()
        return True


def transport(server, **facts):
    where = {"host": "127.0.0.1", "port": server.port if isinstance(server, Server) else server, "user": "", "password": "", "ssl": False}
    return outgoing.transport(where | facts)


def hand_over(server, recipients=("omar@acme.example",), **facts):
    return transport(server, **facts)("support@example.com", list(recipients), MAIL)


def test_without_a_mail_server_there_is_no_transport():
    assert outgoing.transport(None) is None


def test_a_mail_is_handed_over_with_its_dots():
    with Server() as server:
        assert hand_over(server) is None
        assert server.mails == [b"Subject: hello\r\n\r\n..a line that begins with a dot\r\nlast\r\n"]
        assert server.said[1:4] == ["mail FROM:<support@example.com>", "rcpt TO:<omar@acme.example>", "DATA"]


def test_automatic_mail_leaves_with_an_empty_sender():
    with Server() as server:
        transport(server)("", ["omar@acme.example"], MAIL)
        assert server.said[1] == "mail FROM:<>"


@pytest.mark.parametrize(
    ("script", "final"),
    [
        ({"EHLO": "cut"}, False),
        ({"MAIL": "cut"}, False),
        ({"RCPT": "cut"}, False),
        ({"DATA": "cut"}, False),
        ({"MAIL": "451 busy"}, False),
        ({"MAIL": "550 not you"}, True),
        ({"RCPT": "450 greylisted"}, False),
        ({"RCPT": "550 nobody"}, True),
        ({"DATA": "451 later"}, False),
        ({"DATA": "554 never"}, True),
        ({".": "452 disk full"}, False),
        ({".": "554 spam"}, True),
    ],
)
def test_before_the_end_of_the_mail_it_is_certainly_not_sent(script, final):
    with Server(**script) as server, pytest.raises(NotSent) as problem:
        hand_over(server)
    assert problem.value.final is final
    assert str(problem.value)


def test_a_server_that_is_not_there_is_no_final_failure():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(NotSent) as problem:
        hand_over(port)
    assert not problem.value.final
    assert "refused" in str(problem.value).lower()


def test_D4_a_connection_lost_after_the_end_of_the_mail_leaves_us_uncertain():
    with Server(**{".": "cut"}) as server, pytest.raises(MaybeSent):
        hand_over(server)


def test_D4_a_server_that_never_answers_the_end_of_the_mail_leaves_us_uncertain(monkeypatch):
    monkeypatch.setattr(outgoing, "LAST_PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_falls_silent, args=(door,), daemon=True).start()
        with pytest.raises(MaybeSent):
            hand_over(door.getsockname()[1])


def _falls_silent(door):
    line, _ = door.accept()
    with line, line.makefile("rwb") as talk:
        for words in (b"220 x", b"250 x", b"250 x", b"250 x", b"354 x"):
            talk.write(words + b"\r\n")
            talk.flush()
            talk.readline()
        threading.Event().wait(3)


def test_a_server_that_is_frozen_does_not_hold_us(monkeypatch):
    monkeypatch.setattr(outgoing, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as door, pytest.raises(NotSent):
        hand_over(door.getsockname()[1])


def test_recipients_that_were_refused_are_named_while_the_others_get_the_mail():
    with Server(RCPT={"gone@acme.example": "550 no such user"}) as server:
        said = hand_over(server, ["omar@acme.example", "gone@acme.example"])
        assert said == "gone@acme.example was refused: 550 no such user"
        assert len(server.mails) == 1


def test_where_some_might_be_taken_later_the_refusal_is_not_final():
    with Server(RCPT={"gone": "550 no", "busy": "450 later"}) as server, pytest.raises(NotSent) as problem:
        hand_over(server, ["gone@acme.example", "busy@acme.example"])
    assert not problem.value.final


def test_nothing_travels_to_another_machine_in_clear_text(monkeypatch):
    monkeypatch.setattr(outgoing, "_is_here", lambda connection: False)
    with Server() as server, pytest.raises(NotSent, match="no encryption"):
        hand_over(server, user="omar", password="secret")
    assert not any("AUTH" in said for said in server.said)


def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_own_certificate(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_greets_in_tls, args=(door, context), daemon=True).start()
        with pytest.raises(NotSent, match="certificate"):
            hand_over(door.getsockname()[1], ssl=True)


def _greets_in_tls(door, context):
    line, _ = door.accept()
    try:
        with context.wrap_socket(line, server_side=True) as secured:
            secured.sendall(b"220 hello\r\n")
    except OSError:
        return


def _own_certificate(folder):
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day, now = datetime.timedelta(days=1), datetime.datetime.now(datetime.UTC)
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = draft.not_valid_before(now - day).not_valid_after(now + day).sign(key, hashes.SHA256())
    path = folder / "certificate.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def acknowledgement(cast, a_mail, arrive):
    """A mail of ours that waits to go out."""
    arrive(a_mail("How do I export?", "Question", Message_ID="<omars@acme.example>"))
    return Delivery.objects.get()


def work(server, at):
    """What the worker does with the outbox at that moment."""
    for delivery in deliveries.claim(at):
        deliveries.deliver(delivery, transport(server), at)
    return Delivery.objects.get()


@pytest.mark.django_db
def test_D4_an_uncertain_mail_is_told_on_its_ticket_and_not_sent_again(acknowledgement):
    with Server(**{".": "cut"}) as server:
        for hours in range(6):
            deliveries.rescue(T0 + hours * HOUR)
            assert work(server, T0 + hours * HOUR).state == "uncertain"
        assert len(server.mails) == 1
    assert "may not have arrived" in acknowledgement.ticket.events.get(verb="undelivered").because


@pytest.mark.django_db
def test_L12_a_mail_server_that_is_away_for_an_hour_gets_the_mail_once_afterwards(acknowledgement):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    minute = HOUR / 60
    for past in range(60):
        assert work(port, T0 + past * minute).state == "queued"
    waiting = Delivery.objects.get()
    assert 5 < waiting.attempts < 12
    assert "refused" in waiting.error.lower()
    with Server() as server:
        for past in range(60, 150):
            work(server, T0 + past * minute)
        assert len(server.mails) == 1
        assert acknowledgement.mail_id.encode() in server.mails[0]
    assert Delivery.objects.get().state == "sent"


@pytest.mark.django_db
def test_R7_a_recipient_that_was_refused_while_others_were_not_is_told_on_the_ticket(acknowledgement):
    Delivery.objects.update(cc=["gone@acme.example"])
    with Server(RCPT={"gone@acme.example": "550 no such user"}) as server:
        assert work(server, T0).state == "sent"
    because = acknowledgement.ticket.events.get(verb="undelivered").because
    assert "did not reach everybody: gone@acme.example was refused" in because


def test_our_own_listener_takes_what_we_hand_over(listener):
    from supportops.models import InboundItem

    transport(listener.smtp)("", ["support@example.com"], MAIL)
    assert bytes(InboundItem.objects.get().raw).endswith(b"\r\n.a line that begins with a dot\r\nlast\r\n")
    with smtplib.SMTP("127.0.0.1", listener.smtp) as smtp:
        assert smtp.noop()[0] == 250
