// Record: one row in memory, all its columns. Field<T> handles read and write values by type.
// Not here: how it is saved (service.h).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/entity_def.h"
#include "storage/database.h"

namespace rapport::records {

struct Money {
  std::int64_t amount = 0;  // ten-thousandths of the unit
  std::string currency;
  bool operator==(const Money&) const = default;
};

// A link with the entity it leads to.
struct Reference {
  std::string entity;
  base::Id id;
  bool operator==(const Reference&) const = default;
};

class Record {
 public:
  explicit Record(const schema::EntityDef& entity)
      : entity_(&entity), cells_(entity.columns.size()) {}

  const schema::EntityDef& entity() const { return *entity_; }
  std::int64_t rid = 0;

  base::Id id() const;
  std::int64_t version() const;
  bool is_deleted() const;
  // The title field's text; empty when it has none.
  std::string title() const;

  std::vector<schema::Cell>& cells() { return cells_; }
  const std::vector<schema::Cell>& cells() const { return cells_; }
  const schema::Cell& cell(std::string_view field) const;
  bool is_empty(std::string_view field) const { return schema::is_null(cell(field)); }
  void clear(std::string_view field);

  std::optional<std::string> text(std::string_view field) const;
  std::optional<std::int64_t> integer(std::string_view field) const;  // date, instant, boolean too
  std::optional<base::Id> id(std::string_view field) const;
  std::optional<Money> money(std::string_view field) const;
  // The entity is that of the field's target, or of the second column when there are several.
  std::optional<Reference> reference(std::string_view field) const;

  void set(std::string_view field, std::string text);
  void set(std::string_view field, const char* text) { set(field, std::string(text)); }
  void set(std::string_view field, std::int64_t number);
  void set(std::string_view field, const base::Id& id);
  void set(std::string_view field, const Money& money);
  void set(std::string_view field, const Reference& reference);

  template <class T>
  auto get(schema::Field<T> field) const {
    if constexpr (std::is_same_v<T, std::string>) return text(field.name);
    else if constexpr (std::is_same_v<T, base::Id>) return id(field.name);
    else if constexpr (std::is_same_v<T, Money>) return money(field.name);
    else if constexpr (std::is_same_v<T, Reference>) return reference(field.name);
    else return integer(field.name);
  }
  template <class T>
  void put(schema::Field<T> field, const std::type_identity_t<T>& value) {
    set(field.name, value);
  }

  // True when the field's cells differ.
  static bool differs(const Record& a, const Record& b, const schema::FieldDef& field);
  // Brings the folded shadow columns in line with their texts.
  void refold();

 private:
  const schema::EntityDef* entity_;
  std::vector<schema::Cell> cells_;
};

// Columns of a whole record, in the order of Record::cells, then the row number.
std::vector<storage::Expression> record_columns(const schema::EntityDef& entity);
Record read_record(const schema::EntityDef& entity, const storage::Row& row);

}  // namespace rapport::records
