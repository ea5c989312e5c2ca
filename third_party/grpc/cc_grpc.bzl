"""cc_grpc_library: the gRPC stubs and skeletons of one proto_library."""

def _cc_grpc_sources_impl(ctx):
    info = ctx.attr.proto[ProtoInfo]
    root = info.proto_source_root
    prefix = root + "/" if root not in ("", ".") else ""
    names = []
    outputs = []
    for source in info.direct_sources:
        name = source.path[len(prefix):] if source.path.startswith(prefix) else source.short_path
        names.append(name)
        stem = name[:-len(".proto")]
        outputs += [
            ctx.actions.declare_file("{}/{}.grpc.pb.{}".format(ctx.label.name, stem, suffix))
            for suffix in ("h", "cc")
        ]

    out_dir = "/".join([part for part in [
        ctx.bin_dir.path,
        ctx.label.workspace_root,
        ctx.label.package,
        ctx.label.name,
    ] if part])
    args = ctx.actions.args()
    args.add(ctx.executable._plugin, format = "--plugin=protoc-gen-grpc=%s")
    args.add("--grpc_out=" + out_dir)
    args.add_joined(
        "--descriptor_set_in",
        info.transitive_descriptor_sets,
        join_with = ctx.configuration.host_path_separator,
    )
    args.add_all(names)
    ctx.actions.run(
        executable = ctx.executable._protoc,
        arguments = [args],
        inputs = info.transitive_descriptor_sets,
        outputs = outputs,
        tools = [ctx.executable._plugin],
        mnemonic = "GenGrpcCc",
        progress_message = "Generating gRPC code of %s" % ctx.attr.proto.label,
    )
    return [DefaultInfo(files = depset(outputs))]

_cc_grpc_sources = rule(
    implementation = _cc_grpc_sources_impl,
    attrs = {
        "proto": attr.label(mandatory = True, providers = [ProtoInfo]),
        "_plugin": attr.label(
            default = "@com_github_grpc_grpc//:grpc_cpp_plugin",
            executable = True,
            cfg = "exec",
        ),
        "_protoc": attr.label(
            default = "@com_google_protobuf//:protoc",
            executable = True,
            cfg = "exec",
        ),
    },
)

def cc_grpc_library(name, srcs, deps, visibility = None, **kwargs):
    """A cc_library of the *.grpc.pb.h and *.grpc.pb.cc of one proto_library.

    Include the headers by the proto's import path ("jumelage/registry/v1/city_service.grpc.pb.h").

    Args:
      name: the name of the cc_library.
      srcs: exactly one proto_library.
      deps: the cc_proto_library of the same proto_library.
      visibility: the visibility of the cc_library.
      **kwargs: common attributes, passed to the cc_library.
    """
    if len(srcs) != 1:
        fail("cc_grpc_library takes exactly one proto_library in srcs")
    generated = "_" + name + "_generated"
    _cc_grpc_sources(
        name = generated,
        proto = srcs[0],
        tags = ["manual"],
        testonly = kwargs.get("testonly", False),
        visibility = ["//visibility:private"],
    )
    native.cc_library(
        name = name,
        srcs = [":" + generated],
        includes = [generated],
        visibility = visibility,
        deps = deps + [
            "//third_party/grpc:await_shutdown",
            "@com_github_grpc_grpc//:grpc++",
        ],
        **kwargs
    )
