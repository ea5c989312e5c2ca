"""Checks the public contract against the API Improvement Proposals that it follows.

Usage: aip_lint.py IMAGE PACKAGES EXCEPTIONS

IMAGE is a FileDescriptorSet with imports and comments (tools/proto_image), PACKAGES a regular expression that
the packages to check match, EXCEPTIONS a file with a line for each permitted deviation:

    RULE | ELEMENT | REASON

ELEMENT is a full name. Prints each finding; exits with 1 if there are any, or if an exception has no reason
or is not needed (any more). rules.py has the rules.
"""

import sys

import model
import rules


def read_exceptions(path):
    """{(rule, element): reason}; a malformed line is an error."""
    exceptions = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3 or not all(parts):
                sys.exit(f"{path}:{number}: should be RULE | ELEMENT | REASON")
            if parts[0] not in rules.RULES:
                sys.exit(f"{path}:{number}: there is no rule {parts[0]}")
            exceptions[parts[0], parts[1]] = parts[2]
    return exceptions


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    image_path, packages, exceptions_path = sys.argv[1:]
    with open(image_path, "rb") as image:
        api = model.Api(image.read(), packages)
    if not api.methods:
        sys.exit(f"nothing to check: no method in packages {packages}")

    exceptions = read_exceptions(exceptions_path)
    used = set()
    findings = 0
    for name, check in rules.RULES.items():
        for element, complaint in check(api):
            if (name, element) in exceptions:
                used.add((name, element))
                continue
            print(f"{name}: {element}: {complaint}")
            findings += 1
    for name, element in sorted(set(exceptions) - used):
        print(f"{exceptions_path}: the exception of {element} from {name} is not needed")
        findings += 1
    print(f"{len(rules.RULES)} rules, {len(api.methods)} methods, {len(api.messages)} messages, "
          f"{len(used)} exceptions, {findings} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
