"""Stands in for the daemon: polls every feed, and tells both channels of the sample story once.

Usage: pretend_daemon.py CONFIG [how to behave: well | die | repeat]
"""

import json
import re
import smtplib
import sys
import time
from email.message import EmailMessage
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

TITLE = "50,000 Russian and North Korean troops massed for push into Kursk region, officials say"


def tell(config: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "wirewatch@newsroom.example", "desk@newsroom.example"
    mail["Subject"] = TITLE
    mail.set_content(f"{TITLE}\n\nUnits and North Korean troops who trained.")
    mail.add_alternative(
        f"<html><body><div>{TITLE}</div><div>Units and <b>North Korean troops</b> who trained.</div></body></html>",
        subtype="html",
    )
    port = int(re.findall(r"mailto://127\.0\.0\.1:(\d+)", config)[0])
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(mail)
    port, token = re.findall(r"mmost://127\.0\.0\.1:(\d+)/(\w+)", config)[0]
    body = json.dumps(
        {"text": f"**North Korean troops**\n{TITLE}\n\nUnits and **North Korean troops**."}
    )
    ask("POST", f"http://127.0.0.1:{port}/hooks/{token}", body.encode())


def ask(method: str, url: str, body: bytes | None = None) -> bytes:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, parts.path, body=body)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()
    finally:
        connection.close()


def main() -> int:
    folder = Path(sys.argv[1]).parent
    config = "".join((folder / n).read_text(encoding="utf-8") for n in ("config.yaml", ".env"))
    manner = sys.argv[2]
    feeds = re.findall(r"feed: (\S+)", config)
    left = 2 if manner == "repeat" else 1
    print(f"watching {len(feeds)} sources", flush=True)
    if manner == "die":
        print("config.yaml:3:1: something is wrong", flush=True)
        return 1
    while True:
        bodies = [ask("GET", feed).decode("latin-1") for feed in feeds]
        if left and TITLE in "".join(bodies):
            tell(config)
            left -= 1
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
