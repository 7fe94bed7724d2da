"""Compares the service model with that of the installed botocore: every operation, member, type and constraint that the
service knows must exist there, and its structures must be complete.

Usage: model_check.py OPERATIONS_JSON"""

import json
import sys

import botocore.session


def main():
    ours = json.load(open(sys.argv[1], encoding="utf-8"))
    theirs = botocore.session.get_session().get_service_model("glue")
    check = Check(ours["shapes"], ours["patterns"])
    for name, operation in ours["operations"].items():
        model = theirs.operation_model(name)
        check.members(name, operation.get("input", {}), model.input_shape)
        check.members(name, operation.get("output", {}), model.output_shape)
        check.equal(f"{name} errors", set(operation["errors"]), {shape.name for shape in model.error_shapes})
    if check.wrong:
        print("\n".join(check.wrong[:50]))
        sys.exit(f"model_check: {len(check.wrong)} differences")
    print(f"model_check: {len(ours['operations'])} operations and {len(check.seen)} shapes agree with botocore")


class Check:
    def __init__(self, shapes, patterns):
        self.shapes = shapes
        self.patterns = patterns
        self.wrong = []
        self.seen = set()

    def equal(self, what, ours, theirs):
        if ours != theirs:
            self.wrong.append(f"{what}: {ours!r} here, {theirs!r} in botocore")

    def members(self, where, ours, theirs):
        members = theirs.members if theirs is not None else {}
        self.equal(f"{where} members", set(ours), set(members))
        required = {name for name, shape in ours.items() if shape.endswith("!")}
        self.equal(f"{where} required", required, set(theirs.required_members if theirs is not None else []))
        for name in set(ours) & set(members):
            self.shape(ours[name].rstrip("!"), members[name])

    def shape(self, name, theirs):
        self.equal("shape name", name, theirs.name)
        if name in self.seen or name not in self.shapes:
            return
        self.seen.add(name)
        ours = self.shapes[name]
        self.equal(f"{name} type", ours["type"], theirs.type_name)
        if ours.get("opaque"):
            return
        for constraint in ("min", "max"):
            self.equal(f"{name} {constraint}", ours.get(constraint), theirs.metadata.get(constraint))
        self.equal(f"{name} enum", ours.get("enum", []), list(getattr(theirs, "enum", []) or []))
        has_pattern = "pattern" in ours
        self.equal(f"{name} has a pattern", has_pattern, "pattern" in theirs.metadata)
        if ours["type"] == "structure":
            self.members(name, ours["members"], theirs)
        elif ours["type"] == "list":
            self.shape(ours["of"], theirs.member)
        elif ours["type"] == "map":
            self.shape(ours["key"], theirs.key)
            self.shape(ours["value"], theirs.value)


main()
