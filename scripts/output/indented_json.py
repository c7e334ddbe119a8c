"""JSON with an indent, as `json.dumps` writes it in several times the time: with an indent it does not run in C."""

import json
from functools import cache
from typing import Any

_encoded = json.JSONEncoder(ensure_ascii=False).encode


def indented_json(value: Any, margin: str = "\n") -> str:
    """`json.dumps(value, ensure_ascii=False, indent=1)` of objects whose keys are texts, of lists, and of what they hold."""
    inner_margin = f"{margin} "
    if isinstance(value, dict) and value:
        if not any(isinstance(item, dict | list | tuple) for item in value.values()):
            return f"{{{inner_margin}{_flat(inner_margin).encode(value)[1:-1]}{margin}}}"
        rows = [f"{_encoded(key)}: {indented_json(item, inner_margin)}" for key, item in value.items()]
        return f"{{{inner_margin}{f',{inner_margin}'.join(rows)}{margin}}}"
    if isinstance(value, list | tuple) and value:
        rows = [indented_json(item, inner_margin) for item in value]
        return f"[{inner_margin}{f',{inner_margin}'.join(rows)}{margin}]"
    return _encoded(value)


@cache
def _flat(margin: str) -> json.JSONEncoder:
    """Writes an object that holds no other: in C, each key on its own line."""
    return json.JSONEncoder(ensure_ascii=False, separators=(f",{margin}", ": "))
