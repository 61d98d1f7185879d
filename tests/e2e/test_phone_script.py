"""The phone's script in a real Chromium against a class server that does what each test tells it."""

import re

import pytest
from playwright.async_api import expect

from app.lan.page_models import Ended, Join, Mine, Removed
from tests.helpers import page_samples as samples
from tests.helpers.browser import open_question
from tests.helpers.scripted_class import CODE, ScriptedClass, now_ms

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def ids(room):
    """The different answers that came; each may come again until its receipt."""
    return list(dict.fromkeys(answer["id"] for answer in room.answers))


async def kept(page):
    return await page.evaluate(
        "Object.keys(localStorage).filter(k => k.indexOf('draft') < 0)"
        ".map(k => [k, JSON.parse(localStorage[k])])"
    )


async def test_a_tap_sends_at_once_and_says_saved_only_after_the_receipt(page, room):
    room.receipts = False
    state = await open_question(page, room)
    await expect(state).to_have_text("Not answered yet")
    await expect(page.locator(".save")).to_be_hidden()
    await page.get_by_text("Mitochondrion").click()
    await room.until(lambda: bool(room.answers))
    answer = room.answers[0]
    assert (answer["round"], answer["fields"]) == ("r1", [["choice", "c2"]])
    await expect(state).to_have_text("Not saved yet - trying again")
    assert [key for key, _ in await kept(page)] == ["preau:s1:r1"]
    await room.receipt(answer)
    await expect(state).to_have_text("Saved 14:03:12")
    assert await kept(page) == []
    room.receipts = True
    await page.get_by_text("Nucleus").click()
    await room.until(lambda: len(ids(room)) == 2)
    assert room.answers[-1]["fields"] == [["choice", "c0"]]
    await expect(state).to_have_text("Saved 14:03:12")


async def test_an_answer_without_a_receipt_is_sent_again_with_the_same_id(page, room):
    room.receipts = False
    state = await open_question(page, room)
    await page.get_by_text("Ribosome").click()
    await room.until(lambda: bool(room.answers))
    room.receipts = True
    await room.drop_links()
    await room.until(lambda: len(room.answers) > 1)
    assert room.answers[0] == room.answers[1]
    await expect(state).to_have_text("Saved 14:03:12")


async def test_an_answer_survives_a_reload(page, room):
    room.receipts = False
    await open_question(page, room)
    await page.get_by_text("Ribosome").click()
    await room.until(lambda: bool(room.answers))
    await page.reload()
    await room.until(lambda: len(room.answers) > 1)
    assert room.answers[0] == room.answers[1]
    await expect(page.get_by_label("Ribosome")).to_be_checked()


async def test_an_answer_given_without_a_link_waits_for_the_next(page, room):
    state = await open_question(page, room)
    room.away = True
    await room.drop_links()
    await expect(state).to_have_text("No connection - trying again")
    await page.get_by_text("Nucleus").click()
    await expect(state).to_have_text("Not saved yet - trying again")
    room.away = False
    await expect(state).to_have_text("Saved 14:03:12")
    assert len(ids(room)) == 1


async def test_without_local_storage_it_still_works(browser, room):
    context = await browser.new_context()
    await context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('private'); }})"
    )
    page = await context.new_page()
    room.receipts = False
    state = await open_question(page, room)
    await page.get_by_text("Ribosome").click()
    await room.until(lambda: bool(room.answers))
    room.receipts = True
    await room.drop_links()
    await expect(state).to_have_text("Saved 14:03:12")
    assert room.answers[0] == room.answers[1]
    await context.close()


async def test_phones_come_back_spread_over_time(browser, room):
    """A storm of a thousand that all come in the same instant fills the queue of a system that takes 128."""
    for chance, expected in (0, 250), (1, 500):
        context = await browser.new_context()
        await context.add_init_script(
            f"Math.random = () => {chance}; window.waits = []; const real = window.setTimeout;"
            "window.setTimeout = (work, ms) => { window.waits.push(Math.round(ms)); return real(work, ms); };"
        )
        page = await context.new_page()
        await open_question(page, room)
        await page.evaluate("window.waits = []")
        opened = room.opened
        await room.drop_links()
        await room.until(lambda opened=opened: room.opened > opened)
        assert (await page.evaluate("window.waits"))[0] == expected * room.pace
        await context.close()


async def test_a_half_open_link_is_found_and_replaced(page, room):
    state = await open_question(page, room)
    room.silent = True
    await page.get_by_text("Nucleus").click()
    await expect(state).to_have_text("Not saved yet - trying again")
    await room.until(lambda: room.opened > 1)
    assert room.answers == []
    room.silent = False
    await expect(state).to_have_text("Saved 14:03:12")


async def test_after_waking_a_dead_link_is_found_soon(browser):
    async with ScriptedClass(pace=0.2) as room:
        page = await browser.new_page()
        await open_question(page, room)
        room.silent = True
        started = now_ms()
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await room.until(lambda: room.opened > 1)
        assert now_ms() - started < 3000  # 4 s at this pace are 0.8 s; the slow way takes 5 s
        await page.close()


