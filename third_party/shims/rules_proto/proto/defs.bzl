"""Bazel's own tools load their proto rules from @rules_proto; the native rules are the same."""

proto_lang_toolchain = native.proto_lang_toolchain
proto_library = native.proto_library
