"""Time and memory of other tools for parts of the same work, as far as they are installed."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from . import generator
from .measure import NOTHING, Used, environment, run
from .phases import Site

DRIVER = Path(__file__).with_name("mdpo_driver.py")


@dataclass(frozen=True, slots=True)
class Other:
    """What a tool used for a task."""

    tool: str
    task: str
    """Our phase that does the same work and more."""
    version: str = ""
    """"" if it is not installed."""
    count: int = 1
    """The number of pages, catalogs or policies of the work."""
    used: Used = NOTHING
    start: float = 0.0
    """CPU seconds for the start of the tool, which are included in `used`; 0 if it starts once for each file anyway."""


def measured(folder: Path, site: Site, say: Callable[[str], None], *, few: bool) -> list[Other]:
    """The figures of each tool for a part of a finished site; `folder`/before has its catalogs before the last edit."""
    found: list[Other] = []
    for work in (_mdpo, _po4a, _msgmerge, _toolkit, _babel, _hugo):
        try:
            for other in work(folder, site, few):
                say(
                    f"  {other.tool}, {other.task}: "
                    + (f"{other.used.cpu:.2f} s of CPU for {other.count}" if other.version else "not installed")
                )
                found.append(other)
        except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
            say(f"  {work.__name__}: {error}")
    return found


def _version(command: Sequence[str], pattern: str = r"\d+(\.\d+)+") -> str:
    """The version that a program prints; "" if it is not installed."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    found = re.search(pattern, done.stdout + done.stderr)
    return found.group() if found else "unknown"


def _filled(path: Path, code: str, target: Path) -> None:
    """Write another tool's catalog with artificial translations."""
    say, read = generator.say_in(code), polib.pofile(str(path))
    for entry in read:
        entry.msgstr, entry.flags = say(entry.msgid), []
    target.parent.mkdir(parents=True, exist_ok=True)
    read.save(str(target))


# -- tools --------------------------------------------------------------------------------------------


