#include "customisation/checks.h"

#include <gtest/gtest.h>

#include "customisation/test_model.h"

namespace rapport::customisation {
namespace {

using testing::refusal_of;
namespace json = base::json;

const Shipped& shipped() {
  static const Shipped files(testing::small_files());
  return files;
}

std::string refusal(std::string_view after, std::string_view before = "{}") {
  return refusal_of([&] {
    check_document(shipped(), base::parse_json(before).as_object(),
                   base::parse_json(after).as_object(), {"session"});
  });
}

std::string of_field(const std::string& name, const std::string& definition) {
  return refusal(R"({"entities": {"deals": {"fields": {")" + name + "\": " + definition + "}}}}");
}

TEST(Checks, NamesOfFields) {
  EXPECT_EQ(of_field("paint", R"({"type": "text"})"), "");
  for (const char* name : {"Paint", "1st", "_x", "a b", "a;b", "a.b", "цвет", "", "a'--"})
    EXPECT_TRUE(of_field(name, R"({"type": "text"})").starts_with("bad_name")) << name;
  for (const char* name : {"select", "rid", "count", "id", "table"})
    EXPECT_TRUE(of_field(name, R"({"type": "text"})").starts_with("reserved_name")) << name;
  EXPECT_TRUE(of_field(std::string(41, 'a'), R"({"type": "text"})").starts_with("too_long"));
}

TEST(Checks, WhatMayBeChangedOfAShippedField) {
  EXPECT_EQ(of_field("amount", R"({"required": true, "history": false})"), "");
  EXPECT_EQ(of_field("name", R"({"required": false})"),
            "shipped_definition deals.fields.name.required");
  EXPECT_EQ(of_field("amount", R"({"indexed": false})"),
            "shipped_definition deals.fields.amount.indexed");
  EXPECT_EQ(of_field("note", R"({"indexed": true})"),
            "definition_is_fixed deals.fields.note.indexed");
  EXPECT_EQ(of_field("amount", R"({"type": "text"})"), "unknown_property deals.fields.amount");
  EXPECT_EQ(of_field("kind", R"({"choices": [{"key": "new"}]})"),
            "shipped_choice deals.fields.kind.choices");
}

TEST(Checks, WhatMayBeChangedOfAnOwnField) {
  auto with = [](const std::string& definition) {
    return R"({"entities": {"deals": {"fields": {"own": )" + definition + "}}}}";
  };
  auto before = with(R"({"type": "decimal", "scale": 3})");
  EXPECT_EQ(refusal(with(R"({"type": "decimal", "scale": 3, "required": true})"), before), "");
  EXPECT_EQ(refusal(with(R"({"type": "decimal"})"), before),
            "definition_is_fixed deals.fields.own.scale");
  EXPECT_EQ(refusal(with(R"({"type": "money", "scale": 3})"), before),
            "definition_is_fixed deals.fields.own.type");
  EXPECT_EQ(refusal(with(R"({"type": "decimal", "scale": 3, "unique": true})"), before),
            "definition_is_fixed deals.fields.own.unique");
}

TEST(Checks, Entities) {
  EXPECT_EQ(refusal(R"({"entities": {"sites": {"fields": {"name": {"type": "text"}}}}})"), "");
  EXPECT_EQ(refusal(R"({"entities": {"session": {}}})"), "reserved_name session");
  EXPECT_EQ(refusal(R"({"entities": {"sites": {"area": "moon"}}})"), "bad_definition sites.area");
  EXPECT_EQ(refusal(R"({"entities": {"deals": {"title": "note"}}})"), "unknown_property deals");
  EXPECT_EQ(refusal(R"({"entities": {"sites": {"hidden": true}}})"), "unknown_property sites");
  EXPECT_EQ(refusal(R"({"entities": {"sites": {"fields": {"name": {"type": "text",
              "deleted": true}}}}})"), "title_is_needed sites.fields.name");
}

TEST(Checks, Counts) {
  json::object fields;
  for (int i = 0; i <= 300; ++i) fields["f" + std::to_string(i)] = json::object{{"type", "text"}};
  json::object document{{"entities", json::object{{"deals", json::object{{"fields", fields}}}}}};
  EXPECT_EQ(refusal(json::serialize(document)), "too_many_definitions deals.fields");
  json::object entities;
  for (int i = 0; i <= 100; ++i) entities["e" + std::to_string(i)] = json::object();
  EXPECT_EQ(refusal(json::serialize(json::object{{"entities", entities}})),
            "too_many_definitions entities");
  json::array choices;
  for (int i = 0; i <= 500; ++i) choices.push_back(json::object{{"key", "k" + std::to_string(i)}});
  EXPECT_EQ(of_field("own", json::serialize(json::object{{"type", "choice"},
                                                          {"choices", choices}})),
            "too_many_definitions deals.fields.own.choices");
}

TEST(Checks, ManyMistakesAreToldUpToABound) {
  json::object fields;
  for (int i = 0; i < 50; ++i) fields["F" + std::to_string(i)] = json::object();
  json::object document{{"entities", json::object{{"deals", json::object{{"fields", fields}}}}}};
  try {
    check_document(shipped(), {}, document, {});
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fields.size(), Faults::kMost);
  }
}

TEST(Checks, Words) {
  auto words = [](const std::string& of_deals) {
    return refusal(R"({"strings": {"ru": {"deals": )" + of_deals + "}}}");
  };
  EXPECT_EQ(words(R"({"one": "Дело", "fields": {"name": "Имя"}})"), "");
  EXPECT_EQ(words(R"({"choices": {"kind": {"new": "Новое"}}})"), "");
  EXPECT_EQ(words(R"({"one": ""})"), "required strings.ru.deals.one");
  EXPECT_EQ(words(R"({"one": 1})"), "wrong_type strings.ru.deals.one");
  EXPECT_EQ(words(R"({"one": "a\nb"})"), "invalid_text strings.ru.deals.one");
  EXPECT_EQ(words(R"({"fields": {"a.b": "X"}})"), "bad_name strings.ru.deals.fields");
  EXPECT_EQ(words(R"({"felds": {}})"), "unknown_property strings.ru.deals");
  EXPECT_EQ(refusal(R"({"strings": {"ru": {"ghosts": {}}}})"), "unknown_entity strings.ru.ghosts");
}

TEST(Checks, NamesInTheDatabase) {
  storage::Table deals{"deals", {{"name_folded"}}, {}, {{{"x_id"}, false, ""}}, "name_folded"};
  storage::Table search{"deals_substrings_data", {{"a"}}, {"a"}, {}};
  storage::Table twin{"deals_x", {{"id"}}, {}, {{{"id"}, true, ""}}};
  EXPECT_EQ(refusal_of([&] { check_stored_names({&deals}); }), "");
  EXPECT_EQ(refusal_of([&] { check_stored_names({&deals, &search}); }),
            "stored_name_taken deals_substrings_data");
  EXPECT_EQ(refusal_of([&] { check_stored_names({&deals, &twin}); }), "stored_name_taken deals_x");
}

}  // namespace
}  // namespace rapport::customisation
