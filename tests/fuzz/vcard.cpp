// A file of vCards: every card is a row of the same columns.
#include "imports/formats/vcard/vcard_reader.h"
#include "input.h"

using namespace rapport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::Input input(bytes, size);
  fuzz::MemoryFile file(input.rest());
  fuzz::passes([&] {
    imports::VCardSource cards(file.path(), std::nullopt);
    imports::Row row;
    while (cards.next(row)) fuzz::must(row.cells.size() == imports::vcard_columns().size());
  });
  return 0;
}
