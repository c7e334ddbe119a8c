"""`site.toml`: refused with line and remedy."""

from datetime import date

import pytest

from scripts.problem import Refused
from scripts.project.config import read_config


def test_variables_may_be_nested_and_dates() -> None:
    config = read_config('[variables]\nday = 2024-10-01\n[variables.company]\nname = "X"\n', "site.toml")
    assert config.variables == {"day": date(2024, 10, 1), "company.name": "X"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[site\n", 1, "not TOML"),
        ("a = 1\n", 1, "the key 'a' is outside of all tables"),
        ("[sites]\na = 1\n", 1, "unknown table [sites]; did you mean 'site'?"),
        ("[site]\npublisher = 3\n", 2, "publisher must be a text in quotation marks, not 3"),
        ("[catalogs]\nlocations = true\n", 2, "locations must be a text in quotation marks, not true"),
        ("[sites]\n", 1, "did you mean 'site'?"),
        ('[site]\nsource = "en"\nbase_ulr = "x"\n', 3, "did you mean 'base_url'?"),
        ('[site]\nbase_url = "ftp://x"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://a b/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://user:word@example.com/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com/a%2Fb/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com/%zz/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com/a/../b/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://[/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com:99999/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com#f"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com:port/"\n', 2, "not an absolute address"),
        ('[site]\nbase_url = "https://example.com/x?y=1"\n', 2, "not an absolute address"),
        ('[site]\nroot = "example.com"\n', 2, "root is not an absolute address"),
        ('[site]\nroot = "/"\n', 2, "root is not an absolute address"),
        ("links = 3\n", 1, "'links' must be a table"),
        ('[links]\na = "b"\n', 2, "must have a table with an address for each locale"),
        ('[links."a"]\nde = 3\n', 1, "must have a table with an address for each locale"),
        ('[links."a"]\nfr = "b"\nxyz_q = "c"\n', 3, "no locale is called"),
        ('[links."https://x.org/*"]\n\nde = "https://y.org/"\n', 3, "only one of the two addresses has a *"),
        ('[links."https://x.org/"]\nde = "https://y.org/*"\n', 2, "only one of the two addresses has a *"),
        ('[links."https://x.org/*/b"]\nde = "https://y.org/*/b"\n', 2, "a * is only allowed at the end"),
        ('[links."https://x.org/**"]\nde = "https://y.org/*"\n', 2, "a * is only allowed at the end"),
        ('[links."https://x.org*"]\nde = "https://y.org/*"\n', 2, "'https://x.org*' has no host with a / after it"),
        ('[links."https://x.org/*"]\nde = "https://*"\n', 2, "'https://*' has no host"),
        ('[links."/a/*"]\nde = "//y.org/*"\n', 2, "'//y.org/*' has no host"),
        ('[links."*"]\nde = "*"\n', 2, "'*' has no host"),
        ('[links."https://x.org/*"]\nde = "javascript:*"\n', 2, "'javascript:*' has no host"),
        ('[links."https://x.org/a"]\nde = ""\n', 2, "'' is not an address"),
        ('[links."https://x.org/a"]\nde = "https://x.org/b c"\n', 2, "is not an address"),
        ('[site]\nsource = "xx-yy-zz"\n', 2, "no locale is called"),
        ('[publish]\nincomplete = "prevoius"\n', 2, "did you mean 'previous'?"),
        ("[publish]\nminimum = 200\n", 2, "percentage"),
        ('[publish]\nminimum = "80"\n', 2, "minimum must be a whole number"),
        ("[variables]\ncount = 3\n", 2, "neither a text nor a date"),
        ('[variables]\n"two words" = "x"\n', 2, "cannot be called"),
        ('[variables]\na = "x\\ny"\n', 2, "line end"),
    ],
)
def test_a_wrong_site_file_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(Refused) as caught:
        read_config(text, "policy/site.toml")
    found = [(problem.line, problem.message) for problem in caught.value.problems]
    assert any(number == line and words in message for number, message in found), found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://example.com/legal", "https://example.com/legal/"),
        ("https://example.com/l\u00e9gal/", "https://example.com/l%C3%A9gal/"),
        ("https://example.com/l%C3%A9gal/", "https://example.com/l%C3%A9gal/"),
        ("https://example.com/a+b/@c/$1/", "https://example.com/a%2Bb/%40c/%241/"),
        ("https://b\u00fccher.Example:8443/~a/", "https://xn--bcher-kva.example:8443/~a/"),
        ("HTTPS://[2001:DB8::1]/a", "https://[2001:db8::1]/a/"),
    ],
)
def test_the_address_of_the_site_ends_with_a_slash_and_is_written_out(written: str, read: str) -> None:
    assert read_config(f'[site]\nbase_url = "{written}"\n', "site.toml").base_url == read


@pytest.mark.parametrize(
    ("code", "right"),
    [("eng", "en"), ("iw", "he"), ("pt-br", "pt_BR"), ("sr-Latn", "sr_Latn"), ("sr@latin", "sr_Latn")],
)
@pytest.mark.parametrize("line", ['[site]\nsource = "{}"', '[site]\ngoverning = "{}"', '[publish]\nrequired = ["{}"]'])
def test_a_language_that_has_another_code_is_refused_with_this_code(line: str, code: str, right: str) -> None:
    with pytest.raises(Refused) as caught:
        read_config(line.format(code), "policy/site.toml")
    [problem] = [problem for problem in caught.value.problems if problem.is_error]
    assert problem.message == f"the locale '{code}' is written '{right}' here"
    assert (problem.path, problem.line, problem.hint) == ("policy/site.toml", 2, f"write {right}")
    read_config(line.format(right), "policy/site.toml")


@pytest.mark.parametrize("key", ["source", "required"])
def test_an_empty_code_is_no_language(key: str) -> None:
    table = f'[site]\n{key} = ""\n' if key == "source" else f'[publish]\n{key} = [""]\n'
    with pytest.raises(Refused):
        read_config(table, "policy/site.toml")


def test_links_that_are_right_are_read() -> None:
    text = '[links."https://en.example.org/*"]\nde = "https://de.example.org/*"\n[links]\n"/a".fr = "/b"\n'
    text += '"https://example.com/a_(b)" = { de = "https://example.com/de?x=y"}\n'
    config = read_config(text, "site.toml")
    assert config.targets_of("de")["https://de.example.org/x"] == "https://en.example.org/x"
    assert dict(config.targets_of("fr")) == {"/b": "/a"} and len(config.targets_of("de")) == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com/a/", "https://example.com/a"),
        ("", ""),
    ],
)
def test_the_root_has_no_slash_at_its_end(written: str, read: str) -> None:
    assert read_config(f'[site]\nroot = "{written}"\n', "site.toml").root == read
