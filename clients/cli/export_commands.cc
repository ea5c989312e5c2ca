#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "clients/cli/command/services.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/transfer/new_file.h"
#include "clients/cli/transfer/record_writer.h"
#include "clients/cpp/pager.h"
#include "clients/cpp/registry_client.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "google/protobuf/message.h"
#include "jumelage/registry/v1/city_service.pb.h"

namespace jumelage::cli {
namespace {

// A resource type: the word for it in --type, its name, and the service that has it.
struct RecordType {
  absl::string_view word;
  absl::string_view type;
  absl::string_view service;
};
constexpr RecordType kTypes[] = {
    {"cities", "registry.jumelage/City", RegistryApi::kName},
    {"organizations", "registry.jumelage/Organization", RegistryApi::kName},
    {"agreements", "registry.jumelage/Agreement", RegistryApi::kName},
    {"twinnings", "registry.jumelage/Twinning", RegistryApi::kName},
    {"projects", "projects.jumelage/Project", ProjectsApi::kName},
};

// The scope of an export: one type, all types of one service, or all types of both services.
struct Scope {
  // Empty means all types.
  std::string type;
  bool registry = true;
  bool projects = true;
};

absl::StatusOr<Scope> ScopeOf(const Arguments& arguments) {
  JUMELAGE_RETURN_IF_ERROR(CheckService(arguments));
  Scope scope;
  std::string service = arguments.Get("service", "");
  if (arguments.Has("type")) {
    const std::string word = arguments.Get("type", "");
    std::vector<absl::string_view> words;
    for (const RecordType& known : kTypes) {
      words.push_back(known.word);
      if (known.word != word) continue;
      if (!service.empty() && known.service != service) {
        return UsageError(absl::StrCat("the ", service, " service has no ", word));
      }
      scope.type = std::string(known.type);
      service = std::string(known.service);
    }
    if (scope.type.empty()) {
      return UsageError(
          absl::StrCat("--type must be one of ", absl::StrJoin(words, ", "), ", not '", word, "'"));
    }
  }
  scope.registry = service != ProjectsApi::kName;
  scope.projects = service != RegistryApi::kName;
  return scope;
}

// Writes records of the services to a file or to standard output.
class Export {
 public:
  Export(std::string type, RecordWriter* writer, std::ostream* out)
      : type_(std::move(type)), writer_(*writer), out_(*out) {}

  // Writes the records of a service as of one revision. Calls `begun` once with that revision,
  // after it is fixed and before the first record is written. Stops and returns the error if
  // `begun` fails.
  template <typename Api>
  absl::Status From(typename Api::Client* client, absl::FunctionRef<absl::Status(int64_t)> begun) {
    typename Api::ExportRequest request;
    if (!type_.empty()) request.add_resource_types(type_);
    int64_t revision = -1;
    JUMELAGE_RETURN_IF_ERROR(client->ExportRecords(
        request, [&](const typename Api::ExportResponse& response) -> absl::Status {
          if (revision < 0) JUMELAGE_RETURN_IF_ERROR(begun(response.revision()));
          revision = response.revision();
          for (const typename Api::Record& record : response.records()) {
            JUMELAGE_RETURN_IF_ERROR(Write(record));
          }
          return out_ ? absl::OkStatus() : absl::UnknownError("can't write the export");
        }));
    if (revision < 0) JUMELAGE_RETURN_IF_ERROR(begun(0));
    moments_.push_back(absl::StrCat("revision ", revision, " of the ", Api::kName));
    return absl::OkStatus();
  }

  // Returns text such as "12 records as of revision 7 of the registry and revision 3 of the
  // projects".
  std::string Summary() const {
    const int64_t written = count_ - writer_.left_out();
    return absl::StrCat(FormatNumber(written, Language::kEnglish), " ",
                        NounFor(written, "record", "records", Language::kEnglish), " as of ",
                        absl::StrJoin(moments_, " and "));
  }

 private:
  absl::Status Write(const google::protobuf::Message& record) {
    ++count_;
    absl::Status written = writer_.Write(record);
    if (written.ok()) return written;
    return absl::UnknownError(
        absl::StrCat(ResourceNameOf(MemberOf(record, "record")), " ", written.message()));
  }

