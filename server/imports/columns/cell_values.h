// Cells of tables → JSON of the contract, by the type of the field. What the JSON may be is checked
// by the field type itself. Not here: links (they need the database), parts of fields (row_plan.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "imports/columns/vocabulary.h"
#include "imports/formats/table.h"

namespace rapport::imports {

// How a file writes what can be written in several ways.
struct Notation {
  char decimal = '\0';
  DateOrder date_order = DateOrder::Dmy;
  std::string time_zone = "UTC";  // of times that name none
};

struct CellText {
  std::string_view text;  // trimmed
  CellType type = CellType::Text;
};

// A value of any type but links, phones and e-mails in lists, money. Null: the cell says "nothing".
// `words`: those of a choice, a stage. `is_guess` becomes true when a word is not ours, but known
// as what others say for it.
base::Result<base::json::value> read_cell(const schema::FieldDef& field, const CellText& cell,
                                          const Notation& notation, const ChoiceWords* words,
                                          bool* is_guess = nullptr);

struct CellMoney {
  std::string amount, currency;  // both may be empty
};
base::Result<CellMoney> read_money(const CellText& cell, const Notation& notation);
// "USD" of "usd", "$", "доллар"; empty when it is none.
std::string read_currency(std::string_view cell);

// A phone or an e-mail of a list.
struct Point {
  std::string value, kind;
  bool is_first = false;       // it came from the field of the first one
  bool kind_is_given = false;
  bool operator==(const Point&) const = default;
};
// The values of a cell, all of them of `kind` unless that is empty.
base::Result<std::vector<Point>> read_points(const CellText& cell, bool phones,
                                             std::string_view kind);

// Words of a list: "vip; опт, новый".
std::vector<std::string> read_list(std::string_view cell);

// A sign that stands for an empty cell: "-", "n/a", "null".
bool says_nothing(std::string_view cell);

}  // namespace rapport::imports