async def test_a_refusal_is_said_and_the_stored_choice_comes_back(page, room):
    mine = Mine("Amina", fields=(("choice", "c0"),), saved="14:00:00")
    state = await open_question(page, room, mine=mine)
    await expect(state).to_have_text("Saved 14:00:00")
    room.refusal = {"code": "answer_late", "text": "Too late: the answers are closed.", "retry": False}
    await page.get_by_text("Ribosome").click()
    await expect(state).to_have_text("Too late: the answers are closed.")
    await expect(page.get_by_label("Nucleus")).to_be_checked()
    assert await kept(page) == []


async def test_a_refusal_that_may_pass_is_tried_again(page, room):
    state = await open_question(page, room)
    room.refusal = {"code": "busy", "text": "Not now.", "retry": True}
    await page.get_by_text("Ribosome").click()
    await room.until(lambda: len(room.answers) > 1)
    room.refusal = None
    await expect(state).to_have_text("Saved 14:03:12")
    assert len({answer["id"] for answer in room.answers}) == 1


async def test_an_answer_of_an_earlier_question_stays_queued(page, room):
    room.receipts = False
    state = await open_question(page, room)
    await page.get_by_text("Ribosome").click()
    await room.until(lambda: bool(room.answers))
    await room.show(samples.asking(samples.question("poll"), round="r2"))
    await expect(page.locator("#ask")).to_contain_text("How sure")
    await expect(state).to_have_text("Not answered yet")
    room.refusal = {"code": "answer_late", "text": "Too late.", "retry": False}
    await room.drop_links()
    await expect(state).to_have_text("Earlier question: Too late.")
    assert {answer["round"] for answer in room.answers} == {"r1"}
    await expect(state).to_have_text("Not answered yet")


async def test_choices_stand_in_the_students_order_with_letters_from_the_top(page, room):
    await open_question(page, room)
    mine = Mine("Amina", fields=(("choice", "c2"),), order=("c3", "c2", "c0", "c1"), saved="14:00:00")
    await room.show(samples.asking(samples.question("single"), round="r2"), mine)
    await expect(page.locator("#state")).to_have_text("Saved 14:00:00")
    assert await page.locator(".choices input").evaluate_all("all => all.map(e => e.value)") == [
        "c3",
        "c2",
        "c0",
        "c1",
    ]
    await expect(page.locator(".choices .mark")).to_have_text(["A", "B", "C", "D"])
    await expect(page.locator(".choices .mark").first).to_have_class(re.compile(r"\bc0\b"))
    await expect(page.get_by_label("Mitochondrion")).to_be_checked()


async def test_a_reveal_marks_the_own_answer_and_shows_the_result(page, room):
    await open_question(page, room)
    stage = samples.revealed(samples.question("single"))
    await room.show(stage, Mine("Amina", fields=(("choice", "c1"),), result="wrong", points=0, out_of=1))
    await expect(page.locator("#mine h2")).to_have_text("Not right")
    await expect(page.locator(".own")).to_contain_text("Ribosome")
    await expect(page.locator(".yours:visible")).to_have_count(1)
    await expect(page.locator("#state")).to_have_text("Closed")
    await expect(page.locator("h1:focus")).to_have_count(1)


async def test_ordering_moves_with_large_buttons_and_keeps_the_focus(page, room):
    state = await open_question(page, room, "ordering")
    await expect(page.locator(".order select").first).to_be_hidden()
    down = page.get_by_role("button", name="Move down: Cell")
    await down.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#say")).to_have_text("Cell: place 2 of 5")
    await expect(down).to_be_focused()
    for place, item in enumerate(("Atom", "Cell")):
        await expect(page.locator(".order .text").nth(place)).to_have_text(item)
    for _ in range(3):
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Move up: Cell")).to_be_focused()
    await page.get_by_role("button", name="Save my answer").click()
    await expect(state).to_have_text("Saved 14:03:12")
    fields = dict(room.answers[0]["fields"])
    assert fields == {"place-c1": "1", "place-c2": "2", "place-c3": "3", "place-c4": "4", "place-c0": "5"}
    await expect(page.locator(".save")).to_be_disabled()
    await page.get_by_role("button", name="Move up: Cell").click()
    await expect(state).to_have_text("Changed, not saved yet")
    await expect(page.get_by_role("button", name="Change my answer")).to_be_enabled()


async def test_typed_words_survive_a_reload_and_a_new_fragment(page, room):
    state = await open_question(page, room, "open_text")
    await page.get_by_role("textbox").fill("It was too fast")
    await expect(state).to_have_text("Not saved yet")
    await page.reload()
    await expect(page.get_by_role("textbox")).to_have_value("It was too fast")
    await page.get_by_role("textbox").focus()
    await room.show(room.stage)
    await expect(page.get_by_role("textbox")).to_have_value("It was too fast")
    await expect(page.get_by_role("textbox")).to_be_focused()
    await page.get_by_role("button", name="Save my answer").click()
    await expect(state).to_have_text("Saved 14:03:12")
    assert room.answers[0]["fields"] == [["text", "It was too fast"]]


