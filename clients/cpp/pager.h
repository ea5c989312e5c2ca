#ifndef JUMELAGE_CLIENTS_CPP_PAGER_H_
#define JUMELAGE_CLIENTS_CPP_PAGER_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"

namespace jumelage::client {

// Fetches the pages of a List, Search or Query method, one after another. Not thread-safe.
//
//   Pager<ListCitiesRequest, ListCitiesResponse> pages(
//       request, [&](const ListCitiesRequest& page) { return client.ListCities(page); });
//   while (true) {
//     JUMELAGE_ASSIGN_OR_RETURN(const auto page, pages.Next());
//     if (!page) break;
//     …
//   }
template <typename Request, typename Response>
class Pager {
 public:
  using Fetch = std::function<absl::StatusOr<Response>(const Request&)>;

  // `request` selects what to list. Its `page_token`, if any, selects the first page.
  Pager(Request request, Fetch fetch) : request_(std::move(request)), fetch_(std::move(fetch)) {}

  // Returns the next page, which may be empty, or nullopt after the last page. After an error, call
  // Next again to retry the same page. Returns the errors of the method.
  absl::StatusOr<absl::optional<Response>> Next() {
    if (done_) return absl::optional<Response>();
    absl::StatusOr<Response> page = fetch_(request_);
    if (!page.ok()) return page.status();
    request_.set_page_token(page->next_page_token());
    done_ = page->next_page_token().empty();
    return absl::optional<Response>(*std::move(page));
  }

 private:
  Request request_;
  const Fetch fetch_;
  bool done_ = false;
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_PAGER_H_
