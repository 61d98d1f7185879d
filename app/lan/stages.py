"""From the session to what the pages are drawn from. Who may see what is asked of `live.views`."""

import time
from dataclasses import dataclass
from functools import lru_cache, partial

from app.lan import page_models as pm
from app.lan.media import Pictures
from app.live.extra_time import is_open_for, own_deadline
from app.live.presence import is_proved
from app.live.results import Rank, Results
from app.live.rounds import Round
from app.live.state import SessionState
from app.live.states import Phase
from app.live.views import (
    bars_for_all,
    counted_answers,
    own_feedback,
    own_order,
    public_question,
    shown_round,
    solution_for_all,
    version_of,
    view_name,
)
from app.quiz.kinds import find_kind
from app.quiz.kinds.base import PublicQuestion
from app.quiz.model import Question
from app.quiz.reading import question_for

RANKING_ROWS = 5
LOBBY_NAMES = 60


def clock_text(at: float) -> str:
    """Local time of day as students see it: 14:03:12."""
    return _clock_text(int(at))


@lru_cache(maxsize=256)
def _clock_text(second: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(second))


def to_ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


@dataclass(frozen=True, slots=True)
class Standing:
    """Student id to total points and to rank; empty while nothing is scored, ranks only where shown."""

    totals: dict[str, float]
    ranks: dict[str, Rank]


