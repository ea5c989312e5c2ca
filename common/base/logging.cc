#include "common/base/logging.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"

namespace jumelage {
namespace {

std::atomic<Severity> least_severity{Severity::kInfo};

struct Sink {
  Mutex mu;
  std::function<void(absl::string_view)> function ABSL_GUARDED_BY(mu);
};

// Never destroyed: threads may log while static objects are destroyed.
Sink& GlobalSink() {
  static Sink* const sink = new Sink;
  return *sink;
}

absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

// Returns the length of the UTF-8 sequence at the start of `text`, or 0 if it is invalid (RFC 3629:
// no overlong forms, no surrogates, nothing above U+10FFFF).
size_t Utf8Length(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xc2 && lead <= 0xdf   ? 2
                        : lead >= 0xe0 && lead <= 0xef ? 3
                        : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                       : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  if (lead == 0xe0 && byte(1) < 0xa0) return 0;
  if (lead == 0xed && byte(1) > 0x9f) return 0;
  if (lead == 0xf0 && byte(1) < 0x90) return 0;
  if (lead == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

void AppendJsonString(absl::string_view text, std::string* out) {
  out->push_back('"');
  while (!text.empty()) {
    const size_t length = Utf8Length(text);
    const unsigned char c = static_cast<unsigned char>(text[0]);
    if (length == 0) {
      absl::StrAppend(out, "\xef\xbf\xbd");  // U+FFFD
    } else if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(static_cast<char>(c));
    } else if (c == '\n') {
      absl::StrAppend(out, "\\n");
    } else if (c < 0x20 || c == 0x7f) {
      absl::StrAppendFormat(out, "\\u%04x", c);
    } else {
      out->append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out->push_back('"');
}

std::string JsonString(absl::string_view text) {
  std::string json;
  AppendJsonString(text, &json);
  return json;
}

// A line that can't be written is lost, because there is nowhere else to report the failure.
void WriteToStandardError(absl::string_view line) {
  while (!line.empty()) {
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    line.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

LogField::LogField(absl::string_view key, absl::string_view value)
    : key_(key), json_(JsonString(value)) {}

LogField::LogField(absl::string_view key, bool value)
    : key_(key), json_(value ? "true" : "false") {}

// JSON has no notation for infinities and NaN.
LogField::LogField(absl::string_view key, double value)
    : key_(key), json_(std::isfinite(value) ? absl::StrCat(value) : "null") {}

LogField::LogField(absl::string_view key, Number number)
    : key_(key), json_(std::move(number.digits)) {}

std::string FormatLogLine(absl::Time time, Severity severity, absl::string_view message,
                          std::initializer_list<LogField> fields) {
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone()),
      "\",\"severity\":\"", SeverityName(severity), "\",\"message\":");
  AppendJsonString(message, &line);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendJsonString(field.key(), &line);
    absl::StrAppend(&line, ":", field.json());
  }
  line.push_back('}');
  return line;
}

void LogLine(Severity severity, absl::string_view message, std::initializer_list<LogField> fields) {
  if (severity < LogLevel()) return;
  std::string line = FormatLogLine(Clock::Real()->Now(), severity, message, fields);
  Sink& sink = GlobalSink();
  MutexLock lock(&sink.mu);
  if (sink.function != nullptr) {
    sink.function(line);
    return;
  }
  line.push_back('\n');
  WriteToStandardError(line);
}

void SetLogLevel(Severity least) { least_severity.store(least, std::memory_order_relaxed); }

Severity LogLevel() { return least_severity.load(std::memory_order_relaxed); }

void SetLogSink(std::function<void(absl::string_view line)> sink) {
  Sink& global = GlobalSink();
  MutexLock lock(&global.mu);
  global.function = std::move(sink);
}

}  // namespace jumelage
