// Makes the order of a call's operations, as gRPC promises it, visible to the thread sanitizer.
//
// The templates of gRPC C++ are compiled, with instrumentation, into our binaries. They rely on
// atomics and lock-free queues in Debian's libgrpc++ and libgrpc, which are not instrumented.
// Without help, the sanitizer reports a race for every operation that one thread starts and another
// completes. In the tsan configuration this file is linked into every binary, like
// absl_mutex_tsan.cc. Each function here calls the library's function of the same name, and
// notifies the sanitizer of one of these orders:
//
//   * The start of a batch happens before the completion of the batch's tag, and the completion
//     happens before its delivery by a queue.
//   * The release of a reference to a server call happens before that call's OnDone, and the last
//     condition of a cancellation happens before OnCancel. The library releases some of those
//     references itself, where the sanitizer can't see the matching acquire.
//
// This suppresses no reports: the sanitizer still reports races on memory that handlers and
// reactors share without such an order (tested in seeded_race_test.sh).
#include <grpc/grpc.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>
#include <sanitizer/tsan_interface.h>

#include <atomic>
#include <utility>

#include "absl/status/status.h"
#include "tools/sanitizers/next_definition.h"

using jumelage::NextDefinition;

// This function is internal to libgrpc but exported. Every operation of every kind of queue ends
// with a call to this function.
struct grpc_cq_completion;
void grpc_cq_end_op(grpc_completion_queue* queue, void* tag, absl::Status error,
                    void (*done)(void* done_arg, grpc_cq_completion* storage), void* done_arg,
                    grpc_cq_completion* storage, bool internal);

void grpc_cq_end_op(grpc_completion_queue* queue, void* tag, absl::Status error,
                    void (*done)(void* done_arg, grpc_cq_completion* storage), void* done_arg,
                    grpc_cq_completion* storage, bool internal) {
  static auto* next = NextDefinition<decltype(grpc_cq_end_op)>(
      "_Z14grpc_cq_end_opP21grpc_completion_queuePvN4absl7debian36StatusEPFvS1_"
      "P18grpc_cq_completionES1_S6_b");
  // The call below may run the tag's functor. Otherwise another thread takes the tag from the
  // queue.
  __tsan_acquire(tag);
  __tsan_release(tag);
  next(queue, tag, std::move(error), done, done_arg, storage, internal);
}

extern "C" {

grpc_call_error grpc_call_start_batch(grpc_call* call, const grpc_op* ops, size_t count, void* tag,
                                      void* reserved) {
  static auto* next = NextDefinition<decltype(grpc_call_start_batch)>("grpc_call_start_batch");
  __tsan_release(tag);
  return next(call, ops, count, tag, reserved);
}

grpc_event grpc_completion_queue_next(grpc_completion_queue* queue, gpr_timespec deadline,
                                      void* reserved) {
  static auto* next =
      NextDefinition<decltype(grpc_completion_queue_next)>("grpc_completion_queue_next");
  const grpc_event event = next(queue, deadline, reserved);
  if (event.type == GRPC_OP_COMPLETE) __tsan_acquire(event.tag);
  return event;
}

grpc_event grpc_completion_queue_pluck(grpc_completion_queue* queue, void* tag,
                                       gpr_timespec deadline, void* reserved) {
  static auto* next =
      NextDefinition<decltype(grpc_completion_queue_pluck)>("grpc_completion_queue_pluck");
  const grpc_event event = next(queue, tag, deadline, reserved);
  if (event.type == GRPC_OP_COMPLETE) __tsan_acquire(tag);
  return event;
}

}  // extern "C"

namespace {

// The counters of a server call are private, but an explicit instantiation may refer to them.
std::atomic_int* CallbacksOutstanding(grpc::internal::ServerCallbackCall* call);
std::atomic_int* CancelConditions(grpc::internal::ServerCallbackCall* call);

template <auto callbacks_outstanding, auto cancel_conditions>
struct Counters {
  friend std::atomic_int* CallbacksOutstanding(grpc::internal::ServerCallbackCall* call) {
    return &(call->*callbacks_outstanding);
  }
  friend std::atomic_int* CancelConditions(grpc::internal::ServerCallbackCall* call) {
    return &(call->*cancel_conditions);
  }
};

template struct Counters<&grpc::internal::ServerCallbackCall::callbacks_outstanding_,
                         &grpc::internal::ServerCallbackCall::on_cancel_conditions_remaining_>;

}  // namespace

namespace grpc {
namespace internal {

// The library refuses calls of unknown methods with its own instance of this template. An instance
// in the binary, which is instrumented, takes its place.
template class CallbackBidiHandler<ByteBuffer, ByteBuffer>;

void ServerCallbackCall::ScheduleOnDone(bool inline_ondone) {
  static auto* next = NextDefinition<void(ServerCallbackCall*, bool)>(
      "_ZN4grpc8internal18ServerCallbackCall14ScheduleOnDoneEb");
  __tsan_acquire(CallbacksOutstanding(this));
  next(this, inline_ondone);
}

void ServerCallbackCall::CallOnCancel(ServerReactor* reactor) {
  static auto* next = NextDefinition<void(ServerCallbackCall*, ServerReactor*)>(
      "_ZN4grpc8internal18ServerCallbackCall12CallOnCancelEPNS0_13ServerReactorE");
  __tsan_acquire(CancelConditions(this));
  next(this, reactor);
}

}  // namespace internal
}  // namespace grpc
