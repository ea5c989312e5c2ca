"""What tests against real processes start: they put it into their `data`."""

REGISTRY_SERVICE = "//registry_service/main:registry_service"
PROJECTS_SERVICE = "//projects_service/main:projects_service"
JUMELAGE = "//clients/cli:jumelage"
GRPCURL = "@jumelage_tools//:grpcurl"

SERVICES = [
    REGISTRY_SERVICE,
    PROJECTS_SERVICE,
]

# Both services, and the command with the bundles that it imports.
IMPORTED_SERVICES = SERVICES + [
    JUMELAGE,
    "//data:bundles",
]
