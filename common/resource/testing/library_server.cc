#include "common/resource/testing/library_server.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "common/base/limits.h"
#include "common/message/message_checks.h"
#include "common/resource/columns.h"
#include "common/resource/export_server.h"
#include "common/resource/fields.h"
#include "common/resource/import_refusals.h"
#include "common/resource/import_requests.h"
#include "common/resource/import_run.h"
#include "common/resource/record_import.h"
#include "common/resource/resource_type.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "common/rpc/raw.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"
#include "common/watch/codec.h"
#include "common/watch/watch_server.h"

namespace jumelage {
namespace {

using samples::Book;
using samples::LibraryImportRequest;
using samples::LibraryImportResponse;
using samples::LibraryImportResult;
using samples::LibraryRecord;
using samples::Shelf;

template <typename R>
TableSpec<R> Spec(const char* collection, const char* references, const char* external_ids) {
  TableSpec<R> spec;
  spec.collection = collection;
  spec.columns = {DisplayKeyColumn<R>()};
  AddTimeColumns(&spec.columns);
  spec.side_tables = {References<R>(references), ExternalIds<R>(external_ids)};
  spec.indexes = {{"display_key"}};
  return spec;
}

ListSpec List(const char* collection, const char* external_ids) {
  return ListSpec(FilterSchema(WithCommonFields(collection, external_ids,
                                                {FilterField::Name("display_name", "display_key")}),
                               "display_name"),
                  WithCommonOrders({{"display_name", "display_key"}}));
}

template <typename R>
ResourceRules<R> Rules(const char* field) {
  ResourceRules<R> rules;
  rules.field = field;
  rules.check = [field](const R& resource, absl::CivilDay, Violations* violations) {
    CheckMessage(field, resource, MessageLimits(), violations);
  };
  rules.propose_id = [field](const R& resource) {
    return MakeResourceId({FoldText(resource.display_name())}, field);
  };
  return rules;
}

using Codec =
    TypedWatchCodec<samples::LibraryWatchResponse, samples::LibraryCommit, samples::LibraryChange>;
using ServiceBase = samples::LibraryService::WithRawCallbackMethod_Watch<
    samples::LibraryService::WithRawCallbackMethod_ExportRecords<
        samples::LibraryService::WithRawCallbackMethod_ListBooks<samples::LibraryService::WithRawCallbackMethod_GetBook<
            samples::LibraryService::WithRawCallbackMethod_GetShelf<
                samples::LibraryService::WithCallbackMethod_ImportRecords<
                    samples::LibraryService::WithCallbackMethod_ListBookRevisions<
                        samples::LibraryService::WithCallbackMethod_BatchGetBooks<
                            samples::LibraryService::WithCallbackMethod_UpdateBook<
                                samples::LibraryService::WithCallbackMethod_PurgeBook<
                                    samples::LibraryService::WithCallbackMethod_UndeleteBook<
                                        samples::LibraryService::WithCallbackMethod_DeleteBook<
                                            samples::LibraryService::WithCallbackMethod_CreateBook<
                                                samples::LibraryService::WithCallbackMethod_PurgeShelf<
                                                    samples::LibraryService::WithCallbackMethod_UndeleteShelf<
                                                        samples::LibraryService::
                                                            WithCallbackMethod_DeleteShelf<
                                                                samples::LibraryService::
                                                                    WithCallbackMethod_CreateShelf<
                                                                        samples::LibraryService::
                                                                            Service>>>>>>>>>>>>>>>>>;

}  // namespace

LibraryTables::LibraryTables()
    : shelf_table(Spec<Shelf>("shelves", "shelf_references", "shelf_external_ids")),
      book_table(Spec<Book>("shelves/*/books", "book_references", "book_external_ids")) {
  schema.tables = {&shelf_table, &book_table};
}

class LibraryServer::Service : public ServiceBase {
 public:
  using Reactor = grpc::ServerUnaryReactor;
  using Context = grpc::CallbackServerContext;
  using Bytes = grpc::ByteBuffer;

  Service(Store* store, Feed* feed, const LibraryTables* tables, const Admission* admission)
      : handler_(store, samples::LibraryService::service_full_name()),
        shelves_(&handler_, admission, &tables->shelves, List("shelves", "shelf_external_ids"),
                 Rules<Shelf>("shelf")),
        books_(&handler_, admission, &tables->books, List("shelves/*/books", "book_external_ids"),
               Rules<Book>("book")),
        codec_(ChangeFields(tables->schema, samples::LibraryChange::descriptor())),
        watches_(&handler_, feed, &codec_),
        exports_(&handler_, &samples::LibraryExportResponse::default_instance()) {}

  void Drain() {
    handler_.store().Drain();
    watches_.Drain();
    exports_.Drain();
  }

