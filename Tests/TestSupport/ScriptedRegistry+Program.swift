/// A registry of the distribution specification in Python: it serves an OCI layout, and spoils answers by rules.
///
/// Arguments: the layout, a log of requests, the rules as JSON, and `user:password` or nothing. It prints its port,
/// and ends when its standard input does.
let scriptedRegistryProgram = #"""
    import base64, hashlib, http.server, json, os, re, socket, struct, sys, threading, time

    layout, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)
    rules, login = json.loads(sys.argv[3]), sys.argv[4]
    lock = threading.Lock()
    uploads = {}
    MANIFEST = "application/vnd.oci.image.manifest.v1+json"
    NAME = "org.opencontainers.image.ref.name"

    def path(digest): return f"{layout}/blobs/sha256/{digest.removeprefix('sha256:')}"

    def store(data):
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        with open(path(digest), "wb") as file: file.write(data)
        return digest

    def index():
        with open(f"{layout}/index.json") as file: return json.load(file)

    def resolve(reference):
        if reference.startswith("sha256:"): return reference
        with lock:
            for entry in index()["manifests"]:
                if entry.get("annotations", {}).get(NAME) == reference: return entry["digest"]

    def tag(reference, digest, size):
        with lock:
            document = index()
            others = [e for e in document["manifests"] if e.get("annotations", {}).get(NAME) != reference]
            entry = {"mediaType": MANIFEST, "digest": digest, "size": size, "annotations": {NAME: reference}}
            document["manifests"] = others + [entry]
            with open(f"{layout}/index.json", "w") as file: json.dump(document, file)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def log_message(self, *_): pass

        def answer(self, status, body=b"", headers={}, kind="application/octet-stream"):
            print(self.command, self.path, status, file=log)
            self.send_response(status)
            standard = {"Content-Type": kind, "Content-Length": str(len(body))}
            for name, value in (standard | headers).items(): self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD": self.send(body)

        def fail(self, status, code, headers={}):
            body = json.dumps({"errors": [{"code": code, "message": code.lower()}]}).encode()
            self.answer(status, body, headers, "application/json")

        def reset(self):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True

        def send(self, body):
            action = self.rule.get("do")
            if action in ("reset", "truncate", "hang"):
                self.wfile.write(body[:len(body) // 2])
                self.wfile.flush()
                if action == "hang":
                    print("HANGING", self.path, file=log)
                    threading.Event().wait()
                self.close_connection = True
                if action == "reset": self.reset()
            elif action == "slow":
                part = max(1, len(body) // 20)
                for start in range(0, len(body), part):
                    self.wfile.write(body[start:start + part])
                    self.wfile.flush()
                    time.sleep(0.02)
            else: self.wfile.write(body)

        def matching(self):
            with lock:
                for rule in rules:
                    if rule.get("times", 1) > 0 and re.fullmatch(rule["on"], f"{self.command} {self.path}"):
                        if "times" in rule: rule["times"] -= 1
                        return rule
            return {}

        def body(self):
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return data

        def handle_request(self):
            received = self.body()
            self.rule = self.matching()
            if self.rule.get("do") == "silent": threading.Event().wait()
            if self.rule.get("do") == "drop":
                print(self.command, self.path, "DROP", file=log)
                return self.reset()
            if "status" in self.rule:
                text = self.rule.get("body", "").encode()
                return self.answer(self.rule["status"], text, self.rule.get("headers", {}))
            expected = "Basic " + base64.b64encode(login.encode()).decode()
            if login and self.headers.get("Authorization") != expected:
                return self.fail(401, "UNAUTHORIZED", {"WWW-Authenticate": 'Basic realm="registry"'})
            if self.path == "/v2/": return self.answer(200, b"{}")
            if match := re.fullmatch(r"/v2/.+/(manifests|blobs)/([^/]+)", self.path):
                return self.content(*match.groups(), received)
            if match := re.fullmatch(r"(/v2/.+/blobs/)uploads/([0-9a-f]*)(?:\?.*)?", self.path):
                return self.upload(*match.groups(), received)
            self.fail(404, "NAME_UNKNOWN")

        def content(self, kind, reference, received):
            if self.command == "PUT":
                digest = store(received)
                tag(reference, digest, len(received))
                return self.answer(201, headers={"Docker-Content-Digest": digest})
            digest = resolve(reference)
            if not digest or not os.path.exists(path(digest)):
                return self.fail(404, "MANIFEST_UNKNOWN" if kind == "manifests" else "BLOB_UNKNOWN")
            with open(path(digest), "rb") as file: body = file.read()
            media = "application/octet-stream"
            if kind == "manifests": media = json.loads(body).get("mediaType") or MANIFEST
            if self.rule.get("do") == "wrong":
                body = body + b" " if kind == "manifests" else bytes([body[0] ^ 1]) + body[1:]
            if "replace" in self.rule: body = self.rule["replace"].encode()
            self.answer(200, body, {"Docker-Content-Digest": digest}, media)

        def upload(self, base, session, received):
            if self.command == "POST":
                session = os.urandom(8).hex()
                uploads[session] = b""
            else: uploads[session] += received
            if self.command != "PUT":
                end = max(0, len(uploads[session]) - 1)
                headers = {"Location": f"{base}uploads/{session}", "Range": f"0-{end}"}
                return self.answer(202, headers=headers)
            digest = store(uploads.pop(session))
            self.answer(201, headers={"Location": base + digest, "Docker-Content-Digest": digest})

        do_GET = do_HEAD = do_POST = do_PATCH = do_PUT = lambda self: self.handle_request()

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        def handle_error(self, *_): pass

    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    """#
