// Faults: what is wrong in a document, gathered, so that all of it is told at once.
// Not here: what is wrong (checks.h, choices.h).
#pragma once
#include <string>
#include <vector>

#include "base/error.h"

namespace rapport::customisation {

class Faults {
 public:
  static constexpr std::size_t kMost = 20;

  void add(std::string place, std::string code, base::MessageArguments arguments = {}) {
    if (fields_.size() < kMost)
      fields_.push_back({std::move(place), std::move(code), std::move(arguments)});
  }
  bool is_empty() const { return fields_.empty(); }
  // Throws: Error{Invalid, "customisation_invalid"} when there are any.
  void throw_if_any() {
    if (is_empty()) return;
    throw base::Error(base::ErrorKind::Invalid, "customisation_invalid", std::move(fields_));
  }

 private:
  std::vector<base::FieldError> fields_;
};

}  // namespace rapport::customisation
