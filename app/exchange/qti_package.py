"""Zipped QTI packages: which items they hold, in which order, and what of them is missing."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from app.errors import Refused, Trouble
from app.exchange.progress import Progress, go_on
from app.exchange.qti_content import paths_of
from app.exchange.qti_xml import BadXml, Node, parse_xml
from app.exchange.report import Report
from app.exchange.zip_safety import SafeZip

MANIFEST: Final = "imsmanifest.xml"
MOST_PARSED: Final = 60_000_000  # bytes of XML in one package
TESTS: Final = ("assessmenttest", "assessmentsection")
_QTI_ROOT: Final = re.compile(
    rb"<(?:\w+:)?(?:assessmentItem|qti-assessment-item|assessmentTest|qti-assessment-test|assessmentSection|"
    rb"qti-assessment-section|questestinterop)[\s>]"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A root element: an item of QTI 2 or 3, or a `questestinterop`. category: section titles."""

    path: str
    root: Node
    category: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)


@dataclass
class Package:
    """The XML files of a package by their paths, parsed once."""

    archive: SafeZip
    report: Report
    roots: dict[str, Node] = field(default_factory=dict)
    title: str = ""
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def open(cls, data: bytes, file: str, progress: Progress = go_on) -> "Package":
        """Raises `Trouble` with `archive_damaged` or `archive_too_large`; `Refused('import_cancelled')` when
        `progress`, of which this is the first half, says so."""
        package = cls(SafeZip(data, file), Report())
        for name in package.archive.unsafe:
            package.report.add(0, "error", "package_unsafe", name, name=name)
        package._parse(progress)
        return package

    def fetch(self, path: str) -> bytes | None:
        """A member by its path, whatever its capitals; None if it is absent or damaged."""
        name = path if path in self.archive.sizes else self._names.get(path.lower(), "")
        try:
            return self.archive.read(name)
        except Trouble as trouble:
            self.report.add(0, "error", trouble.code, name, **trouble.params)
            return None

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.lower(): name for name in self.archive.sizes}

    def _parse(self, progress: Progress) -> None:
        parsed = 0
        for number, (name, size) in enumerate(self.archive.sizes.items(), 1):
            if not progress(number, 2 * len(self.archive.sizes)):
                raise Refused("import_cancelled")
            if not name.lower().endswith((".xml", ".qti")):
                continue
            parsed += size
            if parsed > MOST_PARSED:
                raise Trouble("archive_too_large", file=self.archive.file)
            data = self.fetch(name) or b""
            if posixpath.basename(name).lower() != MANIFEST and not _QTI_ROOT.search(
                data.replace(b"\0", b"")
            ):
                continue
            try:
                self.roots[name] = parse_xml(data)
            except BadXml as error:
                self.report.add(0, "error", error.code, name, **error.params)

    def items(self) -> Iterator[Item]:
        """Items in the order of the tests, then of the manifest, then those that nothing declares."""
        manifest = min((name for name in self.roots if _is_manifest(name)), key=len, default="")
        if not manifest:
            self.report.add(0, "warning", "manifest_missing")
        declared = list(self._declared(manifest)) if manifest else []
        tests = [path for path in declared if self.roots[path].name in TESTS]
        tests += [path for path, root in self.roots.items() if root.name in TESTS and path not in tests]
        for path in tests:
            self.title = self.title or self.roots[path].get("title")
            yield from self._walk(self.roots[path], path, ())
        for path in declared:
            yield from self._take(path, ())
        for path in list(self.roots):
            if path not in self._seen and _is_item(self.roots[path]):
                if manifest:
                    self.report.add(0, "warning", "item_undeclared", path, name=path)
                yield from self._take(path, ())

    def _declared(self, manifest: str) -> Iterator[str]:
        """The XML files that a manifest names; those that are absent are reported."""
        folder = posixpath.dirname(manifest)
        for resource in self.roots[manifest].find("resource"):
            base = posixpath.join(folder, resource.get("base"))
            for node in [resource, *resource.elements("file")]:
                href = node.get("href")
                path = self._resolve(href, base) if href else None
                if path and path in self.roots:
                    yield path
                elif href and not path and not href.startswith(("http:", "https:")):
                    self._missing(href)

    def _walk(self, node: Node, path: str, category: tuple[str, ...]) -> Iterator[Item]:
        for child in node.elements():
            if child.name == "selection":
                self.report.add(0, "warning", "qti_selection", path, number=child.get("select", "?"))
            if child.name in ("assessmentitemref", "assessmentsectionref"):
                found = self._resolve(child.get("href"), posixpath.dirname(path))
                if not found:
                    self._missing(child.get("href"))
                elif found in self.roots and child.name == "assessmentitemref":
                    yield from self._take(found, category)
                elif found in self.roots and found not in self._seen:
                    self._seen.add(found)
                    yield from self._walk(self.roots[found], found, category)
            elif child.name in ("testpart", "assessmentsection"):
                title = " ".join(child.get("title").split())
                yield from self._walk(child, path, (*category, title) if title else category)

    def _take(self, path: str, category: tuple[str, ...]) -> Iterator[Item]:
        if path not in self._seen and _is_item(self.roots[path]):
            self._seen.add(path)
            yield Item(path, self.roots[path], category)

    def _missing(self, href: str) -> None:
        if href not in self._seen:
            self._seen.add(href)
            self.report.add(0, "error", "item_missing", href, name=href)

    def _resolve(self, href: str, folder: str) -> str | None:
        """The member that an address means, None if there is none."""
        names = self._names
        for path in paths_of(href, folder):
            if path in self.archive.sizes:
                return path
            if path.lower() in names:
                return names[path.lower()]
        return None


def _is_manifest(name: str) -> bool:
    return posixpath.basename(name).lower() == MANIFEST


def _is_item(root: Node) -> bool:
    return root.name in ("assessmentitem", "questestinterop")
