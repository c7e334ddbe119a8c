"""Isolation: names, addresses and code keep their own direction in a page of the other direction."""

from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pytest

from scripts.pages.isolation import isolate_tree, isolated_html
from scripts.text.bidi import LRI, LRM, PDI, with_isolated_runs

from .browser import CHROMIUM, browser

NAMES = ("LM", "LM Studio", "Studio Pro", "C++", "اسم", "اسم طويل")


def isolated(html: str, direction: str = "rtl", names: tuple[str, ...] = NAMES) -> str:
    tree = fromstring(f"<p>{html}</p>")
    isolate_tree(tree, direction, names)
    return tostring(tree, encoding="unicode").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("مع LM Studio 5", "مع <bdi>LM Studio</bdi> 5"),
        ("مع LM Studio Pro 5", "مع <bdi>LM Studio</bdi> Pro 5"),
        ("مع LM 5", "مع <bdi>LM</bdi> 5"),
        ("<b>LM Studio</b> LM", "<b><bdi>LM Studio</bdi></b> <bdi>LM</bdi>"),
        ("<i>و</i> LM Studio<br /> LM", "<i>و</i> <bdi>LM Studio</bdi><br /> <bdi>LM</bdi>"),
        ("وLM Studio", "و<bdi>LM Studio</bdi>"),
        ("LMX XLM LM2 2LM", "LMX XLM LM2 2LM"),
        ("و C++.", "و <bdi>C++</bdi>."),
        ("اسم طويل", "اسم طويل"),
    ],
)
def test_a_name_is_isolated_as_a_whole_and_the_longest_first(html: str, shows: str) -> None:
    assert isolated(html) == shows


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("by اسم طويل 5", "by <bdi>اسم طويل</bdi> 5"),
        ("by اسم 5", "by <bdi>اسم</bdi> 5"),
        ("by واسم", "by واسم"),
        ("by LM Studio 5", "by LM Studio 5"),
    ],
)
def test_a_left_to_right_page_isolates_right_to_left_names(html: str, shows: str) -> None:
    assert isolated(html, "ltr") == shows


@pytest.mark.parametrize(
    "html", ['<code dir="ltr">LM</code>', "<bdi>LM Studio</bdi>", "<time>LM</time>", '<pre dir="ltr">LM</pre>']
)
def test_what_is_isolated_already_does_not_change(html: str) -> None:
    assert isolated(html) == html


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("<code>x.y</code>", '<code dir="ltr">x.y</code>'),
        ('<a href="https://e.org">https://e.org</a>', '<a href="https://e.org"><bdi>https://e.org</bdi></a>'),
        ('<a href="mailto:a@e.org">a@e.org</a>', '<a href="mailto:a@e.org"><bdi>a@e.org</bdi></a>'),
        ('<a href="tel:+1">+1</a>', '<a href="tel:+1"><bdi>+1</bdi></a>'),
        ('<a href="https://e.org">هنا</a>', '<a href="https://e.org">هنا</a>'),
        ('<a href="" />', '<a href="" />'),
    ],
)
def test_addresses_and_code_are_isolated_only_in_right_to_left_pages(html: str, shows: str) -> None:
    assert isolated(html) == shows and isolated(html, "ltr") == html


MOVED = [
    "+1 (555) 010-9999", "(020) 7946-0018", "+44 20 7946 0018", "30 901820", "#12-34", "2027-02-28", "09:15-17:45", "3-9",
    "1990\u20132001", "\u00a7 12(3)", "250%", "-7", "\u221240", "$20", "20\u20ac", "\u00b13\u00b0", "C++", "F#", ".NET", "@desk", "Visual C++",
    "1.2.3-beta", "12-AB/3", "6(1)(a)", "1-800-FLOWERS", "Widget\u00ae", "/legal/terms", "\u06f5-\u06f7", "+\u06f9\u06f8 \u06f2\u06f1 \u06f1\u06f2\u06f3",
]  # fmt: skip
"""Runs that the bidirectional algorithm would show in another order within a right-to-left text."""
TELEPHONES = [
    "+\u0669\u0666\u0666 \u0661\u0661 \u0662\u0663\u0664",
    "\u0660\u0665\u0665 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667",
]
"""The same in Arabic-Indic digits."""
KEPT = [
    "24", "1,000.50", "10:30", "28/02/2027", "4.5.6", "AB-123/45", "DE89 3704 0044", "GB 29 NWBK", "2FA", "5GB", "ISO 27001:2022",
    "Art. 6(1)(a)", "Wi-Fi 6E", "LM (12)", "Widget Works",
]  # fmt: skip
"""Runs that it shows in order."""
READ_FROM_THE_RIGHT = [
    "\u0665-\u0667",
    "\u0662\u0660\u0662\u0667-\u0660\u0662-\u0662\u0668",
    "\u0662\u0660\u0662\u0667/\u0660\u0662/\u0662\u0668",
    "(5)",
    "5 GB",
]
"""Runs that right-to-left readers read in that direction."""
AROUND = {
    "ar": ("اتصل على ", " الآن."),
    "he": ("התקשרו אל ", ", עכשיו."),
    "fa": ("با ", " تماس بگیرید."),
    "ur": ("آپ ", "، پر کال کریں۔"),
    "yi": ("רופט ", " (הײַנט)."),
}


