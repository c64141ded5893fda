#include "crm/sales/people.h"

#include "base/text.h"

namespace rapport::crm::people {

using records::Record;

namespace {

// The block of Cyrillic is U+0400 to U+04FF: its first bytes are D0 to D3.
bool is_cyrillic(std::string_view text) {
  for (unsigned char c : text)
    if (c >= 0xD0 && c <= 0xD3) return true;
  return false;
}

}  // namespace

std::string full_name(const Record& person) {
  auto last = person.get(last_name).value_or(""), first = person.get(first_name).value_or(""),
       middle = person.get(middle_name).value_or("");
  bool last_comes_first = is_cyrillic(last + first + middle);
  std::string full;
  for (const auto* part : {last_comes_first ? &last : &first, last_comes_first ? &first : &middle,
                           last_comes_first ? &middle : &last}) {
    if (part->empty()) continue;
    if (!full.empty()) full += ' ';
    full += *part;
  }
  return full;
}

std::string address_as_name(const Record& person) {
  for (auto field : {email, phone, telegram})
    if (auto value = person.get(field)) return *value;
  return {};
}

void put_name(Record& person, const std::string& full) {
  auto limit = static_cast<std::size_t>(person.entity().field(name.name).max.value_or(200));
  person.put(name, std::string(base::prefix_of(full, limit)));
}

}  // namespace rapport::crm::people
