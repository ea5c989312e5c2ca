"""Random imports into the registry."""

import client

METHOD = "jumelage.registry.v1.TransferService/ImportRecords"


def call(generator):
    raise NotImplementedError
