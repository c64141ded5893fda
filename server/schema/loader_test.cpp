#include "schema/loader.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace rapport::schema {
namespace {

// A schema of one entity "things" with these fields.
SchemaPtr load(const std::string& fields, const std::string& more = "") {
  std::string text = R"({"name": "things", )" + more + R"("fields": {"name": {"type": "text"})" +
                     (fields.empty() ? "" : ", " + fields) + "}}";
  return load_schema({{"sales/things.json", text},
                      {"system/users.json", R"({"name": "users", "fields": {
                         "name": {"type": "text"}}})"},
                      {"system/teams.json", R"({"name": "teams", "fields": {
                         "name": {"type": "text"}}})"}});
}

// What the loader says is wrong; empty when nothing is.
template <class Work>
std::string complaint(const Work& work) {
  try {
    work();
  } catch (const base::Error& error) {
    return error.code == "bad_schema" ? error.detail : "another error: " + error.code;
  } catch (const std::exception& error) {
    return std::string("not an Error: ") + error.what();
  }
  return "";
}

TEST(Loader, ReadsAnEntity) {
  auto schema = load(R"("amount": {"type": "money", "indexed": true, "min": 0},
                        "kind": {"type": "choice", "default": "new",
                                 "choices": [{"key": "new", "color": "blue"}, {"key": "old"}]},
                        "parent": {"type": "link", "to": "things", "inverse": "parts"},
                        "weight": {"type": "decimal", "scale": 3})",
                     R"("icon": "box", "color": "teal", "access": "shared", "board": "kind",
                        "duplicates": ["name~"], "search": ["name"],)");
  const auto& things = schema->entity("things");
  EXPECT_EQ(things.area, "sales");
  EXPECT_EQ(things.color, "teal");
  EXPECT_EQ(things.access, AccessModel::Shared);
  EXPECT_EQ(things.field("weight").scale, 3);
  EXPECT_EQ(things.field("kind").choices.size(), 2u);
  EXPECT_EQ(things.field("kind").default_json, "\"new\"");
  EXPECT_TRUE(things.field("amount").indexed);
  EXPECT_TRUE(things.field("version").system);
  EXPECT_EQ(things.fields[0].name, "id");
  ASSERT_EQ(things.related.size(), 1u);
  EXPECT_EQ(things.related[0].name, "parts");
}

TEST(Loader, LaysOutColumns) {
  auto schema = load(R"("amount": {"type": "money"}, "note": {"type": "text", "indexed": true},
                        "plain": {"type": "text"},
                        "any": {"type": "link", "to": ["things", "users"]},
                        "many": {"type": "links", "to": "users"})");
  const auto& things = schema->entity("things");
  std::string columns;
  for (const auto& column : things.columns) columns += column.name + " ";
  EXPECT_NE(columns.find("name name_folded amount amount_currency note note_folded plain any "
                         "any_entity "),
            std::string::npos)
      << columns;
  EXPECT_EQ(things.field("many").column, -1);
  EXPECT_EQ(things.columns[static_cast<std::size_t>(things.field("note").folded_column)].name,
            "note_folded");
  EXPECT_EQ(link_table_name(things, things.field("many")), "link_things_many");
}

TEST(Loader, TwoListsOfOneNameAreToldApart) {
  auto schema = load(R"("first": {"type": "link", "to": "things"},
                        "second": {"type": "link", "to": "things"})");
  const auto& related = schema->entity("things").related;
  ASSERT_EQ(related.size(), 2u);
  EXPECT_EQ(related[0].name, "things");
  EXPECT_EQ(related[1].name, "things_second");
}

