#ifndef JUMELAGE_COMMON_RESOURCE_TESTING_LIBRARY_SERVER_H_
#define JUMELAGE_COMMON_RESOURCE_TESTING_LIBRARY_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "common/resource/admission.h"
#include "common/resource/testing/library.grpc.pb.h"
#include "common/server/server.h"
#include "common/store/embedded_store.h"
#include "common/store/resources.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "common/watch/feed.h"

namespace jumelage {

// The tables of shelves and books, as in a service's view.
struct LibraryTables {
  LibraryTables();

  const Table<samples::Shelf> shelf_table;
  const Table<samples::Book> book_table;
  const Resources<samples::Shelf> shelves{&shelf_table};
  const Resources<samples::Book> books{&book_table};
  ViewSchema schema;
};

// An in-process service for shelves and books, built from the code that all services share. Aborts
// if it can't start.
class LibraryServer {
 public:
  explicit LibraryServer(const std::string& data_dir);
  ~LibraryServer();

  Store& store() { return *store_; }
  std::unique_ptr<samples::LibraryService::Stub> NewStub() const;

 private:
  class Service;

  LibraryTables tables_;
  Feed feed_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Admission> admission_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_TESTING_LIBRARY_SERVER_H_
