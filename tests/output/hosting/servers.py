"""Real web servers for tests: Debian's nginx and Apache, on loopback, each in a temporary folder of its own."""

import gzip
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.output import hosting, manifest
from scripts.output.manifest import Manifest, ManifestRow

BINARIES = {name: shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") for name in ("nginx", "apache2")}
MODULES = Path("/usr/lib/apache2/modules")
STYLE = "style.0a1b2c3d.css"

_NGINX = """\
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    add_header X-Outer lost;
    {more}
    include policyglot/maps.conf;
    server {{
        listen 127.0.0.1:{port};
        set $policyglot_root {root};
        include policyglot/locations.conf;
    }}
}}
"""
_APACHE = """\
ServerRoot {folder}
ServerName localhost
PidFile apache.pid
DefaultRuntimeDir {folder}
Mutex file:{folder} default
ErrorLog error.log
Listen 127.0.0.1:{port}
{modules}
{user}
StartServers 1
MaxKeepAliveRequests 0
DocumentRoot {folder}/empty
TypesConfig {folder}/mime.types
AddType application/x-gzip .gz
AddLanguage de .de
AddOutputFilterByType DEFLATE text/html text/plain text/css application/json application/xml
<Directory />
    Options FollowSymLinks
    Require all denied
</Directory>
<VirtualHost *:{port}>
    Define POLICYGLOT_ROOT {root}
    Include policyglot/policyglot.conf
</VirtualHost>
"""
_LOADED = "mpm_event authz_core alias headers mime dir rewrite deflate filter negotiation autoindex".split()


@dataclass(frozen=True)
class Answer:
    """The answer of a server."""

    status: int
    headers: dict[str, str]
    """Header names in lower case to values; a header that came twice has both values with ` && ` between them."""
    body: bytes


@dataclass
class Server:
    """A running server."""

    name: str
    port: int
    folder: Path
    _line: http.client.HTTPConnection | None = field(default=None)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request over a connection that is kept open; `accept_language` is the header Accept-Language."""
        for attempt in (1, 2):
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                self._line.putrequest(method, path, skip_accept_encoding=True)
                for name, value in headers.items():
                    self._line.putheader(name.replace("_", "-"), value.encode("latin-1"))
                self._line.endheaders()
                response = self._line.getresponse()
                body = response.read()
            except (http.client.HTTPException, OSError):
                self._line.close()
                self._line = None
                if attempt == 2:
                    raise
                continue
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                found[name.lower()] = f"{found[name.lower()]} && {value}" if name.lower() in found else value
            return Answer(response.status, found, body)
        raise AssertionError

    def close(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()

    def chosen(self, bare: str, header: str | None) -> str:
        """The address to which a bare address redirects a reader with this header."""
        answer = self.ask(bare, **({} if header is None else {"accept_language": header}))
        assert answer.status == 302, (answer.status, header)
        return answer.headers["location"]


def site(
    languages: Mapping[str, Mapping[str, str]], base_url: str, source: str = "en"
) -> tuple[Manifest, dict[str, str]]:
    """A manifest and the files of a site: {policy: {tag: state}}."""
    texts, pages = {}, []
    for policy, states in languages.items():
        for tag, state in states.items():
            for ending in ("html", "txt", "json", "fragment.html"):
                path = f"{tag}/{policy}.{ending}"
                texts[path] = f"<!doctype html><p lang={tag}>{path}: Grüße 语言\n" * 40
                row = manifest.file(path, texts[path])
                pages.append(ManifestRow(path, tag, policy, policy, "", state, 1.0, "source", "", row.sha256, row.size))
        texts[f"{policy}.html"] = f"<!doctype html>pick {policy}\n" * 40
    texts |= {"index.html": "<!doctype html>all\n" * 40, STYLE: "p { color: red }\n" * 40, "sitemap.xml": "<urlset/>\n"}
    taken = {row.path for row in pages}
    others = [manifest.file(path, text) for path, text in sorted(texts.items()) if path not in taken]
    pages.sort(key=lambda row: row.path)
    return Manifest(base_url, source, tuple(pages), tuple(others)), texts


@contextmanager
def folder(made: Manifest, texts: Mapping[str, str]) -> Iterator[Path]:
    """A folder with the site, its packed twins, and the configuration for hosts; every user may read it."""
    with tempfile.TemporaryDirectory(prefix="policyglot-") as name:
        top = Path(name)
        top.chmod(0o755)
        for path, text in texts.items():
            file = top / "site" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(text.encode()))
        (top / "secret.html").write_text("outside", encoding="utf-8")
        (top / "empty").mkdir()
        (top / "mime.types").write_text("application/gzip gz\ntext/html html\n", encoding="utf-8")
        for path, text in hosting.files(made).items():
            file = top / "hosting" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        yield top


def command(name: str, top: Path, port: int) -> list[str]:
    """Write the configuration, and give the command that starts a server in a folder."""
    binary = BINARIES[name]
    assert binary
    root = top / "site"
    (top / "policyglot").symlink_to(top / "hosting" / {"nginx": "nginx", "apache2": "apache"}[name])
    if name == "nginx":
        asked = re.search(r"variables_hash_max_size \d+;", (top / "policyglot/maps.conf").read_text(encoding="utf-8"))
        text = _NGINX.format(port=port, root=root, more=asked[0] if asked else "")
        (top / "nginx.conf").write_text(text, encoding="utf-8")
        return [binary, "-p", f"{top}/", "-c", "nginx.conf", "-e", f"{top}/error.log"]
    modules = "\n".join(f"LoadModule {each}_module {MODULES}/mod_{each}.so" for each in _LOADED)
    user = "User #65534\nGroup #65534" if os.geteuid() == 0 else ""
    text = _APACHE.format(folder=top, port=port, root=root, modules=modules, user=user)
    (top / "apache.conf").write_text(text, encoding="utf-8")
    return [binary, "-f", f"{top}/apache.conf", "-DFOREGROUND"]


@contextmanager
def running(name: str, made: Manifest, texts: Mapping[str, str]) -> Iterator[Server]:
    """A server with a site."""
    with folder(made, texts) as top:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        with (top / "said").open("wb") as said:
            process = subprocess.Popen(command(name, top, port), stdout=said, stderr=said, cwd=top)
        try:
            _wait(process, port, top)
            server = Server(name, port, top)
            yield server
            server.close()
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:  # nginx as one process can miss a signal before it waits for requests
                process.kill()
                process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, top: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "".join(
            (top / name).read_text(errors="replace") for name in ("said", "error.log") if (top / name).exists()
        )
        time.sleep(0.01)
    raise AssertionError("the server does not answer")
