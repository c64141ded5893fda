// The body of a new record: what is taken is stored, and comes back as JSON that we can read.
#include "input.h"
#include "records/test_company.h"

using namespace rapport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static auto& company = *new records::testing::Company();
  fuzz::Input input(bytes, size);
  auto entity = std::string_view(input.choice(2) ? "deals" : "accounts");
  auto who = std::string(input.choice(2) ? "rep" : "admin");
  base::Id id;
  bool made = fuzz::passes([&] { id = company.create(who, entity, input.rest()); });
  if (!made) return 0;
  fuzz::must(company.get(who, entity, id).is_object());
  company.write([&](storage::Transaction& transaction) {
    auto context = company.as("admin");
    records::RecordService(transaction, context).purge(company.entity(entity), id);
  });
  return 0;
}
