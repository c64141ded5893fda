#include "base/json.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/limits.h"

namespace rapport::base {
namespace {

std::string place_of_failure(std::string_view text) {
  try {
    parse_json(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::Malformed);
    EXPECT_EQ(error.code, "json");
    return error.arguments.at(0).second + ":" + error.arguments.at(1).second;
  }
  return "none";
}

TEST(ParseJson, ReadsDocuments) {
  auto value = parse_json(" {\"a\":[1,2.5,\"ё\\u0451\"]} \n");
  EXPECT_EQ(value.at("a").at(2).as_string(), "ёё");
  EXPECT_TRUE(parse_json("null").is_null());
}

TEST(ParseJson, SaysLineAndColumn) {
  EXPECT_EQ(place_of_failure("{\"a\":1,}"), "1:8");
  EXPECT_EQ(place_of_failure("{\n  \"имя\": x}"), "2:10");
  EXPECT_EQ(place_of_failure("[1] [2]"), "1:5");
  EXPECT_EQ(place_of_failure("[1,"), "1:4");
  EXPECT_EQ(place_of_failure(""), "1:1");
  EXPECT_NE(place_of_failure("\"\xC0\xAF\""), "none");
}

TEST(ParseJson, LimitsDepth) {
  std::string open(limits::kJsonDepth, '['), close(limits::kJsonDepth, ']');
  EXPECT_EQ(place_of_failure(open + close), "none");
  EXPECT_NE(place_of_failure("[" + open + close + "]"), "none");
  EXPECT_NE(place_of_failure(std::string(1'000'000, '[')), "none");
}

TEST(ParseJson, FindsAKeyAgainAmongFewAndMany) {
  EXPECT_EQ(place_of_failure(R"({"a":{"b":1},"b":{"b":2}})"), "none");
  EXPECT_EQ(place_of_failure(R"({"a":1,"b":{"a":1,"a":2}})"), "1:19");
  std::string many = "{";
  for (int i = 0; i < 50'000; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_EQ(place_of_failure(many + "\"end\":1}"), "none") << "and that before the night";
  EXPECT_NE(place_of_failure(many + "\"k7\":1}"), "none");
}

TEST(JsonString, EscapesWhatMustBe) {
  std::string out;
  append_json_string(out, std::string_view("\"\\\b\f\n\r\t\x01\x1F\0/<ё🙂", 18));
  EXPECT_EQ(out, "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u0000/<ё🙂\"");
  out.clear();
  append_json_string(out, "");
  EXPECT_EQ(out, "\"\"");
}

TEST(JsonString, ComesBackAsItWent) {
  std::string text;
  for (int c = 1; c < 128; ++c) text += static_cast<char>(c);
  std::string out;
  append_json_string(out, text);
  EXPECT_EQ(parse_json(out).as_string(), text);
}

TEST(JsonWriter, PlacesCommas) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().member("a", 1).member("b", "x").key("c").begin_array();
  writer.value(true).null().begin_object().end_object().raw("1.50").begin_array().end_array();
  writer.end_array().key("id").value(Id{}).key("e").begin_object().end_object();
  writer.key("d");
  append_json_string(writer.next_value(), "y");
  writer.member("z", std::string("q")).member("least", std::int64_t{-9223372036854775807 - 1});
  writer.end_object();
  EXPECT_EQ(out,
            "{\"a\":1,\"b\":\"x\",\"c\":[true,null,{},1.50,[]],"
            "\"id\":\"00000000-0000-0000-0000-000000000000\",\"e\":{},\"d\":\"y\",\"z\":\"q\","
            "\"least\":-9223372036854775808}");
}

}  // namespace
}  // namespace rapport::base
