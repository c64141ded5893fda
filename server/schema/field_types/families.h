// The families of field types; each .cpp beside this header defines one and is listed in table.cpp.
// Not here: how values are compared in queries (records/lists/filter.cpp).
#pragma once
#include "schema/entity_def.h"
#include "schema/field_type.h"

namespace rapport::schema::field_types {

// A type that is one column and little else: what most families are made of.
class SingleColumn : public FieldType {
 public:
  SingleColumn(std::string_view name, Shape shape, ColumnType column)
      : name_(name), shape_(shape), column_(column) {}
  std::string_view name() const override { return name_; }
  Shape shape() const override { return shape_; }
  std::vector<ColumnDef> columns(const FieldDef& field) const override {
    return {{field.name, column_}};
  }

 private:
  std::string_view name_;
  Shape shape_;
  ColumnType column_;
};

std::span<const FieldType* const> text_types();       // text long_text url email phone autonumber
std::span<const FieldType* const> number_types();     // integer decimal percent
std::span<const FieldType* const> money_types();      // money
std::span<const FieldType* const> time_types();       // date instant
std::span<const FieldType* const> boolean_types();    // boolean
std::span<const FieldType* const> choice_types();     // choice stage choices tags
std::span<const FieldType* const> link_types();       // link user team file links
std::span<const FieldType* const> structure_types();  // emails phones address bank_accounts json

// Text of a JSON string, trimmed; a Failure when it is no string, too long or not valid UTF-8.
base::Result<std::string> text_of(const base::json::value& value, std::size_t max_characters);

bool is_email(std::string_view text);
bool is_phone(std::string_view text);
// One of the built-in checks of the entity language: inn kpp ogrn bik.
bool requisite_ok(std::string_view check, std::string_view text);

}  // namespace rapport::schema::field_types
