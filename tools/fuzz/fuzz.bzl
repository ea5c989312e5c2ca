"""cc_fuzz_test: a fuzz target whose corpus also runs as an ordinary test.

    bazel test //a:b_fuzz                         runs the target once on each file of its corpus
    bazel test --config=asan //a:b_fuzz_libfuzzer runs libFuzzer on `runs` inputs, the same ones each time

To look for new inputs for ten minutes:

    bazel test --config=asan //a:b_fuzz_libfuzzer --test_timeout=900 \\
        --test_arg=-seed=0 --test_arg=-runs=-1 --test_arg=-max_total_time=600

A target's source defines LLVMFuzzerTestOneInput(const uint8_t* data, size_t size). The tested code must be in the
folders that .bazelrc compiles with coverage for libFuzzer.
"""

def cc_fuzz_test(name, srcs, deps, corpus, runs = 200000, tags = [], **kwargs):
    """Declares a fuzz test, and a target NAME_libfuzzer that needs --config=asan.

    Args:
      name: must end in _fuzz.
      srcs: the sources of the fuzz target.
      deps: the dependencies of the fuzz target.
      corpus: the files of the corpus, all in one directory of this package.
      runs: how many inputs libFuzzer tries.
      tags: further tags.
      **kwargs: passed to cc_test.
    """
    if not corpus:
        fail("{} has an empty corpus".format(name))
    directory = native.package_name() + "/" + corpus[0].rpartition("/")[0]
    native.cc_test(
        name = name,
        srcs = srcs,
        args = [directory],
        data = corpus,
        tags = tags,
        deps = deps + ["//tools/fuzz:replay_main"],
        **kwargs
    )

    # 'manual', because the target can be linked only in the sanitizer's configuration.
    native.cc_test(
        name = name + "_libfuzzer",
        srcs = srcs,
        args = [
            "-seed=1",
            "-runs={}".format(runs),
            "-rss_limit_mb=4096",
            directory,
        ],
        data = corpus,
        linkopts = ["-fsanitize=fuzzer"],
        tags = tags + [
            "libfuzzer",
            "manual",
        ],
        deps = deps,
        **kwargs
    )
