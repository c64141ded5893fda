#include "base/log.h"

#include <gtest/gtest.h>

#include "base/date.h"
#include "base/json.h"

namespace rapport::base {
namespace {

json::value logged(LogLevel level, std::string_view message, LogFields fields = {}) {
  testing::internal::CaptureStderr();
  log(level, message, fields);
  std::string text = testing::internal::GetCapturedStderr();
  if (text.empty()) return nullptr;
  EXPECT_EQ(text.find('\n'), text.size() - 1) << "one line";
  return parse_json(text);
}

TEST(Log, WritesOneObjectALine) {
  auto line = logged(LogLevel::Warning, "слово", {{"path", "/a\n\"b\""}, {"status", "200"}});
  EXPECT_EQ(line.at("level").as_string(), "warning");
  EXPECT_EQ(line.at("message").as_string(), "слово");
  EXPECT_EQ(line.at("path").as_string(), "/a\n\"b\"");
  EXPECT_TRUE(parse_instant(line.at("time").as_string()));
}

TEST(Log, CutsLongValuesBetweenCharacters) {
  std::string text = "x";
  for (int i = 0; i < 5000; ++i) text += "ё";
  auto line = logged(LogLevel::Error, "m", {{"body", text}});
  EXPECT_EQ(line.at("body").as_string().size(), 2047u);
}

TEST(Log, ShowsForeignBytesAsQuestionMarks) {
  auto line = logged(LogLevel::Error, "m", {{"agent", "a\xC0\xAF"}});
  EXPECT_EQ(line.at("agent").as_string(), "a??");
}

TEST(Log, LeavesOutWhatIsBelowTheLevel) {
  EXPECT_TRUE(logged(LogLevel::Debug, "m").is_null());
  set_log_level(LogLevel::Debug);
  EXPECT_FALSE(logged(LogLevel::Debug, "m").is_null());
  set_log_level(LogLevel::Info);
}

}  // namespace
}  // namespace rapport::base
