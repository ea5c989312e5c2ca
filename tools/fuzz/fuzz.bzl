"""cc_fuzz_test: a fuzz target whose corpus also runs as an ordinary test.

    bazel test //a:b_fuzz                 runs the target once on each file of its corpus
    bazel test --config=fuzz //a:b_fuzz   libFuzzer tries `runs` inputs, the same each time

To look for new ones, for ten minutes:

    bazel test --config=fuzz //a:b_fuzz --test_timeout=900 \\
        --test_arg=-seed=0 --test_arg=-runs=-1 --test_arg=-max_total_time=600

A source defines LLVMFuzzerTestOneInput(const uint8_t* data, size_t size).
"""

def cc_fuzz_test(name, srcs, deps, corpus, runs = 200000, tags = [], **kwargs):
    """Declares the test.

    Args:
      name: ends in _fuzz.
      srcs: the fuzz target.
      deps: of the fuzz target.
      corpus: the files of the corpus, all of one directory of this package.
      runs: how many inputs libFuzzer tries under --config=fuzz.
      tags: besides 'fuzz', by which the check finds fuzz targets.
      **kwargs: passed to cc_test.
    """
    if not corpus:
        fail("{} has an empty corpus".format(name))
    directory = native.package_name() + "/" + corpus[0].rpartition("/")[0]
    native.cc_test(
        name = name,
        srcs = srcs,
        args = select({
            "//tools/fuzz:libfuzzer": [
                "-seed=1",
                "-runs={}".format(runs),
                "-rss_limit_mb=4096",
                directory,
            ],
            "//conditions:default": [directory],
        }),
        data = corpus,
        linkopts = select({
            "//tools/fuzz:libfuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        tags = tags + ["fuzz"],
        deps = deps + select({
            "//tools/fuzz:libfuzzer": [],
            "//conditions:default": ["//tools/fuzz:replay_main"],
        }),
        **kwargs
    )
