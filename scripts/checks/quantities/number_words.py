"""Numbers as words: small and round ones, in the languages of most translations."""

import re
from functools import cache
from itertools import pairwise

from .numerals import numeral_signs

VALUES = (*range(21), 30, 40, 50, 60, 70, 80, 90, 100, 1000)
"""The values of the words of a row of `_WORDS`, in order. `|` separates forms of one number, `_` is a space in a word."""

_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    "de": "null eins|ein|eine|einen|einem|einer|eines zwei|beide|beiden drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig|dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert|einhundert tausend|eintausend",
    "nl": "nul een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend",
    "sv": "noll en|ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra|etthundra tusen|ettusen",
    "da": "nul en|et to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve tredive fyrre halvtreds tres halvfjerds firs halvfems hundrede tusind",
    "nb": "null en|ett|én to tre fire fem seks sju|syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tjue tretti førti femti seksti sytti åtti nitti hundre tusen",
    "fr": "zéro un|une|premier|première deux|deuxième trois|troisième quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent mille",
    "es": "cero un|uno|una|primer|primero|primera dos|ambos|ambas tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien|ciento mil",
    "pt": "zero um|uma|primeiro|primeira dois|duas|ambos|ambas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem|cento mil",
    "it": "zero un|uno|una|primo|prima due|entrambi|entrambe tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille",
    "ro": "zero un|unu|una|o doi|două trei patru cinci șase șapte opt nouă zece unsprezece doisprezece|douăsprezece treisprezece paisprezece cincisprezece șaisprezece șaptesprezece optsprezece nouăsprezece douăzeci treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci sută mie",
    "pl": "zero jeden|jedna|jedno|jednego|jednej|jednym dwa|dwie|dwóch|dwa|dwoma|obie|oba trzy|trzech cztery|czterech pięć|pięciu sześć|sześciu siedem|siedmiu osiem|ośmiu dziewięć|dziewięciu dziesięć|dziesięciu jedenaście|jedenastu dwanaście|dwunastu trzynaście|trzynastu czternaście|czternastu piętnaście|piętnastu szesnaście|szesnastu siedemnaście|siedemnastu osiemnaście|osiemnastu dziewiętnaście|dziewiętnastu dwadzieścia|dwudziestu trzydzieści|trzydziestu czterdzieści|czterdziestu pięćdziesiąt|pięćdziesięciu sześćdziesiąt|sześćdziesięciu siedemdziesiąt|siedemdziesięciu osiemdziesiąt|osiemdziesięciu dziewięćdziesiąt|dziewięćdziesięciu sto|stu tysiąc|tysiąca",
    "cs": "nula jeden|jedna|jedno|jednoho|jedné dva|dvě|dvou|dvěma|oba|obě tři|tří čtyři|čtyř pět|pěti šest|šesti sedm|sedmi osm|osmi devět|devíti deset|deseti jedenáct|jedenácti dvanáct|dvanácti třináct|třinácti čtrnáct|čtrnácti patnáct|patnácti šestnáct|šestnácti sedmnáct|sedmnácti osmnáct|osmnácti devatenáct|devatenácti dvacet|dvaceti třicet|třiceti čtyřicet|čtyřiceti padesát|padesáti šedesát|šedesáti sedmdesát|sedmdesáti osmdesát|osmdesáti devadesát|devadesáti sto|sta tisíc",
    "ru": "ноль один|одна|одно|одного|одной|первый два|две|двух|двумя|оба|обе три|трёх|трех четыре|четырёх|четырех пять|пяти шесть|шести семь|семи восемь|восьми девять|девяти десять|десяти одиннадцать|одиннадцати двенадцать|двенадцати тринадцать|тринадцати четырнадцать|четырнадцати пятнадцать|пятнадцати шестнадцать|шестнадцати семнадцать|семнадцати восемнадцать|восемнадцати девятнадцать|девятнадцати двадцать|двадцати тридцать|тридцати сорок|сорока пятьдесят|пятидесяти шестьдесят|шестидесяти семьдесят|семидесяти восемьдесят|восьмидесяти девяносто сто|ста тысяча|тысячи",
    "uk": "нуль один|одна|одне|одного|однієї два|дві|двох|двома|обидва|обидві три|трьох чотири|чотирьох п'ять|п'яти шість|шести сім|семи вісім|восьми дев'ять|дев'яти десять|десяти одинадцять|одинадцяти дванадцять|дванадцяти тринадцять|тринадцяти чотирнадцять|чотирнадцяти п'ятнадцять|п'ятнадцяти шістнадцять|шістнадцяти сімнадцять|сімнадцяти вісімнадцять|вісімнадцяти дев'ятнадцять|дев'ятнадцяти двадцять|двадцяти тридцять|тридцяти сорок|сорока п'ятдесят|п'ятдесяти шістдесят|шістдесяти сімдесят|сімдесяти вісімдесят|вісімдесяти дев'яносто сто|ста тисяча|тисячі",
    "hu": "nulla egy két|kettő|mindkét három négy öt hat hét nyolc kilenc tíz tizenegy tizenkét|tizenkettő tizenhárom tizennégy tizenöt tizenhat tizenhét tizennyolc tizenkilenc húsz harminc negyven ötven hatvan hetven nyolcvan kilencven száz ezer",
    "fi": "nolla yksi|yhden|yhtä|yhdessä kaksi|kahden|kahta|kahdessa kolme|kolmen neljä|neljän viisi|viiden kuusi|kuuden seitsemän kahdeksan yhdeksän kymmenen yksitoista|yhdentoista kaksitoista|kahdentoista kolmetoista|kolmentoista neljätoista|neljäntoista viisitoista|viidentoista kuusitoista|kuudentoista seitsemäntoista kahdeksantoista yhdeksäntoista kaksikymmentä|kahdenkymmenen kolmekymmentä|kolmenkymmenen neljäkymmentä|neljänkymmenen viisikymmentä|viidenkymmenen kuusikymmentä|kuudenkymmenen seitsemänkymmentä kahdeksankymmentä yhdeksänkymmentä sata|sadan tuhat|tuhannen",
    "el": "μηδέν ένα|ένας|μία|μια|ενός|έναν|μίας δύο|δυο τρία|τρεις|τριών τέσσερα|τέσσερις|τεσσάρων πέντε έξι επτά|εφτά οκτώ|οχτώ εννέα|εννιά δέκα έντεκα δώδεκα δεκατρία|δεκατρείς|δεκατριών δεκατέσσερα|δεκατέσσερις|δεκατεσσάρων δεκαπέντε δεκαέξι δεκαεπτά δεκαοκτώ δεκαεννέα είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα εκατό χίλια|χίλιες",
    "tr": "sıfır bir iki|çift üç dört beş altı yedi sekiz dokuz on on_bir on_iki on_üç on_dört on_beş on_altı on_yedi on_sekiz on_dokuz yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin",
    "ar": "صفر واحد|واحدة|أحد|إحدى اثنان|اثنين|اثنتان|اثنتين|كلا|يومين|يومان|شهرين|شهران|سنتين|سنتان|عامين|ساعتين|ساعتان|أسبوعين|مرتين ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني|ثمان تسعة|تسع عشرة|عشر أحد_عشر|إحدى_عشرة اثنا_عشر|اثني_عشر|اثنتي_عشرة ثلاثة_عشر|ثلاث_عشرة أربعة_عشر|أربع_عشرة خمسة_عشر|خمس_عشرة ستة_عشر|ست_عشرة سبعة_عشر|سبع_عشرة ثمانية_عشر|ثماني_عشرة تسعة_عشر|تسع_عشرة عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين مائة|مئة ألف",
    "he": "אפס אחד|אחת שניים|שתיים|שני|שתי|יומיים|שבועיים|חודשיים|שנתיים|שעתיים|פעמיים שלושה|שלוש|שלושת ארבעה|ארבע חמישה|חמש שישה|שש שבעה|שבע שמונה תשעה|תשע עשרה|עשר אחד_עשר|אחת_עשרה שנים_עשר|שתים_עשרה שלושה_עשר|שלוש_עשרה ארבעה_עשר|ארבע_עשרה חמישה_עשר|חמש_עשרה שישה_עשר|שש_עשרה שבעה_עשר|שבע_עשרה שמונה_עשר|שמונה_עשרה תשעה_עשר|תשע_עשרה עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים מאה אלף",
    "fa": "صفر یک دو|هردو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست سی چهل پنجاه شصت هفتاد هشتاد نود صد هزار",
    "hi": "शून्य एक दो|दोनों तीन चार पाँच|पांच छह|छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह|पन्द्रह सोलह सत्रह अठारह उन्नीस बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे सौ हज़ार|हजार",
    "th": "ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ สิบเอ็ด สิบสอง สิบสาม สิบสี่ สิบห้า สิบหก สิบเจ็ด สิบแปด สิบเก้า ยี่สิบ สามสิบ สี่สิบ ห้าสิบ หกสิบ เจ็ดสิบ แปดสิบ เก้าสิบ หนึ่งร้อย หนึ่งพัน",
    "id": "nol satu|sebuah|sehari|sebulan|setahun|seminggu dua|kedua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua_belas tiga_belas empat_belas lima_belas enam_belas tujuh_belas delapan_belas sembilan_belas dua_puluh tiga_puluh empat_puluh lima_puluh enam_puluh tujuh_puluh delapan_puluh sembilan_puluh seratus seribu",
    "vi": "không một hai ba bốn năm sáu bảy tám chín mười mười_một mười_hai mười_ba mười_bốn mười_lăm mười_sáu mười_bảy mười_tám mười_chín hai_mươi ba_mươi bốn_mươi năm_mươi sáu_mươi bảy_mươi tám_mươi chín_mươi một_trăm một_nghìn|một_ngàn",
}
_RELATED = {"no": "nb", "nn": "nb"}
_LOOSE = {
    "en": {1: "a an once single first", 2: "both twice second double pair dual", 3: "third thrice triple", 4: "fourth quarter", 5: "fifth", 12: "dozen"}
}  # fmt: skip
"""Words that excuse a number in the other text although they are not a number themselves."""

