#include "projects_service/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/error.h"

namespace jumelage {
namespace {

// About the longest time that the channel to the registry waits before it tries to reconnect
// (DialRegistry).
constexpr absl::Duration kRetryRegistry = absl::Seconds(2);

}  // namespace

absl::Status RegistryUnavailableError(const std::vector<std::string>& names) {
  const std::string more = names.size() > 1 ? absl::StrCat(" and ", names.size() - 1, " more") : "";
  return ErrorBuilder(absl::StatusCode::kUnavailable, "REGISTRY_UNAVAILABLE",
                      absl::StrCat("not known here yet: ", names.empty() ? "" : names[0], more,
                                   "; the registry can't be reached now, so nothing was changed"))
      .Metadata("resource", names.empty() ? "" : names[0])
      .RetryAfter(kRetryRegistry)
      .Build();
}

absl::Status ParentCircleError(absl::string_view parent) {
  return InvalidFieldsError(
      {{"project.parent", absl::StrCat(parent, " must not be a part of the project")}});
}

}  // namespace jumelage
