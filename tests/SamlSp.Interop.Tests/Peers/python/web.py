"""The web side of an identity provider in Python: a sign-in form, sessions, and the addresses that the tests call.

An identity provider has a class with the protocol on top of a library. Its methods return an answer: redirect(url), form(url, fields),
page(html).
"""

import html
import http.server
import secrets
import threading
import time
import urllib.parse
import urllib.request

USERS = {
    "dwho": {"uid": "dwho", "mail": "dwho@badwolf.org", "cn": "Doctor Who"},
    "rtyler": {"uid": "rtyler", "mail": "rtyler@badwolf.org", "cn": "Rose Tyler"},
}


def redirect(url):
    return 303, {"Location": url}, b""


def page(text, kind="text/html; charset=utf-8"):
    return 200, {"Content-Type": kind}, text.encode() if isinstance(text, str) else text


def form(url, fields):
    inputs = "".join(f'<input type="hidden" name="{html.escape(n)}" value="{html.escape(v)}">' for n, v in fields.items() if v is not None)
    return page(f'<form method="post" action="{html.escape(url)}">{inputs}</form>')


def fetch(url):
    """The service provider's metadata: read when it is first needed, because the service provider reads ours at its start."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read()


class Session:
    """Who is signed in, and since when."""

    def __init__(self, user):
        self.user, self.since, self.state = user, time.time(), {}


class Sites(http.server.ThreadingHTTPServer):
    daemon_threads = True


def serve(port, provider):
    """Serves until the process ends.

    provider has: encrypts and uses_defaults, which /options sets; metadata(); start(query, fields) -> (wants, pending) for a request or
    for none; answer(pending, session) for a user who is signed in; logout(query, fields, session); start_logout(session).
    """
    sessions, pending = {}, {}
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.handle_one({})

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self.handle_one(dict(urllib.parse.parse_qsl(body)))

        def handle_one(self, fields):
            with lock:
                try:
                    status, headers, body = self.route(fields)
                except Exception as error:  # The test shows the log.
                    import traceback

                    traceback.print_exc()
                    status, headers, body = 500, {"Content-Type": "text/plain"}, repr(error).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def route(self, fields):
            address = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(address.query))
            session = sessions.get(self.cookie())
            if address.path == "/metadata":
                return page(provider.metadata(), "application/samlmetadata+xml")
            if address.path == "/options":
                provider.encrypts = query.get("encrypt") == "1"
                provider.uses_defaults = query.get("defaults") == "1"
                return page("set")
            if address.path in ("/sso", "/start"):
                wants_password, request = provider.start(address.query, fields, query, session)
                if session and not wants_password:
                    return provider.answer(request, session)
                handle = secrets.token_hex(8)
                pending[handle] = request
                return page(
                    f'<form method="post" action="/login"><input type="hidden" name="handle" value="{handle}">'
                    '<input name="user"><input name="password" type="password"></form>'
                )
            if address.path == "/login":
                if fields.get("password") != fields.get("user") or fields.get("user") not in USERS:
                    return page("Wrong user or password")
                session = Session(fields["user"])
                key = secrets.token_hex(16)
                sessions[key] = session
                status, headers, body = provider.answer(pending.pop(fields["handle"]), session)
                return status, {**headers, "Set-Cookie": f"idp={key}; Path=/; HttpOnly"}, body
            if address.path == "/slo":
                ends, answer = provider.logout(address.query, fields, query, session)
                if ends:
                    sessions.pop(self.cookie(), None)
                return answer
            if address.path == "/logout":
                answer = provider.start_logout(session)
                sessions.pop(self.cookie(), None)
                return answer
            return 404, {}, b""

        def cookie(self):
            for part in self.headers.get("Cookie", "").split(";"):
                name, _, value = part.strip().partition("=")
                if name == "idp":
                    return value
            return None

    Sites(("127.0.0.1", port), Handler).serve_forever()