class Stages:
    """Builds the stage that everybody sees and each student's own part."""

    def __init__(self, state: SessionState, results: Results, pictures: Pictures, language: str = "") -> None:
        """language: of the class; the wall has it, and what is asked for in none."""
        self.state = state
        self.results = results
        self._pictures = pictures
        self._language = language
        self._public: dict[tuple[str, str], PublicQuestion] = {}
        self._shown: dict[tuple[str, str], tuple[Question, Question]] = {}
        self._standing: tuple[tuple[int, Phase, int], Standing] | None = None

    def show(self, question: Question, language: str = "") -> Question:
        """The question in a reader's language, made once; the same one where all read the same."""
        key = (question.id, language or self._language)
        known = self._shown.get(key)
        if known is None or known[0] is not question:
            wishes = (key[1], self._pictures.language, self._language)
            known = (question, question_for(question, wishes))
            self._shown[key] = known
        return known[1]

    def public(self, question: Question, language: str = "") -> PublicQuestion:
        shown = self.show(question, language)
        key = (question.id, "" if shown == question else language or self._language)
        known = self._public.get(key)
        if known is None:
            known = public_question(self.state, shown, self._pictures.render)
            self._public[key] = known
        return known

    def numbers(self, round_: Round) -> tuple[int, int]:
        """Which of how many questions this is, as told to the class."""
        asked = list(dict.fromkeys(r.question for r in self.state.rounds.values() if not r.skipped))
        number = asked.index(round_.question) + 1 if round_.question in asked else len(asked)
        return number, max(len(self.state.order) - len(self.state.left_out), number)

    def stage(self, now: float, answer_id: str = "", language: str = "", student: str = "") -> pm.Stage:
        """What everybody sees at `now` who reads `language`; or one `student`, who may have extra time."""
        state, round_ = self.state, shown_round(self.state)
        view = self.view_for(student, now)
        if view == "ranking":
            return pm.Ranking(rows=self._rows(), final=state.next_question() is None)
        if view == "ended":
            return pm.Ended(rows=self._rows())
        if round_ is None:
            return pm.Lobby(between=bool(state.rounds))
        question = state.questions[round_.question]
        q = self.public(question, language)
        show = partial(self.show, language=language)
        number, total = self.numbers(round_)
        if view == "question":
            return pm.Asking(
                q=q,
                code=state.code,
                round=round_.id,
                number=number,
                total=total,
                attempt=round_.attempt,
                deadline=to_ms(self.deadline_for(student)),
                now=round(now * 1000),
                answer_id=answer_id,
            )
        if view == "paused":
            return pm.Paused(q=q, number=number, total=total)
        if view == "locked":
            return pm.Locked(q=q, number=number, total=total)
        return pm.Revealed(
            q=q,
            number=number,
            total=total,
            solution=solution_for_all(state, round_, self._pictures.render, show),
            bars=tuple(bars_for_all(state, round_, show)),
            answers=len(counted_answers(state, round_)),
        )

    def standing(self) -> Standing:
        """Totals and places of everybody, made once for all who are drawn while nothing changes."""
        state = self.state
        key = (state.revision, state.phase, len(state.students))
        if self._standing is None or self._standing[0] != key:
            self._standing = (key, self._make_standing())
        return self._standing[1]

    def _make_standing(self) -> Standing:
        if not self.results.counted_rounds() or self.results.most_points() <= 0:
            return Standing({}, {})
        if view_name(self.state) in ("ranking", "ended"):
            ranks = {rank.student: rank for rank in self.results.ranking()}
            return Standing({student: rank.points for student, rank in ranks.items()}, ranks)
        return Standing(self.results.totals(), {})

    def next_question(self, language: str) -> pm.Asking | None:
        """The page of the question that is likely to be asked next, for nobody to see yet."""
        question = self.state.next_question()
        if question is None:
            return None
        number, total = len(self.state.rounds) + 1, len(self.state.order)
        q = self.public(question, language)
        return pm.Asking(q=q, code=self.state.code, round="", number=number, total=total, attempt=1)

    def view_for(self, student: str, now: float) -> str:
        """The view of one student: the question stays open as long as the student's extra time."""
        return "question" if is_open_for(self.state, student, now) else view_name(self.state)

    def version_for(self, student: str, now: float) -> str:
        """Names what this student sees."""
        open_ = is_open_for(self.state, student, now)
        return f"question-{self.state.steps}" if open_ else version_of(self.state)

    def deadline_for(self, student: str) -> float | None:
        """When the shown round ends for this student, in seconds; None without a limit."""
        round_ = shown_round(self.state)
        return own_deadline(self.state, student) or (round_.deadline if round_ else None)

    def storage_name(self, student: str) -> str:
        """Names what a phone keeps for itself: of one session and, where a phone can be handed over, of one
        student."""
        return f"{self.state.id}-{student}" if student in self.state.register.active else self.state.id

    def mine(self, student: str, standing: Standing, language: str = "") -> pm.Mine:
        """What is one student's own now, for a reader of `language`. Made for everybody at each reveal, hence
        in one piece: copying it with a few fields changed costs as much as all the rest."""
        state = self.state
        view, round_ = view_name(state), shown_round(state)
        nickname, prove, hand_over = state.students[student].nickname, "", ""
        if state.ended_at is None:
            prove = "" if is_proved(state, student) else f"/{state.code}/present"
            hand_over = f"/{state.code}/hand-over" if student in state.register.active else ""
        total = standing.totals.get(student)
        if view in ("ranking", "ended"):
            rank = standing.ranks.get(student)
            place, of = (rank.place, len(standing.ranks)) if rank else (None, None)
            return pm.Mine(nickname, total=total, place=place, of=of, hand_over=hand_over, prove=prove)
        if round_ is None:
            return pm.Mine(nickname, total=total, hand_over=hand_over, prove=prove)
        question = state.questions[round_.question]
        kind = find_kind(question.kind)
        show = partial(self.show, language=language)
        given = round_.answers.get(student)
        order = own_order(state, question, student)
        fields, saved, answer = None, "", ""
        if given is not None:
            fields, saved = tuple(kind.refill(question, given.answer)), clock_text(given.at)
            if "choices" not in given.answer:  # choices are marked on the page itself
                answer = kind.describe(show(question), given.answer)
        own_words = (nickname, fields, tuple(order) if order else None, saved, answer)
        if view != "reveal":
            return pm.Mine(*own_words, hand_over=hand_over, prove=prove)
        result, scored = self.results.round_results(round_).get(student), kind.is_scored(question)
        feedback = own_feedback(state, round_, student, show)
        return pm.Mine(
            *own_words,
            result=("none" if result is None else result.judgement if scored else "unscored"),  # type: ignore[arg-type]
            points=result.points if result and scored else None,
            out_of=question.points if scored else None,
            feedback=tuple(self._pictures.render(text) for text in feedback) if feedback else (),
            total=total,
            hand_over=hand_over,
            prove=prove,
        )

    def newest_names(self) -> tuple[str, ...]:
        """Nicknames for the wall of the lobby, the newest first; none where the class shows no names."""
        if not self.state.settings.show_names:
            return ()
        return tuple(student.nickname for student in reversed(self.state.present()[-LOBBY_NAMES:]))

    def _rows(self) -> tuple[pm.RankingRow, ...]:
        if not self.state.settings.show_names or not self.results.counted_rounds():
            return ()
        before = {}
        if self.state.phase is Phase.RANKING and len(self.results.counted_rounds()) > 1:
            before = {rank.student: rank.place for rank in self.results.ranking(without_last=True)}
        return tuple(
            pm.RankingRow(
                place=rank.place,
                nickname=rank.nickname,
                points=rank.points,
                moved=before[rank.student] - rank.place if rank.student in before else None,
            )
            for rank in self.results.ranking()[:RANKING_ROWS]
        )
