"""Checks each method and resource for the promises of this product that buf and api-linter can't check.

Usage: contract_lint.py IMAGE PACKAGES

IMAGE is a FileDescriptorSet with imports and comments (tools/proto_image). PACKAGES is a regular expression for
the packages to check. Prints each finding and exits with 1 if there are any. The rules are in rules.py.
"""

import sys

import model
import rules


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as image:
        api = model.Api(image.read(), sys.argv[2])
    if not api.methods or not api.resources:
        sys.exit(f"nothing to check: no method or no resource in packages {sys.argv[2]}")

    findings = 0
    for name, check in rules.RULES.items():
        for element, complaint in check(api):
            print(f"{name}: {element}: {complaint}")
            findings += 1
    print(f"{len(rules.RULES)} rules, {len(api.methods)} methods, {len(api.resources)} resources, "
          f"{findings} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
