"""Random calls to the projects service, and calls to the registry that it follows."""

from jumelage.projects.v1 import project_pb2

import client
import generator
import project_import_generator
import store
import values
from projects import PACKAGE
from projects import STEPS

IDS = {"projects": ["p1", "p2", "p3", "p4", "p5", "p6"]}
SERVICE = f"{PACKAGE}.ProjectService/"

# The steps that are legal from each state.
LEGAL = {1: ["StartProject", "FinaliseProject", "CloseProject", "CancelProject", "SuspendProject"],
         2: ["StartProject", "CancelProject", "SuspendProject"],
         3: ["FinaliseProject", "CloseProject", "CancelProject", "SuspendProject"],
         4: ["CloseProject", "SuspendProject"], 5: [], 6: [], 7: ["ResumeProject", "CancelProject"]}


class Generator(generator.Generator):
    """Makes calls to projects. References are to the records of a registry's model."""

    ids = IDS
    weights = {"create": 22, "update": 26, "delete": 8, "undelete": 8, "purge": 5, "step": 18,
               "correct": 8, "import": 14, "redact": 1, "compact": 1}

    def method(self, kind, verb):
        return f"{SERVICE}{verb}Project"

    def _kind(self):
        return "projects"

    def there(self, kind):
        """Returns the name of a live record of the registry, rarely of a deleted one or of none."""
        v, followed = self.values, self.model.followed
        if v.chance(4):
            return f"{kind}/{v.choice(['never-made', *generator.IDS[kind]])}"
        if not followed.is_reachable and v.chance(30) and (missed := followed.missed_changes(kind)):
            return v.choice(missed)
        also_deleted = v.chance(5)
        found = [name for name, record in sorted(followed.records.items())
                 if store.collection(name) == kind and (also_deleted or not store.deleted(record))]
        return v.choice(found) if found else f"{kind}/never-made"

    def usable(self, kind):
        if kind == "projects":
            return super().usable(kind)
        return [self.there(kind)]

    def record(self, kind, name=""):
        v = self.values
        project = project_pb2.Project(display_name=v.name(), titles=v.localized(), kind=v.random.randint(1, 2),
                                      sdg_targets=v.sample(["6.1", "6.b", "4.1"], 2))
        codes = v.sample(["14010", "14031", "11220"], 2)
        for code in codes:
            project.sectors.add(code=code, share_basis_points=10000 // len(codes))
        for _ in range(v.random.randint(0, 2)):
            part = project_pb2.Participant(roles=v.sample([1, 2, 3], 1) + [4], notes=v.localized(1))
            if v.chance(60):
                part.city = self.there("cities")
            elif v.chance(60):
                part.organization = self.there("organizations")
            else:
                part.unregistered_display_name = v.choice(values.PEOPLE)
            if part.WhichOneof("participant") and all(
                    (other.city, other.organization, other.unregistered_display_name)
                    != (part.city, part.organization, part.unregistered_display_name)
                    for other in project.participants):
                project.participants.add().CopyFrom(part)
        if v.chance(40):
            project.sites.add(city=self.there("cities"), facility_kind=1, facility_count=v.random.randint(0, 2))
        if v.chance(40):
            project.twinnings.append(self.there("twinnings"))
        if v.chance(30):
            project.agreements.append(self.there("agreements"))
        if v.chance(30) and self.usable("projects"):
            project.parent = self.reference("projects", name)
        if v.chance(20) and self.usable("projects"):
            project.related_projects.add(project=self.reference("projects", name), relation=1)
        for field, low in (("planned_start", 1960), ("actual_start", 1960), ("planned_end", 1990),
                           ("actual_end", 1990)):
            if v.chance(30):
                getattr(project, field).CopyFrom(v.date(low, low + 15))
        return self._common(project)

    def spoil(self, record):
        v = self.values
        v.choice([lambda: record.sectors.add(code="1"),
                  lambda: record.sdg_targets.extend(["6.1", "6.1"]),
                  lambda: record.actual_start.CopyFrom(v.future()),
                  lambda: record.sites.add(facility_count=2, city="cities/a")])()
        return record

    def _create_call(self):
        return self._with_past(*super()._create_call())

    def create(self, name):
        """Returns a call that creates a project of a name, with or without a past."""
        request = client.request_class(SERVICE + "CreateProject")(project=self.record("projects", name))
        return self._with_past(SERVICE + "CreateProject", request)

    def _with_past(self, method, request):
        v, project = self.values, request.project
        form = v.random.randrange(4)
        if form == 0:
            project.state = v.random.randint(1, 7)
        elif form == 1:
            project.initial_state = project.state = v.random.randint(1, 7)
        elif form == 2:
            low = 1960
            for step in v.choice([[1], [1, 3], [5, 6], [1, 5, 6, 2], [4], [3]]):
                entry = project.ledger.add(step=step)
                if v.chance(60):
                    entry.effective_date.CopyFrom(v.date(low, low + 8))
                low += 10
        return method, request

    def _step_call(self):
        v = self.values
        name = self.target("projects", lambda record: not store.deleted(record) and LEGAL[record.state])
        record = self.model.records.get(name)
        legal = LEGAL[record.state] if record else []
        method = v.choice(legal if legal and not v.chance(12) else list(STEPS))
        request = client.request_class(SERVICE + method)(name=name, etag=self._etag(name), notes=v.localized(1))
        if v.chance(60):
            request.effective_date.CopyFrom(v.date(1960 + 8 * min(len(record.ledger) if record else 0, 6), 2012))
        if v.chance(20):
            request.decision.CopyFrom(v.decision([self.there("agreements")]))
        return SERVICE + method, request

    def _correct_call(self):
        v = self.values
        name = self.target("projects", lambda record: len(record.ledger) and not store.deleted(record))
        record = self.model.records.get(name)
        request = client.request_class(SERVICE + "CorrectProjectLedger")(name=name, etag=self._etag(name))
        at = v.random.randint(1, max(1, len(record.ledger) if record else 0))
        correction = request.corrections.add(step=v.random.randint(1, 7))
        if v.chance(75):
            correction.supersedes = f"step-{at}"
        else:
            correction.precedes = f"step-{at}"
        if correction.step != 7 and v.chance(60):
            correction.effective_date.CopyFrom(v.date(1960, 2000))
        return SERVICE + "CorrectProjectLedger", request

    def _import_call(self):
        return project_import_generator.call(self)
