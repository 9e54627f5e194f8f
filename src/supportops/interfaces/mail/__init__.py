"""Where mail comes in and goes out: the SMTP and LMTP listener, the IMAP poller, files, and the hand-over of our own mails."""
