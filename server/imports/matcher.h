// Matcher: which record a row is already: by its id, by the fields that the map or the entity says
// make two rows the same, or else by e-mail, phone, tax number and name.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/columns/row_plan.h"
#include "records/service.h"

namespace rapport::imports {

class Matcher {
 public:
  enum class By { Id, Fields, Likeness };
  struct Match {
    base::Id id;
    By by;
    bool is_in_bin = false;
  };

  // `match`: paths of the map; empty: unique fields that the table fills, or likeness.
  // Throws: Error{Invalid} for a path that the table does not fill.
  Matcher(const records::Context& context, const RowPlan& plan,
          const std::vector<std::string>& match);

  // Nothing: the row is new. Failure: several records match.
  base::Result<std::optional<Match>> find(records::RecordService& service,
                                          const PreparedRow& row);
  // A record that this import made is known to the next rows.
  void learn(const records::Record& record);
  // After a transaction that was rolled back.
  void forget() { loaded_.reset(); }

 private:
  using Fields = std::vector<const schema::FieldDef*>;
  using Ids = std::vector<base::Id>;
  using Loaded = std::unordered_map<std::string, Ids>;

  void add_field(const records::Context& context, const RowPlan& plan, const std::string& path);
  Ids with_all(records::RecordService& service, const Fields& fields, const PreparedRow& row);
  Ids with_key(records::RecordService& service, const schema::FieldDef& field,
               const schema::Cell& value);
  Ids loaded_with(records::RecordService& service, const Fields& fields, const PreparedRow& row);
  void load(records::RecordService& service, const Fields& fields);
  std::optional<base::Id> find_like(records::RecordService& service, const PreparedRow& row);
  std::optional<base::Id> find_namesake(records::RecordService& service,
                                        const records::Record& wanted, bool has_keys);

  const schema::EntityDef* entity_;
  bool by_likeness_ = false;
  std::vector<Fields> alternatives_;  // each: all of these fields agree
  std::optional<Loaded> loaded_;      // of the one alternative that no index serves
};

}  // namespace rapport::imports