@pytest.mark.parametrize("code", AROUND)
@pytest.mark.parametrize("run", [*MOVED, *TELEPHONES])
def test_numbers_codes_and_signs_are_isolated_in_right_to_left_pages(run: str, code: str) -> None:
    before, after = AROUND[code]
    tag = "bdo" if run in TELEPHONES else "bdi"
    text = before + run + after
    assert isolated(text, names=()) == f'{before}<{tag} dir="ltr">{run}</{tag}>{after}' == isolated_html(text, "rtl")
    assert with_isolated_runs(text, "rtl").replace(LRM, "") == f"{before}{LRI}{run}{PDI}{after}"
    assert isolated(text, "ltr", ()) == text == isolated_html(text, "ltr") == with_isolated_runs(text, "ltr")


@pytest.mark.parametrize("code", AROUND)
@pytest.mark.parametrize("run", [*KEPT, *READ_FROM_THE_RIGHT])
def test_what_is_shown_in_order_does_not_change(run: str, code: str) -> None:
    text = run.join(AROUND[code])
    assert isolated(text, names=()) == text == with_isolated_runs(text, "rtl")


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("ב-5-7 ימים", 'ב-<bdi dir="ltr">5-7</bdi> ימים'),
        ("ו-C++, ה-GPL.", 'ו-<bdi dir="ltr">C++</bdi>, ה-GPL.'),
        ("(3-9), 3-9.", '(<bdi dir="ltr">3-9</bdi>), <bdi dir="ltr">3-9</bdi>.'),
        ("קו – 30 ימים - 5", "קו – 30 ימים - 5"),
        ("בשנת 2027 LM Studio", "בשנת 2027 <bdi>LM Studio</bdi>"),
        ("<b>קו</b> +1 555", '<b>קו</b> <bdi dir="ltr">+1 555</bdi>'),
        ('<b dir="ltr">a -5</b>', '<b dir="ltr">a -5</b>'),
        (
            '<span lang="en" dir="ltr">from -5 <i>to -3</i></span>',
            '<span lang="en" dir="ltr">from -5 <i>to -3</i></span>',
        ),
        ("\u2066+1 555\u2069 -5", '\u2066+1 555\u2069 <bdi dir="ltr">-5</bdi>'),
        ("<code>3-9</code> <time>3-9</time>", '<code dir="ltr">3-9</code> <time>3-9</time>'),
        ("כן\u200e-5", "כן\u200e-5"),
        ("1) קו 2) קו", "1) קו 2) קו"),
        ("קו Widget\n+1 555\t-5", 'קו Widget\n<bdi dir="ltr">+1 555</bdi>\t<bdi dir="ltr">-5</bdi>'),
    ],
)
def test_a_run_ends_where_the_text_goes_on(html: str, shows: str) -> None:
    assert isolated(html, names=("LM Studio",)) == shows


@pytest.mark.parametrize(
    ("raw", "shows"),
    [
        ("<p>קו +1 555.</p>", '<p>קו <bdi dir="ltr">+1 555</bdi>.</p>'),
        (
            "<p>קו &amp; <b>3-9</b> &#43;1</p>",
            '<p>קו &amp; <b><bdi dir="ltr">3-9</bdi></b> <bdi dir="ltr">+1</bdi></p>',
        ),
        (
            "<p>קו <code>3-9</code> <bdi>-5</bdi> &#39;5&#39;</p>",
            "<p>קו <code>3-9</code> <bdi>-5</bdi> &#39;5&#39;</p>",
        ),
        ('<p dir="ltr">-5 <b>-5</b></p><p>-5</p>', '<p dir="ltr">-5 <b>-5</b></p><p><bdi dir="ltr">-5</bdi></p>'),
        (
            "<p>1 Main Street</p>\n<p>רחוב <b>A</b> 1 Main</p>",
            '<p><bdi dir="ltr">1 Main Street</bdi></p>\n<p>רחוב <b>A</b> 1 Main</p>',
        ),
        ("<td>\n1 A &amp; B<br>2 C</td>", '<td>\n<bdi dir="ltr">1 A &amp; B</bdi><br><bdi dir="ltr">2 C</bdi></td>'),
        ('<p dir="ltr">1 A</p>', '<p dir="ltr">1 A</p>'),
        ('<img alt="-5"><br>3-9', '<img alt="-5"><br><bdi dir="ltr">3-9</bdi>'),
    ],
)
def test_numbers_in_blocks_of_html_are_isolated_too(raw: str, shows: str) -> None:
    tree = Element("div")
    SubElement(tree, "html").text = raw
    isolate_tree(tree, "rtl", ())
    assert tree[0].text == shows


