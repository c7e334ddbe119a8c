"""Addresses of site.toml and mail links: readers see who they write to, and nobody else gets a copy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.checks.source import mail
from scripts.checks.source.settings import RULES
from scripts.commands import build, check, release
from scripts.problem import Problem, Refused
from scripts.project.config import read_config
from scripts.project.project import Project
from scripts.project.toml_lines import line_of

from ..conftest import POLICY, write

SITE = "[variables]\n"
FRONT = "---\ntitle: T\n---\n\n"
BAD = [
    # -- the variable called contact
    ("contact", f'{SITE}contact = "x@example.org?bcc=evil@example.net"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}product = "L"\ncontact = "a@example.org, b@example.org"\n', "a", 3, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "Ada <a@example.org>"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "mailto:a@example.org"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "a@example.org "\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "a%3Fbcc=b@example.org"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "a@localhost"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "a@b@example.org"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "a＠example.org"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "write to us"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f"{SITE}contact = 2024-10-01\n", "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "http://example.org/contact"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "https://ada:word@example.org/"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}contact = "javascript:alert(1)"\n', "a", 2, "must be a single e-mail or https:// address"),
    ("contact", f'{SITE}[variables.company]\nname = "L"\ncontact = "nobody"\n', "a", 4, "'company.contact'"),
    ("contact", f'{SITE}company = {{ name = "L", contact = "nobody" }}\n', "a", 2, "'company.contact'"),
    ("contact", f'{SITE}"company.contact" = "nobody"\n', "a", 2, "'company.contact'"),
    ("contact", f'{SITE}company.contact = "nobody"\n', "a", 2, "'company.contact'"),
    ("contact", f'{SITE}support_contact = "x@example.org?bcc=a@example.net"\n', "a", 2, "'support_contact'"),
    ("contact", f'{SITE}dpo_email = "a@example.org, b@example.org"\n', "a", 2, "'dpo_email'"),
    ("contact", f'{SITE}email = "Ada <a@example.org>"\n', "a", 2, "'email'"),
    ("contact", f'{SITE}e_mail = "mailto:a@example.org"\n', "a", 2, "'e_mail'"),
    ("contact", f'{SITE}team.mail = "a@b@example.org"\n', "a", 2, "'team.mail'"),
    ("contact", f'{SITE}support_contact = "x?bcc=a"\n', "a", 2, "'support_contact'"),
    # -- variables in mail links
    ("contact", f'{SITE}a = "b"\nlegal = "x@example.org?cc=y@example.net"\n', "[mail](mailto:{{ legal }})", 3, "'legal'"),
    ("contact", f'{SITE}contact = "https://example.org/c"\n', "[mail](mailto:{{ contact }})", 2, "'contact'"),
    ("contact", f'{SITE}dpo = "a@example.org,b@example.net"\n', '<a href="mailto:{{ dpo }}">x</a>', 2, "several"),
    ("contact", f'{SITE}dpo = "a@example.org;b@example.net"\n', '<div>\n<a href="mailto:{{dpo}}">x</a>\n</div>', 2, "'dpo'"),
    ("contact", f'{SITE}dpo = "+49 30 1234"\n', "[x][m]\n\n[m]: <mailto:{{ dpo }}>", 2, "'dpo'"),
    ("contact", f'{SITE}host = "example.org?bcc=x@example.net"\n', "[x](mailto:legal@{{ host }})", 2, "'host'"),
    ("contact", f'{SITE}link = "mailto:a@example.org?bcc=b@example.net"\n', "[x]({{ link }})", 2, "'link'"),
    ("contact", f'{SITE}what = "Hi&bcc=b@example.net"\n', "[x](mailto:a@example.org?subject={{ what }})", 2, "'what'"),
    ("contact", f'{SITE}team.mail = "nobody"\n', "---\ntitle: T\nsummary:\n  - '[x](mailto:{{ team.mail }})'\n---\n\na", 2, "'team.mail'"),
    ("contact", f'{SITE}dpo = "nobody"\n', "---\ntitle: T\ndescription: 'Write to mailto:{{ dpo }}.'\n---\n\na", 2, "'dpo'"),
    # -- mail links as they are written
    ("mail-link", "", "a\n\n[x](mailto:a@example.org?bcc=b@example.net)", 7, "'bcc'"),
    ("mail-link", "", "[x](MAILTO:a@example.org?subject=A&amp;BCC=b@example.net)", 5, "'bcc'"),
    ("mail-link", "", "- [x](mailto:a@example.org?%62cc=b@example.net)", 5, "'bcc'"),
    ("mail-link", "", "[x](mailto:a@example.org%3Fbcc=b@example.net)", 5, "hides header fields"),
    ("mail-link", "", "[x](mailto:a@example.org%253Fbcc=b@example.net)", 5, "hides header fields"),
    ("mail-link", "", "[x](mailto:a@example.org?cc=b@example.net)", 5, "'cc'"),
    ("mail-link", "", "[x](mailto:?to=b@example.net)", 5, "'to'"),
    ("mail-link", "", "[x](mailto:?cc=b@example.net&subject=Hi)", 5, "'cc'"),
    ("mail-link", "", "[x](mailto:?to=b@example.net&bcc=c@example.net)", 5, "'to'"),
    ("mail-link", "", "[x](mailto:a@example.org,b@example.net)", 5, "several addresses"),
    ("mail-link", "", "[x](mailto:a@example.org%2Cb@example.net)", 5, "several addresses"),
    ("mail-link", "", "[x](mailto:a@example.org?subject=A%0D%0ABcc:%20b@example.net)", 5, "line end"),
    ("mail-link", "", "[x](mailto:a@example.org?subject=A%26bcc=b@example.net)", 5, "hides the header field 'bcc'"),
    ("mail-link", "", "[x](mailto:a@example.org?attach=secrets.txt)", 5, "'attach'"),
    ("mail-link", "", "[x](mailto:nobody)", 5, "not one e-mail address"),
    ("mail-link", "", "<mailto:a@example.org?bcc=b@example.net>", 5, "'bcc'"),
    ("mail-link", "", "[x][m] **b**\n\n[m]: mailto:a@example.org?bcc=b@example.net", 5, "'bcc'"),
    ("mail-link", "", '<div>\n<p>a</p>\n<a href="&#109;ailto:a@example.org?bcc=b@example.net">x</a>\n</div>', 7, "'bcc'"),
    ("mail-link", "", "| a |\n|---|\n| [x](mailto:a@example.org?bcc=b@example.net) |", 7, "'bcc'"),
    ("mail-link", "", "a[^1]\n\n[^1]: [x](mailto:a@example.org?bcc=b@example.net)", 7, "'bcc'"),
    ("base-url-http", '[site]\npublisher = "L"\nbase_url = "http://example.org/legal/"\n', "a", 3, "http://example.org"),
    ("base-url-http", '[site]\nbase_url = "HTTP://Example.org"\n', "a", 2, "begins with http:"),
]  # fmt: skip
"""Rule, site.toml, policy, line, words of the message."""
GOOD = [
    ("contact", f'{SITE}contact = "privacy@example.org"\n', "[{{ contact }}](mailto:{{ contact }}), {{ contact }}"),
    ("contact", f'{SITE}contact = "o\'neil.a+b_c-d@mail.example.co.uk"\n', "[x](mailto:{{contact}}?subject=My%20data)"),
    ("contact", f'{SITE}contact = "info@пример.рф"\n', "[x](mailto:{{ contact }})"),
    ("contact", f'{SITE}contact = "संपर्क@उदाहरण.भारत"\n[site]\nsource = "hi"\ngoverning = ""\n', "[क](mailto:{{ contact }})"),
    ("contact", f'{SITE}contact = "https://example.org/contact?lang=en#form"\n', "[x]({{ contact }})"),
    ("contact", f'{SITE}[variables.contact]\nstreet = "1 Main St"\nphone = "+49 30 1234"\n', "{{ contact.street }}"),
    ("contact", f'{SITE}contacts = "Ada and Bob"\n', "{{ contacts }}"),
    ("contact", f'{SITE}support_contact = "our desk"\ncontact_days = "5 @ 9"\nvoicemail = "@ 5"\n', "a"),
    ("contact", f'{SITE}dpo_email = "dpo@example.org"\nweb_contact = "https://example.org/@ada"\n', "[x](mailto:{{ dpo_email }})"),
    ("contact", f'{SITE}host = "example.org"\nproduct = "LM Studio"\n', "[x](mailto:legal@{{ host }}?subject={{ product }})"),
    ("contact", f'{SITE}page = "https://example.org/?a=1&bcc=2"\n', "[x]({{ page }})"),
    ("mail-link", "", "[x](mailto:a@example.org?subject=Why?%20%26%20how&body=a%0D%0Ab%0D%0AFrom:%20me)"),
    ("mail-link", "", "a@example.org, <b@example.org>, [c](mailto:c@example.org?Subject=Hi) and [share](mailto:?body=x)"),
    ("mail-link", "", "Do not write `mailto:a@example.org?bcc=b@example.net`.\n\n```\n[x](mailto:a@example.org?bcc=b@x.org)\n```"),
    ("base-url-http", '[site]\nbase_url = "https://example.org/http://"\n'.replace("http://\"", "http/\""), "a"),
    ("base-url-http", '[site]\nbase_url = "https://http.example.org/"\n', "a"),
]  # fmt: skip
"""Rule that it might be mistaken for, site.toml, policy."""


def problems(folder: Path, site: str, body: str) -> list[Problem]:
    write(folder, "policy/site.toml", site)
    write(folder, "policy/logs.md", (body if body.startswith("---\n") else FRONT + body) + "\n")
    return build.build(Project(folder)).problems


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "site", "body", "line", "told"), BAD, ids=lambda value: ascii(value)[:60])
def test_an_address_that_hides_a_receiver_is_reported_with_its_line(
    tmp_path: Path, rule: str, site: str, body: str, line: int, told: str
) -> None:
    [problem] = problems(tmp_path, site, body)
    place = "policy/logs.md" if rule == "mail-link" else "policy/site.toml"
    assert (problem.rule, problem.path, problem.line) == (rule, place, line), problem
    assert told in problem.message and problem.hint
    assert problem.level == {one.name: one.level for one in RULES}[rule]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "site", "body"), GOOD, ids=lambda value: ascii(value)[:60])
def test_good_addresses_are_left_alone(tmp_path: Path, rule: str, site: str, body: str) -> None:
    assert problems(tmp_path, site, body) == []


def test_an_open_copy_to_the_same_host_is_a_warning(tmp_path: Path) -> None:
    body = "[help desk and team](mailto:desk@example.org?subject=Incident&cc=team@example.org;ops@example.org)"
    [problem] = problems(tmp_path, "", body)
    assert (problem.rule, problem.level, problem.line) == ("mail-link", "warning", 5)


@pytest.mark.slow
def test_a_site_without_https_is_published_with_a_warning_everywhere(project: Project) -> None:
    write(project.path, "policy/site.toml", '[site]\nbase_url = "http://legal.example/"\n')
    write(project.path, "policy/logs.md", POLICY)
    for found in (build.build(project).problems, check.check(project, (), ()), release.release(project).problems):
        told = [problem for problem in found if problem.rule == "base-url-http"]
        assert [(problem.level, problem.path, problem.line) for problem in told] == [("warning", "policy/site.toml", 2)]
    assert (project.site / "en" / "logs.html").exists()


def test_the_warning_is_reported_beside_errors_of_the_same_file() -> None:
    with pytest.raises(Refused) as caught:
        read_config(f'[site]\nbase_url = "http://example.org/"\n{SITE}contact = "nobody"\n', "policy/site.toml")
    assert {(problem.rule, problem.line) for problem in caught.value.problems} == {("base-url-http", 2), ("contact", 4)}


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        ("[variables]\na = 1\nb = 2\n", "variables.b", 3),
        ("[variables.a]\nb = 1\n[variables.c]\nb = 2\n", "variables.c.b", 4),
        ("[variables]\na.b = 1\nb = 2\n", "variables.a.b", 2),
        ("[variables]\nb = 0\na = { b = 1 }\n", "variables.a.b", 3),
        ('["variables"]\n"a.b" = 1\n', "variables.a.b", 2),
        ("[variables]\n", "variables.b", 1),
    ],
)
def test_the_line_of_a_nested_key_is_found(text: str, name: str, line: int) -> None:
    assert line_of(text, name) == line


@given(st.from_regex(r"[a-z0-9]{1,9}([.+_-][a-z0-9]{1,9}){0,2}@([a-z0-9]{1,9}\.){1,3}[a-z]{2,6}", fullmatch=True))
def test_a_plain_address_is_an_address_and_its_link_is_good(address: str) -> None:
    assert mail.is_mail(address) and mail.wrong(f"mailto:{address}?subject=a") == ""


@given(st.text(st.sampled_from("a@.?&=%#,; bcto:<>\n\u202e\u200b３"), max_size=40))
def test_no_text_with_a_header_is_an_address(text: str) -> None:
    assert isinstance(mail.wrong(f"mailto:{text}"), str)
    if mail.is_mail(text):
        assert not set(text) & set("?&=%#,; :<>\n\u202e\u200b３") and text.count("@") == 1
