"""A stand-in Moodle, a connection to it, and an outbox with a real file."""

import pytest

from app.clock import ManualClock
from app.storage.outbox import Outbox
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.http import Site
from tests.helpers.moodle import TOKEN, Moodle, serve_moodle


@pytest.fixture
def moodle():
    return Moodle()


@pytest.fixture
def address(moodle):
    with serve_moodle(moodle) as address:
        yield address


@pytest.fixture
def site(address):
    site = Site(address, answer=5.0)
    yield site
    site.close()


@pytest.fixture
def client(site):
    return Client(site, TOKEN)


@pytest.fixture
def connector(client):
    return MoodleConnector(client)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def outbox(tmp_path, clock):
    outbox = Outbox(tmp_path, clock)
    yield outbox
    outbox.close()