_UNSPACED = ("th", "lo", "km", "my", "ja", "zh", "yue")
_SIGNS = ("ja", "zh", "yue", "ko", "am", "ta")
"""Languages whose own numeral signs are their words for numbers (三, ፫, ௩)."""
_LONGEST = 20_000


def word_language(code: str) -> str:
    """The language of a locale, as the table of words names it."""
    base = code.split("_")[0]
    return _RELATED.get(base, base)


def knows(code: str) -> bool:
    """Whether we know the number words of the locale, so that a number that is not found is really missing."""
    return word_language(code) in _WORDS or word_language(code) in _SIGNS[:3]


def numbers_in_words(text: str, code: str) -> tuple[frozenset[int], frozenset[int]]:
    """(values that a text has in words or numeral signs, values that it only hints at, such as 2 for `both`).

    `text` is as `numerals.plain_digits` gives it.
    """
    base = word_language(code)
    text = text[:_LONGEST].casefold() if base != "ru" else text[:_LONGEST].casefold().replace("\u0451", "\u0435")
    # ё is often written е (\u0451, \u0435), so Russian texts and words are compared with е.
    text = re.sub(r"\s+", " ", text)
    found = {value for value in numeral_signs(text.upper()) if value >= 0}
    words = _table(base)
    sure: set[int] = set()
    if base in _UNSPACED:
        sure.update(value for word, value in words.items() if word in text)
    else:
        sure.update(_read(text, words))
    loose = {value for value, row in _LOOSE.get(base, {}).items() if set(row.split()) & set(re.findall(r"\w+", text))}
    return frozenset(found | sure), frozenset(loose)


