"""Characters of policies and site.toml: what hides or disguises a text is refused, what a language needs is not."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.checks.source import authored
from scripts.checks.source.disguises import disguised, words_of_file
from scripts.commands import build, check, update
from scripts.locales import language, script
from scripts.problem import Problem, Refused
from scripts.project import policy
from scripts.project.config import Config
from scripts.project.project import Project

from ..conftest import write
from ..effort import grows_with_its_text

FRONT = "---\ntitle: T\n---\n\n"


def problems(folder: Path, body: str, code: str = "en", more: str = "") -> list[Problem]:
    """What is wrong with a policy in the language `code`, whose first line is the fifth of its file."""
    write(folder, "policy/site.toml", f'[site]\nsource = "{code}"\ngoverning = ""\n{more}')
    text = body if body.startswith(("---\n", "+++\n")) else FRONT + body
    path = write(folder, "policy/logs.md", text + "\n")
    project = Project(folder)
    try:
        project.read_policy(path, project.read_config())
    except Refused as error:
        return list(error.problems)
    return []


BAD = [
    # -- invisible characters, as they are typed
    ("bidi-control", "en", "We keep it for 1\u202e4 days.", 5, "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("bidi-control", "nl", "a\n\n## Uw \u202drechten\u202c", 7, "U+202D LEFT-TO-RIGHT OVERRIDE"),
    ("bidi-control", "ar", "سياسة \u202bالخصوصية\u202c لدينا", 5, "U+202B RIGHT-TO-LEFT EMBEDDING"),
    ("bidi-control", "en", "- one\n- two \u2066three", 6, "U+2066 LEFT-TO-RIGHT ISOLATE"),
    ("bidi-control", "en", "- \u2066one\n- two\u2069", 5, "never closed"),
    ("bidi-control", "he", "| א | ב |\n|---|---|\n| \u2067ג | ד\u2069 |", 7, "U+2067"),
    ("bidi-control", "en", "```\nif admin:\u2066\n  pass\u2069\n```", 6, "U+2066"),
    ("bidi-control", "en", "We \u2067never\u2069 sell it.", 5, "reverses words"),
    ("hidden-character", "de", "Wir geben Ihre Da\u200bten weiter.", 5, "U+200B ZERO WIDTH SPACE"),
    ("hidden-character", "fr", "Voir la [poli\u2060tique](https://example.org/p).", 5, "U+2060 WORD JOINER"),
    ("hidden-character", "es", "Ver [aquí](https://exam\u200bple.org/p).", 5, "U+200B"),
    ("hidden-character", "en", "Run `de\u200blete` to stop.", 5, "U+200B"),
    ("hidden-character", "en", "~~~\nde\ufefflete\n~~~", 6, "U+FEFF"),
    ("hidden-character", "it", "a\n\n<div>\n<p>dati\u2063</p>\n</div>", 8, "U+2063 INVISIBLE SEPARATOR"),
    ("hidden-character", "en", "a <!-- a note\n\u200b of ours --> b", 6, "U+200B"),
    ("hidden-character", "sv", "Vi delar dina person\u00aduppgifter.", 5, "U+00AD SOFT HYPHEN"),
    ("hidden-character", "en", "We delete\U000e0041\U000e0042 it.", 5, "U+E0041"),
    ("hidden-character", "ko", "우리는 데이터를\u3164 공유하지 않습니다.", 5, "U+3164 HANGUL FILLER"),
    ("hidden-character", "en", "A\u200e B.", 5, "U+200E LEFT-TO-RIGHT MARK"),
    ("hidden-character", "en", "See [n].\n\n[n]: https://example.org/\u200bn", 7, "U+200B"),
    ("hidden-character", "en", "---\ntitle: T\ntags: [lo\u200bgs]\n---\n\na", 3, "U+200B"),
    ("hidden-character", "en", '+++\ntitle = "T"\ntags = ["lo\\u200bgs"]\n+++\n\na', 3, "U+200B"),
    ("bidi-control", "en", '+++\ntitle = "T"\n[more]\na = "b\\u202ec"\n+++\n\na', 4, "U+202E"),
    ("stray-joiner", "pl", "Nie sprze\u200ddajemy danych.", 5, "U+200D ZERO WIDTH JOINER"),
    ("stray-joiner", "en", "> quoted wo\u200crds", 5, "U+200C ZERO WIDTH NON-JOINER"),
    ("stray-joiner", "en", "data\ufe0f\ufe01\ufe02\ufe03 here", 5, "U+FE0F"),
    ("control-character", "en", "a\n\nb\ufdd0c", 7, "U+FDD0"),
    ("control-character", "en", "one\n\ntwo\x07three", 7, "U+0007"),
    ("broken-character", "cs", "Va\ufffde údaje", 5, "U+FFFD"),
    ("mojibake", "de", "Wir lÃ¶schen Ihre Daten.", 5, "'Ã¶'"),
    ("mojibake", "fr", "Vos donn\\u00e9es", 5, "\\u00e9"),
    # -- the same, brought in by references and escapes
    ("bidi-control", "en", "a\n\nWe keep it for 1&#8238;4 days.", 7, "U+202E"),
    ("bidi-control", "pt", "um &#x202d;dois\ntrês", 5, "U+202D"),
    ("hidden-character", "de", "Text\n&ZeroWidthSpace;Da&#x200b;ten", 6, "U+200B"),
    ("hidden-character", "de", "Ihre Daten&shy;schutz&shy;rechte", 5, "U+00AD"),
    ("hidden-character", "en", "- one\n- two&NoBreak;three", 6, "U+2060"),
    ("hidden-character", "en", '[a](https://example.org "ti&#8203;tle")', 5, "U+200B"),
    ("hidden-character", "en", "[a](https://example.org/p&#8203;q)", 5, "U+200B"),
    ("hidden-character", "en", "[a](https://example.org/p%E2%80%8Bq)", 5, "U+200B"),
    ("bidi-control", "en", "Get [it](https://example.org/%E2%80%AEfdp.exe).", 5, "U+202E"),
    ("hidden-character", "en", 'We <b title="n&#8203;o">never</b> do.', 5, "U+200B"),
    ("hidden-character", "en", "a\n\n<div>\n<p>da&shy;ta</p>\n</div>", 8, "U+00AD"),
    ("stray-joiner", "en", "We sh&zwj;are no data.", 5, "U+200D"),
    ("hidden-character", "en", '---\ntitle: "Log\\u200bs"\n---\n\na', 2, "U+200B"),
    ("bidi-control", "en", '---\ntitle: T\nsummary:\n  - "a"\n  - "b\\u202ec"\n---\n\na', 5, "U+202E"),
    ("hidden-character", "en", "---\ntitle: T\nsummary:\n  - a\n  - b&shy;c\n---\n\na", 5, "U+00AD"),
    ("hidden-character", "en", '---\ntitle: T\nowner: {name: "A\\uFEFFda"}\n---\n\na', 3, "U+FEFF"),
    ("mixed-script", "en", "Your ph&#1086;ne", 5, "о is Cyrillic"),
    ("hidden-character", "en", "Term\n:   the da\u200bta", 6, "U+200B"),
    ("hidden-character", "en", "a[^1]\n\n[^1]: the da&#8203;ta", 7, "U+200B"),
    ("hidden-character", "en", "<!-- skip -->\n\nthe d&#8203;ata\n\n<!-- /skip -->", 7, "U+200B"),
    ("hidden-character", "en", "text\n\n&#8203;", 7, "U+200B"),
    ("hidden-character", "en", "<p>da&shyta</p>", 5, "U+00AD"),
    ("bidi-control", "en", "We write <code>&#8238;</code> here", 5, "U+202E"),
    ("hidden-character", "en", "![al&#8203;t](https://example.org/a.png)", 5, "U+200B"),
    ("hidden-character", "en", "---\ntitle: >-\n  Lo\u200bgs\n---\n\na", 3, "U+200B"),
    # -- look-alikes
    ("foreign-letter", "en", '---\ntitle: "Арр"\n---\n\na', 2, "write App"),
    ("foreign-letter", "en", "the p**а**ssword", 5, "write a"),
    ("mixed-script", "en", "a cօpy", 5, "Armenian"),
    ("mixed-script", "en", "We never sell your dаta.", 5, "'dаta'"),
    ("mixed-script", "fr", "## Vos dοnnées\n\na", 5, "'dοnnées'"),
    ("mixed-script", "de", "`Nutzеr`", 5, "'Nutzеr'"),
    ("mixed-script", "en", "See <https://exаmple.org/n>.", 5, "'exаmple'"),
    ("mixed-script", "en", "a <!-- nоte --> b", 5, "'nоte'"),
    ("mixed-script", "ru", "Мы не продаём Bаши данные.", 5, "'Bаши'"),
    ("mixed-script", "el", "Τα δεδομένα oας", 5, "'oας'"),
    ("mixed-script", "en", "the naїve user", 5, "'naїve'"),
    ("mixed-script", "en", "a privaтe word", 5, "'privaтe'"),
    ("mixed-script", "en", "the ᏟOOKIE word", 5, "'ᏟOOKIE'"),
    ("foreign-letter", "en", "You may ask for а copy.", 5, "'а'"),
    ("foreign-letter", "en", "Ask for a сору of it.", 5, "write copy in Latin letters"),
    ("foreign-letter", "it", "Vedi la voce **ΝΟΤΕ** qui.", 5, "Greek letters"),
    ("foreign-letter", "en", "- an [Арр](https://example.org/a)", 5, "write App"),
    ("foreign-letter", "en", "See [it](https://www.xn--80ak6aa92e.com/n).", 5, "Cyrillic"),
    ("foreign-letter", "en", "A copy of yours. “сору” is free.", 5, "write copy"),
    ("foreign-letter", "ja", "弊社は АРІ を公開します。", 5, "write API"),
    ("foreign-letter", "uk", "імена i адреси", 5, "is a Latin letter"),
    ("foreign-letter", "ru", "Мы не храним это. Мы HE продаём, и НЕ дарим.", 5, "write НЕ in Cyrillic letters"),
    ("styled-letter", "it", "Non condividiamo ｄａｔｉ.", 5, "'ｄａｔｉ'"),
    ("styled-letter", "en", "a\n\nWe 𝐧𝐞𝐯𝐞𝐫 sell it.", 7, "never"),
    ("styled-letter", "en", "We do not ꜱᴇʟʟ it.", 5, "write SELL"),
    ("styled-letter", "en", "your dɑta", 5, "write data"),
    ("piled-marks", "en", "We may n\u0336o\u0336t\u0336 share it.", 5, "U+0336"),
    # -- stand-ins from scripts without a table, and plain letters in another dress
    ("mixed-script", "en", "We do ᑎOT sell it.", 5, "Canadian"),
    ("foreign-letter", "en", "We may ᎻᎪᏙᎬ it.", 5, "Cherokee"),
    ("foreign-letter", "en", "There is ⲛⲟ fee.", 5, "Coptic"),
    ("foreign-letter", "fr", "Il est 𐐤𐐬 ici.", 5, "Deseret"),
    ("foreign-letter", "en", "a\n\nthe 𐌀𐌐𐌐 here", 7, "Old letters"),
    ("foreign-letter", "en", "We ⵙⵏⵍⵢ or ⵅⵔ do.".replace("ⵙⵏⵍⵢ or ", ""), 5, "Tifinagh"),
    ("mixed-script", "de", "Wir lieⵙen es.", 5, "Tifinagh"),
    ("mixed-script", "en", "You dס not.", 5, "Hebrew"),
    ("mixed-script", "es", "No vendemos naدa.", 5, "Arabic"),
    ("mixed-script", "en", "We wi丨丨 keep it.", 5, "Cjk"),
    ("mixed-script", "en", "the wiㅣㅣ of yours", 5, "Hangul"),
    ("mixed-script", "en", "We do пot sell it.", 5, "Cyrillic"),
    ("mixed-script", "en", "We do πot sell it.", 5, "Greek"),
    ("mixed-script", "en", "You d**ס** not.", 5, "Hebrew"),
    ("mixed-script", "ru", "Файл naמe здесь", 5, "Hebrew"),
    ("mixed-script", "en", "You d&#1505; not.", 5, "Hebrew"),
    ("styled-letter", "en", "We do ℕot sell it.", 5, "write Not"),
    ("styled-letter", "en", "We wiℓℓ keep it.", 5, "write will"),
    ("styled-letter", "en", "We do ⁿᵒᵗ sell it.", 5, "write not"),
    ("styled-letter", "it", "Noi ₙₒₙ vendiamo.", 5, "write non"),
    ("styled-letter", "en", "We do nᵒt sell it.", 5, "write not"),
    ("styled-letter", "en", "There is nᵒ fee.", 5, "write no"),
    ("styled-letter", "en", "We do ⒩⒪⒯ sell it.", 5, "write not"),
    ("styled-letter", "en", "We do 🅝🅞🅣 sell it.", 5, "write not"),
    ("styled-letter", "en", "a ⅽon here", 5, "write con"),
    ("styled-letter", "en", "You ⅾⅰⅾ it.", 5, "write did"),
    ("styled-letter", "en", "We wɩll keep it.", 5, "write will"),
    ("styled-letter", "en", "We wıll keep it.", 5, "write will"),
    ("styled-letter", "de", "Wir teilen. Wır sehen, und wir gehen.", 5, "write Wir"),
    ("styled-letter", "en", "We thin\u212a twice, as in 5 \u212a.", 5, "write thin"),
    ("mixed-script", "en", "We keep it for 3٠ days.", 5, "write 30"),
    ("mixed-script", "hi", "हम इसे १4 दिन रखते हैं।", 5, "write 14"),
    ("mixed-script", "en", "your passw০rd", 5, "U+09E6"),
    ("foreign-letter", "en", "We keep it\u037e we sell nothing.", 5, "write ;"),
    ("broken-character", "en", "We keep\u0378 it.", 5, "U+0378"),
    ("broken-character", "en", "We keep&#888; it.", 5, "U+0378"),
    ("piled-marks", "en", "We do not\u20e0 sell it.", 5, "U+20E0"),
    ("piled-marks", "en", "We z\u0300\u0301\u0302\u0303\u0304 it.", 5, "5 marks"),
]
"""Rule, language of the policy, its text, line, words of the message or the remedy."""


@pytest.mark.parametrize(("rule", "code", "body", "line", "told"), BAD, ids=lambda value: ascii(value)[:40])
def test_a_policy_that_hides_or_disguises_a_text_is_refused_with_its_line(
    tmp_path: Path, rule: str, code: str, body: str, line: int, told: str
) -> None:
    found = problems(tmp_path, body, code)
    hits = [problem for problem in found if problem.rule == rule]
    assert any(problem.line == line and told in problem.message + problem.hint for problem in hits), found
    assert all(problem.is_error and problem.path == "policy/logs.md" and problem.hint for problem in found)


GOOD = [
    ("fa", "ما داده‌ای را به اشتراک نمی‌گذاریم؛ [راهنما](https://fa.example.org/wiki/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF)."),
    ("fa", "نام&zwnj;ها و می\u200c\nشود"),
    ("hi", "हम डेटा साझा नहीं करते, क्\u200dष और क्\u200cष।"),
    ("ml", "ഞങ്ങൾ വിവരങ്ങൾ അവന്\u200d നൽകില്ല."),
    ("si", "ශ්\u200dරී ලංකාව"),
    ("th", "เราไม่\u200bแบ่งปัน\u200bข้อมูล"),
    ("km", "យើង\u200bមិន\u200bចែករំលែក"),
    ("en", "Thai readers see เราไม่\u200bแบ่งปัน here."),
    ("en", "A family 👩‍👩‍👧‍👦, a scientist 👩🏽‍🔬, ❤️‍🔥, 🏳️‍🌈, 🏴󠁧󠁢󠁳󠁣󠁴󠁿, 🇩🇪, 1️⃣, ℹ️, ©️, ™️ and ⓘ."),
    ("en", "Our partner is \u2068חברה בע״מ\u2069, and \u2066LM Studio\u2069."),
    ("en", "An isolate that\nopens \u2068here and\ncloses\u2069 there."),
    ("en", "Our partner is חברה בע״מ\u200f, (ישראל)\u200e, as of today."),
    ("en", "The word \u2067שלום\u2069 is kept, and می\u200cشود too."),
    ("he", "הודעה על LM Studio\u200f (ישראל)\u200f, סעיף 5\u200e."),
    ("ar", "اكتب إلى \u2066LM Studio\u2069 أو \u061c12."),
    ("ru", "Мы не продаём ваши данные: iOS-устройство, SMSы, IP-адрес, PDFы, Macом, COVID-19-статус."),
    ("ru", "ООО «Ромашка», ОС, СССР, НОТА, о нас, а также с ними. CO2, API, OS, COM, iCloud."),
    ("uk", "ТОВ «Сонце», імена і адреси, кава."),
    ("el", "Η πολιτική μας, ΟΤΕ Α.Ε., email σας, API."),
    ("hy", "Մենք չենք վաճառում ձեր տվյալները, API։"),
    ("chr", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ᎠᎴ ᎪᏪᎵ"),
    ("sr", "Не продајемо ваше податке, LM Studio."),
    ("ja", "ＬＭ　Ｓｔｕｄｉｏ（以下「当社」）は、１４日間、α版を提供します。"),
    ("zh_Hans", "我们在 １４ 天后删除ＬＭ。葛\U000e0100城"),
    ("ko", "우리는 ＬＭ 데이터를 공유하지 않습니다."),
    ("en", "A Russian reader asks for «Политика» or “согласие с условиями”, and writes \"нет\" (или да)."),
    ("en", "The word “сахар” is Russian; ООО is a limited company; the USSR (СССР) is not."),
    ("en", "See [us](https://пример.рф/о-нас), [us](https://xn--e1afmkfd.xn--p1ai/) and [б](https://bücher.example)."),
    ("en", "The law «О персональных данных», and the Greek word και ο Νόμος 4624/2019."),
    ("en", "An α version of 5 μg, 3 kΩ, Δt, π, β2 and 𝑛 days, as in ∑𝑥."),
    ("en", "Google (/ˈɡuːɡəl/), [ɡo], DIY, naïve, façade, Łódź, Ḥusayn, Việt Nam."),
    ("vi", "Chúng tôi bảo mật thông tin của bạn, ở Đức."),
    ("mn", "Бид хадгалдаг. Өгөгдөл, үйлчилгээ."),
    ("en", "Write `&#8238;`, `&shy;`, &amp;shy; or \\&shy; for them.\n\n```json\n{\"a\": \"\\u00e9\\u202e\", \"b\": \"&zwj;\"}\n```"),
    ("en", "A no-break&nbsp;space, a thin&thinsp;one, a dash\u2060–\u2060here, §\u00a05, “quotes”, „so“, 5\u202f%, €."),
    ("en", "A [call](https://example.org/?text=a%0Ab&c=%C3%A9%E2%9C%93) and [mail](mailto:a@example.org?body=a%0D%0Ab)."),
    ("en", "---\ntitle: \"Caf\\u00e9 \\\"s\\\"\\x41\"\ndescription: 'C:\\data\\users'\n---\n\na"),
    ("de", "```\nre.sub(r\"\\bслово\\b\", \"\\tдома\")\n```"),
    ("en", "In 10ⁿ or xⁿ cases, aᵢ of ℕ, 5 ℓ, 5ℓ, 300 \u212a, 20 ℃, 3 Å, 5 Ω, MΩ, µs, μTorrent, TGFβ, m², CO₂, H₂O, №\u00a05."),
    ("en", "The 1ˢᵗ and 2ⁿᵈ, Apple™, ⒜ first, 🅿 and 🅱️, chapter Ⅳ and ⅻ, Dataᵃ with a note, /pʰɪn/ and kʷ."),
    ("fr", "Mᵐᵉ Martin, le 1ᵉʳ janvier, nᵒ 5, XIXᵉ siècle, la Cⁱᵉ, 1º."),
    ("es", "Art. 5.º, 1.ª, D.ª Ana, n.º 3; Mª José."),
    ("ca", "La coŀlecció i les dades."),
    ("en", "Our office in Kadıköy, Diyarbakır; Mr Yıldız, Işık A.Ş., see yıldız.com.tr and “kapı”, or açık rıza."),
    ("tr", "Verilerinizi satmıyoruz; kayıtlar silinir."),
    ("az", "Biz məlumatlarınızı satmırıq."),
    ("en", "Languages: Eʋegbe, Kabɩyɛ, Yorùbá, ᏣᎳᎩ (Cherokee), ᐃᓄᒃᑎᑐᑦ, ⵜⴰⵎⴰⵣⵉⵖⵜ, 𐓏𐓘𐓻𐓘𐓻𐓟, ߒߞߏ, ქართული, አማርኛ."),
    ("iu", "ᐃᓄᒃᑎᑐᑦ ᑎᑎᕋᖅᓯᒪᔪᖅ LM Studio ᑎᑐ."),
    ("tzm", "Isefka n PDF."),
    ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ ⵔⵓⵔ PDF."),
    ("ee", "Míedzraa wò nyatakakawo o; eʋegbe."),
    ("he", "אנו לא מוכרים את הAPI שלכם, ב-iOS וSMSים."),
    ("ar", "لا نبيع بياناتك في الـiPhone وiOS؛ A٤ و٣٠ يومًا و5 أيام، 24/٧، ۱۲."),
    ("fa", "ما ۳۰ روز نگه می‌داریم، PDFها."),
    ("hi", "PDFमें ३० दिन, 14 दिन, APIs की।"),
    ("th", "ไฟล์PDFของเรา ๓๐ วัน"),
    ("ka", "ჩვენი APIს და PDF-ები."),
    ("am", "የAPI ውሂብ፣ PDFን"),
    ("ja", "LINEアプリ、Tシャツ、API工、１4日、Ⅲ章、㈱ABC、5㎏、①。"),
    ("ko", "우리는 SMS를 K팝ㅡ처럼 보냅니다."),
    ("zh_Hans", "我们的APP二维码，A股，T恤。"),
    ("en", "Our partners are LINEヤフー株式会社, ABC주식회사 and K팝 Ltd; ไฟล์PDFของเรา, or الـiPhone."),
    ("en", "A Russian writes SMSы; mathematicians Δt, μg and kΩ; 30 ٣٠ days, or ٣٠."),
    ("el", "Τι κρατάμε\u037e Τα SMS σας, CO₂."),
    ("en", "A new face \U0001fae9, a new sign of money \u20c1 5, and 1️⃣ 1\u20e3."),
    ("vi", "Chúng tôi không bán dữ liệu của bạn."),
    ("mt", "Aħna ma nbigħux id-data tiegħek."),
    ("haw", "ʻAʻole mākou e kūʻai aku i kāu ʻikepili."),
    ("uk", "Ми не продаємо об\u02bcєкти; SMSи."),
    ("en", "\ufeff"),
]  # fmt: skip
"""Language of the policy and its text."""


@pytest.mark.parametrize(
    ("code", "body"), [row for row in GOOD if row[1] != "\ufeff"], ids=lambda value: ascii(value)[:40]
)
def test_what_an_orthography_needs_is_left_alone(tmp_path: Path, code: str, body: str) -> None:
    assert problems(tmp_path, body, code) == []


def test_a_byte_order_mark_at_the_beginning_is_left_alone_and_a_second_is_not(tmp_path: Path) -> None:
    text = "---\ntitle: T\n---\n\na\n"
    for mark, refused in (("\ufeff", False), ("\ufeff\ufeff", True)):
        path = write(tmp_path, "policy/logs.md", mark + text.replace("\n", "\r\n"))
        if refused:
            with pytest.raises(Refused):
                Project(tmp_path).read_policy(path, Config())
        else:
            assert Project(tmp_path).read_policy(path, Config()).title == "T"


def test_a_word_that_seems_to_be_a_kept_name_is_refused_in_any_script(tmp_path: Path) -> None:
    more = '[checks]\nkeep = ["OPAMA", "Кот"]\n'
    [problem] = problems(tmp_path, "Мы из ОРАМА, не из Кот или РОМА.", "ru", more)
    assert (problem.rule, problem.hint) == ("foreign-letter", "write OPAMA in Latin letters")


def test_a_kept_name_of_two_scripts_or_an_old_one_is_left_alone(tmp_path: Path) -> None:
    body = "We are TOYSЯUS, xʷməθkʷəy̓əm and 𐐤𐐬."
    assert {problem.rule for problem in problems(tmp_path, body)} >= {"mixed-script", "foreign-letter"}
    assert problems(tmp_path, body, more='[checks]\nkeep = ["TOYSЯUS", "xʷməθkʷəy̓əm", "𐐤𐐬"]\n') == []


def test_every_problem_is_reported_with_its_line_and_those_of_one_rule_are_limited(tmp_path: Path) -> None:
    found = problems(tmp_path, "a\u200bb\n\nc&shy;d\n\n`e\u202ef`\n\nhоpe")
    assert [(problem.line, problem.rule) for problem in found] == [
        (5, "hidden-character"), (7, "hidden-character"), (9, "bidi-control"), (11, "mixed-script"),
    ]  # fmt: skip
    assert len(problems(tmp_path, "a\u200bb\n" * 40)) == 10


def test_other_faults_of_the_policy_are_reported_beside_it(tmp_path: Path) -> None:
    found = problems(tmp_path, "a\u200bb\n\n{{ nope }}\n\n<b>c")
    assert [(problem.line, problem.rule) for problem in found] == [
        (5, "hidden-character"), (7, "variable"), (9, "markdown"),
    ]  # fmt: skip


# -- site.toml ------------------------------------------------------------------------------------

BAD_SITES = [
    ("bidi-control", '[variables]\nproduct = "Log\u202ego"\n', 2, "U+202E"),
    ("bidi-control", '[variables]\nproduct = "Log\\u202Ego"\n', 2, "U+202E"),
    ("bidi-control", '[variables.company]\nname = "a"\nform = "\\U00002066b"\n', 3, "never closed"),
    ("hidden-character", '[site]\npublisher = "Ex\u200bample Ltd"\n', 2, "U+200B"),
    ("hidden-character", '[checks]\nkeep = [\n  "Apple",\n  "Log\\u00adGo",\n]\n', 4, "U+00AD"),
    ("hidden-character", "[checks]\nkeep = ['Log\u2060Go']\n", 2, "U+2060"),
    ("hidden-character", '# a note\u200b\n[site]\nsource = "de"\n', 1, "U+200B"),
    ("hidden-character", '[links."https://example.org/\u200bn"]\nde = "https://example.org/de"\n', 1, "U+200B"),
    ("hidden-character", '[variables]\ncompany = { name = "a", town = "Ber\u200blin" }\n', 2, "U+200B"),
    ("hidden-character", '[variables]\n"to\u200bwn" = "a"\n', 2, "U+200B"),
    ("hidden-character", '[variables]\nto\u200bwn = "a"\n', 2, "U+200B"),
    ("stray-joiner", '[variables]\ntown = "Ber\u200dlin"\n', 2, "U+200D"),
    ("control-character", '[variables]\ntown = "Ber\\u0007lin"\n', 2, "U+0007"),
    ("hidden-character", '[site]\npublisher = """\nAda\\u200bLtd"""\n', 2, "U+200B"),
    ("mixed-script", '[variables]\nproduct = "LM Studiо"\n', 2, "о is Cyrillic"),
    ("mixed-script", '[checks]\nkeep = ["\\u041epenAI"]\n', 2, "О is Cyrillic"),
    ("foreign-letter", '[variables]\nproduct = "Арр"\n', 2, "App"),
    ("styled-letter", '[site]\npublisher = "Ｅｘａｍｐｌｅ"\n', 2, "Example"),
    ("mixed-script", '[variables]\ncontact = "a@xn--pple-43d.com"\n', 2, "аpple"),
    ("mixed-script", '[site]\nbase_url = "https://xn--pple-43d.com/"\n', 2, "аpple"),
    ("mixed-script", '[variables]\nproduct = "ᑎOT"\n', 2, "Canadian"),
    ("styled-letter", '[site]\npublisher = "ℕot"\n', 2, "Not"),
    ("mixed-script", '[variables]\ndays = "3\\u0660"\n', 2, "write 30"),
    ("mojibake", '[site]\npublisher = "MÃ¼ller"\n', 2, "Ã¼"),
]
"""Rule, site.toml, line, words of the message."""


@pytest.mark.parametrize(("rule", "text", "line", "told"), BAD_SITES, ids=lambda value: ascii(value)[:40])
def test_a_site_file_that_hides_or_disguises_a_text_is_refused_with_its_line(
    tmp_path: Path, rule: str, text: str, line: int, told: str
) -> None:
    write(tmp_path, "policy/site.toml", text)
    with pytest.raises(Refused) as caught:
        Project(tmp_path).read_config()
    found = caught.value.problems
    assert any(
        (problem.rule, problem.line) == (rule, line) and told in problem.message + problem.hint for problem in found
    ), found
    assert {problem.path for problem in found} == {"policy/site.toml"}


@pytest.mark.parametrize(
    "text",
    [
        '[variables]\nproduct = "Caf\\u00e9 \\"Log\\" \\\\users"  # “a note” — ok\n',
        "[variables]\nproduct = 'C:\\users'\n",
        '[site]\nsource = "fa"\n[variables]\nproduct = "نام\u200cها"\n',
        '[site]\nsource = "ru"\npublisher = "ООО «Ромашка»"\n[checks]\nkeep = ["LM Studio", "SMS"]\n',
        '[site]\npublisher = "חברה בע\\"מ\u200f"\n[links."https://пример.рф/"]\nde = "https://bücher.example/"\n',
        '[site]\nsource = "ja"\npublisher = "ＬＭ株式会社"\n',
        '[variables]\ncontact = "a@xn--e1afmkfd.xn--p1ai"\ntown = "Kadıköy"  # not xn--pple-43d.com\n',
        '[site]\npublisher = "TOYSЯUS"\n[checks]\nkeep = ["TOYSЯUS"]\n',
        '[variables]\nfamily = "👩‍👩‍👧"\nflag = "🏴󠁧󠁢󠁳󠁣󠁴󠁿"\nname = "\u2068Ada\u2069"\n',
    ],
    ids=ascii,
)
def test_a_site_file_with_what_an_orthography_needs_is_read(tmp_path: Path, text: str) -> None:
    write(tmp_path, "policy/site.toml", text)
    assert Project(tmp_path).read_config().text == text


def test_where_the_site_file_is_refused_the_policies_are_looked_at_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, "policy/site.toml", '[site]\nsource = "fa"\npublisher = "A\u202eB"\n')
    write(tmp_path, "policy/logs.md", "---\ntitle: T\n---\n\nنمی\u200cگذاریم\n\na\u200bb\n")
    for found in (build.build(Project(tmp_path)).problems, check.check(Project(tmp_path), (), ())):
        places = {(problem.path, problem.line) for problem in found if problem.is_error}
        assert places == {("policy/site.toml", 3), ("policy/logs.md", 7)}


# -- where policies are read ----------------------------------------------------------------------


@pytest.mark.slow
def test_such_a_policy_is_not_extracted_and_not_published(project: Project) -> None:
    write(project.path, "policy/logs.md", "---\ntitle: T\n---\n\nWe share no da\u200bta.\n")
    assert any(problem.rule == "hidden-character" for problem in build.build(project).problems)
    assert not (project.site / "en" / "logs.html").exists()
    assert any(problem.rule == "hidden-character" for problem in check.check(project, (), ()))
    assert any(problem.rule == "hidden-character" for problem in update.update(project, [], lambda _: None))
    assert not project.template("logs").exists()


def test_an_edition_is_read_as_it_was_published(project: Project) -> None:
    text = "---\ntitle: T\n---\n\nWe share no da\u00adta.\n"
    assert policy.read_policy(text, "logs", "policy/editions/logs/2024-10-01/logs.md", Config()).title == "T"


# -- properties -----------------------------------------------------------------------------------

CODES = ["en", "ru", "el", "hy", "ar", "he", "fa", "hi", "bn", "ta", "th", "ja", "ko", "zh_Hans", "ka", "am", "chr"]
RANGES = {
    "Latn": [(0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x17F)], "Cyrl": [(0x410, 0x44F)], "Grek": [(0x391, 0x3A1), (0x3A3, 0x3CE)],
    "Armn": [(0x561, 0x586)], "Arab": [(0x620, 0x63F), (0x641, 0x64A)], "Hebr": [(0x5D0, 0x5EA)], "Deva": [(0x905, 0x939)],
    "Beng": [(0x985, 0x98C)], "Taml": [(0xB85, 0xB8A)], "Thai": [(0xE01, 0xE2E)], "Jpan": [(0x3041, 0x3096)],
    "Kore": [(0xAC00, 0xD7A3)], "Hans": [(0x4E00, 0x9FA5)], "Geor": [(0x10D0, 0x10F0)], "Ethi": [(0x1200, 0x1248)],
    "Cher": [(0x13A0, 0x13F4)],
}  # fmt: skip
LETTERS = {
    name: [chr(code) for first, last in spans for code in range(first, last + 1) if chr(code).isalpha()]
    for name, spans in RANGES.items()
}


@pytest.mark.slow
@given(st.data(), st.sampled_from(CODES))
def test_words_of_one_script_are_never_refused_in_a_language_of_that_script(data: st.DataObject, code: str) -> None:
    letters = st.sampled_from(LETTERS[script(code)])
    text = " ".join(data.draw(st.lists(st.text(letters, min_size=2, max_size=12), max_size=12)))
    found = authored.of_file(text, (), words_of_file(text, code, ()))
    assert [problem for problem in found if problem.rule != "mojibake"] == [], text


@given(
    st.text() | st.text(st.sampled_from("aAаоο\u200b\u200c\u2066\u2069\u202e&#x20;shy\\u\n`*[]()<>\"' ")),
    st.sampled_from(CODES),
)
def test_no_text_stops_the_check(text: str, code: str) -> None:
    language(code)
    assert all(
        problem.hint and problem.line for problem in authored.of_file(text, (), words_of_file(text, code, ("LM",)))
    )
    assert all(problem.is_error for problem in authored.of_settings(text, {"a": [text]}, code, (text,)))


@given(st.text(st.sampled_from('acekopxyАСЕКОРХУаcеорху "«»(). '), max_size=60))
def test_a_word_that_is_refused_is_one_of_two_scripts_or_of_look_alikes(text: str) -> None:
    for problem in disguised(text, words_of_file(text, "en", ())):
        [word] = re.findall(r"^(?:the word )?'(.*?)'", problem.message)
        assert any("CYRILLIC" in unicodedata.name(char) for char in word)


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    ["\u200b", "\u2066", "\u2069", "\u202e", "а", "а ", "аa", "&#8238;", "&shy;", "%E2%80%AE", "xn--", "\\u202e", "“", "« ", "\u2067\n", "ɡ", "ɡ/", "𝐀", "ⓐ", "\u0336", "\u200e ", "a\u200e", "`&shy;", "<b ", "[", "|а", "ⁿ", "kʷ\u0301", "ı", "ı ", "nס", "ס", "٣3", "3٠.", "ⅾ", "⒩", "ᑎ", "𐐤", "n**ס", "\u0378", "xn--a-", "ʰa"],
    ids=ascii,
)  # fmt: skip
@pytest.mark.parametrize("code", ["en", "ru"])
def test_hostile_texts_take_linear_time(hostile: str, code: str) -> None:
    def work(size: int) -> None:
        text = (hostile * size)[:size] + "x"
        authored.of_file(text, (), words_of_file(text, code, ("LM",)))
        authored.of_settings(text, {}, code, ())

    grows_with_its_text(work, 30_000)
