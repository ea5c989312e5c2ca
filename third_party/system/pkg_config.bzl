"""Makes system libraries available under the labels of their upstream Bazel projects.

`pkg_config_repository` creates a repository of cc_library targets without headers. Each target stands for
one or more pkg-config modules, and links what `pkg-config --libs` prints for them. Headers are found in
the compiler's own include path, so no file in /usr is listed or copied. If a module is missing, the fetch
fails with the names of the module and of its Debian package.
"""

def _link_line(ctx, pkg_config, modules, debian_package):
    result = ctx.execute([pkg_config, "--libs"] + modules)
    if result.return_code != 0:
        fail("pkg-config does not know {}: is {} installed (tools/setup)?\n{}".format(
            ", ".join(modules),
            debian_package,
            result.stderr,
        ))
    flags = []
    for flag in result.stdout.strip().split(" "):
        # -L of the system's directory would take precedence over a sanitizer's.
        if flag and not flag.startswith("-L") and flag not in flags:
            flags.append(flag)
    return ["-Wl,--as-needed"] + flags if flags else []

def _pkg_config_repository_impl(ctx):
    pkg_config = ctx.which("pkg-config")
    if not pkg_config:
        fail("pkg-config is not installed (tools/setup)")

    targets_by_package = {}
    for label, modules in ctx.attr.libraries.items():
        package, _, name = label.partition(":")
        targets_by_package.setdefault(package, []).append((name, modules))

    for package, targets in targets_by_package.items():
        content = ["package(default_visibility = [\"//visibility:public\"])"]
        for name, modules in targets:
            link_line = _link_line(ctx, pkg_config, modules, ctx.attr.debian_package)
            content.append("cc_library(name = {}, linkopts = {})".format(repr(name), repr(link_line)))
        ctx.file((package + "/" if package else "") + "BUILD", "\n".join(content) + "\n")

pkg_config_repository = repository_rule(
    implementation = _pkg_config_repository_impl,
    attrs = {
        "debian_package": attr.string(
            mandatory = True,
            doc = "The package to install if a module is missing.",
        ),
        "libraries": attr.string_list_dict(
            mandatory = True,
            doc = "Maps 'package/path:target' (or ':target') to the pkg-config modules that it links.",
        ),
    },
    environ = ["PKG_CONFIG_PATH"],
    local = True,
)