@cache
def _table(base: str) -> dict[str, int]:
    rows = _WORDS.get(base, "").casefold().split()
    if base == "ru":
        rows = [row.replace("\u0451", "\u0435") for row in rows]
    return {
        word.replace("_", " "): value for row, value in zip(rows, VALUES, strict=bool(rows)) for word in row.split("|")
    }


def _read(text: str, words: dict[str, int]) -> set[int]:
    """Values of words of the table, also with an ending or in a compound, and sums and products of two neighbours.

    `twenty five` gives 20, 5 and 25, `five hundred` 5, 100 and 500: a number that may be there is enough, because the
    result only excuses a number that the other text has in digits.
    """
    longest = max((word.count(" ") for word in words), default=0)
    tokens = re.findall(r"[\w']+", text.replace("-", " "))
    values: list[int | None] = []
    for place, token in enumerate(tokens):
        phrases = (" ".join(tokens[place : place + size]) for size in range(longest + 1, 0, -1))
        values.append(next((words[phrase] for phrase in phrases if phrase in words), _inside(token, words)))
    found = {value for value in values if value is not None}
    for one, two in pairwise(values):
        if one and two:
            found.add(one * two if two >= 100 > one else one + two)
    return found


def _inside(token: str, words: dict[str, int]) -> int | None:
    """The value of the longest word with which a token begins: `vierzehntägig`; the first letter of a
    Hebrew or Arabic word may be a particle (and, to, in)."""
    for start in (0, 1):
        for end in range(min(len(token), start + 20), start + (3 if start == 0 else 2), -1):
            word = token[start:end]
            if word in words and (start == 0 or "\u0590" <= token[0] <= "\u06ff"):
                return words[word]
    return None