TEST(Loader, MistakesNameFilePlaceAndWhatWouldBeRight) {
  struct Case {
    const char* fields;
    const char* more;
    const char* complaint;
  };
  const Case kCases[] = {
      {"", R"("titel": "name",)", R"(entity: unknown key "titel", did you mean "title"?)"},
      {R"("a": {"type": "text", "requird": true})", "",
       R"(fields.a: unknown key "requird", did you mean "required"?)"},
      {R"("a": {"type": "txt"})", "", R"(fields.a.type: unknown type "txt", did you mean "text"?)"},
      {R"("a": {"type": "text", "required": "yes"})", "",
       "fields.a.required: must be true or false"},
      {R"("a": {"type": "text", "max": "10"})", "", "fields.a.max: must be a whole number"},
      {R"("a": "text")", "", "fields.a: must be an object"},
      {R"("a": {"type": "link"})", "", "fields.a.to: is missing"},
      {R"("a": {"type": "link", "to": "nowhere"})", "",
       R"(fields.a: points to the unknown entity "nowhere")"},
      {R"("a": {"type": "choice", "choices": [{"key": "x"}, {"key": "x"}]})", "",
       "fields.a.choices.x: is there twice"},
      {R"("a": {"type": "choice", "choices": [{"key": "x", "color": "grey"}]})", "",
       R"(fields.a.choices.color: unknown value "grey", did you mean "gray"?)"},
      {R"("a": {"type": "links", "to": "users", "sorted": true})", "",
       "fields.a.sorted: lists are not sorted by a field of this type"},
      {R"("a": {"type": "choice", "default": "y", "choices": [{"key": "x"}]})", "",
       "fields.a.default: is not a value of the field (not_a_choice)"},
      {R"("A b": {"type": "text"})", "", "fields.A b: a name is made of a-z, 0-9 and _"},
      {R"("owner": {"type": "text"})", "", "fields.owner: every entity has that already"},
      {R"("rid": {"type": "text"})", "", "fields.rid: every entity has that already"},
      {"", R"("access": "sytem",)",
       R"(access: unknown value "sytem", did you mean "system"?)"},
      {"", R"("title": "nmae",)", R"(title: no field "nmae")"},
      {R"("a": {"type": "date"})", R"("title": "a",)", "title: must be a text"},
      {"", R"("board": "stage",)", R"(board: no field "stage")"},
      {"", R"("search": ["name", "body"],)", R"(search: no field "body")"},
      {"", R"("duplicates": ["inn~"],)", R"(duplicates: no field "inn")"},
      {"", R"("hidden": 1,)", "hidden: must be true or false"},
  };
  for (const auto& each : kCases) {
    auto said = complaint([&] { load(each.fields, each.more); });
    EXPECT_NE(said.find(each.complaint), std::string::npos) << said << "\n  wanted: "
                                                            << each.complaint;
    EXPECT_TRUE(said.find("things") != std::string::npos) << said;
  }
}

TEST(Loader, FilesThatAreNoEntities) {
  auto of = [](const char* path, const char* text) {
    return complaint([&] { load_schema({{path, text}}); });
  };
  EXPECT_NE(of("sales/deals.json", R"({"name": "things", "fields": {}})")
                .find("sales/deals.json: entity: the file must be named after the entity"),
            std::string::npos);
  EXPECT_NE(of("sales/things.json", "{").find("sales/things.json"), std::string::npos);
  EXPECT_NE(of("sales/things.json", "[]").find("must be an object"), std::string::npos);
  EXPECT_NE(of("sales/things.json", R"({"name": "things"})").find("fields: is missing"),
            std::string::npos);
  // Strings, and what lies beside the areas, are not entities.
  EXPECT_EQ(of("strings/en/things.json", "no JSON"), "");
  EXPECT_EQ(of("entity.schema.json", "no JSON"), "");
}

TEST(Loader, AVersionForEachSchema) {
  EXPECT_EQ(load("")->version(), load("")->version());
  EXPECT_NE(load("")->version(), load(R"("a": {"type": "text"})")->version());
  EXPECT_THROW(load("")->entity("nothings"), base::Error);
  EXPECT_EQ(load("")->find("nothings"), nullptr);
}

}  // namespace
}  // namespace rapport::schema
