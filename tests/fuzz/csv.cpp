// A text table, with what a person may say of it: its rows, and what is found out about it.
#include "imports/formats/table.h"
#include "input.h"

using namespace rapport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::Input input(bytes, size);
  imports::TableOptions options;
  constexpr const char* kDelimiters[] = {"", "", ",", ";", "\t", "||"};
  options.delimiter = kDelimiters[input.choice(6)];
  if (auto said = input.choice(3)) options.has_header = said == 1;
  if (auto said = input.choice(4)) options.quote = "\0\"'"[said - 1];
  fuzz::MemoryFile file(input.rest());
  fuzz::passes([&] {
    auto table = imports::open_table(file.path(), options);
    imports::Row row;
    while (table->next(row)) fuzz::must(row.cells.size() >= table->columns().size());
    fuzz::must(table->bytes_read() <= table->bytes_total());
  });
  fuzz::passes([&] { imports::detect_profile(file.path(), options); });
  return 0;
}
