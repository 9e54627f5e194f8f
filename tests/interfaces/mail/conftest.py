"""A mailbox on a real Dovecot, a listener on real sockets."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.dovecot import PASSWORD, USER, NoDovecot, dovecot
from tests.wire import wire


@pytest.fixture
def server():
    try:
        with dovecot() as running:
            yield running
    except NoDovecot as missing:
        pytest.skip(str(missing))


@pytest.fixture
def line(server):
    """Between the poller and Dovecot."""
    with wire(server.port) as line:
        yield line


@pytest.fixture
def account(mailbox, line):
    """The desk's mailbox, polled over that line."""
    from supportops.actions.desk import keep_mailbox

    facts = {"imap_host": "127.0.0.1", "imap_port": line.port, "imap_security": "none", "imap_user": USER}
    return keep_mailbox(mailbox, secret=PASSWORD, **facts)


@pytest.fixture
def poller(account):
    """A worker's poller: `poller.look()` is one connection and one look; `poller.now` is its clock."""
    from supportops.actions import mailboxes
    from supportops.interfaces.mail import imap, poll

    class Worker:
        def __init__(self):
            self.now = lambda: datetime.now(UTC)
            self.poller = poll.Poller(mailboxes.take(account.pk, self.now()), lambda: self.now())

        def look(self, patience=5.0):
            with imap.opened(self.poller.mailbox, patience) as folder:
                return self.poller.look(folder)

        def start_again(self):
            """Another process, after this one is gone."""
            mailboxes.release(self.poller.mailbox)
            self.__init__()

    return Worker()


@pytest.fixture
def letter(a_mail):
    """The n-th of many different mails."""
    return lambda n, words="Where is my parcel?", **headers: a_mail(
        f"{words} ({n})", f"Parcel {n}", **({"Message_ID": f"<{n}@acme.example>"} | headers)
    )


@pytest.fixture
def listener(transactional_db, desk):
    """The listener on free ports, in a thread."""
    from supportops.interfaces.mail import smtp

    stop, ready, found = threading.Event(), threading.Event(), []

    def told(ports):
        found.extend(ports)
        ready.set()

    thread = threading.Thread(target=smtp.serve, args=("127.0.0.1", 0, stop, 0, told))
    thread.start()
    assert ready.wait(10)
    yield SimpleNamespace(smtp=found[0], lmtp=found[1])
    stop.set()
    thread.join(10)
