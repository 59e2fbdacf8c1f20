import errno
import os

import pytest

from transflow.errors import DocumentError
from transflow.files import Folder, read_text


def test_bytes_come_back_as_they_were(tmp_path):
    text = "\ufeffa\r\nb\rc\n\u2028\x00市"
    Folder(tmp_path).write("deep/a.md", text)
    assert read_text(Folder(tmp_path), "deep/a.md") == text
    assert (tmp_path / "deep" / "a.md").read_bytes() == text.encode()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["a.md"]


def test_bad_utf8_is_told_with_its_line(tmp_path):
    (tmp_path / "a.md").write_bytes("一\n二\n".encode() + b"\xff\n")
    with pytest.raises(DocumentError, match=r"^a\.md:3: not UTF-8 text \(save it as UTF-8\)$"):
        read_text(Folder(tmp_path), "a.md")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DocumentError, match=r"a\.md: cannot be read: No such file"):
        read_text(Folder(tmp_path), "a.md")


def test_a_read_only_file_stays(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(DocumentError, match="read-only"):
        Folder(tmp_path).write("a.md", "new")
    assert path.read_text() == "old"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("old")

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DocumentError, match="No space left on device"):
        Folder(tmp_path).write("a.md", "new")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]


def test_permissions_survive(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o640)
    Folder(tmp_path).write("a.md", "new")
    assert path.stat().st_mode & 0o777 == 0o640
