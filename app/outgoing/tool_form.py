"""What to paste where, so that a course lets this computer in (LTI 1.3): the form as the platform names its
fields, and what the teacher copies back from it. No page of ours can be opened from outside, so addresses
that forms insist on are the course's own: whoever follows one stays in the course.
"""

from dataclasses import dataclass
from typing import Final

from app.i18n import mark
from app.outgoing.registration import Platform, read_launch_address

NAME: Final = "Préau"


@dataclass(frozen=True, slots=True)
class ToolKey:
    """The public half of this computer's key, as forms want it."""

    pem: str
    jwk: str


@dataclass(frozen=True, slots=True)
class FormField:
    """label: as the platform names it in English. value: what goes there. choose: it is chosen from a list,
    so there is nothing to paste. Label, hint and a chosen value are to be translated. ours: the platform has
    its own name for it, which is not known."""

    label: str
    value: str
    choose: bool = False
    hint: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Something to be copied from the platform. name: in the answers of `read_registration`. ours: as of
    `FormField`."""

    name: str
    label: str
    hint: str = ""
    needed: bool = True
    ours: bool = True


@dataclass(frozen=True, slots=True)
class ToolForm:
    """In the order in which it is done: `before`, the fields, `after`, and then what is copied back."""

    before: tuple[str, ...]
    fields: tuple[FormField, ...]
    after: tuple[str, ...]
    asked: tuple[Asked, ...]


_CLIENT: Final = mark("Client ID")
_SCOPES: Final = (
    mark("Can create and view assignment data in the gradebook associated with the tool"),
    mark("Can view assignment data in the gradebook associated with the tool"),
    mark("Can view submission data for assignments associated with the tool"),
    mark("Can create and update submission results for assignments associated with the tool"),
    mark("Can retrieve user data associated with the context the tool is installed in"),
)


def make_form(platform: Platform, key: ToolKey, course: str = "") -> ToolForm:
    """course: address of the course, as far as it is known."""
    launch = read_launch_address(course)
    return {"moodle": _make_moodle, "canvas": _make_canvas, "other": _make_other}[platform](key, launch)


def _make_moodle(key: ToolKey, launch: str) -> ToolForm:
    return ToolForm(
        (
            mark(
                "In your Moodle course, open More, then LTI External tools, and choose Add tool. "
                "You need no administrator for this."
            ),
        ),
        (
            FormField(mark("Tool name"), NAME),
            FormField(mark("Tool URL"), launch),
            FormField(mark("LTI version"), mark("LTI 1.3"), choose=True),
            FormField(mark("Public key type"), mark("RSA key"), choose=True),
            FormField(mark("Public key"), key.pem),
            FormField(mark("Initiate login URL"), launch),
            FormField(mark("Redirection URI(s)"), launch),
            FormField(
                mark("IMS LTI Assignment and Grade Services"),
                mark("Use this service for grade sync and column management"),
                choose=True,
                hint=mark("Under Services."),
            ),
            FormField(
                mark("IMS LTI Names and Role Provisioning"),
                mark("Use this service to retrieve members' information as per privacy settings"),
                choose=True,
                hint=mark("Under Services."),
            ),
            FormField(
                mark("Share launcher's name with tool"),
                mark("Always"),
                choose=True,
                hint=mark(
                    "Under Privacy, and the same for the email: students without a number are found by it."
                ),
            ),
        ),
        (
            mark("Leave everything else as it is and save."),
            mark("Then choose to edit the new tool in the list, and copy two things from that page:"),
        ),
        (
            Asked(
                "page",
                mark("Address of the page"),
                mark("As your browser shows it, with coursetooledit.php in it."),
            ),
            Asked("client", _CLIENT, mark("It stands on that page, below the LTI version."), ours=False),
        ),
    )


def _make_canvas(key: ToolKey, launch: str) -> ToolForm:
    return ToolForm(
        (
            mark(
                "An administrator of your Canvas does this once for everybody; copy the lines below and send "
                "them. Admin, Developer Keys, Developer Key, LTI Key, with the method Manual Entry."
            ),
        ),
        (
            FormField(mark("Key Name"), NAME),
            FormField(mark("Redirect URIs"), launch),
            FormField(mark("Title"), NAME),
            FormField(mark("Target Link URI"), launch),
            FormField(mark("OpenID Connect Initiation Url"), launch),
            FormField(mark("JWK Method"), mark("Public JWK"), choose=True),
            FormField(mark("Public JWK"), key.jwk),
            *(
                FormField(mark("LTI Advantage Services"), scope, choose=True, hint=mark("Switch it on."))
                for scope in _SCOPES
            ),
            FormField(
                mark("Privacy Level"),
                mark("Public"),
                choose=True,
                hint=mark("Under Additional Settings. Without it, students cannot be told apart by name."),
            ),
            FormField(mark("Placements"), mark("None"), choose=True, hint=mark("Remove all of them.")),
        ),
        (
            mark(
                "The administrator saves, switches the key on, and gives you the long number that stands "
                "under Details."
            ),
            mark("In your course, open Settings, Apps, and add an app By Client ID with this number."),
        ),
        (Asked("client", _CLIENT, mark("The long number of the key."), ours=False),),
    )


def _make_other(key: ToolKey, launch: str) -> ToolForm:
    return ToolForm(
        (
            mark(
                "Platforms such as Brightspace, Blackboard, ILIAS or Sakai let an administrator add a tool "
                "of LTI 1.3 (LTI Advantage). Their forms ask for these things under similar names."
            ),
        ),
        (
            FormField(mark("Name of the tool"), NAME, ours=True),
            FormField(mark("Launch address (Target Link URI)"), launch, ours=True),
            FormField(mark("Login address (OpenID Connect Initiation)"), launch, ours=True),
            FormField(mark("Redirect addresses"), launch, ours=True),
            FormField(
                mark("Public key (PEM)"),
                key.pem,
                hint=mark("One of the two forms of the key is enough."),
                ours=True,
            ),
            FormField(mark("Public key (JWK)"), key.jwk, ours=True),
            FormField(
                mark("Services"),
                mark("Assignment and Grade Services with line items, results and scores"),
                choose=True,
                ours=True,
            ),
            FormField(mark("Services"), mark("Names and Role Provisioning Services"), choose=True, ours=True),
        ),
        (
            mark(
                "Ask the administrator for what the platform shows afterwards. The last two addresses belong "
                "to your course; a tool usually learns them when it is opened there."
            ),
        ),
        (
            Asked("client", _CLIENT, ours=False),
            Asked("deployment", mark("Deployment ID"), needed=False, ours=False),
            Asked("token", mark("Access token address"), mark("Also called OAuth 2 token URL.")),
            Asked("audience", mark("Audience"), mark("Only where the platform names one."), needed=False),
            Asked(
                "items", mark("Address of the line items"), mark("Ends in lineitems or line_items mostly.")
            ),
            Asked("members", mark("Address of the memberships"), mark("Of Names and Role Provisioning.")),
        ),
    )
