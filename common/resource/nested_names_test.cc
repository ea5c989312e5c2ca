#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/resource/testing/library_server.h"
#include "common/rpc/status.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using samples::Book;
using samples::LibraryImportResult;
using samples::Shelf;
using testing::ElementsAre;
using testing::IsEmpty;

// Tests nested names, such as "shelves/a/books/b", wherever a name can occur. Books represent any
// type of resource below a parent.
class NestedNamesTest : public testing::Test {
 protected:
  using Stub = samples::LibraryService::Stub;

  NestedNamesTest() : server_(dir_.path()), stub_(server_.NewStub()) {}

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const std::string& text) {
    Request request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    Response response;
    absl::Status status = FromGrpcStatus((stub_.get()->*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  void CreateShelf(const std::string& id) {
    EXPECT_THAT(Call(&Stub::CreateShelf, absl::StrCat("shelf_id: '", id, "'")), IsOk());
  }
  absl::StatusOr<Book> CreateBook(const std::string& shelf, const std::string& id,
                                  const std::string& book = "") {
    return Call(&Stub::CreateBook, absl::StrCat("parent: 'shelves/", shelf, "' book_id: '", id,
                                                "' book { ", book, " }"));
  }
  absl::StatusOr<Book> GetBook(const std::string& name) {
    return Call(&Stub::GetBook, absl::StrCat("name: '", name, "'"));
  }
  std::vector<std::string> List(const std::string& text) {
    const auto page = Call(&Stub::ListBooks, text);
    EXPECT_THAT(page, IsOk()) << text;
    std::vector<std::string> names;
    if (!page.ok()) return names;
    for (const Book& book : page->books()) names.push_back(book.name());
    if (!page->next_page_token().empty()) names.emplace_back("...");
    return names;
  }

  TempDir dir_;
  LibraryServer server_;
  const std::unique_ptr<Stub> stub_;
};

TEST_F(NestedNamesTest, ResourcesAreCreatedAndReadBelowTheirParent) {
  CreateShelf("a");
  const auto book = CreateBook("a", "b", "display_name: 'B'");
  ASSERT_THAT(book, IsOk());
  EXPECT_EQ(book->name(), "shelves/a/books/b");
  // The book is read from the cache, and from the view.
  EXPECT_THAT(*GetBook("shelves/a/books/b"), EqualsProto(*book));
  EXPECT_THAT(*Call(&Stub::GetBook, "name: 'shelves/a/books/b' read_mask { paths: '*' }"),
              EqualsProto(*book));
  EXPECT_THAT(Call(&Stub::GetBook, "name: 'shelves/a/books/b' read_revision: 1"),
              HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::GetBook, "name: 'shelves/a/books/b' read_revision: 2"), IsOk());
  const auto both =
      Call(&Stub::BatchGetBooks, "names: 'shelves/a/books/b' names: 'shelves/a/books/b'");
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->books_size(), 2);
  EXPECT_THAT(CreateBook("a", "b"), HasReason("RESOURCE_ALREADY_EXISTS"));
}

