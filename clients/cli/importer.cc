#include "clients/cli/importer.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/arguments.h"
#include "clients/cli/errors.h"
#include "clients/cli/import_compare.h"
#include "clients/cli/page/references.h"
#include "common/base/error.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;
namespace p1 = projects::v1;
using client::ProjectsClient;
using client::RegistryClient;

// The services, and for each type of record the methods that read and write it.
struct Services {
  RegistryClient& registry;
  ProjectsClient& projects;
};

// An id from the name: the service takes names apart and checks them.
std::string IdOf(const std::string& name) { return name.substr(name.find('/') + 1); }

template <typename Record>
struct Methods;

template <>
struct Methods<v1::City> {
  static constexpr absl::string_view kType = "City";
  using Get = v1::GetCityRequest;
  static auto Read(const Services& s, const Get& request) { return s.registry.GetCity(request); }
  static auto Create(const Services& s, const v1::City& city) {
    v1::CreateCityRequest request;
    request.set_city_id(IdOf(city.name()));
    *request.mutable_city() = city;
    return s.registry.CreateCity(std::move(request));
  }
  static auto Update(const Services& s, const v1::City& city) {
    v1::UpdateCityRequest request;
    *request.mutable_city() = city;
    request.mutable_update_mask()->add_paths("*");
    return s.registry.UpdateCity(std::move(request));
  }
};

template <>
struct Methods<v1::Organization> {
  static constexpr absl::string_view kType = "Organization";
  using Get = v1::GetOrganizationRequest;
  static auto Read(const Services& s, const Get& request) {
    return s.registry.GetOrganization(request);
  }
  static auto Create(const Services& s, const v1::Organization& organization) {
    v1::CreateOrganizationRequest request;
    request.set_organization_id(IdOf(organization.name()));
    *request.mutable_organization() = organization;
    return s.registry.CreateOrganization(std::move(request));
  }
  static auto Update(const Services& s, const v1::Organization& organization) {
    v1::UpdateOrganizationRequest request;
    *request.mutable_organization() = organization;
    request.mutable_update_mask()->add_paths("*");
    return s.registry.UpdateOrganization(std::move(request));
  }
};

template <>
struct Methods<v1::Agreement> {
  static constexpr absl::string_view kType = "Agreement";
  using Get = v1::GetAgreementRequest;
  static auto Read(const Services& s, const Get& request) {
    return s.registry.GetAgreement(request);
  }
  static auto Create(const Services& s, const v1::Agreement& agreement) {
    v1::CreateAgreementRequest request;
    request.set_agreement_id(IdOf(agreement.name()));
    *request.mutable_agreement() = agreement;
    return s.registry.CreateAgreement(std::move(request));
  }
  static auto Update(const Services& s, const v1::Agreement& agreement) {
    v1::UpdateAgreementRequest request;
    *request.mutable_agreement() = agreement;
    request.mutable_update_mask()->add_paths("*");
    return s.registry.UpdateAgreement(std::move(request));
  }
};

template <>
struct Methods<v1::Twinning> {
  static constexpr absl::string_view kType = "Twinning";
  using Get = v1::GetTwinningRequest;
  static auto Read(const Services& s, const Get& request) {
    return s.registry.GetTwinning(request);
  }
  static auto Create(const Services& s, const v1::Twinning& twinning) {
    v1::CreateTwinningRequest request;
    request.set_twinning_id(IdOf(twinning.name()));
    *request.mutable_twinning() = twinning;
    return s.registry.CreateTwinning(std::move(request));
  }
  static auto Update(const Services& s, const v1::Twinning& twinning) {
    v1::UpdateTwinningRequest request;
    *request.mutable_twinning() = twinning;
    request.mutable_update_mask()->add_paths("*");
    return s.registry.UpdateTwinning(std::move(request));
  }
};

template <>
struct Methods<p1::Project> {
  static constexpr absl::string_view kType = "Project";
  using Get = p1::GetProjectRequest;
  static auto Read(const Services& s, const Get& request) { return s.projects.GetProject(request); }
  static auto Create(const Services& s, const p1::Project& project) {
    p1::CreateProjectRequest request;
    request.set_project_id(IdOf(project.name()));
    *request.mutable_project() = project;
    return s.projects.CreateProject(std::move(request));
  }
  static auto Update(const Services& s, const p1::Project& project) {
    p1::UpdateProjectRequest request;
    *request.mutable_project() = project;
    request.mutable_update_mask()->add_paths("*");
    return s.projects.UpdateProject(std::move(request));
  }
};

// Puts a record into the form in which the service answers it, as far as the contract says so.
template <typename Record>
void Normalize(Record*) {}

// "The two sides, in the order of the names of their cities; on creation in any order."
template <>
void Normalize(v1::Twinning* twinning) {
  std::sort(twinning->mutable_sides()->begin(), twinning->mutable_sides()->end(),
            [](const auto& a, const auto& b) { return a.city() < b.city(); });
}

}  // namespace

