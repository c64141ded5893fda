#include "storage/presence.h"

#include <chrono>
#include <functional>
#include <thread>

#include "storage/test_engine.h"

namespace rapport::storage {
namespace {

class PresenceTest : public testing::EngineTest {
 protected:
  // Another process, as far as the locks know.
  std::unique_ptr<Presence> presence() const {
    return open_presence(url());
  }

  // A server gives up the locks of a session some moments after it has ended.
  static bool soon(const std::function<bool()>& is_so) {
    for (int tries = 0; tries < 500; ++tries) {
      if (is_so()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
};

TEST_P(PresenceTest, OneOpensAtATime) {
  auto first = presence(), second = presence();
  EXPECT_TRUE(first->try_take_turn());
  EXPECT_FALSE(second->try_take_turn());
  first->end_turn();
  EXPECT_TRUE(second->try_take_turn());
  second.reset();
  EXPECT_TRUE(soon([&] { return first->try_take_turn(); }));
}

TEST_P(PresenceTest, ManyWorkTogetherOrOneIsAlone) {
  auto first = presence(), second = presence(), third = presence();
  EXPECT_TRUE(first->try_join());
  EXPECT_TRUE(second->try_join());
  EXPECT_FALSE(third->try_be_alone());
  first.reset();
  EXPECT_FALSE(third->try_be_alone());
  EXPECT_TRUE(second->stay());
  second.reset();
  EXPECT_TRUE(soon([&] { return third->try_be_alone(); }));
  auto late = presence();
  EXPECT_FALSE(late->try_join());
  EXPECT_FALSE(late->try_be_alone());
  EXPECT_TRUE(third->try_join());
  EXPECT_TRUE(late->try_join());
  EXPECT_FALSE(presence()->try_be_alone());
}

TEST_P(PresenceTest, TablesAreNamed) {
  Table items{name("present"), {{"a", ColumnType::Integer}}, {}, {}, {}};
  EXPECT_FALSE(presence()->tables().contains(items.name));
  database->migrate({&items});
  EXPECT_TRUE(presence()->tables().contains(items.name));
}

TEST_P(PresenceTest, ALookAtNothingMakesNothing) {
  if (GetParam() == "postgres") return;
  const auto absent = path("absent.db");
  EXPECT_TRUE(open_presence(absent.string())->tables().empty());
  EXPECT_FALSE(std::filesystem::exists(absent));
}

EVERY_ENGINE(PresenceTest);

}  // namespace
}  // namespace rapport::storage
