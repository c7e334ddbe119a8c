"""Configuration for hosts: tested with the real nginx and Apache, and read like Netlify, Cloudflare and Apple read it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import locales
from scripts.commands import release
from scripts.output import hosting, manifest
from scripts.output.hosting.negotiation import lead
from scripts.output.hosting.site import HEADERS as POLICED
from scripts.output.manifest import Manifest
from scripts.project.project import Project
from scripts.release import archive, verification

from ..conftest import POLICY, write
from .hosting import servers
from .hosting.browsers import FIFTEEN, HEADERS, MANY, PICK, UNDECIDED
from .hosting.oracle import choose
from .hosting.servers import STYLE, Server

BASE = "https://example.com/legal/"
SETS = {
    "two": ["de", "en"],
    "fifteen": FIFTEEN,
    "many": MANY,
    "one": ["en"],
    "variants": "de de-AT en en-AU en-GB es-419 es-MX pt-AO pt-BR pt-PT zh-Hant zh-Hant-HK".split(),
    "scripts": "az az-Cyrl en hi-Latn kk ms pa pa-Arab sr-Latn uz-Cyrl zh-Hant".split(),
    "kin": "en nb nn no".split(),
    "new_codes": "en fil he id ro yi".split(),
    "regions": "de-DE en-US fr-FR he-IL pt-PT sr-RS zh-CN zh-TW".split(),
}
"""Policies, each of which is offered in other languages."""
EVERY = sorted({tag for tags in SETS.values() for tag in tags})


def made(languages: dict[str, list[str]], base_url: str = BASE) -> Manifest:
    return servers.site({name: dict.fromkeys(tags, "current") for name, tags in languages.items()}, base_url)[0]


def needs(name: str) -> None:
    if servers.BINARIES[name] is None:
        pytest.skip(f"needs Debian's {name}")
    if name == "apache2" and not servers.MODULES.is_dir():
        pytest.skip("needs the modules of Debian's apache2")


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with a site in a folder, and a policy for each of `SETS`."""
    needs(request.param)
    states: dict[str, dict[str, str]] = {name: dict.fromkeys(tags, "current") for name, tags in SETS.items()}
    states["mixed"] = {"en": "current", "de": "current", "fr": "islands", "it": "previous"}
    with servers.running(request.param, *servers.site(states, BASE)) as found:
        yield found


def page(policy: str, tag: str | None) -> str:
    return f"/legal/{tag}/{policy}.html" if tag else f"/legal/{policy}.html"


def led(server: Server, policy: str, header: str | None) -> str:
    return urlsplit(server.chosen(f"/legal/{policy}", header)).path


# -- the choice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "few", "many"), [*HEADERS, *UNDECIDED], ids=[repr(row[0])[:50] for row in (*HEADERS, *UNDECIDED)]
)
def test_every_browser_has_its_language_in_the_reference(header: str, few: str, many: str) -> None:
    assert (choose(header, FIFTEEN, "en") or PICK, choose(header, MANY, "en") or PICK) == (few, many)


@pytest.mark.parametrize(
    ("asked", "offered", "tag"),
    [
        ("pt", ["pt-AO", "pt-PT"], "pt-PT"),
        ("pt-BR", ["pt-MZ", "pt-PT"], "pt-PT"),
        ("pt-MZ", ["pt-AO", "pt-PT"], "pt-PT"),
        ("pt-AO", ["pt-BR", "pt-PT"], "pt-PT"),
        ("pt-US", ["pt-BR", "pt-PT"], "pt-BR"),
        ("en", ["en-AU", "en-GB"], "en-GB"),
        ("en-US", ["en-CA", "en-GB"], "en-GB"),
        ("en-NZ", ["en-AU", "en-GB"], "en-GB"),
        ("en-AU", ["en-AU", "en-GB"], "en-AU"),
        ("es-AR", ["es-419", "es-MX"], "es-419"),
        ("es-AR", ["es-CL", "es-ES"], "es-CL"),
    ],
)
def test_of_equally_near_variants_the_widely_known_one_is_chosen(asked: str, offered: list[str], tag: str) -> None:
    assert {lead(asked, tuple(order)) for order in (offered, offered[::-1])} == {tag}


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["two", "fifteen", "many"])
def test_servers_send_every_browser_to_its_language(server: Server, policy: str) -> None:
    wrong = [
        (header, found, tag)
        for header, _, _ in HEADERS
        if (found := led(server, policy, header)) != page(policy, tag := choose(header, SETS[policy], "en"))
    ]
    assert wrong == []


