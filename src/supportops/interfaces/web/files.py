"""Attachments and mail bodies: a stranger's bytes, served so that no browser runs them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from supportops.actions import files
from supportops.models import Attachment, Message

# Whatever else a sender calls an image (SVG above all) could carry a script.
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
CLOSED = "default-src 'none'; sandbox"
FRAME = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
NEVER_CHANGES = "private, max-age=31536000, immutable"


def file(request: HttpRequest, sha256: str) -> HttpResponse:
    """A file of a message that this person may see."""
    found = Attachment.objects.visible_to(request.reader).filter(sha256=sha256)
    number = request.GET.get("file", "")
    attachment = found.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 18 else found.first()
    if attachment is None:
        raise Http404
    return _served(attachment)


def _served(attachment: Attachment) -> HttpResponse:
    picture = attachment.type in PICTURES
    response = HttpResponse(_content(attachment), content_type=attachment.type if picture else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not picture, attachment.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = CLOSED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = NEVER_CHANGES
    return response


def _content(attachment: Attachment) -> bytes:
    try:
        return files.content(attachment)
    except FileNotFoundError:
        raise Http404 from None


def body(request: HttpRequest, number: int) -> HttpResponse:
    """A mail as its sender formatted it, cleaned at intake, for a frame that runs nothing and fetches nothing from strangers."""
    message = get_object_or_404(Message.objects.visible_to(request.reader).select_related("ticket"), pk=number)
    # Cleaned by assist.html before it was stored; this is the one place that shows it as HTML.
    html = SafeString(message.html)
    response = render(request, "tickets/mail.html", {"html": html, "language": message.ticket.language})
    response["Content-Security-Policy"] = FRAME
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, max-age=3600"
    return response
