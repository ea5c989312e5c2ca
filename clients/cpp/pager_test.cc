#include "clients/cpp/pager.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/city_service.pb.h"

namespace jumelage::client {
namespace {

using registry::v1::ListCitiesRequest;
using registry::v1::ListCitiesResponse;
using Pages = Pager<ListCitiesRequest, ListCitiesResponse>;

// Returns the page for the token in `request`: one of three pages with the tokens "", "b" and "c".
// The second page is empty.
absl::StatusOr<ListCitiesResponse> ThreePages(const ListCitiesRequest& request) {
  ListCitiesResponse page;
  if (request.page_token().empty()) {
    page.add_cities()->set_name("cities/a");
    page.set_next_page_token("b");
  } else if (request.page_token() == "b") {
    page.set_next_page_token("c");
  } else {
    page.add_cities()->set_name("cities/c");
  }
  return page;
}

TEST(PagerTest, WalksAllPagesWithTheSameRequest) {
  ListCitiesRequest request;
  request.set_filter("country = \"FR\"");
  std::vector<std::string> names;
  Pages pages(request, [](const ListCitiesRequest& page) {
    EXPECT_EQ(page.filter(), "country = \"FR\"");
    return ThreePages(page);
  });
  int count = 0;
  while (true) {
    const auto page = pages.Next();
    ASSERT_TRUE(page.ok());
    if (!page->has_value()) break;
    ++count;
    for (const auto& city : (*page)->cities()) names.push_back(city.name());
  }
  EXPECT_EQ(count, 3);
  EXPECT_EQ(names, (std::vector<std::string>{"cities/a", "cities/c"}));
  const auto after = pages.Next();
  ASSERT_TRUE(after.ok());
  EXPECT_FALSE(after->has_value());
}

TEST(PagerTest, RequestsTheSamePageAfterAnError) {
  int calls = 0;
  Pages pages({}, [&calls](const ListCitiesRequest& page) -> absl::StatusOr<ListCitiesResponse> {
    if (++calls == 2) return absl::UnavailableError("not now");
    return ThreePages(page);
  });
  ASSERT_TRUE(pages.Next().ok());
  EXPECT_TRUE(absl::IsUnavailable(pages.Next().status()));
  const auto second = pages.Next();
  ASSERT_TRUE(second.ok() && second->has_value());
  EXPECT_EQ((*second)->next_page_token(), "c");
}

}  // namespace
}  // namespace jumelage::client
