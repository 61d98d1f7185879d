"""Question banks of a course, taken out as Moodle XML with the answers.

An ordinary teacher's key may take a bank out but not ask for the numbers of its categories; where the key may
not, the address of the bank's page, copied from the browser, holds them.
"""

import re
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sync.connectors.base import Bank
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.refs import read_ref, write_ref
from sync.errors import Rejected

LIST: Final = "core_get_fragment"
HOLDERS: Final = frozenset({"quiz", "qbank"})  # activities that have questions of their own

_CATEGORY: Final = re.compile(r'<option value="(\d+),(\d+)"[^>]*>\s*([^<]*?)\s*</option>')
_CAT: Final = re.compile(r"(\d+),(\d+)", re.ASCII)


class Questions:
    """abilities: functions that the key may call."""

    def __init__(self, client: Client, abilities: frozenset[str]) -> None:
        self._client = client
        self._abilities = abilities

    def list_banks(self, course: str) -> list[Bank]:
        """Categories of the course's banks and quizzes; one holds those below it too. Raises
        `Rejected('banks_not_listed')` where the key may not ask for them."""
        if LIST not in self._abilities:
            raise Rejected("banks_not_listed")
        banks = []
        options = [{"name": "excludecontents", "value": "1"}]
        for section in self._client.call("core_course_get_contents", courseid=course, options=options):
            for module in section["modules"]:
                if module["modname"] in HOLDERS:
                    banks += self._list_categories(
                        str(module["id"]), str(module["contextid"]), module["name"]
                    )
        return banks

    def read_address(self, address: str) -> Bank:
        """The category whose page this is the address of. Raises `Rejected('bank_address_wrong')`."""
        try:
            parts = urlsplit(address.strip())
            known = urlsplit(self._client.address)
            found = _CAT.fullmatch(parse_qs(parts.query).get("cat", [""])[-1])
        except ValueError:
            raise Rejected("bank_address_wrong") from None
        if found is None or parts.netloc.casefold() != known.netloc.casefold():
            raise Rejected("bank_address_wrong")
        return Bank(_write(found.group(2), found.group(1)), "")

    def download(self, ref: str) -> str:
        """The questions as Moodle XML."""
        where = read_ref(ref)
        path = f"{where['context']}/question/export/{where['category']}/xml/withcategories/withcontexts/q.xml"
        return self._client.download(path)

    def _list_categories(self, cmid: str, context: str, name: str) -> list[Bank]:
        answer = self._client.call(
            LIST,
            component="core_question",
            callback="category_selector",
            contextid=context,
            args=[{"name": "bankcmid", "value": cmid}],
        )
        return [
            Bank(_write(where, category), f"{name}: {unescape(words).strip()}")
            for category, where, words in _CATEGORY.findall(str(answer["html"]))
        ]


def _write(context: str, category: str) -> str:
    return write_ref(kind="questions", context=context, category=category)
