"""The programs that tests with real processes start. Tests list them in their `data`."""

REGISTRY_SERVICE = "//registry_service/main:registry_service"
PROJECTS_SERVICE = "//projects_service/main:projects_service"
JUMELAGE = "//clients/cli:jumelage"
GRPCURL = "@jumelage_tools//:grpcurl"

SERVICES = [
    REGISTRY_SERVICE,
    PROJECTS_SERVICE,
]

# Both services, the command, and the bundles that it imports.
IMPORTED_SERVICES = SERVICES + [
    JUMELAGE,
    "//data:bundles",
]
