#include "storage/sql/statement.h"

#include <algorithm>
#include <charconv>

namespace rapport::storage {

void append(Statement& statement, const Statement& part, const Dialect& dialect) {
  if (dialect.placeholder != "$") {
    statement.text += part.text;
  } else {
    auto shift = statement.values.size();
    std::string_view rest = part.text;  // names and literals have no such mark
    while (!rest.empty()) {
      auto mark = std::min(rest.find('$'), rest.size());
      statement.text += rest.substr(0, mark);
      rest.remove_prefix(mark);
      if (rest.empty()) break;
      std::size_t number = 0;
      auto end = std::from_chars(rest.data() + 1, rest.data() + rest.size(), number).ptr;
      statement.text += "$" + std::to_string(number + shift);
      rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    }
  }
  statement.values.insert(statement.values.end(), part.values.begin(), part.values.end());
  statement.depends_on_values = statement.depends_on_values || part.depends_on_values;
}

}  // namespace rapport::storage
