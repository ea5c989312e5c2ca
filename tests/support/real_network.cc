#include "tests/support/real_network.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/transfer/wikidata.h"
#include "clients/cpp/channel.h"
#include "common/base/clock.h"
#include "common/base/status_macros.h"

namespace jumelage {

RealNetwork::RealNetwork() {
  client::ClientOptions options;
  options.timeout = absl::Minutes(2);
  client_ = std::make_unique<client::RegistryClient>(client::ConnectInsecurely(registry_.address()),
                                                     options);
  const absl::Time start = Clock::Real()->Now();
  const absl::StatusOr<cli::ImportCounts> counts = ImportAgain();
  import_time_ = Clock::Real()->Now() - start;
  if (!counts.ok()) {
    std::cerr << "the real network can't be imported: " << counts.status() << std::endl;
    std::abort();
  }
  counts_ = *counts;
}

absl::StatusOr<cli::ImportCounts> RealNetwork::ImportAgain() {
  cli::WikidataSource::Options options;
  options.names = "data/wikidata-2016/names.tsv";
  options.relations = "data/wikidata-2016/relations.tsv";
  options.as_of = "2016-09";
  JUMELAGE_ASSIGN_OR_RETURN(cli::WikidataSource source, cli::WikidataSource::Open(options));
  cli::RecordImporter importer(client_.get(),
                               registry::v1::ImportRecordsRequest::EXISTING_RECORDS_KEEP, {});
  JUMELAGE_RETURN_IF_ERROR(importer.Import(&source));
  return importer.counts();
}

std::string RealNetwork::City(const std::string& wikidata_id) {
  return absl::StrCat("cities/wikidata-", absl::AsciiStrToLower(wikidata_id));
}

}  // namespace jumelage
