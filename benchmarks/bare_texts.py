"""What the bare server says: fixed texts, padded to the sizes that the real server sends."""

import json
from typing import Any, Final

from benchmarks.wire import server_frame

PHONE_FILES: Final = {"phone.css": "text/css", "phone.js": "text/javascript"}
CHOICES: Final = ("a1b2c3d4", "b2c3d4e5", "c3d4e5f6", "d4e5f6a7")


def message(name: str, **fields: Any) -> bytes:
    """One message in its frame."""
    return server_frame(json.dumps({"t": name, **fields}).encode())


def page_html(size: int, stage: str = "") -> bytes:
    head = (
        '<!doctype html><title>Classe</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/phone/phone.css"><script src="/phone/phone.js" defer></script>'
        '<form method="post"><input name="nickname"></form>'
    )
    return (head + stage).ljust(size).encode()


def question_html(size: int) -> str:
    inputs = [f'<label><input type="radio" name="choice" value="{one}">{one}</label>' for one in CHOICES]
    return "".join(inputs).ljust(size)


def personal(round_id: str | None, place: int) -> bytes:
    """Built anew for each phone, as a result is."""
    html = f'<p class="result">Juste : <b>{place % 10} points</b>, {place + 1}e place sur la classe</p>'
    fields = [["choice", CHOICES[place % 4]]]
    return message("mine", round=round_id, html=html, fields=fields, order=None, saved="10:42")
