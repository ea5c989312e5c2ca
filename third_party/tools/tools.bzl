"""@jumelage_tools: the tools that tools/setup installs in the user's cache, for tests that run them."""

_TOOLS = ["buf", "grpcurl"]

def _installed_tools_repository_impl(ctx):
    cache = ctx.os.environ.get("XDG_CACHE_HOME") or ctx.os.environ["HOME"] + "/.cache"
    content = ["package(default_visibility = [\"//visibility:public\"])"]
    for tool in _TOOLS:
        path = ctx.path(cache + "/jumelage/tools/bin/" + tool)
        if path.exists:
            ctx.symlink(path, tool)
        else:
            # A missing tool fails only when a test runs it, with an error that says what to do.
            ctx.file(tool, "#!/bin/sh\necho '{} is not installed: run tools/setup' >&2\nexit 127\n".format(tool))
        content.append("exports_files([\"{}\"])".format(tool))
    ctx.file("BUILD", "\n".join(content) + "\n")

installed_tools_repository = repository_rule(
    implementation = _installed_tools_repository_impl,
    environ = ["HOME", "XDG_CACHE_HOME"],
    local = True,
)