@pytest.mark.parametrize("kind", [kind for kind in samples.KINDS if kind != "slide"])
async def test_every_form_shows_a_stored_answer_and_sends_it_back_unchanged(page, room, kind):
    await open_question(page, room)
    await room.show(samples.asking(samples.question(kind), round="r2"), samples.student(kind))
    await expect(page.locator("#state")).to_have_text("Saved 14:03:12")
    await page.locator("#answer").evaluate(
        "form => form.dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))"
    )
    await room.until(lambda: bool(room.answers))
    assert sorted(map(tuple, room.answers[0]["fields"])) == sorted(samples.own_fields(kind))


async def test_the_countdown_follows_the_servers_clock(page, room):
    await page.add_init_script("const real = Date.now; Date.now = () => real() + 3600000;")
    state = await open_question(page, room, deadline=now_ms() + 95_000)
    await expect(page.locator("#clock")).to_have_text(re.compile(r"1:3\d"))
    await room.send({"t": "time", "round": "r1", "deadline": now_ms() + 2_500, "now": now_ms()})
    await expect(page.locator("#clock")).to_have_text(re.compile(r"[1-3] s"))
    await expect(page.locator("body.late")).to_have_count(1)
    await expect(page.locator("#say")).to_have_text(re.compile(r"\d s left"))
    await expect(state).to_have_text("Time is up")
    await room.send({"t": "time", "round": "r1", "deadline": None, "now": now_ms()})
    await expect(page.locator("#clock")).to_have_text("")
    await expect(state).to_have_text("Not answered yet")


async def test_joining_needs_no_second_page_and_at_most_five_requests(page, room):
    room.stage = Join(CODE)
    await page.goto(f"{room.origin}/{CODE}")
    room.version = "v2"
    await page.get_by_label("Your name or nickname").fill("Amina & <b>")
    await page.get_by_role("button", name="Join").click()
    await expect(page.locator("h1")).to_have_text("You are in.")
    await expect(page.locator("#mine")).to_have_text("Amina & <b>")
    assert room.posted == [(f"/{CODE}/join", {"nickname": ["Amina & <b>"]})]
    await room.show(samples.asking(samples.question("single")))
    await expect(page.locator("#ask")).to_contain_text("Which organelle")
    assert len(room.requests) == 5, room.requests


async def test_a_refused_nickname_is_said_at_its_field(page, room):
    room.stage = Join(CODE)
    room.join_reply = {"code": "nickname_taken", "text": "That name is taken."}
    await page.goto(f"{room.origin}/{CODE}")
    field = page.get_by_label("Your name or nickname")
    await field.fill("Amina")
    await field.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("That name is taken.")
    await expect(field).to_be_focused()
    await expect(page.get_by_role("button", name="Join")).to_be_enabled()


async def test_joining_on_a_shared_phone_forgets_the_last_students_answer(page, room):
    room.receipts = False
    await open_question(page, room)
    await page.get_by_text("Ribosome").click()
    await room.until(lambda: bool(room.answers))
    room.stage = Join(CODE)
    await page.goto(f"{room.origin}/{CODE}")
    sent = len(room.answers)
    room.version = "v2"
    await page.get_by_label("Your name or nickname").fill("Yanis")
    await page.get_by_role("button", name="Join").click()
    await expect(page.locator("h1")).to_have_text("You are in.")
    assert await kept(page) == []
    assert len(room.answers) == sent


async def test_a_goodbye_is_final_until_the_student_asks(page, room):
    await open_question(page, room)
    await room.send({"t": "bye", "code": "replaced", "text": "Open on another phone."})
    await room.drop_links()
    await expect(page.locator("h1")).to_have_text("Open on another phone.")
    await expect(page.locator("#state")).to_be_empty()
    await page.get_by_role("link", name="Continue here").click()
    await room.until(lambda: room.opened > 1)
    await expect(page.locator("#ask")).to_be_visible()


@pytest.mark.parametrize("stage", [Removed(), Ended()])
async def test_the_last_page_stays_after_the_goodbye(page, room, stage):
    await open_question(page, room)
    await room.show(stage)
    await room.send({"t": "bye", "code": "over", "text": "Over."})
    await room.drop_links()
    await expect(page.locator("h1")).not_to_have_text("Over.")
    await expect(page.locator("#state")).not_to_have_class("bad")


async def test_another_address_of_the_laptop_is_found(page, room):
    async with ScriptedClass() as elsewhere:
        await open_question(page, room)
        await room.send(
            {"t": "addresses", "list": ["http://127.0.0.1:9", elsewhere.origin], "resume": "once"}
        )
        await room.send({"t": "time", "round": "r1", "deadline": None, "now": now_ms()})
        await room.stop()
        await page.wait_for_url(f"{elsewhere.origin}/{CODE}/here?resume=once")


async def test_a_link_that_stays_lost_asks_for_a_new_scan(page, room):
    state = await open_question(page, room)
    await room.stop()
    await expect(state).to_have_text("No connection - trying again")
    await expect(state).to_have_text("The connection is lost. Scan the code on the wall again.")