@pytest.mark.parametrize("policy", ["two", "fifteen", "many"])
def test_a_reader_chooses_if_a_list_cannot_decide(server: Server, policy: str) -> None:
    assert [header for header, _, _ in UNDECIDED if led(server, policy, header) != page(policy, None)] == []


HOSTILE = (
    "//evil.example", "http://evil.example/", "de//evil.example", "/de", "..", "../de", "%2f%2fevil.example", "de%0d%0aX: y",
    "gets/de", "$1", "%1", "%{ENV:PATH}", "${policyglot_page}", '"', "'", "\\", "|", "(", "[", "\t", "\xff", "?x", "#x", "a b c",
    "*" * 400, "," * 500, ";" * 500, "-" * 500, "q=" * 250, "a" * 500, "a-" * 250, "a-a" * 160, "de;q=0.9" + " " * 450 + ",",
    "de;q=0.5, fr;q=0.9", "de;q=0", "de;q=1.5", "de;q=-1", "de;q=0.99999", "DE-at", " de ", "de,de,de", "de;q=0.1;q=0.9", "x" * 4000,
)  # fmt: skip


@pytest.mark.parametrize("header", HOSTILE, ids=[repr(each)[:30] for each in HOSTILE])
def test_a_hostile_header_leads_to_a_language_or_the_reader_chooses(server: Server, header: str) -> None:
    target = urlsplit(server.chosen("/legal/many", header))
    assert target.netloc in ("", f"127.0.0.1:{server.port}") and not target.query
    assert target.path in (page("many", None), page("many", choose(header.strip(), MANY, "en")))


def test_a_reader_without_the_header_chooses(server: Server) -> None:
    assert led(server, "fifteen", None) == page("fifteen", None)


SPELLED = [
    "*",
    *"iw in ji mo no sh tl cmn deu i x xx fi yue".split(),
    *sorted({part for tags in SETS.values() for tag in tags for part in (tag, tag.split("-")[0])}),
]
SUBTAGS = "Hans Hant Latn Cyrl Arab Hani TW HK CN SG GB UK US AU AO BR ME 419 001 1996 yue x-y ZZ".split()
WEIGHTS = "q=0 q=0.0 q=1 q=1.000 q=0.9 Q=0.90 q=0.5 q=0.50 q=0.501 q=0.05 q=0.005 q=0.0001 q=0. q=2 q=.5 q=x q=0.5x l=1".split()
ranges = st.builds(
    lambda code, rest, mark, case: case(mark.join([code.replace("-", mark), *rest])),
    st.sampled_from(SPELLED),
    st.lists(st.sampled_from(SUBTAGS), max_size=2),
    st.sampled_from("---_"),
    st.sampled_from([str, str.upper, str.lower]),
)
elements = st.one_of(
    ranges,
    st.builds(
        "{}{};{}{}".format, ranges, st.sampled_from(["", " "]), st.sampled_from(["", " "]), st.sampled_from(WEIGHTS)
    ),
    st.builds("{};q=0.{:03}".format, ranges, st.integers(0, 999)),
    st.sampled_from(["", " ", "de fr", "|", ";q=1", "*-de", "de-*", "\xe9", "\xa0de", "de\x85", "%1", "$1", '"', "\\"]),
)
headers = st.lists(elements, max_size=8).map(", ".join).map(lambda text: text.strip(" ,\x85\xa0"))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, database=None)
@given(headers, st.sampled_from(sorted(SETS)))
def test_servers_choose_like_the_reference_or_let_the_reader_choose(server: Server, header: str, policy: str) -> None:
    assert led(server, policy, header) in (page(policy, choose(header, SETS[policy], "en")), page(policy, None)), header


KNOWN = [code for code in SPELLED if code not in ("*", "i", "x") and "-" not in code]
simple = st.builds(
    "{}{}".format,
    st.sampled_from(KNOWN),
    st.sampled_from(["", "", "-TW", "-HK", "-CN", "-US", "-AT", "-BR", "-419", "-ME"]),
)