TEST_F(NestedNamesTest, ANameOfAnotherTypeIsNeverAnswered) {
  CreateShelf("a");
  ASSERT_THAT(CreateBook("a", "b"), IsOk());
  // Both are in the cache.
  ASSERT_THAT(Call(&Stub::GetShelf, "name: 'shelves/a'"), IsOk());
  ASSERT_THAT(GetBook("shelves/a/books/b"), IsOk());
  for (const char* name : {"shelves/a/books/b", "shelves/a/books", "shelves/a/", "shelves/", "a"}) {
    EXPECT_THAT(Call(&Stub::GetShelf, absl::StrCat("name: '", name, "'")),
                HasReason("FIELD_INVALID"))
        << name;
  }
  for (const char* name : {"shelves/a", "books/b", "shelves/-/books/b", "shelves//books/b",
                           "shelves/a/books/b/", "shelves/a/books/b/books/c", "x/a/books/b"}) {
    EXPECT_THAT(GetBook(name), HasReason("FIELD_INVALID")) << name;
    EXPECT_THAT(Call(&Stub::BatchGetBooks, absl::StrCat("names: '", name, "'")),
                HasReason("FIELD_INVALID"))
        << name;
  }
  EXPECT_THAT(GetBook("shelves/b/books/b"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(NestedNamesTest, FreeNamesAreFreeBelowTheirParent) {
  CreateShelf("a");
  CreateShelf("b");
  EXPECT_EQ(CreateBook("a", "", "display_name: 'Wells'")->name(), "shelves/a/books/wells");
  EXPECT_EQ(CreateBook("a", "", "display_name: 'Wells'")->name(), "shelves/a/books/wells-2");
  EXPECT_EQ(CreateBook("b", "", "display_name: 'Wells'")->name(), "shelves/b/books/wells");
}

TEST_F(NestedNamesTest, ListsCoverOneParentOrAll) {
  // The id "a" is a prefix of "a-1", and '-' sorts before '/'.
  for (const char* shelf : {"a", "a-1", "b"}) {
    CreateShelf(shelf);
    for (const char* book : {"x", "y"}) {
      ASSERT_THAT(CreateBook(shelf, book, absl::StrCat("display_name: '", book, shelf, "'")),
                  IsOk());
    }
  }
  EXPECT_THAT(List("parent: 'shelves/a'"), ElementsAre("shelves/a/books/x", "shelves/a/books/y"));
  EXPECT_THAT(List("parent: 'shelves/a-1' order_by: 'display_name desc'"),
              ElementsAre("shelves/a-1/books/y", "shelves/a-1/books/x"));
  EXPECT_THAT(List("parent: 'shelves/-'"),
              ElementsAre("shelves/a-1/books/x", "shelves/a-1/books/y", "shelves/a/books/x",
                          "shelves/a/books/y", "shelves/b/books/x", "shelves/b/books/y"));
  EXPECT_THAT(List("parent: 'shelves/-' filter: 'name = \"shelves/b/books/x\"'"),
              ElementsAre("shelves/b/books/x"));
  EXPECT_THAT(List("parent: 'shelves/a' filter: 'name = \"shelves/b/books/x\"'"), IsEmpty());
  EXPECT_THAT(List("parent: 'shelves/none'"), IsEmpty());
  for (const char* parent : {"", "shelves", "shelves/-/books/-", "books/-", "-", "shelves/a/"}) {
    EXPECT_THAT(Call(&Stub::ListBooks, absl::StrCat("parent: '", parent, "'")),
                HasReason("FIELD_INVALID"))
        << parent;
  }
  EXPECT_THAT(Call(&Stub::ListBooks, "parent: 'shelves/-' filter: 'name = \"shelves/a\"'"),
              HasReason("FILTER_INVALID"));
}

TEST_F(NestedNamesTest, PagesStayBelowTheirParentAndTokensBelongToIt) {
  for (const char* shelf : {"a", "b"}) {
    CreateShelf(shelf);
    for (const char* book : {"x", "y", "z"}) ASSERT_THAT(CreateBook(shelf, book), IsOk());
  }
  for (const std::string& past : {std::string(), std::string(" read_revision: 8")}) {
    const auto first = Call(&Stub::ListBooks, "parent: 'shelves/a' page_size: 2" + past);
    ASSERT_THAT(first, IsOk());
    ASSERT_EQ(first->books_size(), 2);
    const std::string token = absl::StrCat("page_token: '", first->next_page_token(), "'", past);
    EXPECT_THAT(List(absl::StrCat("parent: 'shelves/a' page_size: 2 ", token)),
                ElementsAre("shelves/a/books/z"));
    EXPECT_THAT(Call(&Stub::ListBooks, absl::StrCat("parent: 'shelves/b' ", token)),
                HasReason("PAGE_TOKEN_INVALID"));
  }
  EXPECT_THAT(List("parent: 'shelves/a' read_revision: 3"),
              ElementsAre("shelves/a/books/x", "shelves/a/books/y"));
  EXPECT_THAT(List("parent: 'shelves/b' read_revision: 4"), IsEmpty());
}

// A resource below another one counts as a reference to it.
TEST_F(NestedNamesTest, AParentIsRemovedAfterItsChildren) {
  EXPECT_THAT(CreateBook("none", "b"), HasReason("RESOURCE_NOT_FOUND"));
  CreateShelf("a");
  ASSERT_THAT(CreateBook("a", "b"), IsOk());
  EXPECT_THAT(Call(&Stub::DeleteShelf, "name: 'shelves/a'"), HasReason("RESOURCE_IN_USE"));
  ASSERT_THAT(Call(&Stub::DeleteBook, "name: 'shelves/a/books/b'"), IsOk());
  ASSERT_THAT(Call(&Stub::DeleteShelf, "name: 'shelves/a'"), IsOk());
  EXPECT_THAT(CreateBook("a", "c"), HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(Call(&Stub::UndeleteBook, "name: 'shelves/a/books/b'"),
              HasReason("RESOURCE_DELETED"));
  EXPECT_THAT(Call(&Stub::PurgeShelf, "name: 'shelves/a'"), HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(List("parent: 'shelves/a' show_deleted: true"), ElementsAre("shelves/a/books/b"));

  ASSERT_THAT(Call(&Stub::UndeleteShelf, "name: 'shelves/a'"), IsOk());
  ASSERT_THAT(Call(&Stub::UndeleteBook, "name: 'shelves/a/books/b'"), IsOk());
  ASSERT_THAT(Call(&Stub::DeleteBook, "name: 'shelves/a/books/b'"), IsOk());
  ASSERT_THAT(Call(&Stub::DeleteShelf, "name: 'shelves/a'"), IsOk());
  ASSERT_THAT(Call(&Stub::PurgeBook, "name: 'shelves/a/books/b'"), IsOk());
  ASSERT_THAT(Call(&Stub::PurgeShelf, "name: 'shelves/a'"), IsOk());
  EXPECT_THAT(GetBook("shelves/a/books/b"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(NestedNamesTest, ReferencesAndExternalIdsWorkBelowParents) {
  CreateShelf("a");
  CreateShelf("b");
  EXPECT_THAT(CreateBook("a", "one", "sequel: 'shelves/b/books/two'"),
              HasReason("REFERENCE_NOT_FOUND"));
  ASSERT_THAT(CreateBook("b", "two", "external_ids { scheme: 'isbn' value: '1' }"), IsOk());
  ASSERT_THAT(CreateBook("a", "one", "sequel: 'shelves/b/books/two'"), IsOk());
  EXPECT_THAT(CreateBook("a", "three", "external_ids { scheme: 'isbn' value: '1' }"),
              HasReason("EXTERNAL_ID_TAKEN"));
  EXPECT_THAT(Call(&Stub::DeleteBook, "name: 'shelves/b/books/two'"), HasReason("RESOURCE_IN_USE"));
  EXPECT_THAT(Call(&Stub::UpdateBook, R"pb(
                book { name: "shelves/a/books/one" sequel: "shelves/b/books/none" }
              )pb"),
              HasReason("REFERENCE_NOT_FOUND"));
  ASSERT_THAT(Call(&Stub::UpdateBook, R"pb(
                book { name: "shelves/a/books/one" display_name: "One" }
              )pb"),
              IsOk());
  const auto states = Call(&Stub::ListBookRevisions, "name: 'shelves/a/books/one'");
  ASSERT_THAT(states, IsOk());
  ASSERT_EQ(states->revisions_size(), 2);
  EXPECT_EQ(states->revisions(0).book().display_name(), "One");
  EXPECT_EQ(states->revisions(1).book().display_name(), "");
}

TEST_F(NestedNamesTest, WatchesFilterByTypeAndName) {
  CreateShelf("a");
  ASSERT_THAT(CreateBook("a", "b"), IsOk());
  ASSERT_THAT(CreateBook("a", "c"), IsOk());
  const auto watch = [&](const std::string& text) {
    samples::LibraryWatchRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    grpc::ClientContext context;
    const auto stream = stub_->Watch(&context, request);
    std::vector<std::string> names;
    samples::LibraryWatchResponse message;
    while (stream->Read(&message) && !message.has_progress()) {
      for (const auto& change : message.snapshot().resources()) {
        names.push_back(change.name());
        EXPECT_EQ(change.has_book(), change.name() != "shelves/a");
      }
      for (const auto& commit : message.commits()) {
        for (const auto& change : commit.changes()) names.push_back(change.name());
      }
    }
    context.TryCancel();
    return names;
  };
  EXPECT_THAT(watch("after_revision: 0 resource_types: 'samples.jumelage/Book'"),
              ElementsAre("shelves/a/books/b", "shelves/a/books/c"));
  EXPECT_THAT(watch("after_revision: 0 resource_types: 'samples.jumelage/Shelf'"),
              ElementsAre("shelves/a"));
  EXPECT_THAT(watch("after_revision: 0 names: 'shelves/a/books/c'"),
              ElementsAre("shelves/a/books/c"));
  EXPECT_THAT(watch("snapshot {}"),
              ElementsAre("shelves/a", "shelves/a/books/b", "shelves/a/books/c"));
}

TEST_F(NestedNamesTest, RecordsAreImportedAndExported) {
  // A parent is imported before its children, whatever their order in the request.
  const auto imported = Call(&Stub::ImportRecords, R"pb(
    records { book { name: "shelves/a/books/one" sequel: "shelves/a/books/two" } }
    records { book { name: "shelves/a/books/two" display_name: "Two" } }
    records { shelf { name: "shelves/a" } }
    records { book { name: "shelves/none/books/one" } }
    records { book { external_ids { scheme: "isbn" value: "1" } } }
    records { book { name: "books/one" } }
    records {
      book {
        name: "shelves/none/books/two"
        delete_time { seconds: 1 }
      }
    }
  )pb");
  ASSERT_THAT(imported, IsOk());
  std::vector<int> outcomes;
  for (const LibraryImportResult& result : imported->results()) {
    outcomes.push_back(result.outcome());
  }
  constexpr auto kCreated = LibraryImportResult::OUTCOME_CREATED;
  constexpr auto kRefused = LibraryImportResult::OUTCOME_REFUSED;
  EXPECT_THAT(outcomes,
              ElementsAre(kCreated, kCreated, kCreated, kRefused, kRefused, kRefused, kRefused));

  const auto exported = [&](const std::string& text) {
    samples::LibraryExportRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request));
    grpc::ClientContext context;
    const auto stream = stub_->ExportRecords(&context, request);
    std::vector<std::string> names;
    samples::LibraryExportResponse message;
    while (stream->Read(&message)) {
      for (const auto& record : message.records()) {
        names.push_back(record.has_book() ? record.book().name() : record.shelf().name());
        EXPECT_EQ(record.book().revision(), 0);
      }
    }
    EXPECT_TRUE(stream->Finish().ok());
    return names;
  };
  EXPECT_THAT(exported(""), ElementsAre("shelves/a", "shelves/a/books/one", "shelves/a/books/two"));
  EXPECT_THAT(exported("resource_types: 'samples.jumelage/Book'"),
              ElementsAre("shelves/a/books/one", "shelves/a/books/two"));
}

}  // namespace
}  // namespace jumelage
