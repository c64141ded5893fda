#include "customisation/layers.h"

#include <gtest/gtest.h>

#include "customisation/edits.h"
#include "customisation/test_model.h"

namespace rapport::customisation {
namespace {

using schema::Language;
namespace json = base::json;

struct Laid {
  schema::SchemaPtr schema;
  schema::Strings strings;
  json::value layout(const std::string& entity) const {
    return base::parse_json(schema->layouts_json(entity));
  }
};

const Shipped& shipped() {
  static const Shipped files(testing::small_files());
  return files;
}

Document document(std::string_view package) {
  return edit(shipped(), empty_document(),
              {Edit::Kind::Install, "", "", base::parse_json(package)}).document;
}

Laid lay(const Document& document, Hidden hidden = Hidden::LeftOut) {
  auto layers = lay_over(shipped(), document, hidden);
  return {schema::load_schema(layers.files), schema::Strings(layers.files)};
}

Laid lay(std::string_view package, Hidden hidden = Hidden::LeftOut) {
  return lay(document(package), hidden);
}

TEST(Layers, NothingOwnIsTheShippedModel) {
  auto laid = lay("{}");
  EXPECT_EQ(laid.schema->entities().size(), 5u);
  EXPECT_EQ(json::serialize(laid.layout("deals").at("list")), R"(["name","kind"])");
}

TEST(Layers, AnOwnFieldIsAFieldAndStandsAtTheEndOfTheForm) {
  auto laid = lay(R"({"entities": {"deals": {"fields": {
    "paint": {"type": "text"}, "site": {"type": "address"}}}}})");
  const auto& deals = laid.schema->entity("deals");
  EXPECT_GT(deals.field("paint").index, deals.field("note").index);
  EXPECT_GE(deals.field("paint").folded_column, 0);  // an index can be had later
  EXPECT_LT(deals.field("note").folded_column, 0);
  EXPECT_EQ(json::serialize(laid.layout("deals").at("detail").at(1)),
            R"({"key":"own","rows":[["paint"],["site"]]})");
  EXPECT_EQ(json::serialize(laid.layout("deals").at("create")), R"(["name","paint","site"])");
  EXPECT_EQ(laid.strings.text(Language::En, "deals.sections.own"), "More");
}

TEST(Layers, AnOwnLayoutStandsAsItIs) {
  auto laid = lay(R"({"entities": {"deals": {"fields": {"paint": {"type": "text"}}}},
    "layouts": {"deals": {"list": ["paint"], "detail": [{"key": "all", "rows": [["name"]]}]}}})");
  EXPECT_EQ(json::serialize(laid.layout("deals").at("list")), R"(["paint"])");
  EXPECT_EQ(laid.layout("deals").at("detail").as_array().size(), 1u);
  // What it does not name is the shipped one, with the own field.
  EXPECT_EQ(json::serialize(laid.layout("deals").at("create")), R"(["name","paint"])");
}

TEST(Layers, HiddenIsLeftOutOfAllThatNamesIt) {
  auto package = R"({"entities": {
    "deals": {"search": ["name", "paint"], "fields": {"paint": {"type": "text", "deleted": true}}},
    "sites": {"deleted": true, "fields": {"name": {"type": "text"}}}},
    "layouts": {"deals": {"list": ["paint", "name"],
                          "detail": [{"key": "all", "rows": [["paint"], ["name", "paint"]]}]}}})";
  EXPECT_THROW(lay(package, Hidden::Kept), base::Error);  // names paint twice
  auto laid = lay(package);
  EXPECT_EQ(laid.schema->find("sites"), nullptr);
  EXPECT_EQ(laid.schema->entity("deals").search, std::vector<std::string>{"name"});
  EXPECT_EQ(json::serialize(laid.layout("deals").at("list")), R"(["name"])");
  EXPECT_EQ(json::serialize(laid.layout("deals").at("detail").at(0).at("rows")), R"([["name"]])");
}

