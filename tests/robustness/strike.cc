#include "tests/robustness/strike.h"

#include <array>
#include <optional>

#include "absl/strings/str_cat.h"

namespace jumelage {
namespace {

// Returns a random number from 1 to `most`. Small numbers are more likely, so that enough faults
// come early.
int64_t Countdown(std::mt19937_64& random, int most) {
  const int64_t bound = 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(most));
  return 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(bound));
}

template <typename T, size_t kSize>
T Pick(std::mt19937_64& random, const std::array<T, kSize>& choices) {
  return choices[random() % kSize];
}

std::string PickFile(std::mt19937_64& random) {
  // Prefer the log's files, since durability depends on them.
  return Pick(random, std::array<std::string, 8>{"log.db-wal", "log.db-wal", "log.db-wal", "log.db",
                                                 "view.db-wal", "view.db-wal", "view.db", ""});
}

// Returns roughly how many such operations a run has. A batch syncs once, and writes some pages to
// each WAL.
int MostOperations(const std::string& file, std::optional<FileOperation> operation) {
  if (operation == FileOperation::kTruncate || operation == FileOperation::kDelete) return 2;
  if (operation == FileOperation::kSync) return 100;
  return file == "log.db" || file == "view.db" ? 10 : 400;
}

void Aim(std::mt19937_64& random, FaultPlan* plan) {
  plan->suffix = PickFile(random);
  plan->countdown = Countdown(random, MostOperations(plan->suffix, plan->operation));
}

void PlanKill(std::mt19937_64& random, Strike* strike) {
  strike->plan.fault = Fault::kKill;
  strike->plan.operation =
      Pick(random, std::array<std::optional<FileOperation>, 5>{
                       std::nullopt, FileOperation::kWrite, FileOperation::kSync,
                       FileOperation::kSync, FileOperation::kTruncate});
  Aim(random, &strike->plan);
  // The view is not synced while it is open.
  if (strike->plan.operation == FileOperation::kSync) strike->plan.suffix = "log.db-wal";
}

void PlanFailedSync(std::mt19937_64& random, Strike* strike) {
  strike->plan.operation = FileOperation::kSync;
  strike->plan.fault = Pick(random, std::array<Fault, 4>{Fault::kFail, Fault::kFailKeep,
                                                         Fault::kFailLose, Fault::kFailRevert});
  strike->plan.suffix = random() % 4 == 0 ? "log.db" : "log.db-wal";
  strike->plan.countdown = Countdown(random, MostOperations(strike->plan.suffix, std::nullopt) / 4);
  strike->plan.times = 1 + static_cast<int64_t>(random() % 2);
}

void PlanOther(std::mt19937_64& random, Strike* strike) {
  strike->plan.operation = FileOperation::kWrite;
  strike->plan.fault = Fault::kTear;
  if (strike->kind == StrikeKind::kFullOnce) strike->plan.fault = Fault::kFull;
  if (strike->kind == StrikeKind::kIoError) {
    strike->plan.fault = Fault::kFail;
    strike->plan.operation =
        Pick(random, std::array<FileOperation, 3>{FileOperation::kWrite, FileOperation::kRead,
                                                  FileOperation::kTruncate});
    strike->plan.times = 1 + static_cast<int64_t>(random() % 3);
  }
  Aim(random, &strike->plan);
}

std::string NameOf(Fault fault) {
  switch (fault) {
    case Fault::kFail:
      return "fails";
    case Fault::kTear:
      return "is torn";
    case Fault::kDrop:
      return "is dropped";
    case Fault::kFailKeep:
      return "fails and keeps";
    case Fault::kFailLose:
      return "fails and loses";
    case Fault::kFailRevert:
      return "fails and reverts";
    case Fault::kFull:
      return "finds the disk full";
    case Fault::kKill:
      return "is the last";
  }
  return "";
}

std::string NameOf(std::optional<FileOperation> operation) {
  if (!operation) return "change";
  static constexpr std::array<const char*, kFileOperations> kNames = {"open",     "read", "write",
                                                                      "truncate", "sync", "delete"};
  return kNames[static_cast<size_t>(*operation)];
}

std::string NameOf(Ending ending) {
  switch (ending) {
    case Ending::kStop:
      return "a stop";
    case Ending::kStopThenPowerLoss:
      return "a stop and a loss of power";
    case Ending::kPowerLoss:
      return "a loss of power";
  }
  return "";
}

}  // namespace

Strike NextStrike(std::mt19937_64& random) {
  Strike strike;
  strike.kind = Pick(
      random, std::array<StrikeKind, 10>{
                  StrikeKind::kKill, StrikeKind::kKill, StrikeKind::kKill, StrikeKind::kFailedSync,
                  StrikeKind::kFailedSync, StrikeKind::kTornWrite, StrikeKind::kIoError,
                  StrikeKind::kFullOnce, StrikeKind::kFullDisk, StrikeKind::kNone});
  strike.ending = Pick(random, std::array<Ending, 4>{Ending::kStop, Ending::kStopThenPowerLoss,
                                                     Ending::kPowerLoss, Ending::kPowerLoss});
  strike.loss = random() % 2 == 0 ? PowerLoss::kForgetAll : PowerLoss::kKeepSome;
  strike.plan.loss = strike.loss;
  if (strike.kind == StrikeKind::kKill) {
    PlanKill(random, &strike);
  } else if (strike.kind == StrikeKind::kFailedSync) {
    PlanFailedSync(random, &strike);
  } else if (strike.kind != StrikeKind::kFullDisk && strike.kind != StrikeKind::kNone) {
    PlanOther(random, &strike);
  }
  return strike;
}

std::string NameOf(StrikeKind kind) {
  switch (kind) {
    case StrikeKind::kKill:
      return "kill";
    case StrikeKind::kFailedSync:
      return "failed sync";
    case StrikeKind::kTornWrite:
      return "torn write";
    case StrikeKind::kIoError:
      return "I/O error";
    case StrikeKind::kFullOnce:
      return "full once";
    case StrikeKind::kFullDisk:
      return "full disk";
    case StrikeKind::kNone:
      return "nothing";
  }
  return "";
}

std::string DescribeStrike(const Strike& strike) {
  std::string text = NameOf(strike.kind);
  if (strike.kind != StrikeKind::kNone && strike.kind != StrikeKind::kFullDisk) {
    absl::StrAppend(&text, " (", NameOf(strike.plan.operation), " ", strike.plan.countdown, " of ",
                    strike.plan.suffix.empty() ? "any file" : strike.plan.suffix, " ",
                    NameOf(strike.plan.fault), ", ", strike.plan.times, " times)");
  }
  return absl::StrCat(text, ", at the end ", NameOf(strike.ending),
                      strike.loss == PowerLoss::kForgetAll ? ", all forgotten" : ", some kept");
}

}  // namespace jumelage
