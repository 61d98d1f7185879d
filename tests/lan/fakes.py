"""Hand-written stand-ins for the system."""

from pathlib import Path

from app.lan.findings import ToolOutput
from app.sentences import tell

SAMPLES = Path(__file__).resolve().parent / "samples"


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


class FakeTools:
    """Answers a command by the longest of `answers` that it starts with; the others are not installed."""

    def __init__(self, answers=None):
        self.answers = answers or {}
        self.asked = []

    def __call__(self, command, *, timeout=10.0, encoding=None):
        self.asked.append(" ".join(command))
        for start in sorted(self.answers, key=len, reverse=True):
            if " ".join(command).startswith(start):
                answer = self.answers[start]
                return answer if isinstance(answer, ToolOutput) else ToolOutput(answer)
        return ToolOutput("", -1, "No such file or directory")


def codes(findings):
    """Their codes, in order; each must fill its sentence."""
    assert all(tell(finding, str) for finding in findings)
    return [finding.code for finding in findings]