FOREIGN_LINES = [
    "1 Main Street (Floor 2)", "12 rue de la Paix", "10115 Berlin", "5. Paragraph of the code", "Acme Ltd.", "(c) 2027 Acme, Inc.",
    "3rd Floor, 221B Baker St.", "\u201cTerms\u201d", "5 Αθήνα", "1-я ул. 7", "Write to us!",
]  # fmt: skip
"""Lines without a right-to-left letter that the algorithm would show in another order."""


@pytest.mark.parametrize("line", FOREIGN_LINES)
def test_a_line_of_latin_words_only_is_isolated_as_a_whole(line: str) -> None:
    shown = f'<bdi dir="ltr">{line}</bdi>'
    assert isolated(line, names=()) == shown == isolated_html(line, "rtl")
    assert isolated(f"כתבו אל:<br />{line}<br />תודה", names=()) == f"כתבו אל:<br />{shown}<br />תודה"
    assert with_isolated_runs(line, "rtl") == LRI + line + PDI
    assert isolated(line, "ltr", ()) == line == isolated_html(line, "ltr") == with_isolated_runs(line, "ltr")


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        ("1 <b>Main</b> St.", '<bdi dir="ltr">1 <b>Main</b> St.</bdi>'),
        ("<bdi>Acme</bdi> 12 St.", '<bdi dir="ltr"><bdi>Acme</bdi> 12 St.</bdi>'),
        ("<b>רחוב</b> 1 Main", "<b>רחוב</b> 1 Main"),
        ('<code dir="ltr">a</code> 5.', '<bdi dir="ltr"><code dir="ltr">a</code> 5.</bdi>'),
        ("<bdi>Acme</bdi>", "<bdi>Acme</bdi>"),
        ("<bdi>أكمي</bdi> Ltd.", "<bdi>أكمي</bdi> Ltd."),
        ("Main Street 1", "Main Street 1"),
        ("\u20661 Main Street\u2069", "\u20661 Main Street\u2069"),
        ('<b dir="ltr">1 Main</b>', '<b dir="ltr">1 Main</b>'),
    ],
)
def test_a_line_is_more_than_its_first_words(html: str, shows: str) -> None:
    assert isolated(html, names=()) == shows


def test_lines_of_items_and_cells_are_isolated_but_islands_are_not() -> None:
    tree = fromstring(
        '<div><ul><li>1 Main<ul><li>2 Main</li></ul></li></ul><td>3 Main</td><p dir="ltr">4 Main</p></div>'
    )
    isolate_tree(tree, "rtl", ())
    assert [bdi.text for bdi in tree.iter("bdi")] == ["2 Main", "3 Main"]


_PLACES = """[...document.querySelectorAll('p')].map(p => {
    const walker = document.createTreeWalker(p, 4), range = document.createRange(), found = [];
    for (let node; node = walker.nextNode();)
        for (let at = 0; at < node.length; at++) {
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect();
            found.push([node.data[at], box.left + box.width / 2]);
        }
    return found;
})"""


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")
def test_a_browser_shows_every_run_in_its_order(tmp_path: Path) -> None:
    runs = [(before, run, after) for before, after in AROUND.values() for run in [*MOVED, *TELEPHONES, *KEPT]]
    runs += [("", line, "") for line in FOREIGN_LINES]
    page = tmp_path / "page.html"
    body = "".join(f'<p dir="rtl">{isolated(escape("".join(parts)), names=())}</p>' for parts in runs)
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8">{body}', encoding="utf-8")
    with browser() as chromium:
        chromium.open(page)
        shown = chromium.ask(_PLACES)
    for (before, run, _), places in zip(runs, shown, strict=True):
        letters = places[len(before) : len(before) + len(run)]
        assert "".join(char for char, _ in sorted(letters, key=lambda place: place[1])) == run, before


@pytest.mark.parametrize(
    ("html", "shows"),
    [
        (
            "<pre><code>شركة LM Studio</code></pre>",
            '<pre dir="rtl"><code>شركة <bdi>LM Studio</bdi></code></pre>',
        ),
        ('<pre dir="ltr"><code>a\nشركة</code></pre>', '<pre dir="ltr"><code>a\nشركة</code></pre>'),
        (
            "<pre><code>Main Street 5\n+1 (555)</code></pre>",
            '<pre dir="ltr"><code>Main Street 5\n+1 (555)</code></pre>',
        ),
        ('<pre><code translate="no">a شركة</code></pre>', '<pre dir="ltr"><code translate="no">a شركة</code></pre>'),
        (
            "<pre><code>شركة\n1 Main Street\n1 LM Studio\nBerlin</code></pre>",
            '<pre dir="rtl"><code>شركة\n<bdi dir="ltr">1 Main Street</bdi>\n<bdi dir="ltr">1 <bdi>LM Studio</bdi></bdi>\nBerlin</code></pre>',
        ),
        (
            '<pre dir="ltr" lang="en"><code>LM Studio</code></pre>',
            '<pre dir="ltr" lang="en"><code>LM Studio</code></pre>',
        ),
    ],
)
def test_lines_of_text_have_the_direction_of_their_words(html: str, shows: str) -> None:
    assert isolated(html) == shows
