// RowPlan: the columns of one table made ready: each row becomes the changes of a record, as far as
// that needs no database. Made once for a file. Not here: links (links/), what is done with the
// row (row_saver.h).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "imports/columns/cell_values.h"
#include "imports/columns/import_map.h"
#include "imports/columns/people.h"
#include "imports/columns/stage_words.h"
#include "records/changes.h"

namespace rapport::imports {

// What is wrong with a cell, or with the row as a whole (no column).
struct Fault {
  int column = -1;
  std::string field;  // where no column is known
  std::string code;
  base::MessageArguments arguments;
};

// A cell that names a linked record.
struct LinkCell {
  int column = -1;
  const schema::FieldDef* field = nullptr;
  std::string by;  // field of the target; empty: its name
  std::string text;
};

// A change of a part of a field: what the record already has in the other parts stays.
struct Composite {
  std::size_t change;          // in PreparedRow::changes.fields
  std::vector<Point> points;   // phones, e-mails
  base::json::object members;  // of an address
};

struct UnknownPerson {
  int column;
  std::string name;
};

// A word that was taken for what others call one of our values.
struct GuessedWord {
  int column;
  std::string word, key;
};

// What a column's cells are, when it takes only some words.
enum class Listed { No, Choices, Stages, People, Teams, Pipelines };

struct PreparedRow {
  std::int64_t line = 0;
  std::optional<base::Id> id;
  records::Changes changes;
  std::vector<Composite> composites;
  std::vector<LinkCell> links;
  std::vector<Fault> faults;
  std::vector<UnknownPerson> unknown_people;
  std::vector<GuessedWord> guessed_words;
  std::vector<std::string> cells;  // as they stand in the file
  std::string types;               // one letter a cell, or empty
};

struct PlanSources {
  const Vocabulary& vocabulary;
  const records::Context& context;
  const StageWords& stages;
};

class RowPlan {
 public:
  // `rows`: the first of the table, for the columns that the map leaves open.
  // Throws: Error{Invalid} for unknown fields, columns that are not there, columns without a field.
  RowPlan(const PlanSources& sources, const schema::EntityDef& entity,
          std::vector<std::string> columns, const std::vector<std::vector<std::string>>& rows,
          const ImportMap& map, Notation notation);

  // Threads: safe.
  PreparedRow prepare(const Row& row) const;

  const schema::EntityDef& entity() const { return *entity_; }
  const std::vector<std::string>& columns() const { return columns_; }
  // Path of a column; empty: it is left out.
  const std::string& path_of(std::size_t column) const { return paths_[column]; }
  bool writes(std::string_view field) const;
  bool has_column_of_type(schema::Shape shape) const;
  const Notation& notation() const { return notation_; }
  void set_notation(Notation notation) { notation_ = std::move(notation); }
  // The column that a field is read from; -1: none.
  int column_of(std::string_view field) const;
  Listed listed_in(std::size_t column) const;
  // The field that a column is read into; null: it is left out.
  const schema::FieldDef* field_of(std::size_t column) const;
  // What the word in a column of a row means: the key of a choice or stage, the id of a person, a
  // team, a pipeline. Nothing for a word that is not known, and in columns of other kinds.
  std::optional<WordMeaning> meaning_of(const Row& row, std::size_t column) const;
  const StageWords& stages() const { return stages_; }
  // -1: none.
  int pipeline_column() const { return pipeline_column_; }
  // What new records get beside their row.
  const PreparedRow& defaults() const { return defaults_; }

 private:
  enum class Kind { Id, Plain, LongText, Money, Address, Points, Bank, Person, Team, Link, Links,
                    FullName };
  struct Source {
    int column;
    std::string member;
  };
  struct Step {
    Kind kind;
    const schema::FieldDef* field;
    std::vector<Source> sources;
    ChoiceWords words;
    std::string currency;  // of money that names none
  };
  using Meanings = std::unordered_map<std::string, std::string>;
  struct Reading;

  void settle_columns(const PlanSources& sources, const ImportMap& map,
                      const std::vector<std::vector<std::string>>& rows);
  void add_target(const PlanSources& sources, const Target& target, int column);
  Step& step_of(const PlanSources& sources, Kind kind, const schema::FieldDef& field);
  void settle_meanings(const ImportMap& map);
  void settle_currencies(const ImportMap& map);
  void settle_defaults(const PlanSources& sources, const ImportMap& map);
  const Step* step_at(std::size_t column) const;
  CellText cell(const Reading& reading, int column) const;
  PreparedRow read(const Row& row) const;

  void run(const Step& step, Reading& reading) const;
  void read_id(const Step& step, Reading& reading) const;
  void read_plain(const Step& step, Reading& reading) const;
  void read_long_text(const Step& step, Reading& reading) const;
  void read_money_parts(const Step& step, Reading& reading) const;
  void read_address(const Step& step, Reading& reading) const;
  void read_all_points(const Step& step, Reading& reading) const;
  void read_bank(const Step& step, Reading& reading) const;
  void read_owner(const Step& step, Reading& reading) const;
  void read_link(const Step& step, Reading& reading) const;
  void read_full_name(const Step& step, Reading& reading) const;
  const ChoiceWords* words_for(const Step& step, const Reading& reading) const;

  const schema::EntityDef* entity_;
  std::vector<std::string> columns_, paths_;
  std::vector<Step> steps_;
  std::vector<Meanings> meanings_;
  Notation notation_;
  People people_;
  StageWords stages_;
  int pipeline_column_ = -1;
  PreparedRow defaults_;
};

}  // namespace rapport::imports
