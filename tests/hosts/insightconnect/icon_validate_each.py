"""Runs `icon-validate` over plugins as their pipelines do, a process per plugin, and prints as JSON what that costs.

usage: icon_validate_each.py PLUGINS COMMAND…; PLUGINS is a folder of complete plugin folders within a Git repository with
`origin/master`, COMMAND what is measured beside it; runs in an environment that has
`insightconnect-integrations-validators`, by its Python, and wants `openssl` for a certificate.

The command is the one that the package installs, unmodified. It asks two servers: which version of the plugin is published
and which keywords are known (extensions-api.rapid7.com), and which images there are to build upon (hub.docker.com). Without
an answer of the first it ends in an exception. So a proxy on this machine answers both over TLS, with the least that the
validators accept: an earlier version, no keywords, no images. Its certificate comes after all those that the command trusts
anyhow, so that it reads as much as elsewhere. The proxy's own work is not counted.

Printed is `{theirs, start, ours, said, fell, asked}`: milliseconds of work, in user and system mode, of `icon-validate` over
all plugins, of as many processes that only import what it imports (by the mean of some), and of COMMAND once (the median
of some); both run in between;
then validators that failed a plugin, plugins that ended in an exception, and requests answered.
"""

import json
import os
import re
import resource
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import certifi

HOSTS = ("extensions-api.rapid7.com", "hub.docker.com")

ANSWERS = {
    re.compile(r"/v2/public/extensions/\w+"): {"version": "0.0.0"},
    re.compile(r"/v2/public/tags\?.*"): {"results": [], "pageInfo": {"hasNextPage": False}},
    re.compile(r"/v2/repositories/[\w/-]+/tags\?.*"): {"results": []},
}

# How often COMMAND runs and the imports are measured: once after so many plugins.
APART = 7


class Proxy(BaseHTTPRequestHandler):
    """Stands for both servers: what is asked for is answered here, over TLS."""

    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_CONNECT(self):  # noqa: N802
        if self.path.partition(":")[0] not in HOSTS:
            self.server.unknown.append(self.path)
            self.send_error(502)
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.flush()
        self.connection = self.server.certificate.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb")
        self.close_connection = False

    def do_GET(self):  # noqa: N802
        answer = next((answer for path, answer in ANSWERS.items() if path.fullmatch(self.path)), None)
        if answer is None:
            self.server.unknown.append(self.path)
        else:
            self.server.asked += 1
        body = json.dumps(answer).encode()
        self.send_response(404 if answer is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_):
        pass


def certificate(folder):
    """A certificate for the two hosts with its key, and a bundle of what is trusted anyhow and of it."""
    pair, bundle = os.path.join(folder, "pair.pem"), os.path.join(folder, "bundle.pem")
    names = ",".join(f"DNS:{host}" for host in HOSTS)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        + ["-subj", "/CN=stand-in", "-addext", f"subjectAltName={names}", "-keyout", pair + ".key", "-out", pair],
        check=True,
        capture_output=True,
    )
    with open(bundle, "wb") as trusted:
        for path in (certifi.where(), pair):
            with open(path, "rb") as file:
                trusted.write(file.read() + b"\n")
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pair, pair + ".key")
    return served, bundle


def work(command, environment):
    """The milliseconds of work of a command and all its children, its exit status, and what it printed."""

    def worked():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (used.ru_utime + used.ru_stime) * 1000

    begin = worked()
    ran = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return worked() - begin, ran


def main():
    plugins, *command = sys.argv[1:]
    if not shutil.which("openssl"):
        sys.exit("openssl is absent, which makes the certificate")
    binaries = os.path.dirname(sys.executable)
    validate = os.path.join(binaries, "icon-validate")
    imports = [sys.executable, "-c", "from icon_validator.__main__ import main"]
    folders = sorted(it.path for it in os.scandir(plugins) if os.path.isfile(os.path.join(it.path, "plugin.spec.yaml")))
    theirs, start, ours, said, fell = 0.0, [], [], 0, []
    with tempfile.TemporaryDirectory() as scratch, ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        server.certificate, bundle = certificate(scratch)
        server.asked, server.unknown = 0, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = dict(os.environ)
        environment["HTTPS_PROXY"] = environment["https_proxy"] = f"http://127.0.0.1:{server.server_port}"
        environment["REQUESTS_CA_BUNDLE"] = bundle
        # Once for the files' sake: neither side is to pay for what is read first.
        work([validate, folders[0]], environment)
        for number, folder in enumerate(folders):
            took, ran = work([validate, folder], environment)
            theirs += took
            said += ran.stdout.count('Validator "')
            if "Total time elapsed" not in ran.stdout or "Traceback" in ran.stderr:
                lines = ran.stderr.strip().splitlines() or ["printed no end"]
                fell.append(f"{os.path.basename(folder)}: {lines[-1]}")
            if number % APART == 0:
                start.append(work(imports, environment)[0])
                took, ran = work(command, environment)
                if ran.returncode not in (0, 1):
                    sys.exit(f"{command[0]} ended with status {ran.returncode}: {ran.stderr}")
                ours.append(took)
        asked, unknown = server.asked, server.unknown
        server.shutdown()
    if unknown:
        sys.exit(f"asked for what is not stood in for: {unknown[:5]}")
    figures = {"theirs": theirs, "start": statistics.mean(start) * len(folders), "ours": statistics.median(ours)}
    json.dump({**figures, "said": said, "fell": fell, "asked": asked}, sys.stdout)


if __name__ == "__main__":
    main()
