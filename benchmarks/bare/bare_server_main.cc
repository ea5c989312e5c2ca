// The smallest correct callback server: each call builds a message of the size asked for and
// returns it. Serves until SIGTERM or SIGINT.

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "benchmarks/bare/bare.grpc.pb.h"
#include "common/server/termination.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:0", "HOST:PORT to serve on.");

namespace jumelage::benchmarks {
namespace {

class Bare : public BareService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Get(grpc::CallbackServerContext* context, const BuildRequest* request,
                                Item* response) override {
    response->mutable_payload()->assign(request->item_bytes(), 'x');
    return Finish(context);
  }

  grpc::ServerUnaryReactor* List(grpc::CallbackServerContext* context, const BuildRequest* request,
                                 ItemList* response) override {
    for (int i = 0; i < request->items(); ++i) {
      response->add_items()->mutable_payload()->assign(request->item_bytes(), 'x');
    }
    return Finish(context);
  }

 private:
  static grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context) {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

int Run() {
  // Before any thread is made.
  TerminationSignals signals;
  Bare service;
  const std::string listen = absl::GetFlag(FLAGS_listen);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "bare_server: cannot serve on %s\n", listen.c_str());
    return 1;
  }
  std::printf("bare_server listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  signals.Wait();
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace jumelage::benchmarks

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return jumelage::benchmarks::Run();
}
