"""A server on a real socket that speaks the chat-completions interface and LibreTranslate's, with every failure of theirs."""

import json
import re
import threading
import time
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sk-secret-4711"


def english(text):
    """What is Latin stays; each run of Han characters becomes a word of its own."""
    words = re.sub(r"[\u4e00-\u9fff]+", lambda run: f" {'word' * len(run[0])} ", text.rpartition("\n")[2])
    return re.sub(r" +", " ", words.replace("。", ".").replace("，", ", ")).replace(" .", ".").strip()


class Server(ThreadingHTTPServer):
    """Answers at `address`; `say` makes a reply of the last message, `acts` holds what happens to the next requests."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}/v1"
        self.say, self.acts, self.seen = english, deque(), []
        self.models, self.needs_key, self.delay, self.logprobs = ["small"], False, 0.0, None
        self.lock, self.busy, self.most = threading.Lock(), 0, 0
        self.finish = "stop"

    @property
    def asked(self):
        """The last message of each question."""
        return [
            body["messages"][-1]["content"]
            for path, body, _ in self.seen
            if path.endswith("/chat/completions")
        ]

    def handle_error(self, *_):
        """A client that goes away is no failure of a test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._answer({})

    def do_POST(self):
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body):
        server = self.server
        with server.lock:
            server.seen.append((self.path, body, dict(self.headers)))
            act = server.acts.popleft() if server.acts else None
            server.busy += 1
            server.most = max(server.most, server.busy)
        time.sleep(server.delay)
        try:
            self._act(act, body)
        finally:
            with server.lock:
                server.busy -= 1

    def _act(self, act, body):
        given = body.get("api_key") or self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.server.needs_key and body and given != KEY:
            self._send(401, {"error": {"message": f"Incorrect API key provided: {given}\n\x1b[31m"}})
        elif act is None:
            self._send(*self._translated(body))
        elif isinstance(act, float):
            time.sleep(act)
            self._send(*self._translated(body))
        elif act == "half":
            text = json.dumps(self._translated(body)[1]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text[: len(text) // 2])
            self.close_connection = True
        else:
            self._send(*act)

    def _translated(self, body):
        if self.path.endswith("/models"):
            return 200, {"object": "list", "data": [{"id": name} for name in self.server.models]}
        if self.path.endswith("/languages"):
            return 200, [
                {"code": "en", "name": "English", "targets": ["en", "zh-Hans"]},
                {"code": "zh-Hans", "name": "Chinese", "targets": ["en", "zh-Hans"]},
            ]
        if self.path.endswith("/translate"):
            texts = [self.server.say(text) for text in body["q"]]
            return 200, {"translatedText": texts, "alternatives": [[f"{text} again"] for text in texts]}
        if not self.path.endswith("/v1/chat/completions"):
            return 404, {"error": "no such path"}
        if body["model"] not in self.server.models:
            return 404, {
                "error": {"message": f"model {body['model']!r} not found", "code": "model_not_found"}
            }
        text = self.server.say(body["messages"][-1]["content"])
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": self.server.finish,
        }
        if body.get("logprobs") and self.server.logprobs is not None:
            choice["logprobs"] = {
                "content": [{"token": "a", "logprob": value} for value in self.server.logprobs]
            }
        return 200, {"choices": [choice], "usage": {"prompt_tokens": 100, "completion_tokens": 10}}

    def _send(self, status, data, headers=None):
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def running():
    """Run a server while inside."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
