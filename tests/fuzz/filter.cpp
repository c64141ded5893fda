// A filter as JSON: parsed with the rights of a clerk, who may not see everything, and run.
#include "input.h"
#include "records/test_company.h"

using namespace rapport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static auto& company = *new records::testing::Company();
  fuzz::Input input(bytes, size);
  auto entity = std::string_view(input.choice(2) ? "deals" : "accounts");
  auto who = std::string(input.choice(2) ? "clerk" : "admin");
  fuzz::passes([&] {
    records::ListRequest request;
    request.filter = base::parse_json(input.rest());
    company.list(who, entity, request);
  });
  return 0;
}