@st.composite
def sorted_headers(draw: st.DrawFn) -> str:
    """Headers as browsers send them: up to eight languages, best first."""
    names = draw(st.lists(simple, min_size=1, max_size=8))
    weights = sorted(draw(st.lists(st.integers(1, 10), min_size=len(names), max_size=len(names))), reverse=True)
    mark = draw(st.sampled_from([",", ", "]))
    return mark.join(
        name if weight == 10 else f"{name};q=0.{weight}" for name, weight in zip(names, weights, strict=True)
    )


@pytest.mark.slow
@settings(max_examples=150, deadline=None, database=None)
@given(sorted_headers(), st.sampled_from(sorted(SETS)))
def test_servers_decide_every_header_that_is_sorted(server: Server, header: str, policy: str) -> None:
    assert led(server, policy, header) == page(policy, choose(header, SETS[policy], "en")), header


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["many", "variants", "scripts", "kin"])
def test_servers_know_every_territory(server: Server, policy: str) -> None:
    if server.name == "apache2":
        pytest.skip("the same expressions: nginx has answered")
    places = sorted(
        {*locales.significant_territories("en"), *locales.significant_territories("zh"), "DE", "ZZ", "419", "IT"}
    )
    codes = sorted({tag.split("-")[0] for tag in SETS[policy]} | {"sh", "no", "iw"})
    names = [f"{code}-{place}" for code, place in product(codes, places)][:: 3 if policy == "many" else 1]
    wrong = [name for name in names if led(server, policy, name) != page(policy, choose(name, SETS[policy], "en"))]
    assert wrong == []


def test_only_current_pages_are_chosen(server: Server) -> None:
    assert led(server, "mixed", "fr, it, de;q=0.5") == "/legal/de/mixed.html"
    assert led(server, "mixed", "fr, it") == "/legal/mixed.html"
    assert server.ask("/legal/fr/mixed.html").status == 200


def test_no_header_makes_a_server_slow(server: Server) -> None:
    """Less than half a second for each; a browser's header takes a hundredth of a millisecond."""
    for header in (
        "zh-123456789;q=0.1," * 26,
        "de;q=0.9," * 55 + "a",
        "zh;q=0.123," * 45,
        " ," * 250 + "a",
        "q=0.1" * 100,
        "zh-a-a" * 83,
        "zh," * 7 + "zh-a" * 110,
    ):
        process = os.times()
        led(server, "many", header[:500].strip(" ,"))
        assert os.times().elapsed - process.elapsed < 0.5


def choices(made_for: dict[str, str]) -> dict[str, str]:
    """The files of nginx and Apache, which choose a language."""
    return {name: text for name, text in made_for.items() if name.startswith(("nginx/", "apache/"))}


@pytest.mark.parametrize(
    "languages", [SETS, {tag: [tag] for tag in EVERY}, {"every": EVERY}], ids=["sets", "each", "all"]
)
def test_no_line_is_longer_than_a_reader_can_read(languages: dict[str, list[str]]) -> None:
    """Only lines that cannot be broken may be longer: names of policies, the address, and one header."""
    long = [
        (name, line)
        for name, text in choices(hosting.files(made(languages))).items()
        for line in text.splitlines()
        if len(line) > 120 and "Content-Security-Policy" not in line
    ]
    assert long == []


