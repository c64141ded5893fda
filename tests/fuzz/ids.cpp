// Ids, dates, instants, sums of money, periods and folded text: what is read is written so that it
// is read as the same.
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "input.h"

using namespace rapport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (auto id = base::Id::parse(text)) fuzz::must(base::Id::parse(id->text()) == id);
  if (auto id = base::Id::from_bytes(text)) fuzz::must(id->raw() == text);
  if (auto date = base::parse_date(text)) {
    fuzz::must(base::parse_date(base::format_date(*date)) == date);
    fuzz::must(base::to_date(base::to_civil(*date)) == *date);
    if (auto period = base::named_period("last_7_days", *date))
      fuzz::must(period->from <= period->until);
  }
  if (auto instant = base::parse_instant(text))
    fuzz::must(base::parse_instant(base::format_instant(*instant)) == instant);
  if (auto period = base::named_period(text, 20'000)) fuzz::must(period->from <= period->until);
  base::is_time_zone(text);
  if (!base::is_valid_utf8(text)) return 0;
  auto folded = base::fold(text);
  fuzz::must(base::is_valid_utf8(folded));
  fuzz::must(base::fold(folded) == folded);
  std::string json;
  base::append_json_string(json, text);
  fuzz::passes([&] { fuzz::must(base::parse_json(json).as_string() == text); });
  return 0;
}