def _mdpo(folder: Path, site: Site, few: bool) -> Iterator[Other]:
    """mdpo: policies to catalogs; catalogs with policies to HTML."""
    python = _own_python(folder / "venv", "mdpo", "markdown")
    if python is None:
        yield Other("mdpo", "extract")
        yield Other("mdpo with Python-Markdown", "cold build")
        return
    versions = subprocess.run(
        [python, "-c", "from importlib.metadata import version as v; print(v('mdpo'), v('markdown'))"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    out = folder / "mdpo"
    out.mkdir()
    policies = [str(site.root / "policy" / f"{draft.name}.md") for draft in site.drafts]
    generator.write(out / "none.md", "x\n")
    start = run([python, str(DRIVER), "extract", str(out), str(out / "none.md")]).cpu
    yield Other(
        "mdpo", "extract", versions[0], len(policies), run([python, str(DRIVER), "extract", str(out), *policies]), start
    )
    pairs: list[str] = []
    for policy in policies[: 2 if few else 5]:
        for code in site.codes[:10]:
            target = out / code / Path(policy).with_suffix(".po").name
            _filled(out / target.name, code, target)
            pairs += [policy, str(target)]
    generator.write(out / "none.md", "x\n")
    start = run([python, str(DRIVER), "pages", str(out), str(out / "none.md"), str(out / "none.po")]).cpu
    yield Other(
        "mdpo with Python-Markdown", "cold build", " and ".join(versions), len(pairs) // 2,
        run([python, str(DRIVER), "pages", str(out), *pairs]), start,
    )  # fmt: skip
    yield Other(
        "mdpo with Python-Markdown",
        "one entry",
        " and ".join(versions),
        1,
        run([python, str(DRIVER), "pages", str(out), *pairs[:2]]),
    )


def _own_python(folder: Path, *packages: str) -> str | None:
    """A Python with these packages in a temporary folder; None if they cannot be installed."""
    python = folder / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", *packages]
        subprocess.run(install, check=True, capture_output=True, env=environment(), timeout=120)
        subprocess.run(
            [str(python), "-m", "compileall", "-q", str(folder / "lib")], capture_output=True, env=environment()
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return str(python)


def _po4a(folder: Path, site: Site, few: bool) -> Iterator[Other]:
    """po4a and pandoc: a catalog with a policy to Markdown, and that to HTML."""
    versions = _version(["po4a-translate", "--version"]), _version(["pandoc", "--version"])
    if not all(versions):
        yield Other("po4a with pandoc", "cold build")
        return
    out, used, count = folder / "po4a", NOTHING, 0
    out.mkdir()
    like = ["-f", "text", "-o", "markdown", "-M", "UTF-8"]
    for draft in site.drafts[: 1 if few else 2]:
        policy, template = str(site.root / "policy" / f"{draft.name}.md"), out / f"{draft.name}.pot"
        run(["po4a-updatepo", *like, "-m", policy, "-p", str(template)])
        for code in site.codes[: 3 if few else 5]:
            catalog, text = out / code / f"{draft.name}.po", out / code / f"{draft.name}.md"
            _filled(template, code, catalog)
            used += run(["po4a-translate", *like, "-k", "0", "-m", policy, "-p", str(catalog), "-l", str(text)])
            used += run(["pandoc", "-f", "markdown", "-t", "html", "-o", str(text.with_suffix(".html")), str(text)])
            count += 1
    yield Other("po4a with pandoc", "cold build", " and ".join(versions), count, used)


def _merges(folder: Path, site: Site, few: bool) -> list[tuple[str, str]]:
    """msgmerge: catalogs from before the edit with the current templates."""
    return [
        (
            str(folder / "before" / code / "LC_MESSAGES" / f"{draft.name}.po"),
            str(site.root / "locale" / f"{draft.name}.pot"),
        )
        for draft in site.drafts[: 2 if few else 5]
        for code in site.codes[:10]
    ]


def _msgmerge(folder: Path, site: Site, few: bool) -> Iterator[Other]:
    version = _version(["msgmerge", "--version"])
    if not version:
        yield Other("msgmerge", "merge")
        yield Other("msgfmt -c", "check, cold")
        return
    pairs = _merges(folder, site, few)
    used = NOTHING
    for old, new in pairs:
        used += run(["msgmerge", "-q", "--previous", "-o", "/dev/null", old, new])
    yield Other("msgmerge", "merge", version, len(pairs), used)
    used = NOTHING
    for old, _ in pairs:
        used += run(["msgfmt", "-c", "-o", "/dev/null", old])
    yield Other("msgfmt -c", "check, cold", version, len(pairs), used)


def _toolkit(folder: Path, site: Site, few: bool) -> Iterator[Other]:
    """The Translate Toolkit: merge, check and count, one folder at a time."""
    version = _version(["pofilter", "--version"], r"\d+\.\d+(\.\d+)?")
    if not version:
        for tool, task in (("pot2po", "merge"), ("pofilter", "check, cold"), ("pocount", "status")):
            yield Other(tool, task)
        return
    out = folder / "toolkit"
    for name in ("old", "new", "merged", "found"):
        (out / name).mkdir(parents=True)
    some = site.drafts[: 4 if few else 20]
    for draft in some:
        shutil.copy(folder / "before" / "de" / "LC_MESSAGES" / f"{draft.name}.po", out / "old")
        shutil.copy(site.root / "locale" / f"{draft.name}.pot", out / "new")
    more = ["--progress=none"]
    yield Other(
        "pot2po",
        "merge",
        version,
        len(some),
        run(["pot2po", *more, "-t", str(out / "old"), str(out / "new"), str(out / "merged")]),
    )
    yield Other(
        "pofilter",
        "check, cold",
        version,
        len(some),
        run(["pofilter", *more, "--language=de", str(out / "old"), str(out / "found")]),
    )
    yield Other("pocount", "status", version, len(some), run(["pocount", str(out / "old")]))


_BABEL = """
import sys
from babel.messages.pofile import read_po
for old, new in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(old, "rb") as a, open(new, "rb") as b:
        read_po(a, locale="de").update(read_po(b))
"""


def _babel(folder: Path, site: Site, few: bool) -> Iterator[Other]:
    version = subprocess.run(
        [sys.executable, "-c", "import babel; print(babel.__version__)"], capture_output=True, text=True, check=True
    ).stdout.strip()
    pairs = _merges(folder, site, few)[: 1 if few else 3]
    start = run([sys.executable, "-c", _BABEL]).cpu
    names = [name for pair in pairs for name in pair]
    yield Other(
        "Babel, Catalog.update", "merge", version, len(pairs), run([sys.executable, "-c", _BABEL, *names]), start
    )


_HUGO: Mapping[str, str] = {
    "layouts/_default/single.html": "<!doctype html><html lang={{ .Lang }}><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}</html>\n",
    "layouts/_default/list.html": "{{ range .Pages }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}\n",
}


def _hugo(folder: Path, site: Site, few: bool) -> Iterator[Other]:
    """Hugo: policies that are already translated, to HTML."""
    version = _version(["hugo", "version"])
    if not version:
        yield Other("Hugo", "cold build")
        return
    root, codes = folder / "hugo", site.codes[:10]
    lines = [
        'baseURL = "https://example.com/"',
        'disableKinds = ["taxonomy", "term", "RSS", "sitemap"]',
        'defaultContentLanguage = "de"',
    ]
    for code in codes:
        tag = code.replace("_", "-").lower()
        lines += [f"[languages.{tag}]", f'contentDir = "content/{tag}"']
        for draft in site.drafts:
            # Hugo would read placeholders as shortcodes; links to policies stay as they are
            text = draft.text(generator.say_in(code)).replace("{{ product }}", "Example")
            generator.write(root / "content" / tag / f"{draft.name}.md", text)
    generator.write(root / "config.toml", "\n".join(lines) + "\n")
    for name, text in _HUGO.items():
        generator.write(root / name, text)
    with tempfile.TemporaryDirectory() as cache:
        used = run(["hugo", "--source", str(root), "--quiet", "--cacheDir", cache])
    yield Other("Hugo", "cold build", version, len(site.drafts) * len(codes), used)
