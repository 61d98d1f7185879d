"""Participants of the course as the Names and Role Provisioning Services tell them."""

from typing import Any, Final

from sync.connectors.base import Account, Course
from sync.connectors.lti.client import Client

KIND: Final = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def load(client: Client) -> tuple[Course, list[Account]]:
    """The course and its participants. Names and addresses are there where the tool may see them."""
    course, accounts = Course("", ""), []
    for page in client.list_pages(client.registration.members, KIND):
        about = page.get("context") or {}
        title = str(about.get("title") or about.get("label") or "")
        course = Course(str(about.get("id") or ""), title, str(about.get("label") or ""))
        accounts += [_account(member) for member in page["members"]]
    known = client.registration
    return Course(course.id or known.course or known.client, course.name, course.code), accounts


def _account(member: dict[str, Any]) -> Account:
    roles = [str(role) for role in member.get("roles", ())]
    full = f"{member.get('given_name') or ''} {member.get('family_name') or ''}".strip()
    return Account(
        str(member["user_id"]),
        str(member.get("name") or full),
        str(member.get("lis_person_sourcedid") or ""),
        str(member.get("email") or ""),
        student=any(_is_learner(role) for role in roles) and not any("TestUser" in role for role in roles),
        active=str(member.get("status") or "Active") == "Active",
    )


def _is_learner(role: str) -> bool:
    """'Learner', or the whole name: '.../membership#Learner', '.../membership/Learner#GuestLearner'."""
    return role == "Learner" or role.endswith("membership#Learner") or "membership/Learner#" in role
