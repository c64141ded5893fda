#include "base/id.h"

#include <gtest/gtest.h>

#include <set>
#include <unordered_set>

#include "base/clock.h"

namespace rapport::base {
namespace {

class Zeros final : public Random {
 public:
  void fill(void* out, std::size_t size) override { std::memset(out, 0, size); }
};

TEST(Id, ParsesAndPrints) {
  const char* text = "0197a1b2-c3d4-7e5f-8a9b-0123456789ab";
  auto id = Id::parse(text);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), text);
  EXPECT_EQ(Id::parse("0197A1B2-C3D4-7E5F-8A9B-0123456789AB"), id);
  EXPECT_EQ(Id::from_bytes(id->raw()), id);
}

TEST(Id, RefusesOtherText) {
  for (const char* text :
       {"", "0197a1b2c3d47e5f8a9b0123456789ab", "0197a1b2-c3d4-7e5f-8a9b-0123456789a",
        "0197a1b2-c3d4-7e5f-8a9b-0123456789abc", "0197a1b2-c3d4-7e5f-8a9b-0123456789ag",
        "0197a1b2-c3d47-e5f-8a9b-0123456789ab", "{197a1b2-c3d4-7e5f-8a9b-0123456789a}"})
    EXPECT_FALSE(Id::parse(text)) << text;
  EXPECT_FALSE(Id::from_bytes("short"));
}

TEST(NewId, IsVersion7AndCarriesTheTime) {
  Zeros zeros;
  // 0x0199'0000'0000 ms
  Instant now = 0x019900000000LL * 1000;
  Id id = new_id(now, zeros);
  EXPECT_EQ(id.text().substr(0, 14), "01990000-0000-");
  EXPECT_EQ(id.text()[14], '7');
  EXPECT_EQ(id.text()[19], '8');
}

TEST(NewId, IncreasesEvenWhenTheClockStandsOrGoesBack) {
  Instant now = 0x0199'1000'0000LL * 1000;
  Id last = new_id(now, system_random());
  for (int i = 0; i < 10'000; ++i) {
    Id next = new_id(now - i, system_random());
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(NewId, DiffersAndHashesApart) {
  std::unordered_set<Id> ids;
  std::set<std::size_t> hashes;
  for (int i = 0; i < 1000; ++i) {
    Id id = new_id(system_clock().now(), system_random());
    ids.insert(id);
    hashes.insert(std::hash<Id>{}(id));
  }
  EXPECT_EQ(ids.size(), 1000u);
  EXPECT_EQ(hashes.size(), 1000u);
}

}  // namespace
}  // namespace rapport::base
