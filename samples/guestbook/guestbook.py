"""A guest book: entries in PostgreSQL, visits counted in Redis.

GET /          the page (?format=json for programs)
POST /entries  a form with `name` and `message`; answers with a redirect to the page
GET /healthz   200 when both stores answer, else 503
"""

import html
import json
import os
import signal
import sys
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import psycopg2
import redis

PAGE = """<!DOCTYPE html>
<meta charset="utf-8">
<title>{title}</title>
<h1>{title}</h1>
<p>Visits: {visits}</p>
<form method="post" action="/entries">
<input name="name" placeholder="Name" required> <input name="message" placeholder="Message" required>
<button>Sign</button>
</form>
<ul>
{entries}
</ul>
"""
LONGEST_FORM = 10_000


class Stores:
    """The two stores. A connection a request: small, and a restarted database needs no care."""

    def __init__(self, environment):
        self.database = environment["DATABASE_URL"]
        self.cache = redis.Redis.from_url(environment["REDIS_URL"])
        with self.transaction() as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS entries (id serial PRIMARY KEY, name text NOT NULL,"
                " message text NOT NULL, written timestamptz NOT NULL DEFAULT now())"
            )

    @contextmanager
    def transaction(self):
        connection = psycopg2.connect(self.database, connect_timeout=5)
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def entries(self):
        with self.transaction() as cursor:
            cursor.execute("SELECT name, message FROM entries ORDER BY id DESC LIMIT 100")
            return cursor.fetchall()

    def add(self, name, message):
        with self.transaction() as cursor:
            cursor.execute("INSERT INTO entries (name, message) VALUES (%s, %s)", (name, message))

    def count_visit(self):
        return self.cache.incr("visits")

    def check(self):
        with self.transaction() as cursor:
            cursor.execute("SELECT 1")
        self.cache.ping()


class Handler(BaseHTTPRequestHandler):
    """One request. A store that does not answer is the client's 503, not the end of the server."""

    stores = None
    title = "Guest book"

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/healthz":
            self.guarded(self.health)
        elif url.path == "/":
            self.guarded(lambda: self.page(parse_qs(url.query).get("format") == ["json"]))
        else:
            self.answer(HTTPStatus.NOT_FOUND, "no such page\n")

    def do_POST(self):
        if self.path != "/entries":
            self.answer(HTTPStatus.NOT_FOUND, "no such page\n")
        else:
            self.guarded(self.add_entry)

    def guarded(self, action):
        try:
            action()
        except (psycopg2.Error, redis.RedisError) as error:
            self.answer(HTTPStatus.SERVICE_UNAVAILABLE, f"a store does not answer: {error}\n")

    def health(self):
        self.stores.check()
        self.answer(HTTPStatus.OK, "ok\n")

    def page(self, as_json):
        visits, entries = self.stores.count_visit(), self.stores.entries()
        if as_json:
            signed = [{"name": name, "message": message} for name, message in entries]
            text = json.dumps({"visits": visits, "entries": signed}) + "\n"
            self.answer(HTTPStatus.OK, text, "application/json")
            return
        items = (f"<li><b>{html.escape(name)}</b>: {html.escape(message)}</li>" for name, message in entries)
        text = PAGE.format(title=html.escape(self.title), visits=visits, entries="\n".join(items))
        self.answer(HTTPStatus.OK, text, "text/html; charset=utf-8")

    def add_entry(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST_FORM:
            self.answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the form is too long\n")
            return
        form = parse_qs(self.rfile.read(length).decode("utf-8", "replace"))
        name, message = form.get("name", [""])[0], form.get("message", [""])[0]
        if not name or not message:
            self.answer(HTTPStatus.BAD_REQUEST, "name and message are required\n")
            return
        self.stores.add(name, message)
        self.answer(HTTPStatus.SEE_OTHER, "", headers={"Location": "/"})

    def log_request(self, code="-", size="-"):
        # A health check that passes, second by second, would hide what visitors do.
        if (self.path, code) != ("/healthz", HTTPStatus.OK):
            super().log_request(code, size)

    def answer(self, status, text, kind="text/plain; charset=utf-8", headers=None):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def main():
    Handler.stores = Stores(os.environ)
    Handler.title = os.environ.get("GUESTBOOK_TITLE", Handler.title)
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Handler)
    # The first process of a container has no default action for signals; shutdown() must not block the loop.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
    print("stopped", flush=True)


if __name__ == "__main__":
    try:
        main()
    except (psycopg2.Error, redis.RedisError) as error:
        sys.exit(f"cannot start: {error}")
