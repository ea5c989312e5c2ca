"""The rules. Each is a generator of (element, complaint) pairs. They check promises of this product that common linters
don't check. The documentation and the servers rely on these promises for every method."""

import re

from model import is_type

RULES = {}
_FIELD_MASK = "google.protobuf.FieldMask"
_TIMESTAMP = "google.protobuf.Timestamp"


def rule(function):
    RULES[function.__name__] = function
    return function


def _expect_field(method, name, type_name):
    """Yields complaints about a field that the request of `method` must have."""
    field = method.input.fields_by_name.get(name)
    if field is None:
        yield method.full_name, f"the request has no field {name}"
    elif not is_type(field, type_name):
        yield field.full_name, f"should be a {type_name}"


def _mutations(api):
    # Streaming methods change nothing. (Watch uses POST because its request is a message.)
    return [
        m for m in api.methods
        if m.http_verb in ("post", "patch", "delete") and not m.server_streaming
    ]


@rule
def http(api):
    """Every method has an HTTP form, with a path below /v1/."""
    for method in api.methods:
        if not method.uri.startswith("/v1/"):
            yield method.full_name, "has no google.api.http with a path below /v1/"


@rule
def errors(api):
    """Every method's comment lists its errors by code and reason, in the right form."""
    for method in api.methods:
        _, found, listed = method.comment.partition("Errors, by code and ErrorInfo reason:")
        if not found:
            yield method.full_name, "the comment must list the errors, by code and reason"
        for line in re.findall(r"^ - (.*)", listed, re.MULTILINE):
            if not re.match(r"[A-Z]+(_[A-Z]+)*, [A-Z]+(_[A-Z]+)*: ", line):
                yield method.full_name, f"'{line}' must begin with CODE, REASON:"


@rule
def request_ids(api):
    """Every mutation can be made idempotent (G4)."""
    for method in _mutations(api):
        yield from _expect_field(method, "request_id", "string")
        field = method.input.fields_by_name.get("request_id")
        if field is not None and not api.is_uuid4(field):
            yield field.full_name, "google.api.field_info must declare it as a UUID4"


@rule
def etags(api):
    """Every mutation of an existing resource takes an etag (G5)."""
    for method in _mutations(api):
        if "name" in method.input.fields_by_name:
            yield from _expect_field(method, "etag", "string")


@rule
def validation(api):
    """Every mutation has validate_only (G6)."""
    for method in _mutations(api):
        yield from _expect_field(method, "validate_only", "bool")


@rule
def read_masks(api):
    """Every Get, List, BatchGet and Search has a read mask."""
    for method in api.methods:
        if re.match("(Get|List|BatchGet|Search)[A-Z]", method.name):
            yield from _expect_field(method, "read_mask", _FIELD_MASK)


@rule
def revisions(api):
    """Every read of several resources returns its revision."""
    for method in api.methods:
        if re.match("(List|BatchGet|Search|Query)[A-Z]", method.name):
            field = method.output.fields_by_name.get("revision")
            if field is None or not is_type(field, "int64"):
                yield method.output.full_name, "should have an int64 revision"


@rule
def resource_fields(api):
    """Every resource has the standard fields. Those that the server sets are OUTPUT_ONLY."""
    wanted = {
        "name": "string",
        "etag": "string",
        "revision": "int64",
        "create_time": _TIMESTAMP,
        "update_time": _TIMESTAMP,
        "delete_time": _TIMESTAMP,
    }
    for message in api.resources:
        for name, type_name in wanted.items():
            field = message.fields_by_name.get(name)
            if field is None or not is_type(field, type_name):
                yield message.full_name, f"a resource must have a field {name} of type {type_name}"
            elif name not in ("name", "etag") and "OUTPUT_ONLY" not in api.behaviors(field):
                yield field.full_name, "should be OUTPUT_ONLY"
