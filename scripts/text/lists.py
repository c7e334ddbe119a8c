"""The marks of list items as a browser shows them: numbers, letters, Roman numerals, check boxes, bullets by depth."""

import re
from xml.etree.ElementTree import Element

_BULLETS = "•◦▪"
_BOXES = "☐☑"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def list_marks(element: Element, depth: int) -> list[str]:
    """The mark of each item of a list, all of the same width; `depth` is the number of lists around it.

    The mark of an item with a check box is that box, as on the page. The attributes `start`, `reversed`, `type` and `value`
    count as in the HTML standard ("The ol element", "The li element").
    """
    items = element.findall("li")
    bullet = _BULLETS[min(depth, len(_BULLETS) - 1)]
    own = [bullet for _ in items] if element.tag == "ul" else _numbers(element, items)
    own = [_box(item) or mark for item, mark in zip(items, own, strict=True)]
    wide = max(map(len, own), default=1) + 1
    return [f"{mark:<{wide}}" for mark in own]


def _box(item: Element) -> str:
    first = item[0][0] if len(item) and len(item[0]) else None
    is_box = first is not None and first.get("class") == "box" and not item[0].text and first.text in tuple(_BOXES)
    return first.text or "" if first is not None and is_box else ""


def without_box(item: Element) -> Element:
    """An item without its check box, which is its mark already."""
    if not _box(item):
        return item
    words = Element(item[0].tag, item[0].attrib)
    words.text = (item[0][0].tail or "").removeprefix(" ")
    words.extend(item[0][1:])
    rest = Element(item.tag, item.attrib)
    rest.append(words)
    rest.extend(item[1:])
    return rest


def _numbers(element: Element, items: list[Element]) -> list[str]:
    is_reversed = element.get("reversed") is not None
    number = _whole(element.get("start"), len(items) if is_reversed else 1)
    result = []
    for item in items:
        number = _whole(item.get("value"), number)
        result.append(f"{_form(number, item.get('type') or element.get('type') or '1')}.")
        number += -1 if is_reversed else 1
    return result


def _whole(text: str | None, default: int) -> int:
    found = re.match(r"\s*([-+]?[0-9]{1,9})", text or "")
    return int(found.group(1)) if found else default


def _form(number: int, kind: str) -> str:
    """A number as letters or Roman numerals; in digits if it is out of their range (CSS Counter Styles)."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4000:
        numeral = ""
        for value, letter in _ROMAN:
            numeral += letter * (number // value)
            number %= value
        return numeral if kind == "i" else numeral.upper()
    return str(number)