TEST(Layers, AnOwnEntityHasListsFormsWordsAndActivities) {
  auto edited = edit(shipped(), empty_document(),
                     {Edit::Kind::PutEntity, "sites", "", base::parse_json(R"({
    "activities": true, "labels": {"ru": {"one": "Объект", "many": "Объекты"}},
    "fields": {"city": {"type": "text"}, "plan": {"type": "long_text"}}})")});
  auto laid = lay(edited.document);
  const auto& sites = laid.schema->entity("sites");
  EXPECT_EQ(sites.area, "sales");
  EXPECT_EQ(sites.title, "name");
  EXPECT_EQ(sites.search, std::vector<std::string>{"name"});
  EXPECT_EQ(json::serialize(laid.layout("sites").at("list")), R"(["name","city","owner"])");
  EXPECT_EQ(json::serialize(laid.layout("sites").at("create")),
            R"(["name","city","plan","owner"])");
  EXPECT_EQ(laid.strings.text(Language::Uz, "sites.many"), "Объекты");
  EXPECT_EQ(laid.strings.text(Language::Ru, "sites.new"), "Объект");
  const auto& to = laid.schema->entity("tasks").field("related").to;
  EXPECT_EQ(to, (std::vector<std::string>{"deals", "users", "sites"}));
}

TEST(Layers, ShippedChoicesKeepTheCompanysOrderAndLoseNone) {
  auto laid = lay(R"({"entities": {"deals": {"fields": {"kind": {"choices": [
    {"key": "best", "color": "pink"}, {"key": "old", "color": "red"}]}}}},
    "strings": {"en": {"deals": {"choices": {"kind": {"best": "Best"}}}}}})");
  const auto& kind = laid.schema->entity("deals").field("kind");
  ASSERT_EQ(kind.choices.size(), 3u);
  EXPECT_EQ(kind.choices[0].key, "best");
  EXPECT_EQ(kind.choices[1].color, "red");
  EXPECT_EQ(kind.choices[2].key, "new");
}

// A later version may ship what the company has made itself.
TEST(Layers, WhatIsShippedByNowGoesOnWhenItIsTheSame) {
  json::object document{{"entities", base::parse_json(R"({"deals": {"title": "paint", "fields": {
    "note": {"type": "text", "max": 5, "required": true}}}})")}};
  auto laid = lay(Document(document));
  EXPECT_TRUE(laid.schema->entity("deals").field("note").required);
  EXPECT_FALSE(laid.schema->entity("deals").field("note").max.has_value());
  EXPECT_EQ(laid.schema->entity("deals").title, "name");
  json::object other{{"entities", base::parse_json(R"({"deals": {"fields": {
    "note": {"type": "date"}}}})")}};
  EXPECT_THROW(lay(Document(other)), base::Error);
}

TEST(Layers, EveryWordChangesTheVersion) {
  auto before = lay("{}").schema->version();
  auto after = lay(R"({"strings": {"uz": {"deals": {"one": "Savdo"}}}})").schema->version();
  EXPECT_NE(before, after);
}

TEST(Edits, WhatIsNotNamedStays) {
  auto first = edit(shipped(), empty_document(),
                    {Edit::Kind::PutField, "deals", "paint", base::parse_json(R"({
    "type": "choice", "labels": "Paint", "required": true,
    "choices": [{"key": "red", "labels": {"ru": "Красная"}}]})"), Language::En});
  auto second = edit(shipped(), first.document,
                     {Edit::Kind::PutField, "deals", "paint", base::parse_json(R"({
    "labels": {"ru": "Краска", "en": null}, "required": null})")});
  const auto* field = find_object(second.document, {"entities", "deals", "fields", "paint"});
  EXPECT_EQ(json::serialize(*field), R"({"type":"choice","choices":[{"key":"red"}]})");
  const auto& strings = second.document.at("strings");
  EXPECT_EQ(json::serialize(strings.at("ru")),
            R"({"deals":{"choices":{"paint":{"red":"Красная"}},"fields":{"paint":"Краска"}}})");
  EXPECT_EQ(json::serialize(strings.at("en")), R"({"deals":{"fields":{}}})");
}

TEST(Edits, ANewFieldJoinsTheLayoutThatTheCompanyHasMade) {
  auto first = document(R"({"layouts": {"deals": {"create": ["name"],
    "detail": [{"key": "all", "rows": [["name"]]}]}}})");
  auto second = edit(shipped(), first, {Edit::Kind::PutField, "deals", "paint",
                                        base::parse_json(R"({"type": "text"})")});
  EXPECT_EQ(json::serialize(second.document.at("layouts").at("deals")),
            R"({"create":["name","paint"],"detail":[{"key":"all","rows":[["name"],["paint"]]}]})");
}

TEST(Document, IsTheSameAfterItWasStoredAsFiles) {
  auto given = document(R"({"entities": {"deals": {"icon": "coin"}},
    "layouts": {"deals": {"list": ["name"]}}, "strings": {"ru": {"deals": {"one": "Дело"}}}})");
  auto files = files_of(given);
  EXPECT_EQ(files.size(), 3u);
  EXPECT_TRUE(files.contains("strings/ru/deals.json"));
  EXPECT_EQ(json::serialize(document_of(files)), json::serialize(given));
}

}  // namespace
}  // namespace rapport::customisation
