"""Courses and their participants."""

from typing import Any, Final

from sync.connectors.base import Account, Course, Site
from sync.connectors.moodle.client import Client

FIELDS: Final = "id,fullname,firstname,lastname,email,idnumber,username,roles,groups,enrolledcourses"
_STUDENT: Final = "student"


def probe(client: Client) -> tuple[Site, str]:
    """The site as the key sees it, and the id of its account there."""
    info = client.call("core_webservice_get_site_info")
    abilities = frozenset(str(function["name"]) for function in info["functions"])
    return Site(str(info["sitename"]), str(info["fullname"]), abilities), str(info["userid"])


def list_courses(client: Client, user: str) -> list[Course]:
    return [
        Course(str(course["id"]), str(course["displayname"]), str(course["shortname"]))
        for course in client.call("core_enrol_get_users_courses", userid=user)
    ]


def load_roster(client: Client, course: str, abilities: frozenset[str]) -> list[Account]:
    """Everybody who is enrolled. Numbers that the site hides in its list of participants are taken from the
    grade report, which shows them to those who may grade."""
    options = [{"name": "userfields", "value": FIELDS}, {"name": "onlyactive", "value": "0"}]
    users = client.call("core_enrol_get_enrolled_users", courseid=course, options=options)
    accounts = [_account(user, course) for user in users]
    hidden = any(account.student and account.active and not account.number for account in accounts)
    if not hidden or "gradereport_user_get_grade_items" not in abilities:
        return accounts
    grades = client.call("gradereport_user_get_grade_items", courseid=course)["usergrades"]
    numbers = {str(user["userid"]): str(user.get("useridnumber") or "") for user in grades}
    return [
        Account(
            a.id, a.name, a.number or numbers.get(a.id, ""), a.email, a.groups, a.student, a.active
        )
        for a in accounts
    ]  # fmt: skip


def _account(user: dict[str, Any], course: str) -> Account:
    """A suspended enrolment is in the list, but its course is not among the user's."""
    roles = {str(role.get("shortname", "")) for role in user.get("roles", ())}
    return Account(
        str(user["id"]),
        str(user["fullname"]),
        str(user.get("idnumber") or ""),
        str(user.get("email") or ""),
        tuple(str(group["name"]) for group in user.get("groups", ())),
        student=_STUDENT in roles,
        active=any(str(known["id"]) == course for known in user.get("enrolledcourses", ())),
    )
