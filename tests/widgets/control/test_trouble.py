"""What is wrong in class: said once, the worst first, with what to do."""

from tests.helpers.played import play
from widgets.control.page import ControlPage


def test_a_lost_connection_is_said_and_goes_away(page, desk):
    desk.bridge.lost.emit()
    assert "The class goes on" in page.trouble.text
    desk.bridge.found_again.emit()
    assert page.trouble.text == ""


def test_a_dead_server_is_continued_by_a_button(page, desk, conductor):
    desk.bridge.lost.emit()
    desk.bridge.gone.emit()
    page.trouble.buttons[0].click()
    assert conductor.done == ["resume"]
    desk.bridge.found_again.emit()
    assert page.trouble.text == ""


def test_a_dead_server_is_still_one_after_another_theme(page, desk, qtbot):
    desk.bridge.is_lost = desk.bridge.is_gone = True
    again = ControlPage(desk)
    qtbot.addWidget(again)
    assert [made.text() for made in again.trouble.buttons] == ["Continue the class"]
    assert again.trouble._clock.isActive()


def test_many_names_from_one_device_are_sent_out_and_the_door_is_closed(page, desk):
    told = {"code": "many_from_one", "text": "6 students", "params": {"address": "192.168.1.7"}}
    play(desk.bridge, "lobby", None, trouble=[told])
    for one in page.trouble.buttons:
        one.click()
    closed = {"code": "door_is_closed", "text": "The door is closed", "params": {}}
    play(desk.bridge, "lobby", None, trouble=[closed])
    page.trouble.buttons[0].click()
    page.answers.students.door_button.click()
    assert desk.bridge.done == [
        ("remove_from", {"address": "192.168.1.7"}),
        ("set_door", {"closed": True}),
        ("set_door", {"closed": False}),
        ("set_door", {"closed": True}),
    ]


def test_a_phone_that_wants_to_drive_is_allowed_or_refused(page, desk):
    request = {"id": "r9", "role": "host", "address": "192.168.1.7"}
    play(desk.bridge, "lobby", None, requests=[request])
    assert "192.168.1.7" in page.trouble.text
    page.trouble.buttons[0].click()
    page.trouble.buttons[1].click()
    assert desk.bridge.done == [
        ("answer_request", {"id": "r9", "allow": True}),
        ("answer_request", {"id": "r9", "allow": False}),
    ]
    play(desk.bridge, "lobby", None, requests=[])
    assert page.trouble.text == "" or "192.168.1.7" not in page.trouble.text


def test_the_most_urgent_trouble_comes_first_and_the_others_are_counted(page, desk):
    disk = {"code": "not_stored", "text": "The disk is full."}
    play(desk.bridge, "asking", 1, trouble=[disk, {"code": "no_network", "text": "No network."}])
    assert page.trouble.text == "The disk is full."
    assert page.trouble._more.text() == "+ 1 more"


def test_a_full_disk_comes_before_a_phone_that_asks_and_the_teacher_can_go_on_to_it(page, desk):
    disk = {"code": "not_stored", "text": "The disk is full."}
    request = {"id": "r9", "role": "host", "address": "192.168.1.7"}
    play(desk.bridge, "asking", 1, trouble=[disk], requests=[request])
    assert page.trouble.text == "The disk is full."
    page.trouble._more.click()
    assert "192.168.1.7" in page.trouble.text
    page.trouble.buttons[0].click()
    assert desk.bridge.done == [("answer_request", {"id": "r9", "allow": True})]
    play(desk.bridge, "asking", 1, trouble=[disk], requests=[])
    assert page.trouble.text == "The disk is full." and page.trouble._more.isHidden()


def test_a_new_address_is_said_with_its_code(page, desk):
    play(desk.bridge, "asking", 1, addresses=["http://10.0.0.7/K7PM"])
    assert "10.0.0.7/K7PM" in page.trouble.text
    page.trouble.buttons[0].click()
    assert page.cannot_join.is_open and page.cannot_join.qr.text == "http://10.0.0.7/K7PM"
    assert page.trouble.text == ""


def test_an_open_panel_follows_the_address(page, desk):
    page._open_cannot_join()
    play(desk.bridge, "asking", 1, addresses=["http://10.0.0.7/K7PM"])
    assert page.cannot_join.qr.text == "http://10.0.0.7/K7PM"
