"""The methods and resources of a FileDescriptorSet with their google.api options, in the form that the rules need."""

import dataclasses
import re

from google.protobuf import descriptor_pb2
from google.protobuf import descriptor_pool
from google.protobuf import message_factory

# Comments in a FileDescriptorProto are stored by path. These are field numbers of descriptor.proto.
_SERVICE_OF_FILE = 6
_METHOD_OF_SERVICE = 2

_UUID4 = 1  # google.api.FieldInfo.Format


@dataclasses.dataclass
class Method:
    """An RPC: its names, its messages' descriptors, its google.api.HttpRule and its comment."""

    name: str
    full_name: str
    input: object
    output: object
    http: object
    comment: str
    server_streaming: bool

    @property
    def http_verb(self):
        """'get', 'post' and so on, or None if there is no http rule."""
        return self.http.WhichOneof("pattern") if self.http else None

    @property
    def uri(self):
        """The path of the http rule, or '' if there is no rule."""
        return getattr(self.http, self.http_verb) if self.http_verb else ""


class Api:
    """The contract: the methods and resources of the checked packages."""

    def __init__(self, image, packages):
        """`image` is a serialized FileDescriptorSet with imports and comments; `packages` a regular expression."""
        self._pool = descriptor_pool.DescriptorPool()
        protos = descriptor_pb2.FileDescriptorSet.FromString(image).file
        for proto in protos:
            self._pool.Add(proto)
        self._factory = message_factory.MessageFactory(self._pool)
        # Registers the extensions of google/api for the option messages.
        self._factory.GetMessages([f.name for f in protos if f.name.startswith("google/")])
        own = [f for f in protos if re.fullmatch(packages, f.package)]
        self.methods = [method for f in own for method in self._methods(f)]
        self.resources = [
            message for f in own
            for message in self._pool.FindFileByName(f.name).message_types_by_name.values()
            if self._option(message, "MessageOptions", "google.api.resource")
        ]

    def behaviors(self, field):
        """Returns the names of the values of a field's google.api.field_behavior."""
        enum = self._pool.FindEnumTypeByName("google.api.FieldBehavior")
        values = self._option(field, "FieldOptions", "google.api.field_behavior")
        return {enum.values_by_number[value].name for value in values}

    def is_uuid4(self, field):
        """Returns whether google.api.field_info declares the field as a UUID4."""
        info = self._option(field, "FieldOptions", "google.api.field_info")
        return info is not None and info.format == _UUID4

    def _option(self, descriptor, kind, extension):
        """Returns an extension of a descriptor's options, such as 'google.api.resource', or None if it is not set.

        `kind` is the option message's name, such as 'MessageOptions'. Repeated extensions give a list.
        """
        options_type = self._factory.GetPrototype(
            self._pool.FindMessageTypeByName("google.protobuf." + kind))
        options = options_type.FromString(descriptor.GetOptions().SerializeToString())
        handle = self._pool.FindExtensionByName(extension)
        if handle.label == handle.LABEL_REPEATED:
            return list(options.Extensions[handle])
        return options.Extensions[handle] if options.HasExtension(handle) else None

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
                    http=self._option(method, "MethodOptions", "google.api.http"),
                    comment=comments.get((_SERVICE_OF_FILE, s, _METHOD_OF_SERVICE, m), ""),
                    server_streaming=method_proto.server_streaming,
                )


def is_type(field, type_name):
    """Returns whether the field is singular and of this scalar type ('string', 'int64', 'bool') or message type."""
    if field.label == field.LABEL_REPEATED:
        return False
    scalars = {"string": field.TYPE_STRING, "int64": field.TYPE_INT64, "bool": field.TYPE_BOOL}
    if type_name in scalars:
        return field.type == scalars[type_name]
    return field.message_type is not None and field.message_type.full_name == type_name
