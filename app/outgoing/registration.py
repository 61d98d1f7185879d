"""What a platform and we know of each other in LTI 1.3: read from what the teacher copies from its pages.

No page of ours can be opened from outside, so nothing is launched: what a launch would tell follows from the
platform's kind and the address of the course.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit, urlunsplit

from app.errors import Refused

Platform = Literal["moodle", "canvas", "other"]
NOWHERE: Final = "https://localhost/preau"
"""An address that leads nowhere, for forms that want one."""
PLATFORMS: Final[tuple[Platform, ...]] = ("moodle", "canvas", "other")


@dataclass(frozen=True, slots=True)
class Registration:
    """client, deployment: ids that the platform gave. token: address where a key for an hour is asked for;
    audience: who is told to read our signature. items: address of the course's columns; members: of its
    participants. course: its id there."""

    platform: Platform
    client: str
    deployment: str
    token: str
    audience: str
    items: str
    members: str
    course: str = ""

    def details(self) -> dict[str, str]:
        """As a connection keeps it."""
        return asdict(self)

    @property
    def address(self) -> str:
        """Of the server where columns and participants are."""
        parts = urlsplit(self.items)
        return f"{parts.scheme}://{parts.netloc}"


def from_details(details: Mapping[str, str]) -> Registration:
    """Inverse of `details`, in a connection's details. Raises `Refused('lti_incomplete')`."""
    try:
        named = {name: details[name] for name in Registration.__dataclass_fields__}
        return Registration(**named)  # type: ignore[arg-type]
    except KeyError:
        raise Refused("lti_incomplete") from None


def read_launch_address(course: str) -> str:
    """What goes into fields for pages of the tool: the course's own page, or nowhere."""
    try:
        return _whole(course)
    except Refused:
        return NOWHERE


def read_registration(platform: Platform, answers: Mapping[str, str]) -> Registration:
    """answers: by the names of `app.outgoing.tool_form.Asked`, and the course's address as `course`.

    Raises `Refused` with `lti_page_wrong` (Moodle), `lti_course_wrong` (Canvas), `address_wrong`,
    `lti_incomplete`.
    """
    said = {name: text.strip() for name, text in answers.items()}
    if not said.get("client"):
        raise Refused("lti_incomplete")
    if platform == "moodle":
        return _read_moodle(said)
    if platform == "canvas":
        return _read_canvas(said)
    if not all(said.get(name) for name in ("token", "items", "members")):
        raise Refused("lti_incomplete")
    token, items, members = (_whole(said[name]) for name in ("token", "items", "members"))
    return Registration(
        platform, said["client"], said.get("deployment", ""), token, said.get("audience") or token, items,
        members,
    )  # fmt: skip


def _read_moodle(said: Mapping[str, str]) -> Registration:
    """The page where the tool is edited has both ids in its address."""
    scheme, place, path, query = _split(said.get("page", ""))
    base, found, _ = path.partition("/mod/lti/coursetooledit.php")
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    course, tool = fields.get("course", ""), fields.get("typeid", "")
    if not (found and course.isdecimal() and tool.isdecimal()):
        raise Refused("lti_page_wrong")
    root = f"{scheme}://{place}{base}"
    services = f"{root}/mod/lti/services.php"
    return Registration(
        "moodle", said["client"], tool, f"{root}/mod/lti/token.php", f"{root}/mod/lti/token.php",
        f"{services}/{course}/lineitems?type_id={tool}",
        f"{services}/CourseSection/{course}/bindings/{tool}/memberships", course,
    )  # fmt: skip


def _read_canvas(said: Mapping[str, str]) -> Registration:
    scheme, place, path, _ = _split(said.get("course", ""))
    found = re.match(r"/courses/(\d+)(/|$)", path)
    if not found:
        raise Refused("lti_course_wrong")
    root, course = f"{scheme}://{place}", found.group(1)
    token = f"{root}/login/oauth2/token"
    services = f"{root}/api/lti/courses/{course}"
    return Registration(
        "canvas", said["client"], said.get("deployment", ""), token, token,
        f"{services}/line_items", f"{services}/names_and_roles", course,
    )  # fmt: skip


def _whole(address: str) -> str:
    scheme, place, path, query = _split(address)
    return urlunsplit((scheme, place, path, query, ""))


def _split(address: str) -> tuple[str, str, str, str]:
    """Scheme, host, path and query. Raises `Refused('address_wrong')`."""
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.username is not None:
        raise Refused("address_wrong")
    return parts.scheme, parts.netloc, parts.path, parts.query
