#include "projects_service/storage/project_list.h"

#include "common/filter/field.h"
#include "common/resource/fields.h"
#include "jumelage/projects/v1/project.pb.h"
#include "projects_service/storage/followed.h"

namespace jumelage {
namespace {

using projects::v1::Project;

// Returns a filter field for the references whose path meets the SQL condition `paths`. The filter
// follows redirects.
FilterField Reference(absl::string_view name, absl::string_view collection,
                      absl::string_view paths) {
  return ReferenceField(name, collection, "project_references", paths, kFollowedNamesOf);
}

}  // namespace

ListSpec ProjectList() {
  constexpr absl::string_view kSectors = "SELECT owner FROM project_sectors WHERE ";
  constexpr absl::string_view kTargets = "SELECT owner FROM project_sdg_targets WHERE ";
  return ListSpec(
      FilterSchema(
          WithCommonFields(
              "projects", "project_external_ids",
              {
                  FilterField::Name("display_name", "display_key"),
                  FilterField::Enum("state", Project::State_descriptor(), "state"),
                  FilterField::Enum("kind", Project::Kind_descriptor(), "kind"),
                  FilterField::ResourceName("parent", "projects", "parent"),
                  Reference("city", "cities", "path IN ('participants.city', 'sites.city')"),
                  Reference("organization", "organizations",
                            "path IN ('participants.organization', "
                            "'participants.acting_as_member_of')"),
                  FilterField::Text("sector", "code").In(kSectors),
                  FilterField::Text("sdg_target", "target").In(kTargets),
                  Reference("twinning", "twinnings", "path = 'twinnings'"),
                  Reference("agreement", "agreements", "path = 'agreements'"),
                  FilterField::Date("planned_start", "planned_start"),
                  FilterField::Date("actual_start", "actual_start"),
                  FilterField::Date("planned_end", "planned_end"),
                  FilterField::Date("actual_end", "actual_end"),
              }),
          "display_name"),
      WithCommonOrders({{"display_name", "display_key"},
                        {"planned_start", "planned_start", NoDate()},
                        {"actual_start", "actual_start", NoDate()}}));
}

}  // namespace jumelage
