"""Reads the facts on Belfort's page from running services, with a freshly generated client."""

import unittest
import uuid

import grpc
from google.rpc import error_details_pb2
from google.rpc import status_pb2

from jumelage.projects.v1 import project_pb2
from jumelage.projects.v1 import project_service_pb2
from jumelage.projects.v1 import project_service_pb2_grpc
from jumelage.registry.v1 import agreement_pb2
from jumelage.registry.v1 import agreement_service_pb2
from jumelage.registry.v1 import agreement_service_pb2_grpc
from jumelage.registry.v1 import city_pb2
from jumelage.registry.v1 import city_service_pb2
from jumelage.registry.v1 import city_service_pb2_grpc
from jumelage.registry.v1 import partner_pb2
from jumelage.registry.v1 import twinning_pb2
from jumelage.registry.v1 import twinning_service_pb2
from jumelage.registry.v1 import twinning_service_pb2_grpc
from jumelage.registry.v1 import watch_service_pb2
from jumelage.registry.v1 import watch_service_pb2_grpc
from jumelage.type.v1 import qualified_count_pb2
from jumelage.type.v1 import uncertain_date_pb2

import servers

# The timeout of a call, in seconds. It is generous, since the machine may be busy.
TIMEOUT = 30


def setUpModule():
    global services, registry, projects
    services = servers.Services()
    registry = grpc.insecure_channel(services.registry.address)
    projects = grpc.insecure_channel(services.projects.address)


def tearDownModule():
    registry.close()
    projects.close()
    assert services.stop() == [0, 0], "a service did not stop cleanly"


def date(uncertain):
    """Returns the known parts of a date: (1977, 2), (1999,), (1985, 5, 12)."""
    parts = (uncertain.earliest.year, uncertain.earliest.month, uncertain.earliest.day)
    return tuple(part for part in parts if part)


def details(error):
    """Returns the google.rpc details of an error, keyed by the last part of their type's name."""
    trailing = dict(error.trailing_metadata())
    status = status_pb2.Status.FromString(trailing["grpc-status-details-bin"])
    assert status.code == error.code().value[0]
    found = {}
    for packed in status.details:
        name = packed.TypeName().rpartition(".")[2]
        found[name] = getattr(error_details_pb2, name)()
        assert packed.Unpack(found[name])
    return found


