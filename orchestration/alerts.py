"""Alerts on failure, by webhook or e-mail; off until a setting names where to.

Says which run failed of what, in one message, and nothing secret: no address, no password, no
environment. The standard library alone.
"""

import json
import os
import smtplib
import ssl
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlsplit

from orchestration.settings import SettingsError

_TIMEOUT_SECONDS = 15.0


@dataclass(frozen=True)
class AlertSettings:
    """Where alerts go.

    Attributes:
        webhook: address that gets a JSON object by POST.
        mail_to: addresses, separated by commas.
        mail_from: sender.
        smtp: host and port of the mail server; `smtps://` for TLS from the first byte.
        smtp_user: name at the mail server, if it asks for one.
        smtp_password: its password.
    """

    webhook: str = ""
    mail_to: str = ""
    mail_from: str = ""
    smtp: str = ""
    smtp_user: str = ""
    smtp_password: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "AlertSettings":
        """Read BASPASOZ_ALERT_WEBHOOK, BASPASOZ_ALERT_MAIL_TO and its like.

        Raises:
            SettingsError: an address can't be used.
        """
        found = cls(
            webhook=environment.get("BASPASOZ_ALERT_WEBHOOK", ""),
            mail_to=environment.get("BASPASOZ_ALERT_MAIL_TO", ""),
            mail_from=environment.get("BASPASOZ_ALERT_MAIL_FROM", ""),
            smtp=environment.get("BASPASOZ_ALERT_SMTP", "smtp://127.0.0.1:25"),
            smtp_user=environment.get("BASPASOZ_ALERT_SMTP_USER", ""),
            smtp_password=environment.get("BASPASOZ_ALERT_SMTP_PASSWORD", ""),
        )
        if found.webhook and urlsplit(found.webhook).scheme not in ("http", "https"):
            raise SettingsError("BASPASOZ_ALERT_WEBHOOK must begin with http:// or https://")
        if urlsplit(found.smtp).scheme not in ("smtp", "smtps"):
            raise SettingsError("BASPASOZ_ALERT_SMTP must begin with smtp:// or smtps://")
        return found

    @property
    def is_on(self) -> bool:
        """Whether anybody is told."""
        return bool(self.webhook or self.mail_to)


def send_alert(settings: AlertSettings, subject: str, text: str) -> list[str]:
    """Send a message to all that are configured.

    Returns:
        What went wrong with which of them; an alert that fails must not fail a run.
    """
    problems = []
    for name, address, send in (
        ("webhook", settings.webhook, _post),
        ("e-mail", settings.mail_to, _mail),
    ):
        if address:
            try:
                send(settings, subject, text)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                # an error of urllib or smtplib may hold the address, which may hold a token
                problems.append(f"the alert by {name} could not be sent: {type(error).__name__}")
    return problems


def _post(settings: AlertSettings, subject: str, text: str) -> None:
    body = json.dumps({"subject": subject, "text": text}, ensure_ascii=False).encode()
    request = urllib.request.Request(
        settings.webhook, body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):
        pass


def _mail(settings: AlertSettings, subject: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = settings.mail_from or settings.mail_to.split(",")[0]
    message["To"] = settings.mail_to
    message.set_content(text)
    place = urlsplit(settings.smtp)
    host, is_tls = place.hostname or "127.0.0.1", place.scheme == "smtps"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if is_tls:
        server = smtplib.SMTP_SSL(
            host, place.port or 465, timeout=_TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, place.port or 25, timeout=_TIMEOUT_SECONDS)
    with server:
        if settings.smtp_user:
            if not is_tls:
                # a password never goes over the wire in the clear
                server.starttls(context=context)
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)
