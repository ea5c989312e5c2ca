"""@com_google_googleapis: the google/api, google/rpc and google/type protos, under their upstream labels.

Debian does not package these protos. The wheel of the Python package googleapis-common-protos contains their
sources. pip downloads it from its configured index, and its SHA-256 is checked.
Each x.proto gets `x_proto` (proto_library) and `x_cc_proto` (cc_proto_library).
"""

_PACKAGES = ["google/api", "google/rpc", "google/type"]

def _label_of_import(path):
    """Returns the label of the proto_library for a path such as 'google/api/http.proto'."""
    package, _, file = path.rpartition("/")
    name = file[:-len(".proto")] + "_proto"
    if package == "google/protobuf":
        return "@com_google_protobuf//:" + name
    return "//{}:{}".format(package, name)

def _imports(ctx, path):
    found = []
    for line in ctx.read(path).split("\n"):
        line = line.strip()
        if line.startswith("import "):
            found.append(line.split("\"")[1])
    return found

def _write_build_file(ctx, package):
    content = ["package(default_visibility = [\"//visibility:public\"])"]
    for path in ctx.path(package).readdir():
        if not path.basename.endswith(".proto"):
            continue
        stem = path.basename[:-len(".proto")]
        deps = [_label_of_import(dep) for dep in _imports(ctx, package + "/" + path.basename)]
        content.append("proto_library(name = {}, srcs = {}, deps = {})".format(
            repr(stem + "_proto"),
            repr([path.basename]),
            repr(deps),
        ))
        content.append("cc_proto_library(name = {}, deps = {})".format(
            repr(stem + "_cc_proto"),
            repr([":" + stem + "_proto"]),
        ))
    ctx.file(package + "/BUILD", "\n".join(content) + "\n")

def _googleapis_repository_impl(ctx):
    python = ctx.which("python3")
    if not python:
        fail("python3 is not installed (tools/setup)")
    wheel = "googleapis_common_protos-{}-py3-none-any.whl".format(ctx.attr.version)
    result = ctx.execute([
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--dest=.",
        "googleapis-common-protos==" + ctx.attr.version,
    ], timeout = 300)
    if result.return_code != 0:
        fail("pip could not fetch googleapis-common-protos {} (is python3-pip installed?):\n{}".format(
            ctx.attr.version,
            result.stderr,
        ))
    result = ctx.execute(["sha256sum", wheel])
    if result.return_code != 0 or result.stdout.split(" ")[0] != ctx.attr.sha256:
        fail("{} has SHA-256 {}, not {}".format(wheel, result.stdout.split(" ")[0], ctx.attr.sha256))
    result = ctx.execute([python, "-m", "zipfile", "-e", wheel, "."])
    if result.return_code != 0:
        fail("could not unpack {}:\n{}".format(wheel, result.stderr))
    for package in _PACKAGES:
        _write_build_file(ctx, package)

googleapis_repository = repository_rule(
    implementation = _googleapis_repository_impl,
    attrs = {
        "sha256": attr.string(mandatory = True, doc = "SHA-256 of the wheel."),
        "version": attr.string(mandatory = True, doc = "Version of the Python package."),
    },
)
