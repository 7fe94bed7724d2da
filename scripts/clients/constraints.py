"""Violates every constraint of every member of every request, over the wire. Each is refused with 400, the code of the
contract and a text that names the member. Nothing is created, and the service keeps answering.

Usage: constraints.py ONEFOLD_BINARY"""

import json
import os
import sys

from service import ROOT, Service

MODEL = json.load(open(os.path.join(ROOT, "crates/protocol/model/operations.json"), encoding="utf-8"))
SHAPES = MODEL["shapes"]
DEEPEST = 6
LONGEST_TEXT = 100_000
LONGEST_LIST = 1_000
# A value whose JSON type differs from the member's.
WRONG_TYPE = {
    "string": 5,
    "integer": "5",
    "long": "5",
    "double": "0.5",
    "float": "0.5",
    "boolean": "true",
    "timestamp": {},
    "list": {"a": 1},
    "map": [1],
    "structure": [1],
}


def members(shape):
    """Members of a structure by name; the model marks required members with an exclamation mark."""
    return {name: member.rstrip("!") for name, member in (shape.get("members") or {}).items()}


def required(shape):
    return {name for name, member in (shape.get("members") or {}).items() if member.endswith("!")}


def sample(name, depth=0):
    """The smallest value with the right type and length."""
    shape = SHAPES[name]
    kind = shape["type"]
    least = int(shape.get("min") or 0)
    if kind == "string":
        return shape["enum"][0] if shape.get("enum") else "a" * max(least, 1)
    if kind in ("integer", "long"):
        return max(least, 1)
    if kind in ("double", "float", "timestamp"):
        return 0.5
    if kind == "boolean":
        return True
    if kind == "list":
        return [sample(shape["of"], depth + 1)] * max(least, 1) if depth < DEEPEST else []
    if shape.get("opaque"):
        return {}
    if kind == "map":
        return {sample(shape["key"], depth + 1): sample(shape["value"], depth + 1)} if depth < DEEPEST else {}
    needed = required(shape)
    return {key: sample(member, depth + 1) for key, member in members(shape).items() if key in needed}


def broken(name):
    """Values that each violate one constraint of the shape, with the expected error code."""
    shape = SHAPES[name]
    kind = shape["type"]
    if shape.get("opaque"):
        return
    if kind in WRONG_TYPE:
        yield WRONG_TYPE[kind], "SerializationException"
    least, most = shape.get("min"), shape.get("max")
    wrong = "ValidationException"
    if kind == "string":
        if least:
            yield "", wrong
        if most and most <= LONGEST_TEXT:
            yield "a" * (int(most) + 1), wrong
        if shape.get("enum"):
            yield "NOT_ONE_OF_THEM", wrong
    elif kind in ("integer", "long", "double", "float"):
        if least is not None:
            yield int(least) - 1, wrong
        if most is not None and most < 2**31:
            yield int(most) + 1, wrong
    elif kind == "list":
        if least:
            yield [], wrong
        if most and most <= LONGEST_LIST:
            yield [sample(shape["of"])] * (int(most) + 1), wrong
    elif kind == "map":
        if most and most <= LONGEST_LIST and SHAPES[shape["key"]]["type"] == "string":
            yield {f"k{n}": sample(shape["value"]) for n in range(int(most) + 1)}, wrong


def breaks(name, path=(), seen=()):
    """Bodies of a shape with one fault each: the body, the code, and the names of members that lead to the fault."""
    shape = SHAPES[name]
    if name in seen or len(path) > DEEPEST:
        return
    seen = (*seen, name)
    kind = shape["type"]
    if shape.get("opaque"):
        return
    if kind == "structure":
        base = sample(name)
        for key in required(shape):
            yield {k: v for k, v in base.items() if k != key}, "ValidationException", (*path, key)
        for key, member in members(shape).items():
            for value, code in broken(member):
                yield {**base, key: value}, code, (*path, key)
            for value, code, where in breaks(member, (*path, key), seen):
                yield {**base, key: value}, code, where
    elif kind == "list":
        for value, code in broken(shape["of"]):
            yield [value], code, path
        for value, code, where in breaks(shape["of"], path, seen):
            yield [value], code, where
    elif kind == "map":
        for value, code in broken(shape["value"]):
            yield {"k": value}, code, path
        for value, code, where in breaks(shape["value"], path, seen):
            yield {"k": value}, code, where


def camel(name):
    return name[:1].lower() + name[1:]


def input_shape(name):
    """The request as a shape."""
    SHAPES[f"{name}Request"] = {"type": "structure", "members": MODEL["operations"][name]["input"]}
    return f"{name}Request"


def main():
    service = Service(sys.argv[1])
    service.start()
    sent = 0
    for name in sorted(MODEL["operations"]):
        for body, code, where in breaks(input_shape(name)):
            status, _, content = service.send(json.dumps(body).encode(), target=f"AWSGlue.{name}")
            told = f"{name}: {json.dumps(body)[:300]} -> {status} {json.dumps(content)[:500]}"
            assert status == 400, told
            assert content["__type"] == code, f"{told}; expected {code}"
            text = content.get("message") or content.get("Message")
            # A text member is named as it is written in the request, or as the contract's form of paths has it.
            assert any(form(where[-1]) in text for form in (str, camel)), f"{told}; expected {where}"
            sent += 1
    assert sent > 1000, sent
    assert service.glue.get_databases()["DatabaseList"] == []
    assert service.glue.get_jobs()["Jobs"] == []
    assert service.glue.get_crawlers()["Crawlers"] == []
    assert service.glue.get_ml_transforms()["Transforms"] == []
    assert "panicked" not in service.log()
    service.close()
    print(f"constraints: {sent} broken requests refused")


main()
