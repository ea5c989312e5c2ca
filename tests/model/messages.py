"""Annotations of the contract: references, output-only fields, masks."""

from google.api import field_behavior_pb2
from google.api import resource_pb2

from google.protobuf import descriptor as descriptors

# Fields that depend on the service that wrote the record. Exports leave it out.
LOCAL_FIELDS = ("etag", "revision", "create_time", "update_time", "redirects", "references")

COLLECTION_OF_TYPE = {
    "registry.jumelage/City": "cities",
    "registry.jumelage/Organization": "organizations",
    "registry.jumelage/Agreement": "agreements",
    "registry.jumelage/Twinning": "twinnings",
    "projects.jumelage/Project": "projects",
}


def is_list(field):
    return field.label == descriptors.FieldDescriptor.LABEL_REPEATED


def behavior(field):
    return set(field.GetOptions().Extensions[field_behavior_pb2.field_behavior])


def output_only(field):
    return field_behavior_pb2.OUTPUT_ONLY in behavior(field)


def immutable(field):
    return field_behavior_pb2.IMMUTABLE in behavior(field)


def references(message, skip=("name", "redirects", "references"), top=True):
    """Yields the resource names in the annotated fields of a message, with repetitions."""
    for field, value in message.ListFields():
        if top and field.name in skip:
            continue
        if field.message_type:
            for part in value if is_list(field) else [value]:
                yield from references(part, skip, False)
        elif field.GetOptions().Extensions[resource_pb2.resource_reference].type:
            yield from value if is_list(field) else [value]


def clear_output_only(message, top=True):
    """Clears what only the server sets, at every depth."""
    for field, value in message.ListFields():
        if output_only(field) or top and field.name in ("name", "etag"):
            message.ClearField(field.name)
        elif field.message_type:
            for part in value if is_list(field) else [value]:
                clear_output_only(part, False)


def find_path(descriptor, path):
    """Returns the field that a mask's path names, or None. Only its last part may be a list."""
    parts = path.split(".")
    for index, part in enumerate(parts):
        field = descriptor.fields_by_name.get(part)
        if field is None:
            return None
        if index + 1 < len(parts):
            if field.message_type is None or is_list(field):
                return None
            descriptor = field.message_type
    return field


def copy_path(source, target, path):
    """Makes the field that a path names in `target` what it is in `source`."""
    head, _, rest = path.partition(".")
    field = source.DESCRIPTOR.fields_by_name[head]
    if rest:
        if source.HasField(head) or target.HasField(head):
            copy_path(getattr(source, head), getattr(target, head), rest)
        return
    if is_list(field):
        target.ClearField(head)
        getattr(target, head).MergeFrom(getattr(source, head))
    elif field.message_type:
        target.ClearField(head)
        if source.HasField(head):
            getattr(target, head).CopyFrom(getattr(source, head))
    else:
        setattr(target, head, getattr(source, head)) if _has(source, field) else target.ClearField(head)


def _has(message, field):
    if field.containing_oneof or field.message_type:
        return message.HasField(field.name)
    return getattr(message, field.name) != field.default_value


def masked(message, paths):
    """Returns a copy of a message that has only the fields of a read mask."""
    if not paths or list(paths) == ["*"]:
        return message
    result = type(message)()
    for path in paths:
        copy_path(message, result, path)
    return result


def texts(message):
    """Yields (message, field name, index or None) of every field with free text."""
    for field, value in message.ListFields():
        if field.message_type:
            for part in value if is_list(field) else [value]:
                yield from texts(part)
        elif field.type == field.TYPE_STRING:
            if is_list(field):
                yield from ((message, field, index) for index in range(len(value)))
            else:
                yield message, field, None