def test_each_language_has_a_line_and_both_servers_have_the_same() -> None:
    found = hosting.files(made({"privacy": MANY}))
    rows = re.findall(r'^"~\*\^(.*)"\s+(?:(\S+)/|"");$', found["nginx/languages-1.conf"], re.M)
    text = found["apache/languages-1.conf"].replace("\\\n", "")
    assert rows == re.findall(r'^RewriteRule "\^/wants/(.*)"\s+/gets/(?:(\S+)/)? \[NC\]$', text, re.M)
    assert {tag for _, tag in rows if tag} == set(MANY)
    assert [row for row in rows if row[0] in (r"de\b", r"iw\b", r"no\b", r"zh-Hant\b", r"\*")] == [
        (r"zh-Hant\b", "zh-Hant"), (r"de\b", "de"), (r"iw\b", "he"), (r"no\b", "nb"), (r"\*", "en"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "offered", "tag"),
    [
        ("en-NZ", "en en-GB en-US", "en-GB"),
        ("en-PH", "en en-GB", "en"),
        ("es-AR", "es es-MX", "es-MX"),
        ("es-AR", "es es-419 es-MX", "es-419"),
        ("pt-MZ", "pt-BR pt-PT", "pt-PT"),
        ("pt-PT", "pt-AO pt-BR", "pt-AO"),
        ("zh-MO", "zh-Hant zh-Hant-HK", "zh-Hant-HK"),
        ("zh-TW", "zh-Hans", None),
        ("zh", "zh-Hant", None),
        ("sr", "sr-Latn", "sr-Latn"),
        ("sr-Latn", "sr", "sr"),
        ("sh", "sr sr-Latn", "sr-Latn"),
        ("nb", "nn", "nn"),
        ("nn", "nb nn", "nn"),
        ("az-IR", "az", None),
        ("fi", "fil", None),
        ("hi-Latn", "hi", None),
        ("de-Latn-DE", "de", "de"),
        ("de-Cyrl", "de", None),
    ],
)
def test_a_range_leads_to_its_nearest_page(name: str, offered: str, tag: str | None) -> None:
    assert lead(name, tuple(offered.split())) == tag


# -- what servers say -----------------------------------------------------------------------------------


def test_the_choice_is_not_cached(server: Server) -> None:
    answer = server.ask("/legal/fifteen?from=app", accept_language="de")
    assert (answer.status, answer.headers["vary"], answer.headers["cache-control"]) == (
        302,
        "Accept-Language",
        "private, no-cache",
    )
    assert urlsplit(answer.headers["location"])[2:4] == ("/legal/de/fifteen.html", "from=app")
    assert server.ask("/legal/fifteen", method="HEAD", accept_language="de").status == 302


@pytest.mark.parametrize(
    ("path", "kind", "language", "cache"),
    [
        ("pt-BR/fifteen.html", "text/html", "pt-BR", "no-cache"),
        ("pt-BR/fifteen.fragment.html", "text/html", "pt-BR", "no-cache"),
        ("de/fifteen.txt", "text/plain", "de", "no-cache"),
        ("fr/mixed.json", "application/json", "fr", "no-cache"),
        ("fifteen.html", "text/html", None, "no-cache"),
        ("", "text/html", None, "no-cache"),
        ("sitemap.xml", "application/xml", None, "no-cache"),
        (STYLE, "text/css", None, "public, max-age=31536000, immutable"),
    ],
)
@pytest.mark.parametrize("packing", [None, "gzip", "br, gzip;q=0.5", "gzip;q=0"])
def test_files(server: Server, path: str, kind: str, language: str | None, cache: str, packing: str | None) -> None:
    answer = server.ask(f"/legal/{path}", **({"accept_encoding": packing} if packing else {}))
    assert answer.status == 200
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers.get("content-language") == language
    assert answer.headers["cache-control"] == cache
    assert answer.headers["vary"] == "Accept-Encoding"
    is_packed = packing is not None and packing != "gzip;q=0"
    assert answer.headers.get("content-encoding") == ("gzip" if is_packed else None)
    file = server.folder / "site" / (path or "index.html")
    assert answer.body == file.with_name(file.name + (".gz" if is_packed else "")).read_bytes()
    again = server.ask(
        f"/legal/{path}", if_none_match=answer.headers["etag"], **({"accept_encoding": packing} if packing else {})
    )
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(("path", "status"), [("fifteen", 302), ("de/fifteen.txt", 200), ("", 200), ("none", 404)])
def test_every_answer_has_the_security_headers(server: Server, path: str, status: int) -> None:
    answer = server.ask(f"/legal/{path}")
    assert answer.status == status
    assert {name: answer.headers.get(name.lower()) for name, _ in POLICED} == dict(POLICED)
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        *("none", "de/none.html", "de", "de/", "fifteen/", "de/fifteen", "DE/fifteen.html", "fifteen.txt"),
        *(
            "de/fifteen.html.gz",
            "fifteen.html/",
            "fifteen.html/x",
            "index.html.gz",
            "fifteen.",
            "xfifteen",
            "fifteen%0a",
        ),
    ],
)
def test_folders_and_packed_files_are_not_found(server: Server, path: str) -> None:
    assert server.ask(f"/legal/{path}").status == 404


