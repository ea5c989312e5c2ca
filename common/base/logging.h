#ifndef JUMELAGE_COMMON_BASE_LOGGING_H_
#define JUMELAGE_COMMON_BASE_LOGGING_H_

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <type_traits>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace jumelage {

enum class Severity { kDebug, kInfo, kWarning, kError };

// One key and value of a log record. Numbers and booleans are written as JSON numbers and booleans
// (infinities and NaN as null), and everything else as a string.
class LogField {
 public:
  LogField(absl::string_view key, absl::string_view value);
  LogField(absl::string_view key, const char* value) : LogField(key, absl::string_view(value)) {}
  LogField(absl::string_view key, const std::string& value)
      : LogField(key, absl::string_view(value)) {}
  LogField(absl::string_view key, bool value);
  LogField(absl::string_view key, double value);
  template <typename T,
            std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>, int> = 0>
  LogField(absl::string_view key, T value) : LogField(key, Number{std::to_string(value)}) {}

  const std::string& key() const { return key_; }
  // The value as JSON.
  const std::string& json() const { return json_; }

 private:
  struct Number {
    std::string digits;
  };
  LogField(absl::string_view key, Number number);

  std::string key_;
  std::string json_;
};

// Writes one record as one line of JSON to standard error. Threads never mix their lines. Processes
// that write to the same pipe can mix only lines of more than PIPE_BUF bytes (4 KiB on Linux).
//
//   {"time":"2026-05-09T10:11:12.345678Z","severity":"ERROR","message":"…","revision":7}
//
// Drops records below LogLevel(). Replaces bytes that are not UTF-8 with U+FFFD. Thread-safe.
void LogLine(Severity severity, absl::string_view message,
             std::initializer_list<LogField> fields = {});

// The lowest severity that is written, initially kInfo. Thread-safe.
void SetLogLevel(Severity least);
Severity LogLevel();

// Sends the lines to `sink`, without their newlines, for tests. Null restores standard error. Calls
// to `sink` are serialized. `sink` must not log.
void SetLogSink(std::function<void(absl::string_view line)> sink);

// Returns the record as LogLine writes it, without the newline.
std::string FormatLogLine(absl::Time time, Severity severity, absl::string_view message,
                          std::initializer_list<LogField> fields);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_LOGGING_H_