// The records of one type, on their way.
template <typename Record>
class Importer::Stage {
 public:
  Stage(Importer* importer, const google::protobuf::RepeatedPtrField<Record>& records)
      : importer_(*importer), services_{importer->registry_, importer->projects_} {
    for (const Record& record : records) Add(record);
  }

  // Creates what is missing. False when the import must stop.
  bool Create() {
    for (Task& task : tasks_) {
      const std::string& name = task.wanted->name();
      typename Methods<Record>::Get request;
      request.set_name(name);
      absl::StatusOr<Record> current = Methods<Record>::Read(services_, request);
      if (absl::IsNotFound(current.status())) {
        Record record = *task.wanted;
        const bool incomplete = DropReferences(&record, [this](const std::string& reference) {
          return importer_.pending_.count(reference) > 0;
        });
        current = Methods<Record>::Create(services_, record);
        task.state = incomplete ? Task::kIncomplete : Task::kDone;
        if (current.ok()) ++importer_.summary_.created;
      } else {
        task.state = Task::kFound;
      }
      // Whatever refers to a record that failed gets the service's own answer.
      importer_.pending_.erase(name);
      if (current.ok()) {
        task.current = *std::move(current);
      } else {
        task.state = Task::kDone;
        if (!importer_.Failed(name, current.status())) return false;
      }
    }
    return true;
  }

  // Updates what differs. False when the import must stop.
  bool Update() {
    for (Task& task : tasks_) {
      if (task.state == Task::kDone) continue;
      if (!Update(task)) return false;
    }
    return true;
  }

 private:
  struct Task {
    const Record* wanted;
    Record current;
    enum { kMissing, kFound, kIncomplete, kDone } state;
  };

  // Several files may hold one record, if they tell the same.
  void Add(const Record& record) {
    if (importer_.pending_.insert(record.name()).second) {
      tasks_.push_back(Task{&record, {}, Task::kMissing});
      return;
    }
    for (const Task& task : tasks_) {
      if (task.wanted->name() != record.name()) continue;
      if (google::protobuf::util::MessageDifferencer::Equals(*task.wanted, record)) return;
    }
    importer_.Failed(record.name(), UsageError("it is given twice, and differently"));
  }

  bool Update(const Task& task) {
    const std::string& name = task.wanted->name();
    if (task.current.has_delete_time()) {
      return importer_.Failed(name, DeletedError(Methods<Record>::kType, name));
    }
    Record wanted = *task.wanted;
    Normalize(&wanted);
    const Difference difference = CompareForUpdate(task.current, &wanted);
    if (!difference.fixed.empty()) {
      importer_.progress_ << name << ": kept as it is, since fixed on creation: "
                          << absl::StrJoin(difference.fixed, ", ") << std::endl;
    }
    bool updated = false;
    if (difference.changes) {
      wanted.set_etag(task.current.etag());
      const absl::StatusOr<Record> answer = Methods<Record>::Update(services_, wanted);
      if (!answer.ok()) return importer_.Failed(name, answer.status());
      // A service may know two writings of one thing for the same, and then changes nothing.
      updated = answer->revision() != task.current.revision();
    }
    if (task.state == Task::kFound) {
      ++(updated ? importer_.summary_.updated : importer_.summary_.unchanged);
    }
    return true;
  }

  Importer& importer_;
  const Services services_;
  std::vector<Task> tasks_;
};

Importer::Importer(RegistryClient& registry, ProjectsClient& projects, std::ostream& progress)
    : registry_(registry), projects_(projects), progress_(progress) {}

bool Importer::Failed(const std::string& name, const absl::Status& error) {
  ++summary_.failed;
  progress_ << name << ": " << ErrorText(error) << std::flush;
  if (first_error_.ok()) first_error_ = error;
  return ExitCodeOf(error) != kExitUnavailable;
}

absl::Status Importer::Import(const bundle::v1::Bundle& bundle) {
  Stage<v1::City> cities(this, bundle.cities());
  Stage<v1::Organization> organizations(this, bundle.organizations());
  Stage<v1::Agreement> agreements(this, bundle.agreements());
  Stage<v1::Twinning> twinnings(this, bundle.twinnings());
  Stage<p1::Project> projects(this, bundle.projects());
  const auto tell = [this](absl::string_view what, int count) {
    if (count > 0) progress_ << "importing " << count << " " << what << " …" << std::endl;
    return true;
  };
  // The order of dependence, so that little has to be added by a second step.
  const bool finished =
      (tell("cities", bundle.cities_size()) && cities.Create() &&
       tell("organizations", bundle.organizations_size()) && organizations.Create() &&
       tell("agreements", bundle.agreements_size()) && agreements.Create() &&
       tell("twinnings", bundle.twinnings_size()) && twinnings.Create() &&
       tell("projects", bundle.projects_size()) && projects.Create() && cities.Update() &&
       organizations.Update() && agreements.Update() && twinnings.Update() && projects.Update());
  if (!finished) progress_ << "stopped: what is left was not imported" << std::endl;
  return first_error_;
}

}  // namespace jumelage::cli