@pytest.mark.parametrize(
    "path", ["../secret.html", "%2e%2e/secret.html", "de/../../secret.html", "..%2fsecret.html", ".%2e/"]
)
def test_nothing_outside_is_served(server: Server, path: str) -> None:
    answer = server.ask(f"/legal/{path}")
    assert answer.status in (400, 403, 404) and b"outside" not in answer.body
    assert server.ask("/secret.html").status in (403, 404)


def test_the_folder_has_a_slash(server: Server) -> None:
    answer = server.ask("/legal")
    assert (answer.status, urlsplit(answer.headers["location"]).path) == (301, "/legal/")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nginx", "apache2"])
@pytest.mark.parametrize("path", ["/", "/a/b-c/", "/R%C3%A9gles%20(du)+%22%24%241%25%27%5Ct/", "/r%C3%A8gles/"])
def test_any_path(name: str, path: str) -> None:
    needs(name)
    languages = {"privacy": {"en": "current", "de": "current"}, "A_1-b": {"en": "current", "fr": "current"}}
    found, texts = servers.site(languages, f"https://bücher.example:8443{path}")
    path = urlsplit(hosting.robots(found).rpartition("Sitemap: ")[2].strip()).path.removesuffix("sitemap.xml")
    with servers.running(name, found, texts) as server:
        for policy, tag in (("privacy", "de"), ("A_1-b", "fr")):
            target = server.chosen(f"{path}{policy}", f"xx, {tag}-XX;q=0.5")
            assert unquote(urlsplit(target).path) == unquote(f"{path}{tag}/{policy}.html")
            answer = server.ask(urlsplit(target).path)
            assert (answer.status, answer.headers["content-language"]) == (200, tag)
        assert server.ask(path).status == 200
        assert server.ask(f"{path}{STYLE}").headers["cache-control"].endswith("immutable")
        assert server.ask(f"{path}de/").status == 404


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nginx", "apache2"])
@pytest.mark.parametrize("sets", [6, 10, 40])
def test_servers_take_fifty_languages_and_many_policies(name: str, sets: int) -> None:
    needs(name)
    languages = {f"policy-{number:02}": [tag for tag in MANY if tag != MANY[number]] for number in range(sets)}
    languages |= {f"p{number}": MANY for number in range(9)} | {"a" * 200: ["en", *MANY[20:]]}
    with servers.folder(made(languages), {}) as top:
        run = subprocess.run(
            [*servers.command(name, top, 1), "-t"], capture_output=True, text=True, cwd=top, check=False, timeout=30
        )
    assert run.returncode == 0 and "warn" not in run.stderr.casefold(), run.stderr[-2000:]


# -- hosts that read files ------------------------------------------------------------------------------


def netlify(rules: str, path: str, header: str) -> str:
    """The target of a redirect by Netlify: that of the first rule that lists the reader's first language or its first subtag."""
    first = header.split(",")[0].split(";")[0].strip().lower()
    for line in rules.splitlines():
        if line and not line.startswith("#"):
            start, target, _status, *conditions = line.split()
            assert all(each.startswith("Language=") for each in conditions)
            known = [each.lower() for each in conditions[0].removeprefix("Language=").split(",")] if conditions else []
            if start == path and (not conditions or first in known or first.split("-")[0] in known):
                return target
    raise AssertionError(path)


