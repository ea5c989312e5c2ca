"""The rules: each a generator of (element, complaint), registered under the number of its proposal.

They restate, for this contract, what the public API Improvement Proposals (google.aip.dev) ask of resource-
oriented methods. A rule's name is 'aip-NUMBER-subject'; tools/aip_lint/exceptions.txt refers to it.
"""

import re

from model import is_repeated, is_type, snake

RULES = {}
_FIELD_MASK = "google.protobuf.FieldMask"
_TIMESTAMP = "google.protobuf.Timestamp"


def rule(name):
    def register(function):
        RULES[name] = function
        return function

    return register


def _fields(message):
    return message.fields_by_name


def _resource_named(api, name):
    """The resource message of a singular name ('City'), or None."""
    for message in api.messages:
        resource = api.resource(message)
        if resource and resource.type.rpartition("/")[2] == name:
            return message
    return None


def _resource_of_plural(api, name):
    """The resource message of a plural name ('Cities'), or None."""
    for message in api.messages:
        resource = api.resource(message)
        if resource and resource.plural.lower() == name.lower():
            return message
    return None


def _standard(api, verb, plural=False):
    """(method, its resource) of each method named VERB followed by a resource."""
    for method in api.methods:
        match = re.fullmatch(verb + "([A-Z].*)", method.name)
        resource = match and (_resource_of_plural if plural else _resource_named)(api, match.group(1))
        if resource:
            yield method, resource


def _expect_field(api, method, name, type_name, repeated=False, required=False):
    """Complaints about a field that the request of `method` must have."""
    field = _fields(method.input).get(name)
    if field is None:
        yield method.full_name, f"the request has no field {name}"
        return
    if not is_type(field, type_name) or is_repeated(field) != repeated:
        yield field.full_name, f"should be {'repeated ' if repeated else ''}{type_name}"
    if required and "REQUIRED" not in api.behaviors(field):
        yield field.full_name, "should be REQUIRED"


def _expect_name(api, method, resource, field_name="name", repeated=False):
    """Complaints about the field that names the resource of `method`."""
    yield from _expect_field(api, method, field_name, "string", repeated, required=True)
    field = _fields(method.input).get(field_name)
    if field is not None:
        reference = api.reference(field)
        wanted = api.resource(resource).type
        if reference is None or reference.type != wanted:
            yield field.full_name, f"should refer to {wanted}"


def _expect_http(method, verb, ending, body):
    """Complaints about the http rule: its verb, how its path ends (a pattern), and its body."""
    if method.http_verb != verb:
        yield method.full_name, f"should be {verb.upper()}"
    elif not re.search(ending + "$", method.uri):
        yield method.full_name, f"the path {method.uri} should end like {ending}"
    elif method.http.body != body:
        yield method.full_name, f"the body should be '{body}'"


def _expect_response(method, resource):
    if method.output != resource:
        yield method.full_name, f"should answer with {resource.name}"


def _expect_signature(method, signature):
    if signature not in method.signatures:
        yield method.full_name, f"the method_signature should be '{signature}'"


@rule("aip-122-names")
def names(api):
    for message in api.messages:
        resource = api.resource(message)
        if not resource:
            continue
        field = _fields(message).get("name")
        if field is None or not is_type(field, "string"):
            yield message.full_name, "a resource has a string field name"
        elif "IDENTIFIER" not in api.behaviors(field):
            yield field.full_name, "should be IDENTIFIER"
        for pattern in resource.pattern:
            if not re.fullmatch(r"([a-z][a-zA-Z0-9]*/\{[a-z][a-z0-9_]*\}/?)+(?<!/)", pattern):
                yield message.full_name, f"the pattern {pattern} should alternate collections and ids"


@rule("aip-123-resource-annotation")
def resource_annotation(api):
    for message in api.messages:
        resource = api.resource(message)
        if not resource:
            continue
        if resource.type.rpartition("/")[2] != message.name:
            yield message.full_name, f"the type {resource.type} should end with the message's name"
        if resource.singular != message.name[0].lower() + message.name[1:]:
            yield message.full_name, f"singular '{resource.singular}' should be the message's name in lower camel case"
        if not resource.pattern or not resource.plural:
            yield message.full_name, "pattern and plural should be given"
        elif resource.plural not in resource.pattern[0].split("/"):
            yield message.full_name, f"the pattern should have the collection {resource.plural}"


