"""Alerts reach a webhook and a mail server on this machine, and tell no secret."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from orchestration.alerts import AlertSettings, send_alert
from orchestration.settings import SettingsError


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Hook(BaseHTTPRequestHandler):
    got: ClassVar[list[dict[str, Any]]] = []
    status = 200

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.got.append(json.loads(self.rfile.read(length)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Mail(socketserver.StreamRequestHandler):
    got: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        in_text = False
        for line in self.rfile:
            self.got.append(line.decode().rstrip())
            if in_text:
                if line == b".\r\n":
                    in_text = False
                    self.wfile.write(b"250 ok\r\n")
                continue
            word = line[:4].upper()
            in_text = word == b"DATA"
            answer = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n")
            self.wfile.write(answer)
            if word == b"QUIT":
                return


def test_alerts_are_off_by_default() -> None:
    settings = AlertSettings.from_environment({})
    assert not settings.is_on
    assert send_alert(settings, "subject", "text") == []


def test_a_webhook_gets_subject_and_text() -> None:
    Hook.got, Hook.status = [], 200
    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as port:
        settings = AlertSettings.from_environment(
            {"BASPASOZ_ALERT_WEBHOOK": f"http://127.0.0.1:{port}/token-1234"}
        )
        assert send_alert(settings, "a build failed", "check жоқ failed") == []
    assert Hook.got == [{"subject": "a build failed", "text": "check жоқ failed"}]


def test_a_mail_server_gets_a_message() -> None:
    Mail.got = []
    with serving(socketserver.TCPServer(("127.0.0.1", 0), Mail)) as port:
        settings = AlertSettings.from_environment(
            {
                "BASPASOZ_ALERT_MAIL_TO": "desk@example.org",
                "BASPASOZ_ALERT_SMTP": f"smtp://127.0.0.1:{port}",
            }
        )
        assert send_alert(settings, "a build\nfailed", "which check") == []
    assert "Subject: a build failed" in Mail.got
    assert "which check" in Mail.got


def test_an_alert_that_fails_is_told_without_its_address() -> None:
    Hook.got, Hook.status = [], 500
    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as port:
        settings = AlertSettings(
            webhook=f"http://127.0.0.1:{port}/token-1234",
            mail_to="desk@example.org",
            smtp="smtp://127.0.0.1:1",
            smtp_password="secret",
        )
        problems = send_alert(settings, "subject", "text")
    assert len(problems) == 2
    told = " ".join(problems)
    assert "token-1234" not in told
    assert "secret" not in told


@pytest.mark.parametrize(
    "wrong",
    [
        {"BASPASOZ_ALERT_WEBHOOK": "file:///etc/passwd"},
        {"BASPASOZ_ALERT_SMTP": "mail.example.org"},
    ],
)
def test_an_address_of_another_kind_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        AlertSettings.from_environment(wrong)
