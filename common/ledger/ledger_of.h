#ifndef JUMELAGE_COMMON_LEDGER_LEDGER_OF_H_
#define JUMELAGE_COMMON_LEDGER_LEDGER_OF_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/ledger/checks.h"
#include "common/ledger/errors.h"
#include "common/ledger/ledger.h"
#include "common/values/field_checks.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage {

// Converts a ledger entry to the form that the rules of ledgers use. The result points into
// `entry`.
template <typename Entry>
LedgerStep StepOfEntry(const Entry& entry) {
  LedgerStep step;
  step.step = entry.step();
  step.supersedes = entry.supersedes();
  step.precedes = entry.precedes();
  if (entry.has_effective_date()) step.effective_date = &entry.effective_date();
  if (entry.has_record_time()) step.record_time = &entry.record_time();
  if (entry.has_decision()) step.decision = &entry.decision();
  step.notes = &entry.notes();
  return step;
}

// The ledger of a type of resources. `T` has
//
//   using Resource, Entry, Correction;            // Twinning, LedgerEntry, LedgerCorrection
//   static const LifeCycle& Cycle();
//   static int InitialState(const Resource&);     // before the first step
//   static void SetStates(const EntryStates&, Entry*);  // 0: none
//
// Reads and changes the ledger of a resource, and updates its `state`. Changes no other field. Pure
// and thread-safe.
template <typename T>
struct LedgerOf {
  using Resource = typename T::Resource;
  using Entry = typename T::Entry;
  using Corrections = google::protobuf::RepeatedPtrField<typename T::Correction>;
  using Timestamp = google::protobuf::Timestamp;

  // Returns the ledger in `resource`. It points into `resource`.
  static Ledger In(const Resource& resource) {
    Ledger ledger = {&T::Cycle(), T::InitialState(resource), {}};
    ledger.steps.reserve(resource.ledger_size());
    for (const Entry& entry : resource.ledger()) ledger.steps.push_back(StepOfEntry(entry));
    return ledger;
  }

  // Returns the entries that count, in the order in which they took effect. The pointers are into
  // `resource`.
  static std::vector<const Entry*> Effective(const Resource& resource) {
    std::vector<const Entry*> effective;
    for (const int entry : EffectiveEntries(In(resource))) {
      effective.push_back(&resource.ledger(entry));
    }
    return effective;
  }

  // Returns the state after the effective ledger.
  static typename Resource::State StateIn(const Resource& resource) {
    return static_cast<typename Resource::State>(StatesOf(In(resource)).state);
  }

  // Starts the ledger of a new resource: sets the ids, record times and states of its entries, and
  // the state of the resource.
  static void Start(const Timestamp& record_time, Resource* resource) {
    for (int i = 0; i < resource->ledger_size(); ++i) {
      resource->mutable_ledger(i)->set_entry_id(EntryId(T::Cycle(), i));
      *resource->mutable_ledger(i)->mutable_record_time() = record_time;
    }
    SetStates(resource);
  }

  // Appends `entry`, which must have a step and a record_time, and may have an effective_date, a
  // decision and notes. Sets its id, and updates the states. Returns ILLEGAL_TRANSITION, and leaves
  // the ledger unchanged, if the ledger would become invalid.
  static absl::Status Append(Entry entry, Resource* resource) {
    Add(std::move(entry), resource);
    absl::Status legal = CheckStory(In(*resource), resource->name());
    if (!legal.ok()) {
      resource->mutable_ledger()->RemoveLast();
      return legal;
    }
    SetStates(resource);
    return absl::OkStatus();
  }

  static void CheckCorrections(const Corrections& corrections, absl::CivilDay today,
                               Violations* violations) {
    std::vector<Entry> entries;
    for (const auto& correction : corrections) entries.push_back(ToEntry(correction));
    std::vector<LedgerStep> steps;
    for (const Entry& entry : entries) steps.push_back(StepOfEntry(entry));
    jumelage::CheckCorrections(T::Cycle(), steps, today, violations);
  }