@rule("aip-126-enums")
def enums(api):
    for enum in api.enums:
        prefix = snake(enum.name).upper() + "_"
        if enum.values[0].name != prefix + "UNSPECIFIED" or enum.values[0].number != 0:
            yield enum.full_name, f"the first value should be {prefix}UNSPECIFIED = 0"
        for value in enum.values:
            if not value.name.startswith(prefix):
                yield enum.full_name, f"{value.name} should begin with {prefix}"


@rule("aip-127-http")
def http(api):
    for method in api.methods:
        if method.http is None:
            yield method.full_name, "has no google.api.http"
            continue
        if not method.uri.startswith("/v1/"):
            yield method.full_name, f"the path {method.uri} should begin with the version"
        for path in re.findall(r"\{([^=}]+)", method.uri):
            message = method.input
            for part in path.split("."):
                field = message and _fields(message).get(part)
                if not field:
                    yield method.full_name, f"the path names {path}, which the request does not have"
                    break
                message = field.message_type


@rule("aip-131-get")
def get(api):
    for method, resource in _standard(api, "Get"):
        yield from _expect_name(api, method, resource)
        yield from _expect_http(method, "get", r"\{name=[^}]+\}", "")
        yield from _expect_response(method, resource)
        yield from _expect_signature(method, "name")


@rule("aip-132-list")
def list_(api):
    for method, resource in _standard(api, "List", plural=True):
        for name in ("filter", "order_by"):
            yield from _expect_field(api, method, name, "string")
        plural = api.resource(resource).plural
        yield from _expect_http(method, "get", "/" + plural, "")
        field = next(iter(_fields(method.output).values()))
        if field.message_type != resource or not is_repeated(field) or field.number != 1:
            yield method.output.full_name, f"the first field should be repeated {resource.name}"


@rule("aip-133-create")
def create(api):
    for method, resource in _standard(api, "Create"):
        name = snake(resource.name)
        yield from _expect_field(api, method, name, resource.full_name, required=True)
        yield from _expect_field(api, method, name + "_id", "string")
        yield from _expect_http(method, "post", "/" + api.resource(resource).plural, name)
        yield from _expect_response(method, resource)
        yield from _expect_signature(method, f"{name},{name}_id")


@rule("aip-134-update")
def update(api):
    for method, resource in _standard(api, "Update"):
        name = snake(resource.name)
        yield from _expect_field(api, method, name, resource.full_name, required=True)
        yield from _expect_field(api, method, "update_mask", _FIELD_MASK)
        yield from _expect_http(method, "patch", r"\{" + name + r"\.name=[^}]+\}", name)
        yield from _expect_response(method, resource)
        yield from _expect_signature(method, name + ",update_mask")


@rule("aip-135-delete")
def delete(api):
    for method, resource in _standard(api, "Delete"):
        yield from _expect_name(api, method, resource)
        yield from _expect_http(method, "delete", r"\{name=[^}]+\}", "")
        yield from _expect_signature(method, "name")
        # AIP-164: a soft delete answers with the resource.
        yield from _expect_response(method, resource)


_STANDARD_VERBS = "Get|List|Create|Update|Delete|Undelete|BatchGet"


@rule("aip-136-custom")
def custom(api):
    for method in api.methods:
        if re.match(f"({_STANDARD_VERBS})[A-Z]", method.name):
            continue
        if method.input.name != method.name + "Request":
            yield method.full_name, f"the request should be {method.name}Request"
        match = re.search(r":([a-z][a-zA-Z]*)$", method.uri)
        if not match:
            yield method.full_name, f"the path {method.uri} should end with ':' and the verb"
        elif not method.name.lower().startswith(match.group(1)[:3].lower()):
            yield method.full_name, f"the verb {match.group(1)} should be that of the method's name"
        if method.http_verb == "post" and method.http.body != "*":
            yield method.full_name, "the body should be '*'"
        if method.http_verb not in ("get", "post"):
            yield method.full_name, "should be GET or POST"


@rule("aip-140-field-names")
def field_names(api):
    for message in api.messages:
        for field in message.fields:
            if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", field.name):
                yield field.full_name, "should be in lower snake case"
            if re.search(r"(^|_)urls?($|_)", field.name):
                yield field.full_name, "should be called uri, not url"
            if is_repeated(field) and field.name.endswith("_list"):
                yield field.full_name, "should be a plural"


