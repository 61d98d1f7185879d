"""Who is on the roster, who proved to be whom, and on which device: part of a session's state.

It is changed by events only. Devices are known by hashes of their secrets, which never leave the class
server; hosts see the names d1, d2, ... in the order in which devices came.
"""

from dataclasses import dataclass, field

from app.live import events as ev


@dataclass(slots=True)
class Listed:
    """A student of the roster. pin: salted hash, "" where none is chosen. extra_time: factor on limits.
    language: in which they are taught, "" for that of their phone."""

    id: str
    number: str
    name: str
    pin: str = ""
    extra_time: float = 1.0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Waits for the teacher. kind: as in `DeviceClaimed`; others: the students, or the devices, that had been
    there before."""

    at: float
    kind: str
    student: str
    device: str
    others: tuple[str, ...]


@dataclass(slots=True)
class Register:
    """active: each student's device in use. used_by: the students of each device, in order of signing in.
    device_names: what hosts call each of them.
    shared: devices that were handed over on purpose. remembered: devices that sign in by themselves.
    refused: (student, device) that the teacher has turned away. proofs: how each student proved to be in the
    room. spans: from when to when each was seen, None: still. marks: what the teacher said of them, in
    order. before_reset: PIN and devices that a reset took away, until another PIN is chosen."""

    listed: dict[str, Listed] = field(default_factory=dict)
    remembered: dict[str, str] = field(default_factory=dict)
    active: dict[str, str] = field(default_factory=dict)
    used_by: dict[str, list[str]] = field(default_factory=dict)
    device_names: dict[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    of_token: dict[str, str] = field(default_factory=dict)
    claims: dict[tuple[str, str], Claim] = field(default_factory=dict)
    refused: set[tuple[str, str]] = field(default_factory=set)
    before_reset: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    proofs: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[tuple[float, float | None]]] = field(default_factory=dict)
    marks: list[ev.MarkedByHand] = field(default_factory=list)

    # --- asking ---------------------------------------------------------------------------------

    def may_use(self, token: str, student: str) -> bool:
        """Whether this cookie still speaks for the student: the newest device wins."""
        device = self.of_token.get(token)
        return device is None or self.active.get(student) == device

    def sharers(self, student: str) -> list[str]:
        """Everybody who signed in on the student's phone, where it is handed over on purpose."""
        device = self.active.get(student, "")
        if device not in self.shared:
            return []
        return [other for other in self.used_by.get(device, []) if self.active.get(other) == device]

    def changes_by_hand(self) -> int:
        """Grows with everything that is said of somebody's attendance without a phone."""
        return len(self.marks) + sum(1 for by in self.proofs.values() if by == "kiosk")

    def find_remembered(self, device: str) -> str | None:
        """The student whom this device signs in by itself."""
        return self.remembered.get(device)

    def name_of_device(self, device: str) -> str:
        """d1, d2, ...: what hosts call it. '' for one that has signed in nobody."""
        return self.device_names.get(device, "")

    def find_device(self, name: str) -> str | None:
        """Inverse of `name_of_device`."""
        return next((device for device, known in self.device_names.items() if known == name), None)

    # --- events ---------------------------------------------------------------------------------

    def take(self, e: ev.RosterTaken) -> None:
        self.listed[e.student] = Listed(e.student, e.number, e.name, e.pin, e.extra_time, e.language)
        for device in e.devices:  # none where the student was erased
            self.remembered[device] = e.student

    def sign_in(self, e: ev.SignedIn) -> None:
        students = self.used_by.setdefault(e.device, [])
        self.device_names.setdefault(e.device, f"d{len(self.used_by)}")
        if e.student not in students:
            students.append(e.student)
        if e.shared:
            self.shared.add(e.device)
        self.of_token[e.token] = e.device
        self.active[e.student] = e.device
        if len(students) == 1 and self.remembered.get(e.device, e.student) == e.student:
            if e.device:  # it is empty where the student was erased
                self.remembered[e.device] = e.student
        else:  # who holds it next week cannot be known
            self.remembered.pop(e.device, None)

    def choose_pin(self, e: ev.PinChosen) -> None:
        self.listed[e.student].pin = e.pin
        self.before_reset.pop(e.student, None)

    def reset_pin(self, e: ev.PinReset) -> None:
        listed = self.listed[e.student]
        if listed.pin:
            devices = tuple(device for device, who in self.remembered.items() if who == e.student)
            self.before_reset[e.student] = (listed.pin, devices)
        listed.pin = ""
        self.remembered = {device: who for device, who in self.remembered.items() if who != e.student}

    def restore_pin(self, e: ev.PinRestored) -> None:
        pin, devices = self.before_reset.pop(e.student, ("", ()))  # nothing where the student was erased
        self.listed[e.student].pin = pin
        for device in devices:
            if set(self.used_by.get(device, ())) <= {e.student}:  # nobody else has used it meanwhile
                self.remembered.setdefault(device, e.student)

    def claim(self, e: ev.DeviceClaimed) -> None:
        if e.kind == "devices":
            others = tuple(
                device for device, students in self.used_by.items()
                if e.student in students and device != e.device
            )  # fmt: skip
        else:
            others = tuple(student for student in self.used_by.get(e.device, []) if student != e.student)
        self.claims[e.student, e.device] = Claim(e.at, e.kind, e.student, e.device, others)

    def resolve(self, e: ev.ClaimResolved) -> None:
        claim = self.claims.pop((e.student, e.device), None)
        if e.allow:
            self.refused.discard((e.student, e.device))
            self.active[e.student] = e.device
            return
        self.refused.add((e.student, e.device))
        if self.remembered.get(e.device) == e.student:
            del self.remembered[e.device]
        if self.active.get(e.student) == e.device:
            older = claim.others[-1] if claim is not None and claim.kind == "devices" else ""
            self.active[e.student] = older

    def see(self, student: str, at: float) -> None:
        """The student is here, if not here already."""
        spans = self.spans.setdefault(student, [])
        if not spans or spans[-1][1] is not None:
            spans.append((at, None))

    def lose(self, e: ev.WentAway) -> None:
        spans = self.spans.get(e.student)
        if spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], max(e.since, spans[-1][0]))
