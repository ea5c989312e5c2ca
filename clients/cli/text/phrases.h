#ifndef JUMELAGE_CLIENTS_CLI_TEXT_PHRASES_H_
#define JUMELAGE_CLIENTS_CLI_TEXT_PHRASES_H_

#include "absl/strings/string_view.h"
#include "clients/cli/text/language.h"

namespace jumelage::cli {

// The fixed words of pages: headings and labels.
enum class Phrase {
  kInternationalRelations,
  kTwinTowns,
  kSince,
  kSinceUnknown,
  kProposedLinks,
  kEndedLinks,
  kProgrammes,
  kAgreements,
  kOrganizations,
  kSources,
  kAbout,
  kEstablished,
  kRelationStart,
  kHistory,
  kStatements,
  kCharter,
  kSigned,
  kSignedOn,
  kSignatories,
  kParties,
  kTerm,
  kDocuments,
  kForParty,
  kFirstHolder,
  kThemes,
  kMotives,
  kActivities,
  kPurposes,
  kPriorityReasons,
  kNamesUsed,
  kOtherNames,
  kCountry,
  kPartOf,
  kLiesIn,
  kCapitalOf,
  kKindOfPlace,
  kPopulation,
  kInhabitant,
  kInhabitants,
  kDistances,
  kParts,
  kDistinctions,
  kInOffice,
  kCeremonial,
  kYearly,
  kWebsite,
  kDeleted,
  kPossible,
  kKind,
  kSeat,
  kTerritories,
  kMembers,
  kFounded,
  kDissolved,
  kStart,
  kPlannedStart,
  kEnd,
  kPlannedEnd,
  kPartOfProject,
  kRelatedProjects,
  kSectors,
  kGoals,
  kParticipants,
  kAsMemberOf,
  kPlaces,
  kFor,
  kInTheFrameOf,
  kRetrieved,
  kNoPartners,
  kDecision,
  kIdentifiers,
  kContents,
  kNear,
};

// Returns the phrase in `language`. Every phrase exists in both languages.
absl::string_view Say(Phrase phrase, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TEXT_PHRASES_H_
