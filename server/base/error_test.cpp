#include "base/error.h"

#include <gtest/gtest.h>

namespace rapport::base {
namespace {

TEST(Error, TellsTheLogEverything) {
  std::vector<FieldError> fields = {{"name", "required", {}}, {"amount", "too_big", {}}};
  Error error(ErrorKind::Invalid, "invalid", fields, "why");
  EXPECT_STREQ(error.what(), "invalid [name: required] [amount: too_big] (why)");
}

TEST(Error, FailNamesTheField) {
  try {
    fail(ErrorKind::Invalid, "too_long", "name", {{"max", "255"}});
    FAIL() << "fail() came back";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, ErrorKind::Invalid);
    EXPECT_EQ(error.code, "too_long");
    ASSERT_EQ(error.fields.size(), 1u);
    EXPECT_EQ(error.fields[0].field, "name");
    EXPECT_EQ(error.fields[0].code, "too_long");
    EXPECT_EQ(error.fields[0].arguments, (MessageArguments{{"max", "255"}}));
    EXPECT_EQ(error.arguments, error.fields[0].arguments);
  }
}

TEST(Error, FailWithoutAFieldHasNone) {
  try {
    fail(ErrorKind::NotFound, "not_found");
    FAIL() << "fail() came back";
  } catch (const Error& error) {
    EXPECT_TRUE(error.fields.empty());
  }
}

TEST(Result, HoldsOneSide) {
  Result<int> good = 5, bad = Failure{"number", {}};
  EXPECT_TRUE(good);
  EXPECT_EQ(*good, 5);
  EXPECT_THROW(good.failure(), std::logic_error);
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.failure().code, "number");
  EXPECT_THROW(*bad, std::logic_error);
}

}  // namespace
}  // namespace rapport::base
