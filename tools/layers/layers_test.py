#!/usr/bin/env python3
"""Tests that layers.py finds violations, with the table of CONTRIBUTING.md and a small sample workspace."""

import unittest

import graph
import layers
import rules

GRPC = "@com_github_grpc_grpc//:grpc++"
SQLITE = "@org_sqlite//:sqlite3"

# The targets of a workspace that follows the rules, with their dependencies. Targets that end in _test or are in a
# folder called testing are for tests only.
SAMPLE = {
    "//protos/jumelage/store/v1:store": [],
    "//protos/jumelage/type/v1:type": [],
    "//protos/jumelage/registry/v1:messages": ["//protos/jumelage/type/v1:type"],
    "//protos/jumelage/registry/v1:stubs": [":messages", GRPC],
    "//common/base:clock": [],
    "//common/message:references": ["//common/base:clock", "//protos/jumelage/type/v1:type"],
    "//common/message:references_test": [
        ":references",
        "//common/testing:fake_clock",
        "//protos/jumelage/registry/v1:messages",
    ],
    "//common/values:dates": ["//common/base:clock"],
    "//common/ledger:ledger": ["//common/values:dates"],
    "//common/store:store": ["//common/base:clock", "//protos/jumelage/store/v1:store", SQLITE],
    "//common/rpc:handler": ["//common/store:store", GRPC],
    "//common/testing:fake_clock": ["//common/base:clock", "//common/rpc:handler"],
    "//registry_service/domain:rules": ["//common/values:dates", "//protos/jumelage/registry/v1:messages"],
    "//registry_service/domain:rules_test": [":rules", "//common/testing:fake_clock"],
    "//registry_service/storage:tables": ["//registry_service/domain:rules", "//common/store:store"],
    "//registry_service/service/queries:query": ["//registry_service/storage:tables"],
    "//registry_service/service:methods": [
        "//registry_service/service/queries:query",
        "//protos/jumelage/registry/v1:stubs",
        "//common/rpc:handler",
    ],
    "//registry_service/service:methods_test": ["//registry_service/testing:live"],
    "//registry_service/main:app": ["//registry_service/service:methods"],
    "//registry_service/testing:live": ["//registry_service/main:app"],
    "//projects_service/storage:tables": ["//common/store:store"],
    "//projects_service/follower:follower": [
        "//projects_service/storage:tables",
        "//protos/jumelage/registry/v1:stubs",
    ],
    "//clients/cpp:client": ["//common/rpc:handler", "//protos/jumelage/registry/v1:stubs"],
    "//tests/e2e:kill_test": ["//registry_service/main:app", "//projects_service/follower:follower"],
    "//benchmarks/load:load": ["//clients/cpp:client"],
    "//data:bundles_test": ["//clients/cpp:client"],
    "//third_party/grpc:overlay": [GRPC],
    "//tools/fuzz:replay": [],
}


def as_query(sample):
    """Returns the workspace in the format of `bazel query --output=xml`."""
    told = ""
    for label, inputs in sample.items():
        for_tests = label.endswith("_test") or "/testing:" in label
        inputs = [label.partition(":")[0] + name if name.startswith(":") else name for name in inputs]
        told += f'<rule name="{label}"><boolean name="testonly" value="{str(for_tests).lower()}"/>'
        told += "".join(f'<rule-input name="{name}"/>' for name in inputs) + "</rule>"
    return f'<query version="2">{told}</query>'


def findings(*seeds):
    """Returns the findings in the sample after adding the seeds, which are pairs of a target and a new dependency."""
    sample = dict(SAMPLE)
    for label, needed in seeds:
        sample[label] = sample.get(label, []) + [needed]
    return rules.check(graph.parse(as_query(sample)), layers.table())


class LayersTest(unittest.TestCase):
    def assert_only_finding(self, start, *seeds):
        found = findings(*seeds)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(start), found[0])

    def test_a_workspace_that_follows_the_rules_passes(self):
        self.assertEqual(findings(), [])

    def test_a_cycle_of_folders_is_caught_and_its_targets_are_listed(self):
        # No target depends on itself, so Bazel accepts this.
        seeds = [("//common/base:late", "//common/rpc:handler")]
        self.assert_only_finding("a circle of common/base, common/rpc, common/store:\n", *seeds)
        self.assertIn("//common/base:late -> //common/rpc:handler", findings(*seeds)[0])

    def test_a_folder_and_a_folder_inside_it_can_form_a_cycle(self):
        self.assert_only_finding(
            "a circle of registry_service/service, registry_service/service/queries:",
            ("//registry_service/service/queries:other", "//registry_service/service:errors"),
            ("//registry_service/service:errors", "//common/base:clock"),
        )

    def test_a_cycle_through_test_only_targets_is_allowed(self):
        self.assertEqual(findings(("//common/store:store_test", "//common/testing:fake_clock")), [])

    def test_a_dependency_of_common_on_a_service_is_caught(self):
        self.assert_only_finding(
            "common/store must not depend on registry_service/domain: "
            "//common/store:kept -> //registry_service/domain:rules",
            ("//common/store:kept", "//registry_service/domain:rules"),
        )

    def test_common_must_not_depend_on_a_services_protos_nor_its_tests_on_a_service(self):
        self.assert_only_finding(
            "common/base must not depend on protos/jumelage/registry/v1:",
            ("//common/base:names", "//protos/jumelage/registry/v1:messages"),
        )
        self.assert_only_finding(
            "common/store must not depend on registry_service/storage:",
            ("//common/store:store_test", "//registry_service/storage:tables"),
        )

    def test_a_dependency_on_a_higher_layer_is_caught(self):
        self.assert_only_finding(
            "registry_service/storage must not depend on registry_service/main:",
            ("//registry_service/storage:early_test", "//registry_service/main:app"),
        )

    def test_services_may_only_depend_on_each_others_protos(self):
        self.assert_only_finding(
            "projects_service/follower must not depend on registry_service/domain:",
            ("//projects_service/follower:short_cut", "//registry_service/domain:rules"),
        )

    def test_clients_must_not_use_the_store(self):
        self.assert_only_finding(
            "clients/cpp must not depend on common/store:", ("//clients/cpp:cache", "//common/store:store")
        )

    def test_a_domain_that_links_grpc_or_sqlite_is_caught_even_if_indirectly(self):
        self.assert_only_finding(
            "registry_service/domain must not link @com_github_grpc_grpc (domain rules don't depend on gRPC): "
            "//registry_service/domain:calls -> //protos/jumelage/registry/v1:stubs -> " + GRPC,
            ("//registry_service/domain:calls", "//protos/jumelage/registry/v1:stubs"),
        )
        self.assert_only_finding(
            "registry_service/domain must not link @org_sqlite", ("//registry_service/domain:rows", SQLITE)
        )

    def test_a_folder_without_a_row_is_caught(self):
        self.assert_only_finding("attic: the table", ("//attic:box", "//third_party/grpc:overlay"))

    def test_a_row_for_a_missing_folder_is_caught(self):
        targets = graph.parse(as_query(SAMPLE))
        found = rules.check(targets, rules.Table([("`attic`", ""), ("`*`", "all")]))
        self.assertEqual(found, ["attic: it is in the table of CONTRIBUTING.md but has no targets"])


if __name__ == "__main__":
    unittest.main()
