"""Defects of the services that are still to be mended, each with the calls that show it.

The generators do not make these calls, so that others can be found. Remove an entry when its defect is
mended. A release has none.
"""

KNOWN = []


def shown_by(model, method, request):
    """Returns whether a call shows a known defect."""
    return any(shows(model, method, request) for shows in KNOWN)
