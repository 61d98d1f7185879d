"""One Moodle, spoken to by its web services. The key goes by POST in the body, so that no server's log has
it; what went wrong is judged by Moodle's error code, because its text may hold anything.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from app.errors import Trouble
from sync.errors import Busy, LoggedOut, Rejected, Unanswered
from sync.http import HttpRefusal, Site

SERVER: Final = "/webservice/rest/server.php"
FILES: Final = "/webservice/pluginfile.php/"
NOLOGIN: Final = "/lib/ajax/service-nologin.php"

# Moodle's code to the error that it is. What is not here is a refusal of this one request.
_LOGGED_OUT: Final = {
    "invalidtoken": "platform_logged_out",
    "accessexception": "platform_logged_out",
    "wsaccessusersuspended": "platform_suspended",
    "wsaccessusernotloggedin": "platform_logged_out",
    "invalidlogin": "login_wrong",
    "cannotcreatetoken": "login_not_allowed",
    "usernotallowed": "login_not_allowed",
    "enablewsdescription": "platform_service_off",
    "servicenotavailable": "platform_service_off",
}
_BUSY: Final = {"sitemaintenance": "platform_maintenance", "dbconnectionfailed": "platform_busy"}
_REJECTED: Final = {
    "nopermissions": "no_permission",
    "nopermissiontoviewgrades": "no_permission",
    "errorcoursecontextnotvalid": "course_closed",
    "invalidrecordunknown": "gone_there",
    "invalidcoursemodule": "gone_there",
}
# It may have happened in the middle of the work.
_UNCLEAR: Final = frozenset({"dmlwriteexception", "dmlreadexception"})


class Client:
    """token: '' before signing in."""

    def __init__(self, site: Site, token: str = "") -> None:
        self._site = site
        self._token = token

    @property
    def address(self) -> str:
        return self._site.address

    def close(self) -> None:
        self._site.close()

    def call(self, function: str, **arguments: Any) -> Any:
        """What the function answers. Lists and mappings become the fields that Moodle wants."""
        form = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json"}
        try:
            answer = self._site.post(SERVER, form | flatten(arguments))
        except HttpRefusal as error:
            # Switched-off web services answer 403 with nothing.
            code = "platform_service_off" if error.status == 403 else "platform_not_understood"
            raise LoggedOut(code) from None
        if isinstance(answer, dict) and "exception" in answer:
            raise explain(str(answer.get("errorcode", "")))
        return answer

    def download(self, path: str) -> str:
        """The XML file at `path`, whose first part is the id of its context."""
        try:
            content = self._site.download(FILES + path, {"token": self._token})
        except HttpRefusal as error:
            raise Rejected("no_permission" if error.status == 403 else "gone_there") from None
        if content.lstrip().startswith(b"{"):
            raise explain(str(json.loads(content).get("errorcode", "")))
        if not content.lstrip().startswith(b"<?xml") or not content.rstrip().endswith(b">"):
            raise Unanswered("platform_not_understood")
        return content.decode()

    def ask_token(self, name: str, password: str, service: str) -> str:
        """A key for the account. Raises `LoggedOut` with `login_wrong` (never to be tried again by itself),
        `login_not_allowed` or `platform_service_off`."""
        form = {"username": name, "password": password, "service": service}
        try:
            answer = self._site.post("/login/token.php", form)
        except HttpRefusal:
            raise Rejected("platform_not_understood") from None
        if isinstance(answer, dict) and isinstance(answer.get("token"), str):
            return str(answer["token"])
        raise explain(str(answer.get("errorcode", "")) if isinstance(answer, dict) else "")

    def public_config(self) -> dict[str, Any]:
        """What Moodle tells anybody: its name, how one signs in, whether programs may come."""
        function = "tool_mobile_get_public_config"
        asked = quote(json.dumps([{"index": 0, "methodname": function, "args": {}}]))
        try:
            answer = self._site.ask_json("GET", f"{NOLOGIN}?info={function}&args={asked}")
        except HttpRefusal:
            raise Rejected("platform_not_understood") from None
        if not (isinstance(answer, list) and answer and isinstance(answer[0], dict)):
            raise Rejected("platform_not_understood")
        data = answer[0].get("data")
        if answer[0].get("error") or not isinstance(data, dict):
            reason = answer[0].get("exception")
            raise explain(str(reason.get("errorcode", "")) if isinstance(reason, dict) else "")
        return data


def explain(code: str) -> Trouble:
    """Moodle's error code as one of ours."""
    if code in _LOGGED_OUT:
        return LoggedOut(_LOGGED_OUT[code])
    if code in _BUSY:
        return Busy(_BUSY[code])
    if code in _UNCLEAR:
        return Unanswered("platform_failed")
    return Rejected(_REJECTED.get(code, "platform_refused"))


def flatten(arguments: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """`{"a": [{"b": 1}]}` becomes `{"a[0][b]": "1"}`, as Moodle reads it."""
    flat: dict[str, str] = {}
    for name, value in arguments.items():
        key = f"{prefix}[{name}]" if prefix else name
        if isinstance(value, Mapping):
            flat |= flatten(value, key)
        elif isinstance(value, (list, tuple)):
            flat |= flatten({str(place): item for place, item in enumerate(value)}, key)
        else:
            flat[key] = str(int(value)) if isinstance(value, bool) else str(value)
    return flat
