#include "http/live/presence.h"

#include <gtest/gtest.h>

namespace rapport::http {
namespace {

constexpr base::Instant kNow = 1'700'000'000'000'000;
const base::Id kAnna = *base::Id::parse("019aa000-0000-7000-8000-000000000001");
const base::Id kBoris = *base::Id::parse("019aa000-0000-7000-8000-000000000002");

// Two nodes that hear each other, unless the line between them is cut.
struct Two {
  std::vector<std::string> to_left, to_right;
  bool is_cut = false;
  Presence left{"left", 400, [this](const std::string& text) { say(to_right, text); }};
  Presence right{"right", 400, [this](const std::string& text) { say(to_left, text); }};

  void say(std::vector<std::string>& texts, const std::string& text) {
    EXPECT_LE(text.size(), 400u);
    if (!is_cut) texts.push_back(text);
  }
  std::vector<std::string> hear(base::Instant now = kNow) {
    std::vector<std::string> changed;
    left.speak(now);
    for (auto& text : std::exchange(to_right, {}))
      for (auto& place : right.hear(text, now)) changed.push_back(place);
    for (auto& text : std::exchange(to_left, {})) left.hear(text, now);
    return changed;
  }
};

using Places = std::vector<std::string>;

TEST(Presence, IsToldToTheOtherNode) {
  Two nodes;
  nodes.left.set("deals/1", {{kAnna, false}});
  EXPECT_EQ(nodes.hear(), Places{"deals/1"});
  EXPECT_EQ(nodes.right.elsewhere("deals/1"), (Visitors{{kAnna, false}}));
  EXPECT_TRUE(nodes.left.elsewhere("deals/1").empty());  // they are its own

  nodes.left.set("deals/1", {{kAnna, true}, {kBoris, false}});
  EXPECT_EQ(nodes.hear(), Places{"deals/1"});
  EXPECT_EQ(nodes.right.elsewhere("deals/1"), (Visitors{{kAnna, true}, {kBoris, false}}));

  nodes.left.set("deals/1", {});
  EXPECT_EQ(nodes.hear(), Places{"deals/1"});
  EXPECT_TRUE(nodes.right.elsewhere("deals/1").empty());
}

TEST(Presence, WhatIsSaidAgainChangesNothing) {
  Two nodes;
  nodes.left.set("deals/1", {{kAnna, false}});
  nodes.hear();
  EXPECT_EQ(nodes.hear(kNow + Presence::kRepeatUs), Places{});
  EXPECT_EQ(nodes.right.elsewhere("deals/1").size(), 1u);
}

TEST(Presence, OfANodeThatSaysNothingMoreIsForgotten) {
  Two nodes;
  nodes.left.set("deals/1", {{kAnna, false}});
  nodes.hear();
  nodes.is_cut = true;
  EXPECT_EQ(nodes.right.speak(kNow + Presence::kHoldsUs), Places{});
  EXPECT_EQ(nodes.right.elsewhere("deals/1").size(), 1u);
  EXPECT_EQ(nodes.right.speak(kNow + Presence::kHoldsUs + 1),
            Places{"deals/1"});
  EXPECT_TRUE(nodes.right.elsewhere("deals/1").empty());
}

// A node that has just come hears of those who were there before it; many places, in several texts.
TEST(Presence, IsSaidAgainInTime) {
  Two nodes;
  nodes.is_cut = true;
  for (int i = 0; i < 50; ++i) nodes.left.set("deals/" + std::to_string(i), {{kAnna, false}});
  nodes.hear();
  nodes.is_cut = false;
  EXPECT_TRUE(nodes.hear(kNow + Presence::kRepeatUs - 1).empty());
  EXPECT_EQ(nodes.hear(kNow + Presence::kRepeatUs).size(), 50u);
}

TEST(Presence, NonsenseIsPassedOver) {
  Two nodes;
  for (const char* text : {"", "x", "{}", R"({"node":"a"})", R"({"node":1,"at":{}})",
                           R"({"node":"a","at":{"deals/1":[]}})",
                           R"({"node":"a","at":{"deals/1":{"x":1}}})"})
    EXPECT_EQ(nodes.right.hear(text, kNow), Places{}) << text;
}

}  // namespace
}  // namespace rapport::http
