#include "base/limits.h"
#include "schema/field_types/families.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

namespace {

// An id, or {"id":…} as links are read; to several entities also its "entity".
class LinkType final : public FieldType {
 public:
  explicit LinkType(std::string_view name) : name_(name) {}
  std::string_view name() const override { return name_; }
  Shape shape() const override { return Shape::Reference; }

  std::vector<ColumnDef> columns(const FieldDef& field) const override {
    std::vector<ColumnDef> columns{{field.name, ColumnType::Bytes}};
    if (field.points_to_several()) columns.push_back({field.name + "_entity", ColumnType::Text});
    return columns;
  }

  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    const json::value* id = &value;
    const json::value* entity = nullptr;
    if (value.is_object()) {
      id = value.get_object().if_contains("id");
      entity = value.get_object().if_contains("entity");
      if (!id) return Failure{"not_an_id", {}};
    }
    if (id->is_string() && id->get_string().empty()) return std::nullopt;
    auto parsed = id->is_string() ? base::Id::parse(id->get_string()) : std::nullopt;
    if (!parsed) return Failure{"not_an_id", {}};
    cells[0] = *parsed;
    if (!field.points_to_several() || !entity) return std::nullopt;
    if (!entity->is_string()) return Failure{"wrong_type", {{"expected", "string"}}};
    for (const auto& target : field.to)
      if (target == std::string_view(entity->get_string())) {
        cells[1] = target;
        return std::nullopt;
      }
    return Failure{"not_a_choice", {{"value", std::string(entity->get_string())}}};
  }

  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.value(source.id(column));
  }

 private:
  std::string_view name_;
};

// Many to many: no column here; records/links.cpp keeps the pairs.
class LinksType final : public FieldType {
 public:
  std::string_view name() const override { return "links"; }
  Shape shape() const override { return Shape::References; }
  std::vector<ColumnDef> columns(const FieldDef&) const override { return {}; }
  std::optional<Failure> parse(const FieldDef&, const json::value&,
                               std::span<Cell>) const override {
    return std::nullopt;
  }
  void write(const FieldDef&, const CellSource&, int, base::JsonWriter& out) const override {
    out.null();
  }
};

}  // namespace

std::span<const FieldType* const> link_types() {
  static const LinkType link("link"), user("user"), team("team"), file("file");
  static const LinksType links;
  static const FieldType* const all[] = {&link, &user, &team, &file, &links};
  return all;
}

}  // namespace rapport::schema::field_types
