"""Reads a FileDescriptorSet and gives the rules a convenient view of it: methods, messages and fields with
their google.api options."""

import dataclasses
import re

from google.protobuf import descriptor_pb2
from google.protobuf import descriptor_pool
from google.protobuf import message_factory

# Comments in a FileDescriptorProto are found by path: these are the numbers of its fields.
_MESSAGES, _ENUMS, _SERVICES = 4, 5, 6
_METHODS_OF_SERVICE = 2


@dataclasses.dataclass
class Method:
    """An RPC: its names, its messages' descriptors, its http rule and its comment."""

    name: str
    full_name: str
    input: object
    output: object
    http: object  # google.api.HttpRule, or None
    signatures: list
    comment: str
    server_streaming: bool

    @property
    def http_verb(self):
        """'get', 'post' …, or None without an http rule."""
        return self.http.WhichOneof("pattern") if self.http else None

    @property
    def uri(self):
        """The path of the http rule, or ''."""
        return getattr(self.http, self.http_verb) if self.http_verb else ""


class Api:
    """The contract: the files of the packages that the rules are for."""

    def __init__(self, image, packages):
        """`image` is a serialized FileDescriptorSet with imports and comments; `packages` a regular expression."""
        self._pool = descriptor_pool.DescriptorPool()
        protos = descriptor_pb2.FileDescriptorSet.FromString(image).file
        for proto in protos:
            self._pool.Add(proto)
        self._factory = message_factory.MessageFactory(self._pool)
        # Makes the extensions of google/api known to the option messages.
        self._factory.GetMessages([f.name for f in protos if f.name.startswith("google/")])
        own = [f for f in protos if re.fullmatch(packages, f.package)]
        self.files = [self._pool.FindFileByName(f.name) for f in own]
        self.methods = [method for f in own for method in self._methods(f)]
        self.messages = [m for f in self.files for m in _with_nested(f.message_types_by_name.values())]
        self.enums = [e for f in self.files for e in f.enum_types_by_name.values()]
        self.enums += [e for m in self.messages for e in m.enum_types]

    def option(self, descriptor, kind, extension):
        """The extension (say 'google.api.resource') of a descriptor's options; None where it is not set.

        `kind` is the option message's name, say 'MessageOptions'. Repeated extensions give a list.
        """
        options_type = self._factory.GetPrototype(
            self._pool.FindMessageTypeByName("google.protobuf." + kind))
        options = options_type.FromString(descriptor.GetOptions().SerializeToString())
        handle = self._pool.FindExtensionByName(extension)
        if handle.label == handle.LABEL_REPEATED:
            return list(options.Extensions[handle])
        return options.Extensions[handle] if options.HasExtension(handle) else None

    def resource(self, message):
        """The google.api.ResourceDescriptor of a message, or None."""
        return self.option(message, "MessageOptions", "google.api.resource")

    def resource_by_type(self, type_name):
        """The message of a resource type, or None."""
        for message in self.messages:
            resource = self.resource(message)
            if resource and resource.type == type_name:
                return message
        return None

    def behaviors(self, field):
        """The names of a field's google.api.field_behavior."""
        enum = self._pool.FindEnumTypeByName("google.api.FieldBehavior")
        values = self.option(field, "FieldOptions", "google.api.field_behavior")
        return {enum.values_by_number[value].name for value in values}

    def reference(self, field):
        """The google.api.ResourceReference of a field, or None."""
        return self.option(field, "FieldOptions", "google.api.resource_reference")

    def is_uuid4(self, field):
        """Does google.api.field_info say that the field is a UUID4?"""
        info = self.option(field, "FieldOptions", "google.api.field_info")
        return info is not None and info.format == 1

    def _methods(self, proto):
        comments = {tuple(l.path): l.leading_comments for l in proto.source_code_info.location}
        file = self._pool.FindFileByName(proto.name)
        for s, service_proto in enumerate(proto.service):
            service = file.services_by_name[service_proto.name]
            for m, method_proto in enumerate(service_proto.method):
                method = service.methods_by_name[method_proto.name]
                yield Method(
                    name=method.name,
                    full_name=method.full_name,
                    input=method.input_type,
                    output=method.output_type,
                    http=self.option(method, "MethodOptions", "google.api.http"),
                    signatures=self.option(method, "MethodOptions", "google.api.method_signature"),
                    comment=comments.get((_SERVICES, s, _METHODS_OF_SERVICE, m), ""),
                    server_streaming=method_proto.server_streaming,
                )


def _with_nested(messages):
    for message in messages:
        if not message.GetOptions().map_entry:
            yield message
            yield from _with_nested(message.nested_types)


def is_type(field, type_name):
    """Is the field of a scalar type ('string', 'int32', 'bool') or of the message type of that full name?"""
    scalars = {"string": field.TYPE_STRING, "int32": field.TYPE_INT32, "int64": field.TYPE_INT64, "bool": field.TYPE_BOOL}
    if type_name in scalars:
        return field.type == scalars[type_name]
    return field.message_type is not None and field.message_type.full_name == type_name


def is_repeated(field):
    return field.label == field.LABEL_REPEATED


def snake(name):
    """'CitySearch' to 'city_search'."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
