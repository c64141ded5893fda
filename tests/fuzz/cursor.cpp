// A cursor from outside: what is read of it says the same when it is written again.
#include "input.h"
#include "records/lists/cursor.h"

using namespace rapport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::Input input(bytes, size);
  auto count = 1 + input.choice(6);
  for (std::string_view shape : {"", "name", "-amount,name"})
    fuzz::passes([&] {
      auto cells = records::decode_cursor(shape, count, input.rest());
      fuzz::must(cells.size() == count);
      auto again = records::encode_cursor(shape, cells);
      auto read = records::decode_cursor(shape, count, again);
      fuzz::must(records::encode_cursor(shape, read) == again);
    });
  return 0;
}