@rule("aip-142-time")
def time(api):
    for message in api.messages:
        for field in message.fields:
            if is_type(field, _TIMESTAMP) != field.name.endswith("_time"):
                yield field.full_name, "a Timestamp, and nothing else, is called …_time"


@rule("aip-148-standard-fields")
def standard_fields(api):
    wanted = {
        "etag": "string",
        "revision": "int64",
        "create_time": _TIMESTAMP,
        "update_time": _TIMESTAMP,
        "delete_time": _TIMESTAMP,
    }
    for message in api.messages:
        if not api.resource(message):
            continue
        for name, type_name in wanted.items():
            field = _fields(message).get(name)
            if field is None or not is_type(field, type_name):
                yield message.full_name, f"a resource has a field {name} of type {type_name}"
            elif name != "etag" and "OUTPUT_ONLY" not in api.behaviors(field):
                yield field.full_name, "should be OUTPUT_ONLY"


def _mutations(api):
    # A stream (Watch is a POST, since its request is a message) changes nothing.
    return [
        m for m in api.methods
        if m.http_verb in ("post", "patch", "delete") and not m.server_streaming
    ]


@rule("aip-154-etag")
def etag(api):
    for method in _mutations(api):
        if "name" in _fields(method.input):
            yield from _expect_field(api, method, "etag", "string")


@rule("aip-155-request-id")
def request_id(api):
    for method in _mutations(api):
        yield from _expect_field(api, method, "request_id", "string")
        field = _fields(method.input).get("request_id")
        if field is not None and not api.is_uuid4(field):
            yield field.full_name, "google.api.field_info should say that it is a UUID4"


@rule("aip-157-read-mask")
def read_mask(api):
    for verb, plural in (("Get", False), ("List", True), ("BatchGet", True), ("Search", True)):
        for method, _ in _standard(api, verb, plural):
            yield from _expect_field(api, method, "read_mask", _FIELD_MASK)


@rule("aip-158-pagination")
def pagination(api):
    for method in api.methods:
        if not re.match("(List|Search)[A-Z]", method.name):
            continue
        yield from _expect_field(api, method, "page_size", "int32")
        yield from _expect_field(api, method, "page_token", "string")
        token = _fields(method.output).get("next_page_token")
        if token is None or not is_type(token, "string"):
            yield method.output.full_name, "should have a string next_page_token"


@rule("aip-163-validate-only")
def validate_only(api):
    for method in _mutations(api):
        yield from _expect_field(api, method, "validate_only", "bool")


@rule("aip-164-undelete")
def undelete(api):
    for method, resource in _standard(api, "Undelete"):
        yield from _expect_name(api, method, resource)
        yield from _expect_http(method, "post", r"\{name=[^}]+\}:undelete", "*")
        yield from _expect_response(method, resource)


@rule("aip-193-errors")
def errors(api):
    for method in api.methods:
        if "Errors, by code" not in method.comment:
            yield method.full_name, "the comment should list the errors, by code and reason"


@rule("aip-203-field-behavior")
def field_behavior(api):
    needed = {"REQUIRED", "OPTIONAL", "OUTPUT_ONLY", "IDENTIFIER"}
    for message in {method.input.full_name: method.input for method in api.methods}.values():
        for field in message.fields:
            if field.containing_oneof is None and not api.behaviors(field) & needed:
                yield field.full_name, "should say whether it is REQUIRED or OPTIONAL"


@rule("aip-216-states")
def states(api):
    for message in api.messages:
        state = _fields(message).get("state")
        if api.resource(message) and state is not None and "OUTPUT_ONLY" not in api.behaviors(state):
            yield state.full_name, "should be OUTPUT_ONLY: it changes through methods"


@rule("aip-231-batch-get")
def batch_get(api):
    for method, resource in _standard(api, "BatchGet", plural=True):
        yield from _expect_name(api, method, resource, "names", repeated=True)
        yield from _expect_http(method, "get", api.resource(resource).plural + ":batchGet", "")
        field = next(iter(_fields(method.output).values()))
        if field.message_type != resource or not is_repeated(field):
            yield method.output.full_name, f"the first field should be repeated {resource.name}"
