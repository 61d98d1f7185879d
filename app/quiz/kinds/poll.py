"""An opinion: one choice, none of them right."""

from app.quiz.kinds.choices import ChoiceKind


class Poll(ChoiceKind):
    name = "poll"
    scored = False
    sends_on_tap = True
