"""python_client: the code that a user of the contract generates for Python with protoc and gRPC's plugin."""

def _import_name(source, roots):
    """Returns the path by which a proto file is imported, relative to the longest root that contains the file."""
    name = source.path
    for root in roots:
        prefix = "" if root in ("", ".") else root + "/"
        if source.path.startswith(prefix) and len(source.path) - len(prefix) < len(name):
            name = source.path[len(prefix):]
    return name

def _python_client_impl(ctx):
    infos = [dep[ProtoInfo] for dep in ctx.attr.protos]
    descriptor_sets = depset(transitive = [info.transitive_descriptor_sets for info in infos])
    roots = depset(transitive = [info.transitive_proto_path for info in infos]).to_list()
    names = [
        _import_name(source, roots)
        for source in depset(transitive = [info.transitive_sources for info in infos]).to_list()
    ]
    output = ctx.actions.declare_directory(ctx.label.name)
    args = ctx.actions.args()
    args.add(ctx.executable._plugin, format = "--plugin=protoc-gen-grpc=%s")
    args.add("--python_out=" + output.path)
    args.add("--grpc_out=" + output.path)
    args.add_joined(
        "--descriptor_set_in",
        descriptor_sets,
        join_with = ctx.configuration.host_path_separator,
    )

    # protobuf's own protos come with its Python package.
    args.add_all([name for name in names if not name.startswith("google/protobuf/")])
    ctx.actions.run(
        executable = ctx.executable._protoc,
        arguments = [args],
        inputs = descriptor_sets,
        outputs = [output],
        tools = [ctx.executable._plugin],
        mnemonic = "GenPythonClient",
        progress_message = "Generating a Python client",
    )
    return [DefaultInfo(files = depset([output]), runfiles = ctx.runfiles(files = [output]))]

python_client = rule(
    implementation = _python_client_impl,
    doc = "A directory of Python modules for the protos, their services, and all protos that they import.",
    attrs = {
        "protos": attr.label_list(mandatory = True, providers = [ProtoInfo]),
        "_plugin": attr.label(
            default = "@com_github_grpc_grpc//:grpc_python_plugin",
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
