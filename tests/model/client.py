"""Calls any method of a service by its name, and tells refusals from answers."""

import dataclasses
import importlib
import pathlib
import pkgutil

import grpc
from google.protobuf import empty_pb2
from google.protobuf import json_format
from google.protobuf import symbol_database
from google.rpc import error_details_pb2
from google.rpc import status_pb2

# The timeout of a call, in seconds. It is generous, since the machine may be busy.
TIMEOUT = 60

SYMBOLS = symbol_database.Default()


def load_contract():
    """Imports every generated module, so that messages can be found by their names."""
    for package in ("jumelage.type.v1", "jumelage.registry.v1", "jumelage.projects.v1"):
        paths = importlib.import_module(package).__path__
        for module in pkgutil.iter_modules([str(pathlib.Path(path)) for path in paths]):
            if module.name.endswith("_pb2"):
                importlib.import_module(f"{package}.{module.name}")


load_contract()


def message_class(full_name):
    return SYMBOLS.GetSymbol(full_name)


def method_descriptor(method):
    """Returns the descriptor of a method such as `jumelage.registry.v1.CityService/GetCity`."""
    service, _, name = method.partition("/")
    return SYMBOLS.pool.FindServiceByName(service).methods_by_name[name]


def request_class(method):
    if method.startswith("outage/"):  # An event instead of a call: see outages.py.
        return empty_pb2.Empty
    return SYMBOLS.GetPrototype(method_descriptor(method).input_type)


def response_class(method):
    return SYMBOLS.GetPrototype(method_descriptor(method).output_type)


@dataclasses.dataclass
class Outcome:
    """The result of a call: a response, or the code, reason and metadata of a refusal."""
    response: object = None
    code: str = "OK"
    reason: str = ""
    metadata: dict = dataclasses.field(default_factory=dict)
    message: str = ""
    fields: tuple = ()
    position: str = ""
    registry_position: str = ""

    @property
    def refused(self):
        return self.code != "OK"

    @property
    def head(self):
        return place(self.position)[1] if self.position else None


def place(position):
    """Returns the log id and the revision of a position, which is otherwise opaque."""
    log_id, revision = position.split("/")[:2]
    return log_id, int(revision)


def describe_status(status):
    """Returns reason, metadata and the invalid fields of a google.rpc.Status."""
    reason, metadata, fields = "", {}, ()
    for packed in status.details:
        name = packed.TypeName().rpartition(".")[2]
        if name == "ErrorInfo":
            info = error_details_pb2.ErrorInfo.FromString(packed.value)
            assert info.domain == "jumelage", info
            reason, metadata = info.reason, dict(info.metadata)
        elif name == "BadRequest":
            bad = error_details_pb2.BadRequest.FromString(packed.value)
            fields = tuple(violation.field for violation in bad.field_violations)
    return reason, metadata, fields


class Client:
    """A connection to one service."""

    def __init__(self, address):
        self._channel = grpc.insecure_channel(
            address, options=[("grpc.max_receive_message_length", 64 << 20)])

    def call(self, method, request):
        """Calls a unary method. A refusal is an outcome, not an exception."""
        bound = self._channel.unary_unary(
            "/" + method, request_serializer=lambda sent: sent.SerializeToString(),
            response_deserializer=response_class(method).FromString)
        try:
            response, call = bound.with_call(request, timeout=TIMEOUT)
        except grpc.RpcError as error:
            return self._refusal(error)
        initial = dict(call.initial_metadata())
        return Outcome(response, position=initial.get("jumelage-position", ""),
                       registry_position=initial.get("jumelage-registry-position", ""))

    def stream(self, method, request, timeout=TIMEOUT):
        """Starts a call that answers with a stream."""
        bound = self._channel.unary_stream(
            "/" + method, request_serializer=lambda sent: sent.SerializeToString(),
            response_deserializer=response_class(method).FromString)
        return bound(request, timeout=timeout)

    def refusal_of_stream(self, method, request):
        """Reads a stream to its end, which must be a refusal, and returns that refusal."""
        try:
            for _ in self.stream(method, request):
                pass
        except grpc.RpcError as error:
            return self._refusal(error)
        return Outcome()

    def close(self):
        self._channel.close()

    @staticmethod
    def _refusal(error):
        trailing = dict(error.trailing_metadata() or ())
        status = status_pb2.Status.FromString(trailing.get("grpc-status-details-bin", b""))
        reason, metadata, fields = describe_status(status)
        return Outcome(code=error.code().name, reason=reason, metadata=metadata, fields=fields,
                       message=error.details() or "", position=trailing.get("jumelage-position", ""),
                       registry_position=trailing.get("jumelage-registry-position", ""))


def to_json(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def from_json(method, value):
    return json_format.ParseDict(value, request_class(method)())