  const std::string type_;
  RecordWriter& writer_;
  std::ostream& out_;
  int64_t count_ = 0;
  std::vector<std::string> moments_;
};

// Adds the cities that were merged as of a revision to `merged`.
absl::Status AddMergedCities(client::RegistryClient& registry, int64_t revision,
                             MergedCities* merged) {
  using Request = registry::v1::ListCitiesRequest;
  using Response = registry::v1::ListCitiesResponse;
  Request request;
  request.set_read_revision(revision);
  request.set_show_merged(true);
  request.set_page_size(1000);
  request.mutable_read_mask()->add_paths("name");
  request.mutable_read_mask()->add_paths("merged_into");
  client::Pager<Request, Response> pages(
      request, [&](const Request& page) { return registry.ListCities(page); });
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const absl::optional<Response> page, pages.Next());
    if (!page) return absl::OkStatus();
    for (const registry::v1::City& city : page->cities()) {
      if (!city.merged_into().empty()) merged->emplace(city.name(), city.merged_into());
    }
  }
}

absl::Status RunExport(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(const Scope scope, ScopeOf(arguments));
  const std::string path = arguments.Get("to", "");
  NewFile file(path);
  std::ostream& out = path.empty() ? context.out : file.stream();
  const std::string format = arguments.Get("format", "jsonl");
  MergedCities merged;
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<RecordWriter> writer,
                            MakeRecordWriter(format, scope.type, &merged, &out));
  if (!path.empty()) {
    const absl::Status opened = file.Open();
    if (!opened.ok()) return UsageError(opened.message());
  }
  writer->Begin();
  Export records(scope.type, writer.get(), &out);
  const auto find_merged = [&](int64_t revision) {
    return format == "csv" ? AddMergedCities(context.registry, revision, &merged)
                           : absl::OkStatus();
  };
  const auto from_registry = [&](int64_t) {
    return scope.registry ? records.From<RegistryApi>(&context.registry, find_merged)
                          : absl::OkStatus();
  };
  // The revision of the projects is fixed first. The registry's records are read after that, so
  // they include every record that a project names.
  JUMELAGE_RETURN_IF_ERROR(scope.projects
                               ? records.From<ProjectsApi>(&context.projects, from_registry)
                               : from_registry(0));
  if (!path.empty()) {
    JUMELAGE_RETURN_IF_ERROR(file.Commit());
    context.err << records.Summary() << std::endl;
  }
  if (writer->left_out() > 0) {
    context.err << "not in the table: " << writer->LeftOut()
                << "; 'export --format jsonl' has all records" << std::endl;
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ExportCommands() {
  return {
      {"export",
       "",
       0,
       0,
       "Writes all records of both services, deleted ones included.",
       "Writes the registry first: cities, organizations, agreements and twinnings, each type by "
       "name. Then\nwrites the projects. The records of a service are all of one revision. The "
       "revision of\nthe projects is fixed first, so the registry's records include everything "
       "that a project names.\n'import' reads the output and, in empty services, restores "
       "everything, except from CSV, whose\ncolumns contain less than the records (see 'help "
       "import'). A table leaves out deleted and merged\nrecords, has the remaining city in place "
       "of a merged one, and can be imported into empty services:\nfirst the cities, then the "
       "twinnings.\n\nIf one of the services "
       "fails, the command fails: the file stays as it was, and standard output has\nthe records "
       "before the failure. Use --service to export from the other service alone.",
       {{"format", "jsonl|textproto|csv",
         "JSON objects, one per line, or a bundle, or a table of one type. Default: jsonl."},
        {"type", "cities|organizations|agreements|twinnings|projects",
         "Only this type. Default: all."},
        {"service", "registry|projects", "Only this service. Default: both."},
        {"to", "FILE",
         "The file to write. An existing file stays until the export is complete, and stays if it "
         "fails.\nDefault: standard output."}},
       RunExport},
  };
}

}  // namespace jumelage::cli
