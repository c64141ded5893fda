#include "imports/opening.h"

#include "imports/formats/value_numbers.h"

namespace rapport::imports {

namespace json = base::json;
using schema::Shape;

namespace {

constexpr std::int64_t kRowsCounted = 20'000;
constexpr std::size_t kRowsLookedAt = 2'000;  // at a time

[[noreturn]] void refuse(const char* place, const char* code, std::string value = {}) {
  base::MessageArguments arguments;
  if (!value.empty()) arguments.emplace_back("value", std::move(value));
  base::fail(base::ErrorKind::Invalid, code, place, std::move(arguments));
}

std::string text_of(const char* place, const json::value& value) {
  if (!value.is_string()) refuse(place, "wrong_type");
  return std::string(value.get_string());
}

}  // namespace

TableOptions parse_options(const json::value* node) {
  TableOptions options;
  if (!node || node->is_null()) return options;
  if (!node->is_object()) refuse("options", "wrong_type");
  for (const auto& [key, value] : node->get_object()) {
    if (value.is_null()) continue;
    if (key == "sheet") {
      options.sheet = text_of("options.sheet", value);
    } else if (key == "delimiter") {
      options.delimiter = text_of("options.delimiter", value);
      if (options.delimiter == "\\t") options.delimiter = "\t";
    } else if (key == "encoding") {
      auto name = text_of("options.encoding", value);
      if (!name.empty()) options.encoding = encoding_named(name);
      if (!name.empty() && !options.encoding) refuse("options.encoding", "not_a_choice", name);
    } else if (key == "has_header") {
      if (!value.is_bool()) refuse("options.has_header", "not_a_boolean");
      options.has_header = value.get_bool();
    } else {
      base::fail(base::ErrorKind::Invalid, "unknown_key", "options." + std::string(key),
                 {{"key", std::string(key)}});
    }
  }
  return options;
}

Request parse_request(const json::object& document) {
  Request request;
  request.options = parse_options(document.if_contains("options"));
  if (const auto* map = document.if_contains("map")) request.map = parse_import_map(*map);
  const auto* word = document.if_contains("duplicates");
  if (!word || word->is_null()) return request;
  auto name = text_of("duplicates", *word);
  auto duplicates = duplicates_named(name);
  if (!duplicates) refuse("duplicates", "not_a_choice", name);
  request.duplicates = *duplicates;
  return request;
}

std::int64_t estimate_rows(const std::filesystem::path& path, const TableOptions& options) {
  auto table = open_table(path, options);
  Row row;
  std::int64_t rows = 0;
  while (rows < kRowsCounted) {
    if (!table->next(row)) return rows;
    ++rows;
  }
  auto read = table->bytes_read(), total = table->bytes_total();
  if (read == 0 || total <= read) return rows;
  return static_cast<std::int64_t>(static_cast<double>(rows) * static_cast<double>(total) /
                                   static_cast<double>(read));
}

namespace {

bool holds_dates(const RowPlan& plan, std::size_t column) {
  const auto& path = plan.path_of(column);
  const auto* field = path.empty() ? nullptr : plan.entity().find(path);
  return field && (field->shape() == Shape::Date || field->shape() == Shape::Instant);
}

bool holds_numbers(const RowPlan& plan, std::size_t column) {
  const auto& path = plan.path_of(column);
  const auto* field = path.empty() ? nullptr : plan.entity().find(path.substr(0, path.find('.')));
  return field && (field->shape() == Shape::Number || field->shape() == Shape::Money);
}

// The rows, a part at a time, column by column, until nothing is left to be found out.
class NotationSearch {
 public:
  NotationSearch(const RowPlan& plan, Notation& notation, bool date_order_is_open)
      : plan_(plan), notation_(notation), order_is_open_(date_order_is_open) {
    for (std::size_t i = 0; i < plan.columns().size(); ++i) {
      if (holds_dates(plan, i) && order_is_open_) dates_.push_back(i);
      if (holds_numbers(plan, i) && !notation.decimal) numbers_.push_back(i);
    }
  }

  void run(TableReader& table) {
    Row row;
    while (is_open() && table.next(row)) {
      if (texts_.empty()) texts_.resize(plan_.columns().size());
      for (const auto* columns : {&dates_, &numbers_})
        for (auto column : *columns)
          if (row.type(column) == CellType::Text && !row.cells[column].empty())
            texts_[column].emplace_back(row.cells[column]);
      if (++rows_ % kRowsLookedAt == 0) look();
    }
    look();
  }

 private:
  bool is_open() const { return !dates_.empty() || !numbers_.empty(); }

  std::vector<std::string_view> views(std::size_t column) const {
    return {texts_[column].begin(), texts_[column].end()};
  }

  void look() {
    if (texts_.empty()) return;
    for (auto column : std::vector(dates_))
      if (auto order = guess_date_order(views(column))) {
        notation_.date_order = *order;
        dates_.clear();
        break;
      }
    for (auto column : std::vector(numbers_))
      if (char decimal = guess_decimal(views(column))) {
        notation_.decimal = decimal;
        numbers_.clear();
        break;
      }
    texts_.clear();
  }

  const RowPlan& plan_;
  Notation& notation_;
  bool order_is_open_;
  std::vector<std::size_t> dates_, numbers_;
  std::vector<std::vector<std::string>> texts_;
  std::size_t rows_ = 0;
};

}  // namespace

Notation settle_notation(const std::filesystem::path& path, const Request& request,
                         const TableProfile& profile, const RowPlan& plan,
                         const records::Context& context) {
  Notation notation;
  notation.time_zone = context.actor->time_zone;
  notation.decimal = request.map.decimal.value_or(profile.decimal);
  auto order = request.map.date_order ? request.map.date_order : profile.date_order;
  bool american = context.actor->language == schema::Language::En;
  notation.date_order = order.value_or(american ? DateOrder::Mdy : DateOrder::Dmy);
  if (order && notation.decimal) return notation;
  NotationSearch search(plan, notation, !order);
  auto table = open_table(path, request.options);
  search.run(*table);
  return notation;
}

}  // namespace rapport::imports