  // Appends an entry for each correction, in order. Returns LEDGER_ENTRY_NOT_EFFECTIVE if a
  // correction names an entry that is missing or superseded, or ILLEGAL_TRANSITION if the corrected
  // ledger is invalid. The resource is unchanged after an error.
  static absl::Status Correct(const Corrections& corrections, const Timestamp& record_time,
                              Resource* resource) {
    Resource corrected = *resource;
    for (const auto& correction : corrections) {
      Entry entry = ToEntry(correction);
      const std::string& target =
          entry.supersedes().empty() ? entry.precedes() : entry.supersedes();
      if (!IsUnsuperseded(In(corrected), target)) {
        return LedgerEntryNotEffectiveError(T::Cycle().type, resource->name(), target);
      }
      *entry.mutable_record_time() = record_time;
      Add(std::move(entry), &corrected);
    }
    JUMELAGE_RETURN_IF_ERROR(CheckStory(In(corrected), resource->name()));
    SetStates(&corrected);
    *resource = std::move(corrected);
    return absl::OkStatus();
  }

  // For imports: copies the record times in `given` to the entries of `*resource`, from the entry
  // at index `begin` on. Both must have the same entries. Leaves out missing and invalid record
  // times, and adds violations for the invalid ones (CheckTimeOfRecord).
  static void RestoreRecordTimes(const Resource& given, int begin, const Timestamp& now,
                                 Resource* resource, Violations* violations) {
    for (int i = begin; i < given.ledger_size(); ++i) {
      const Entry& entry = given.ledger(i);
      if (!entry.has_record_time()) continue;
      const std::string field = Indexed(T::Cycle().field, i) + ".record_time";
      if (!CheckTimeOfRecord(field, entry.record_time(), now, violations)) continue;
      *resource->mutable_ledger(i)->mutable_record_time() = entry.record_time();
    }
  }

  // For imports: if the ledger of `given` begins with the steps of `*resource` and has more steps,
  // appends the additional steps and returns true. Otherwise returns false. The new entries have
  // the record times in `given`, or `now` if `given` has none. Adds violations for invalid record
  // times. The caller must check the resulting ledger with CheckLedger.
  static bool Continue(const Resource& given, const Timestamp& now, Resource* resource,
                       Violations* violations) {
    const int known = resource->ledger_size();
    if (given.ledger_size() <= known ||
        !std::equal(resource->ledger().begin(), resource->ledger().end(), given.ledger().begin(),
                    SameStep)) {
      return false;
    }
    for (int i = known; i < given.ledger_size(); ++i) {
      Add(given.ledger(i), resource);
      *resource->mutable_ledger(i)->mutable_record_time() = now;
    }
    SetStates(resource);
    RestoreRecordTimes(given, known, now, resource, violations);
    return true;
  }

 private:
  static void Add(Entry entry, Resource* resource) {
    entry.set_entry_id(EntryId(T::Cycle(), resource->ledger_size()));
    *resource->add_ledger() = std::move(entry);
  }

  static void SetStates(Resource* resource) {
    const LedgerStates states = StatesOf(In(*resource));
    for (int i = 0; i < resource->ledger_size(); ++i) {
      T::SetStates(states.entries[i], resource->mutable_ledger(i));
    }
    resource->set_state(static_cast<typename Resource::State>(states.state));
  }

  static Entry ToEntry(const typename T::Correction& correction) {
    Entry entry;
    entry.set_supersedes(correction.supersedes());
    entry.set_precedes(correction.precedes());
    entry.set_step(correction.step());
    if (correction.has_effective_date()) {
      *entry.mutable_effective_date() = correction.effective_date();
    }
    if (correction.has_decision()) *entry.mutable_decision() = correction.decision();
    *entry.mutable_notes() = correction.notes();
    return entry;
  }

  // Whether two entries are equal, apart from the fields that the services set.
  static bool SameStep(Entry a, Entry b) {
    for (Entry* entry : {&a, &b}) {
      entry->clear_entry_id();
      T::SetStates(EntryStates(), entry);
      entry->clear_record_time();
    }
    return google::protobuf::util::MessageDifferencer::Equals(a, b);
  }
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LEDGER_LEDGER_OF_H_