class BelfortsPageTest(unittest.TestCase):

    def setUp(self):
        self.cities = city_service_pb2_grpc.CityServiceStub(registry)
        self.twinnings = twinning_service_pb2_grpc.TwinningServiceStub(registry)
        self.agreements = agreement_service_pb2_grpc.AgreementServiceStub(registry)
        self.projects = project_service_pb2_grpc.ProjectServiceStub(projects)

    def city(self, city_id):
        request = city_service_pb2.GetCityRequest(name=f"cities/{city_id}")
        return self.cities.GetCity(request, timeout=TIMEOUT)

    def test_partners_by_year(self):
        answer = self.twinnings.QueryPartners(
            partner_pb2.QueryPartnersRequest(city="cities/belfort"), timeout=TIMEOUT)
        told = [(group.year, partner.city.display_name, partner.city.country, date(partner.since),
                 twinning_pb2.Twinning.State.Name(partner.state))
                for group in answer.groups for partner in group.partners]
        self.assertEqual(told, [
            (1967, "Zaporizhzhia", "UA", (1967, 6, 2), "STATE_DORMANT"),
            (1977, "Leonberg", "DE", (1977, 2), "STATE_ACTIVE"),
            (1985, "Delémont", "CH", (1985, 5, 12), "STATE_ACTIVE"),
            (1999, "Stafford", "GB", (1999,), "STATE_ACTIVE"),
            (2007, "Tanghin-Dassouri", "BF", (2007, 6), "STATE_ACTIVE"),
        ])

    def test_a_city_with_its_mayor_and_population(self):
        delemont = self.city("delemont")
        self.assertEqual(delemont.display_name, "Delémont")
        self.assertEqual(delemont.country, "CH")
        self.assertEqual([(count.value, count.qualifier) for count in delemont.populations],
                         [(12000, qualified_count_pb2.QualifiedCount.QUALIFIER_UNSPECIFIED)])
        self.assertEqual(delemont.distances[0].distance_km, 60)
        (mayor,) = delemont.offices[0].holders
        self.assertEqual(mayor.person.display_name, "Pierre Kohler")
        self.assertEqual(date(mayor.term_start), (2008, 12, 28))

        leonberg = self.city("leonberg").populations[0]
        self.assertEqual((leonberg.value, leonberg.qualifier),
                         (50000, qualified_count_pb2.QualifiedCount.QUALIFIER_NEARLY))
        stafford = self.city("stafford")
        self.assertTrue(stafford.offices[0].yearly)
        self.assertTrue(stafford.offices[0].ceremonial)

    def test_a_charter_with_its_signatories(self):
        charter = self.agreements.GetAgreement(
            agreement_service_pb2.GetAgreementRequest(name="agreements/belfort-leonberg-charter"),
            timeout=TIMEOUT)
        self.assertEqual(charter.kind, agreement_pb2.Agreement.KIND_TWINNING_CHARTER)
        self.assertEqual(date(charter.signed_date), (1977, 2))
        self.assertEqual(charter.signed_date.precision,
                         uncertain_date_pb2.UncertainDate.PRECISION_MONTH)
        self.assertEqual(sorted((signatory.person.display_name, signatory.on_behalf_of.city)
                                for signatory in charter.signatories),
                         [("Ortlieb", "cities/leonberg"), ("Pierre Bonnef", "cities/belfort")])

    def test_a_relation_older_than_its_charter(self):
        twinning = self.twinnings.GetTwinning(
            twinning_service_pb2.GetTwinningRequest(name="twinnings/belfort-tanghin-dassouri"),
            timeout=TIMEOUT)
        self.assertEqual(date(twinning.established), (2007, 6))
        self.assertFalse(twinning.relation_since.HasField("earliest"))
        self.assertEqual((twinning.relation_since.latest.year, twinning.relation_since.latest.month),
                         (2007, 5))

    def test_projects(self):
        answer = self.projects.ListProjects(
            project_service_pb2.ListProjectsRequest(
                filter='twinning = "twinnings/belfort-tanghin-dassouri"'), timeout=TIMEOUT)
        by_name = {project.name: project for project in answer.projects}
        self.assertEqual(set(by_name), {
            "projects/bangr-zaka-school",
            "projects/tanghin-dassouri-child-sponsorship",
            "projects/tanghin-dassouri-komki-ipala-drinking-water",
            "projects/tanghin-dassouri-school-canteens",
            "projects/tanghin-dassouri-teaching-kits",
        })
        canteens = by_name["projects/tanghin-dassouri-school-canteens"]
        self.assertEqual(canteens.state, project_pb2.Project.STATE_UNKNOWN)
        self.assertEqual([(site.facility_kind, site.facility_count) for site in canteens.sites],
                         [(project_pb2.Site.FACILITY_KIND_LOWER_SECONDARY_SCHOOL, 2)])
        self.assertEqual(canteens.participants[0].acting_as_member_of,
                         "organizations/comite-belfort-tanghin-dassouri-komki-ipala")
        school = by_name["projects/bangr-zaka-school"]
        self.assertEqual(date(school.actual_start), (2005,))
        water = by_name["projects/tanghin-dassouri-komki-ipala-drinking-water"]
        self.assertEqual({sector.code: sector.share_basis_points for sector in water.sectors},
                         {"14010": 5000, "14031": 5000})
        shown = {reference.resource: reference.display_name for reference in water.references}
        self.assertEqual(shown["cities/komki-ipala"], "Komki-Ipala")

    def test_errors_with_details(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.city("atlantis")
        self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)
        found = details(caught.exception)
        self.assertEqual(found["ErrorInfo"].domain, "jumelage")
        self.assertEqual(found["ErrorInfo"].reason, "RESOURCE_NOT_FOUND")
        self.assertEqual(found["ResourceInfo"].resource_name, "cities/atlantis")

        # A single error lists all violations.
        wrong = city_pb2.City(country="XX", region="nowhere")
        with self.assertRaises(grpc.RpcError) as caught:
            self.cities.CreateCity(city_service_pb2.CreateCityRequest(city=wrong), timeout=TIMEOUT)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        violations = details(caught.exception)["BadRequest"].field_violations
        self.assertLessEqual({"city.display_name", "city.country", "city.region"},
                             {violation.field for violation in violations})

    def test_a_mutation_that_is_repeated_and_watched(self):
        request = city_service_pb2.CreateCityRequest(
            city=city_pb2.City(display_name="Komsilga", country="BF"),
            request_id=str(uuid.uuid4()))
        created, call = self.cities.CreateCity.with_call(request, timeout=TIMEOUT)
        position = dict(call.initial_metadata())["jumelage-position"]
        self.assertEqual(int(position.split("/")[1]), created.revision)
        self.assertEqual(self.cities.CreateCity(request, timeout=TIMEOUT), created)

        watch = watch_service_pb2_grpc.WatchServiceStub(registry).Watch(
            watch_service_pb2.WatchRequest(after_revision=created.revision - 1), timeout=TIMEOUT)
        commits = next(message.commits for message in watch if message.commits)
        watch.cancel()
        self.assertEqual([commit.position for commit in commits], [position])
        self.assertEqual(commits[0].changes[0].city, created)


if __name__ == "__main__":
    unittest.main()
