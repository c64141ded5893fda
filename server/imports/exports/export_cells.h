// Columns of an exported file and their cells: each field as many columns as it takes to be read
// again without loss (amount and its currency, a link's id and name).
#pragma once
#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "imports/exports/exporter.h"

namespace rapport::imports {

struct ExportColumn {
  std::string heading;
  std::string path;    // of the field in the records' JSON
  std::string member;  // what of its value: "currency", "city", "id", "name", "email"; empty: all
  const schema::FieldDef* field = nullptr;
  const schema::EntityDef* entity = nullptr;  // whose field it is
};

// `fields`: paths; empty: all that the actor may read.
std::vector<ExportColumn> export_columns(const records::Context& context,
                                         const schema::EntityDef& entity,
                                         const std::vector<std::string>& fields,
                                         Headings headings);
// Those of an address book, as far as the entity has them.
std::vector<ExportColumn> card_columns(const schema::EntityDef& entity);
std::vector<std::string> headings_of(const std::vector<ExportColumn>& columns);
// Paths to be asked for, each once.
std::vector<std::string> fields_of(const std::vector<ExportColumn>& columns);

// Names of stages by their keys, as the company calls them.
using StageNames = std::unordered_map<std::string, std::string>;
StageNames stage_names(storage::Transaction& transaction, const records::Context& context);

class CellWriter {
 public:
  // Lifetime: all arguments outlive it.
  CellWriter(const records::Context& context, const schema::EntityDef& entity,
             const std::vector<ExportColumn>& columns, Headings headings,
             const StageNames& stages);
  // Cells of a record. They live until the next call.
  std::span<const OutCell> write(const base::json::object& record);

 private:
  OutCell cell(const ExportColumn& column, const base::json::value& value);
  OutCell scalar(const ExportColumn& column, const base::json::value& value);
  OutCell list(const ExportColumn& column, const base::json::array& values);
  OutCell keep(std::string text, CellType type = CellType::Text);
  std::string word_of(const ExportColumn& column, std::string_view key) const;
  std::string person_email(const base::json::object& person) const;

  const records::Context& context_;
  const std::vector<ExportColumn>& columns_;
  Headings headings_;
  const StageNames& stages_;
  std::deque<std::string> texts_;
  std::vector<OutCell> cells_;
};

}  // namespace rapport::imports