  Reactor* GetShelf(Context* context, const Bytes* request, Bytes* response) override {
    return shelves_.Get<samples::GetShelfRequest>(context, request, response);
  }
  Reactor* CreateShelf(Context* context, const samples::CreateShelfRequest* request,
                       Shelf* response) override {
    return shelves_.Create(context, request, response, "CreateShelf", "shelf_id",
                           &samples::CreateShelfRequest::shelf_id,
                           &samples::CreateShelfRequest::shelf);
  }
  Reactor* DeleteShelf(Context* context, const samples::DeleteShelfRequest* request,
                       Shelf* response) override {
    return shelves_.Delete(context, request, response, "DeleteShelf");
  }
  Reactor* UndeleteShelf(Context* context, const samples::UndeleteShelfRequest* request,
                         Shelf* response) override {
    return shelves_.Undelete(context, request, response, "UndeleteShelf");
  }
  Reactor* PurgeShelf(Context* context, const samples::PurgeShelfRequest* request,
                      Shelf* response) override {
    return shelves_.Purge(context, request, response, "PurgeShelf");
  }
  Reactor* GetBook(Context* context, const Bytes* request, Bytes* response) override {
    return books_.Get<samples::GetBookRequest>(context, request, response);
  }
  Reactor* CreateBook(Context* context, const samples::CreateBookRequest* request,
                      Book* response) override {
    return books_.Create(context, request, response, "CreateBook", "book_id",
                         &samples::CreateBookRequest::book_id, &samples::CreateBookRequest::book);
  }
  Reactor* DeleteBook(Context* context, const samples::DeleteBookRequest* request,
                      Book* response) override {
    return books_.Delete(context, request, response, "DeleteBook");
  }
  Reactor* UndeleteBook(Context* context, const samples::UndeleteBookRequest* request,
                        Book* response) override {
    return books_.Undelete(context, request, response, "UndeleteBook");
  }
  Reactor* PurgeBook(Context* context, const samples::PurgeBookRequest* request,
                     Book* response) override {
    return books_.Purge(context, request, response, "PurgeBook");
  }
  Reactor* UpdateBook(Context* context, const samples::UpdateBookRequest* request,
                      Book* response) override {
    return books_.Update(context, request, response, "UpdateBook",
                         &samples::UpdateBookRequest::book);
  }
  Reactor* ListBooks(Context* context, const Bytes* request, Bytes* response) override {
    return books_.List<samples::ListBooksRequest, samples::ListBooksResponse>(context, request,
                                                                              response);
  }
  Reactor* BatchGetBooks(Context* context, const samples::BatchGetBooksRequest* request,
                         samples::BatchGetBooksResponse* response) override {
    return books_.BatchGet(context, request, response,
                           &samples::BatchGetBooksResponse::mutable_books);
  }
  Reactor* ListBookRevisions(Context* context, const samples::ListBookRevisionsRequest* request,
                             samples::ListBookRevisionsResponse* response) override {
    return books_.ListRevisions(context, request, response, &samples::BookRevision::mutable_book);
  }
  Reactor* ImportRecords(Context* context, const LibraryImportRequest* request,
                         LibraryImportResponse* response) override {
    return handler_.Mutate<LibraryImportRequest, LibraryImportResponse>(
        context, request, response, "ImportRecords", ValidateImport<LibraryImportRequest>,
        [this](Transaction& transaction, const LibraryImportRequest& request,
               LibraryImportResponse* response) { return Import(transaction, request, response); });
  }
  grpc::ServerWriteReactor<Bytes>* ExportRecords(Context* context, const Bytes* request) override {
    return exports_.Serve<samples::LibraryExportRequest>(context, *request);
  }
  grpc::ServerWriteReactor<Bytes>* Watch(Context* context, const Bytes* request) override {
    return watches_.Start(context, ParseStart(handler_.store().schema(), *request));
  }

 private:
  static absl::StatusOr<WatchStart> ParseStart(const ViewSchema& schema, const Bytes& bytes) {
    JUMELAGE_ASSIGN_OR_RETURN(const auto request, ParseRaw<samples::LibraryWatchRequest>(bytes));
    return ParseWatchRequest(request, SegmentsByType(schema));
  }

  template <typename R>
  static absl::Status ImportResource(const StandardMethods<R>& methods, const R& record,
                                     const LibraryImportRequest& request, Transaction* transaction,
                                     LibraryImportResult* result) {
    const AbsentNames none;
    return RecordImport<R, LibraryImportRequest, LibraryImportResult>(
               &methods, request.existing_records(), &none, transaction)
        .Run(record, result);
  }

  absl::Status Import(Transaction& transaction, const LibraryImportRequest& request,
                      LibraryImportResponse* response) const {
    ImportRefusals refusals;
    ImportRun<LibraryImportRequest, LibraryImportResponse> run(
        &request,
        [&](const LibraryRecord& record, LibraryImportResult* result) {
          return record.has_shelf()
                     ? ImportResource(shelves_, record.shelf(), request, &transaction, result)
                     : ImportResource(books_, record.book(), request, &transaction, result);
        },
        &books_.admission().lookups(), &transaction.db(), &refusals, response);
    return run.Run([](const LibraryRecord&) { return true; });
  }

  const Handler handler_;
  const StandardMethods<Shelf> shelves_;
  const StandardMethods<Book> books_;
  const Codec codec_;
  WatchServer watches_;
  ExportServer exports_;
};

LibraryServer::LibraryServer(const std::string& data_dir) : feed_(kWatchMemoryBytes) {
  DataOptions data;
  data.data_dir = data_dir;
  data.service = "library";
  StoreOptions options;
  options.on_published = [this](absl::Span<const SharedCommit> commits) { feed_.Publish(commits); };
  auto store = OpenEmbeddedStore(data, &tables_.schema, std::move(options));
  if (store.ok()) store_ = *std::move(store);
  admission_ = std::make_unique<Admission>(&tables_.schema);
  if (store_ != nullptr) {
    service_ = std::make_unique<Service>(store_.get(), &feed_, &tables_, admission_.get());
    ServerOptions server;
    server.services = {{samples::LibraryService::service_full_name(), service_.get()}};
    server.on_drain = {[this] { service_->Drain(); }};
    auto started = Server::Start(std::move(server));
    if (started.ok()) server_ = *std::move(started);
  }
  if (server_ == nullptr) {
    std::cerr << "the library server can't start" << std::endl;
    std::abort();
  }
  server_->SetServing(true);
}

LibraryServer::~LibraryServer() {
  server_->Stop();
  service_.reset();
  store_->Stop();
}

std::unique_ptr<samples::LibraryService::Stub> LibraryServer::NewStub() const {
  return samples::LibraryService::NewStub(
      grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
}

}  // namespace jumelage
