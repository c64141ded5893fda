// Every field type: what it takes, how it gives it back, what it refuses.
#include <gtest/gtest.h>

#include "schema/entity_def.h"

namespace rapport::schema {
namespace {

FieldDef field_of(std::string_view type) {
  FieldDef field;
  field.name = "f";
  field.type = find_field_type(type);
  field.choices = {{"new", "blue"}, {"old", "gray"}};
  field.column = 0;
  return field;
}

// The JSON that comes back, "null" for nothing, "! code" for a refusal.
std::string through(const FieldDef& field, std::string_view text) {
  std::vector<Cell> cells(field.type->columns(field).size());
  if (auto failure = field.type->parse(field, base::parse_json(text), cells))
    return "! " + failure->code;
  if (is_null(cells.at(0))) return "null";
  std::string out;
  base::JsonWriter json(out);
  field.type->write(field, CellVectorSource(cells), 0, json);
  return out;
}

struct Case {
  const char* type;
  const char* given;
  const char* expected;
};

// tidy: table
constexpr Case kCases[] = {
    {"text", R"("  Ёлка  ")", R"("Ёлка")"},
    {"text", R"("")", "null"},
    {"text", R"("   ")", "null"},
    {"text", "5", "! wrong_type"},
    {"text", R"("a\u0000b")", "! invalid_text"},
    {"long_text", R"("a\nb")", R"("a\nb")"},
    {"url", R"("https://example.com/a?b=c")", R"("https://example.com/a?b=c")"},
    {"url", R"("example.com")", R"("example.com")"},
    {"url", R"("javascript:go.to")", "! not_a_url"},
    {"url", R"("data:text/html,x.y")", "! not_a_url"},
    {"url", R"("file:///etc/passwd")", "! not_a_url"},
    {"url", R"("https://a b")", "! not_a_url"},
    {"url", R"("//evil.example")", "! not_a_url"},
    {"url", R"("https:///path")", "! not_a_url"},
    {"email", R"("anvar@example.uz")", R"("anvar@example.uz")"},
    {"email", R"("анвар@почта.рф")", R"("анвар@почта.рф")"},
    {"email", R"("anvar@example")", "! not_an_email"},
    {"email", R"("a@b@c.uz")", "! not_an_email"},
    {"email", R"("a b@c.uz")", "! not_an_email"},
    {"phone", R"("+998 (90) 123-45-67")", R"("+998 (90) 123-45-67")"},
    {"phone", R"("call me")", "! not_a_phone"},
    {"phone", R"("12")", "! not_a_phone"},
    {"integer", "42", "42"},
    {"integer", "-9223372036854775808", "-9223372036854775808"},
    {"integer", "9223372036854775808", "! wrong_type"},
    {"integer", "1.5", "! wrong_type"},
    {"integer", R"("1")", "! wrong_type"},
    {"decimal", R"("12.5")", R"("12.5")"},
    {"decimal", "12.5", R"("12.5")"},
    {"decimal", R"("12.345")", "! not_a_number"},
    {"decimal", R"("1e3")", "! not_a_number"},
    {"percent", R"("15")", R"("15")"},
    {"money", R"({"amount":"1500.5","currency":"USD"})", R"({"amount":"1500.50","currency":"USD"})"},
    {"money", R"({"amount":"-0.01","currency":"USD"})", R"({"amount":"-0.01","currency":"USD"})"},
    {"money", R"({"amount":null})", "null"},
    {"money", R"({"amount":1500,"currency":"USD"})", "! wrong_type"},
    {"money", R"({"amount":"1","currency":"usd"})", "! not_a_currency"},
    {"money", R"({"amount":"1","cur":"USD"})", "! unknown_member"},
    {"money", R"("5")", "! wrong_type"},
    {"date", R"("2024-02-29")", R"("2024-02-29")"},
    {"date", R"("2026-02-29")", "! not_a_date"},
    {"date", R"("22.11.2026")", "! not_a_date"},
    {"instant", R"("2026-11-22T14:30:00+05:00")", R"("2026-11-22T09:30:00Z")"},
    {"instant", R"("2026-11-22")", "! not_an_instant"},
    {"boolean", "true", "true"},
    {"boolean", "false", "false"},
    {"boolean", "1", "! not_a_boolean"},
    {"choice", R"("new")", R"("new")"},
    {"choice", R"("other")", "! not_a_choice"},
    {"stage", R"("anything")", R"("anything")"},
    {"choices", R"(["new","old","new"])", R"(["new","old"])"},
    {"choices", R"([])", "null"},
    {"choices", R"(["other"])", "! not_a_choice"},
    {"choices", R"("new")", "! wrong_type"},
    {"tags", R"(["важный","a|b"])", R"(["важный","a/b"])"},
    {"emails", R"([{"value":"a@b.uz","kind":"home"},"c@d.uz"])",
     R"([{"value":"a@b.uz","kind":"home"},{"value":"c@d.uz","kind":"work"}])"},
    {"emails", R"(["nonsense"])", "! not_an_email"},
    {"emails", R"([{"kind":"home"}])", "! required"},
    {"emails", R"([{"value":"a@b.uz","sort":1}])", "! unknown_member"},
    {"phones", R"([])", "null"},
    {"phones", R"("+998901234567")", "! wrong_type"},
    {"address", R"({"city":"Самарканд","street":" Регистан 1 "})",
     R"({"city":"Самарканд","street":"Регистан 1"})"},
    {"address", R"({"planet":"Mars"})", "! unknown_member"},
    {"address", R"({})", "null"},
    {"address", R"({"latitude":41.3111234567,"longitude":"69,2797"})",
     R"({"latitude":41.311123,"longitude":69.2797})"},
    {"address", R"({"city":"Нукус","latitude":null,"longitude":""})", R"({"city":"Нукус"})"},
    {"address", R"({"latitude":41.3})", "! place_is_two_numbers"},
    {"address", R"({"latitude":91,"longitude":69})", "! out_of_range"},
    {"address", R"({"latitude":"north","longitude":69})", "! not_a_number"},
    {"address", R"({"latitude":true,"longitude":69})", "! wrong_type"},
    {"json", R"({"a":[1,null]})", R"({"a":[1,null]})"},
    {"link", R"("0197a3d0-0000-7000-8000-000000000001")",
     R"("0197a3d0-0000-7000-8000-000000000001")"},
    {"link", R"({"id":"0197a3d0-0000-7000-8000-000000000001","name":"x"})",
     R"("0197a3d0-0000-7000-8000-000000000001")"},
    {"link", R"("")", "null"},
    {"link", R"("42")", "! not_an_id"},
    {"user", R"({"name":"x"})", "! not_an_id"},
};

TEST(FieldTypes, TakeAndGiveBack) {
  for (const auto& each : kCases)
    EXPECT_EQ(through(field_of(each.type), each.given), each.expected)
        << each.type << " " << each.given;
}

TEST(FieldTypes, EachIsInTheTableAbove) {
  for (auto name : field_type_names()) {
    bool tried = name == "links" || name == "team" || name == "file" || name == "autonumber" ||
                 name == "bank_accounts";  // as user, as text, of requisites_test.cpp
    for (const auto& each : kCases) tried = tried || each.type == name;
    EXPECT_TRUE(tried) << name;
    EXPECT_EQ(find_field_type(name)->name(), name);
  }
  EXPECT_EQ(find_field_type("nothing"), nullptr);
}

TEST(FieldTypes, Limits) {
  auto text = field_of("text");
  text.max = 3;
  EXPECT_EQ(through(text, R"("ёёё")"), R"("ёёё")");
  EXPECT_EQ(through(text, R"("ёёёё")"), "! too_long");
  auto number = field_of("integer");
  number.min = 0;
  number.max = 100;
  EXPECT_EQ(through(number, "100"), "100");
  EXPECT_EQ(through(number, "101"), "! out_of_range");
  EXPECT_EQ(through(number, "-1"), "! out_of_range");
  auto percent = field_of("percent");
  percent.max = 100;
  EXPECT_EQ(through(percent, R"("100.00")"), R"("100")");
  EXPECT_EQ(through(percent, R"("100.01")"), "! out_of_range");
  auto money = field_of("money");
  money.min = 0;
  EXPECT_EQ(through(money, R"({"amount":"-0.01","currency":"USD"})"), "! out_of_range");
  auto inn = field_of("text");
  inn.check = "inn";
  EXPECT_EQ(through(inn, R"("7707083893")"), R"("7707083893")");
  EXPECT_EQ(through(inn, R"("7707083894")"), "! inn_check");
}

TEST(FieldTypes, ALinkToSeveralKeepsItsEntity) {
  auto field = field_of("link");
  field.to = {"deals", "leads"};
  std::vector<Cell> cells(2);
  auto value = base::parse_json(
      R"({"id":"0197a3d0-0000-7000-8000-000000000001","entity":"leads"})");
  EXPECT_FALSE(field.type->parse(field, value, cells));
  EXPECT_EQ(std::get<std::string>(cells[1]), "leads");
  value.as_object()["entity"] = "users";
  EXPECT_EQ(field.type->parse(field, value, cells)->code, "not_a_choice");
}

}  // namespace
}  // namespace rapport::schema