@pytest.mark.parametrize("policy", sorted(SETS))
def test_netlify_decides_by_the_first_language(policy: str) -> None:
    rules = hosting.files(made({policy: SETS[policy]}))["netlify/_redirects"]
    tags = [
        *SETS[policy],
        *SPELLED[1:],
        *(row[0].split(",")[0].split(";")[0] for row in HEADERS),
        "zh-Hant-TW",
        "zh-Hans-CN",
    ]
    for tag in (each for each in tags if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?", each)):
        assert netlify(rules, f"/legal/{policy}", tag) == page(policy, lead(tag, tuple(SETS[policy]))), tag
    assert netlify(rules, f"/legal/{policy}", "") == page(policy, None)


def test_netlify_rules_are_forced_before_a_page_of_the_same_name() -> None:
    """Netlify would serve `privacy.html` at `/privacy` without looking at the rules."""
    rules = hosting.files(made({"privacy": FIFTEEN}))["netlify/_redirects"]
    lines = [line.split() for line in rules.splitlines() if "Language=" in line]
    assert lines and all(line[2] in ("302!", "200!") and len(line) == 4 for line in lines)


def rules_of(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            assert line not in found
            current = found.setdefault(line, {})
        elif line.startswith("  ") and not line.startswith("  #"):
            name, value = line.strip().split(": ", 1)
            current[name] = value
        else:
            assert not line or line.strip().startswith("#"), line
    return found


@pytest.mark.parametrize("host", ["netlify", "cloudflare"])
@pytest.mark.parametrize("base_url", [BASE, "https://example.com/"])
def test_headers_of_hosts(host: str, base_url: str) -> None:
    path = urlsplit(base_url).path
    rules = rules_of(hosting.files(made({"privacy": MANY}, base_url))[f"{host}/_headers"])

    def found(name: str) -> dict[str, str]:
        headers: dict[str, str] = {}
        for rule, values in rules.items():
            pattern = re.escape(rule).replace(r"\*", ".*").replace(":language", "(?P<language>[^/]+)")
            if match := re.fullmatch(pattern, f"{path}{name}"):
                assert not set(headers) & set(values), "two rules for one header: hosts join or drop them"
                headers |= {
                    key: value.replace(":language", match.groupdict().get("language", ""))
                    for key, value in values.items()
                }
        return headers

    assert found("index.html") == dict(POLICED)
    assert found("pt-BR/privacy") == {**dict(POLICED), "Content-Language": "pt-BR"}
    assert found("de/privacy.txt") == {
        **dict(POLICED),
        "Content-Language": "de",
        "Content-Type": "text/plain; charset=utf-8",
    }
    assert found(STYLE)["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.slow
def test_cloudflare_files_keep_its_limits_and_redirect_in_no_loop() -> None:
    found = hosting.files(made({f"policy-{number}": MANY for number in range(120)}))
    lines = [line for name in ("_headers", "_redirects") for line in found[f"cloudflare/{name}"].splitlines()]
    assert max(map(len, lines)) < 1000
    assert len(rules_of(found["cloudflare/_headers"])) < 100
    assert [line for line in found["cloudflare/_redirects"].splitlines() if not line.startswith("#")] == []
    assert "404" in found["cloudflare/404.html"]  # else Pages sends index.html, with 200


# -- App Store Connect, robots ------------------------------------------------------------------------------


def test_app_store() -> None:
    states = {**dict.fromkeys(FIFTEEN, "current"), "it": "islands"}
    found, texts = servers.site(
        {"privacy": states, "terms": {"en": "current", "pt-PT": "current", "zh-Hant": "current"}}, BASE
    )
    policies = json.loads(hosting.files(found)["app-store.json"])["policies"]
    assert len(policies["privacy"]) == len(policies["terms"]) == 50
    assert policies["privacy"]["de-DE"] == {
        "privacyPolicyUrl": "https://example.com/legal/de/privacy.html",
        "locale": "de",
        "exact": True,
        "fallback": False,
        "text": "de/privacy.txt",
        "textSha256": manifest.file("", texts["de/privacy.txt"]).sha256,
    }

    def told(policy: str, code: str) -> tuple[str, bool, bool]:
        row = policies[policy][code]
        return row["locale"], row["exact"], row["fallback"]

    assert told("privacy", "pt-BR") == ("pt-BR", True, False)
    assert told("privacy", "pt-PT") == ("pt-BR", False, False)
    assert told("privacy", "zh-Hans") == ("zh-Hans", True, False)
    assert told("privacy", "zh-Hant") == ("en", False, True)
    assert told("privacy", "it") == ("en", False, True)
    assert told("privacy", "ko") == ("ko", True, False)
    assert told("privacy", "no") == ("en", False, True)
    assert told("privacy", "es-MX") == ("es", True, False)
    assert told("terms", "zh-Hant") == ("zh-Hant", True, False)
    assert told("terms", "pt-BR") == ("pt-PT", False, False)


def test_robots() -> None:
    assert hosting.robots(made({"privacy": ["en"]}, "https://example.com:8443/")) == (
        "User-agent: *\nAllow: /\n\nSitemap: https://example.com:8443/sitemap.xml\n"
    )
    assert "robots.txt" not in hosting.files(made({"privacy": ["en"]}, "https://example.com/"))
    text = hosting.files(made({"privacy": ["en"]}, "https://example.com/r%C3%A9gles/"))["robots.txt"]
    assert text.startswith("# Add these lines to https://example.com/robots.txt") and text.endswith(
        "User-agent: *\nAllow: /r%C3%A9gles/\n\nSitemap: https://example.com/r%C3%A9gles/sitemap.xml\n"
    )


# -- all of it ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_manifest_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.output.test_hosting import SETS, made; from scripts.output import hosting\n"
        "print(hashlib.sha256(repr(hosting.files(made(SETS))).encode()).hexdigest())"
    )
    top = Path(__file__).parent.parent.parent
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=top,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_a_site_with_nothing_to_offer() -> None:
    found, _ = servers.site({"privacy": {"en": "previous"}}, BASE)
    assert "privacy" not in hosting.files(found)["netlify/_redirects"]
    assert hosting.files(replace(found, pages=()))["app-store.json"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nginx", "apache2"])
def test_a_release_that_is_unpacked_is_served_whole(project: Project, name: str) -> None:
    needs(name)
    done = release.release(project)
    assert done.path is not None, done.problems
    unpacked = {
        member.name.partition("/")[2]: member.data
        for member in archive.members(archive.unpacked(done.path.read_bytes()), 1000)
    }
    plain = {path: data.decode() for path, data in unpacked.items() if not path.endswith(".gz")}
    found = manifest.read_manifest(plain[manifest.MANIFEST_NAME])
    with servers.running(name, found, plain) as server:
        for path, data in unpacked.items():
            if path.endswith(".gz"):
                (server.folder / "site" / path).write_bytes(data)
        for path in plain:
            assert server.ask(f"/legal/{path}").body == unpacked[path]
            if path + ".gz" in unpacked:
                answer = server.ask(f"/legal/{path}", accept_encoding="gzip")
                assert (answer.headers["content-encoding"], answer.body) == ("gzip", unpacked[path + ".gz"])
        assert server.chosen("/legal/logs", "de-AT,de;q=0.9,en;q=0.5").endswith("/legal/de/logs.html")
        assert server.chosen("/legal/logs", "ja").endswith("/legal/logs.html")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nginx", "apache2"])
def test_a_link_that_is_switched_serves_the_other_release_at_once(project: Project, name: str) -> None:
    needs(name)
    done = [release.release(project).path]
    write(project.path, "policy/logs.md", POLICY.replace("14 days", "30 days"))
    shutil.rmtree(project.path / "locale")
    done.append(release.release(project).path)
    first, second = (path for path in done if path)
    held = verification.verify_archive(first)
    with servers.running(name, held.manifest, {"index.html": ""}) as server:
        shutil.rmtree(server.folder / "site")
        for path in (first, second):
            subprocess.run(["tar", "-xzf", path, "-C", server.folder], check=True)
            (server.folder / "next").symlink_to(path.name.removesuffix(".tar.gz"))
            (server.folder / "next").replace(server.folder / "site")
            verification.verify_folder(server.folder / "site", verification.verify_archive(path))
            days = b"14" if path == first else b"30"
            assert days + b" days" in server.ask("/legal/en/logs.txt").body
            assert server.ask("/legal/de/logs.html").status == (200 if path == first else 404)


def test_the_configuration_of_servers_is_made_again_where_pages_come_or_go_and_only_there() -> None:
    asked: list[str] = []

    def remember(outline: str, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        asked.append(outline)
        return make()

    first = made({"privacy": FIFTEEN})
    rows = tuple(replace(row, title="Other", sha256="ab", size=9, source="cd", share=0.5) for row in first.pages)
    fewer = tuple(row for row in first.pages if row.locale != "de")
    behind = tuple(replace(row, state="islands") if row.locale == "de" else row for row in first.pages)
    for pages in (first.pages, rows, fewer, behind):
        hosting.files(replace(first, pages=pages), remember)
    hosting.files(replace(first, base_url="https://example.com/other/"), remember)
    assert asked[0] == asked[1] and len(set(asked)) == 4


def test_a_configuration_that_is_known_is_not_made_again() -> None:
    found = hosting.files(made({"privacy": FIFTEEN}), lambda *_: {"known": "text"})
    assert found["known"] == "text" and "app-store.json" in found and "netlify/_redirects" not in found
