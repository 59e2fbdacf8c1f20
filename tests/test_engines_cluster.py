"""Drafting on the workers of a Dask cluster: two processes of one thread each on this machine."""

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from importlib.util import find_spec

import pytest

from tests.sites import build, cli, snapshot

if find_spec("distributed") is None:  # to import it takes half a second of each worker, only to collect this
    pytest.skip("the extra `cluster` is not installed", allow_module_level=True)

ENGINE = '''
import os, time
from pathlib import Path

class Slow:
    """Takes its time, as a model does, and writes down what it did."""

    def __init__(self):
        self.log = Path(os.environ["SLOW_LOG"]) / str(os.getpid())
        self.log.write_text("opened\\n")
        self.together = int(os.environ.get("SLOW_TOGETHER", "1"))
        while len(list(self.log.parent.glob("[0-9]*"))) < self.together:  # none does all before another has begun
            time.sleep(0.01)

    def translate(self, requests):
        time.sleep(0.02 * len(requests) * (self.together > 1))  # it has to be lost in the midst of its work
        with self.log.open("a") as log:
            log.write(f"{len(requests)}\\n")
        if any("坏消息" in request.text for request in requests):
            raise ValueError("a bad one")
        return [" ".join(chr(97 + ord(letter) % 26) * 4 for letter in request.text) for request in requests]
'''
MOODS = "好坏冷暖高低快慢明暗轻重"
PAGES = {
    f"content/{n}.md": "".join(f"市场{MOODS[n]}而情绪{m}。" for m in MOODS) + "\n"
    for n in range(12)
    if n != 1
}
CONFIG = "source: zh-CN\ntargets: [en]\nengine: slow\n"


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A folder with the engine, and one for what it writes down."""
    root = tmp_path_factory.mktemp("cluster")
    info = root / "slow-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slow\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[transflow.engines]\nslow = slow_engine:Slow\n")
    (root / "slow_engine.py").write_text(ENGINE)
    return root


def started(places, *arguments):
    """Start a part of a cluster."""
    environment = {
        **os.environ, "PYTHONPATH": str(places), "SLOW_LOG": str(places), "SLOW_TOGETHER": "2",
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    }  # fmt: skip
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Cluster:
    """A scheduler and workers of one thread each, in processes of their own."""

    def __init__(self, places, ended):
        self.places, self.ended = places, ended
        self.known = places / "scheduler.json"
        self._run("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        deadline = time.monotonic() + 60
        while not self.known.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.address = json.loads(self.known.read_text())["address"]

    def with_workers(self, count):
        """Start workers and wait for them."""
        nodes = [
            self._run(
                "dask_worker",
                "--nthreads",
                "1",
                "--no-nanny",
                "--local-directory",
                str(self.places / f"local-{number}"),
            )
            for number in range(count)
        ]
        _wait_for(self.address, count)
        return nodes

    def _run(self, module, *arguments):
        command = (
            f"distributed.cli.{module}",
            "--no-dashboard",
            "--scheduler-file",
            str(self.known),
            *arguments,
        )
        process = started(self.places, *command)
        self.ended.callback(process.wait, 20)
        self.ended.callback(process.kill)
        return process


@pytest.fixture(scope="module")
def cluster(places):
    with ExitStack() as ended:
        yield Cluster(places, ended)


def _wait_for(address, workers):
    code = (
        "import sys; from distributed import Client\n"
        "with Client(sys.argv[1], timeout=60) as client: client.wait_for_workers(int(sys.argv[2]), timeout=60)"
    )
    subprocess.run([sys.executable, "-c", code, address, str(workers)], check=True, capture_output=True)


def translate(places, root, *arguments):
    """Start a run in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(places), "SLOW_LOG": str(places)}
    command = [sys.executable, "-m", "transflow", "translate", *arguments]
    return subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def logs(places):
    return {int(path.name): path.read_text().split() for path in places.glob("[0-9]*")}


def test_drafts_are_those_of_one_machine_though_a_worker_is_lost(tmp_path, places, cluster):
    alone, shared = (build(tmp_path / name, PAGES, CONFIG).root for name in ("alone", "shared"))
    _, told = translate(places, shared, "--cluster", cluster.address).communicate(timeout=60)
    assert told == "transflow: the cluster has no workers (start some: dask worker ADDRESS --nthreads 1)\n"
    assert translate(places, alone).communicate(timeout=60)[1] == ""
    for log in places.glob("[0-9]*"):
        log.unlink()

    workers = cluster.with_workers(2)
    run = translate(places, shared, "--cluster", cluster.address)
    deadline = time.monotonic() + 60
    while len(logs(places).get(workers[1].pid, ())) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    workers[1].kill()
    _, told = run.communicate(timeout=60)
    assert (run.returncode, told) == (0, "")
    assert snapshot(shared) == snapshot(alone)
    done = logs(places)
    assert set(done) == {worker.pid for worker in workers}
    assert all(lines.count("opened") == 1 for lines in done.values()), "each opens the engine once"
    assert all(len(lines) >= 3 for lines in done.values()), "each has its share"

    failing = build(
        tmp_path / "failing", {f"content/{name}.md": f"{name}消息。\n" for name in "好坏中"}, CONFIG
    ).root
    run = translate(places, failing, "--cluster", cluster.address)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 2
    line = "transflow: content/坏.md: engine 'slow' failed: ValueError: a bad one (a defect of the engine; --debug shows where)\n"
    assert told == line
    assert sorted(path.name for path in failing.glob("content/*.en.md")) == ["中.en.md", "好.en.md"]


def test_a_scheduler_that_is_not_there(tmp_path, monkeypatch, capsys):
    root = build(tmp_path / "site", {"content/a.md": "一。\n"}).root
    monkeypatch.setattr("transflow.engines.cluster._PATIENCE", 0.2)
    assert cli(root, "translate", "--cluster", "127.0.0.1:9") == 2
    assert "no cluster answers at 127.0.0.1:9: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1:8786",
        "tcp://example.org:8786",
        "ws://127.0.0.1:1",
        "http://127.0.0.1",
        "inproc://x",
        "tcp://[::1",
        "localhost.evil.org:1",
    ],
)
def test_an_address_that_others_may_listen_at_is_refused(tmp_path, capsys, address):
    root = build(tmp_path, {"content/a.md": "一。\n"}).root
    assert cli(root, "translate", "--cluster", address) == 2
    assert f"--cluster '{address}' is neither on this machine nor reached by TLS" in capsys.readouterr().err


def test_a_limit_of_costs_does_not_go_with_a_cluster(tmp_path, capsys):
    root = build(tmp_path, {"content/a.md": "一。\n"}).root
    assert cli(root, "translate", "--cluster", "127.0.0.1:1", "--max-cost", "1") == 2
    assert "--max-cost cannot be kept by the workers of a --cluster" in capsys.readouterr().err
