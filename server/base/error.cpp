#include "base/error.h"

namespace rapport::base {

namespace {
std::string describe(const std::string& code, const std::vector<FieldError>& fields,
                     const std::string& detail) {
  std::string text = code;
  for (const auto& field : fields) text += " [" + field.field + ": " + field.code + "]";
  if (!detail.empty()) text += " (" + detail + ")";
  return text;
}
}  // namespace

Error::Error(ErrorKind k, std::string c, std::vector<FieldError> f, std::string d)
    : std::runtime_error(describe(c, f, d)),
      kind(k),
      code(std::move(c)),
      fields(std::move(f)),
      detail(std::move(d)) {}

void fail(ErrorKind kind, std::string code, std::string field, MessageArguments arguments) {
  Error error(kind, code);
  error.arguments = arguments;
  if (!field.empty())
    error.fields.push_back({std::move(field), std::move(code), std::move(arguments)});
  throw error;
}

}  // namespace rapport::base
