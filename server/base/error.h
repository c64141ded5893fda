// Errors of the request path. One exception type carries what went wrong as codes; http/ renders
// the words in the caller's language (entities/strings/*/messages.json) and maps the kind to a
// status. Expected failures that are data (a row of an import) use Result<T> instead.
#pragma once
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rapport::base {

enum class ErrorKind {
  Malformed,        // 400
  Unauthenticated,  // 401
  Forbidden,        // 403
  NotFound,         // 404, also for what the caller may not see
  MethodNotAllowed, // 405
  Duplicate,        // 409
  Stale,            // 412
  TooLarge,         // 413
  UnsupportedMedia, // 415
  Invalid,          // 422
  TooMany,          // 429
  Internal,         // 500
  Unavailable,      // 503
};

// Named values that fill the holes of a message: "at most {max} characters".
using MessageArguments = std::vector<std::pair<std::string, std::string>>;

struct FieldError {
  std::string field;  // path of the offending place: "amount", "filter.all[1].value", "row 17"
  std::string code;   // key of the message catalogue: "required", "too_long"
  MessageArguments arguments;
};

// What failed, for the person (code, fields) and for the log (detail, never sent out).
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::string code, std::vector<FieldError> fields = {},
        std::string detail = {});

  ErrorKind kind;
  std::string code;
  MessageArguments arguments;
  std::vector<FieldError> fields;
  std::string detail;
  std::string extension_json;  // raw members added to the problem document: "\"current\":{…}"
};

// One offending field, the commonest case.
[[noreturn]] void fail(ErrorKind kind, std::string code, std::string field = {},
                       MessageArguments arguments = {});

// A failure that is data: the code and arguments of a message.
struct Failure {
  std::string code;
  MessageArguments arguments;
};

// Holds a T or a Failure. Throws: std::logic_error when the wrong side is read.
template <class T>
class Result {
 public:
  Result(T value) : value_(std::move(value)), ok_(true) {}
  Result(Failure failure) : failure_(std::move(failure)) {}

  explicit operator bool() const { return ok_; }
  const T& operator*() const { check(true); return value_; }
  T& operator*() { check(true); return value_; }
  const T* operator->() const { check(true); return &value_; }
  const Failure& failure() const { check(false); return failure_; }

 private:
  void check(bool expected) const {
    if (ok_ != expected) throw std::logic_error("Result: the other side was asked for");
  }
  T value_{};
  Failure failure_;
  bool ok_ = false;
};

}  // namespace rapport::base
