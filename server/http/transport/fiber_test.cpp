#include "http/transport/fiber.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace rapport::http::transport {
namespace {

// A work of lambdas: says what it does, and waits for descriptors that are only numbers here.
template <class Run>
Work work_of(Run& run) {
  return {[](void* target) { (*static_cast<Run*>(target))(); }, &run};
}

void wait_for(int descriptor) { base::puts_aside->until_readable(descriptor); }

// The descriptor that is waited for; -1: it is done.
int number(std::optional<Awaited> awaited) { return awaited ? awaited->descriptor : -1; }

TEST(Fiber, AWorkIsPutAsideAndGoesOn) {
  std::string said;
  auto work = [&] {
    said += "a";
    wait_for(3);
    said += "b";
    wait_for(4);
    said += "c";
  };
  Fiber fiber;
  EXPECT_EQ(number(fiber.begin(work_of(work))), 3);
  EXPECT_EQ(said, "a");
  EXPECT_EQ(base::puts_aside, nullptr);
  EXPECT_EQ(number(fiber.go_on()), 4);
  EXPECT_EQ(number(fiber.go_on()), -1);
  EXPECT_EQ(said, "abc");
  EXPECT_EQ(number(fiber.begin(work_of(work))), 3);  // again
}

TEST(Fiber, OneThatDoesNotWaitIsDoneAtOnce) {
  int done = 0;
  auto work = [&] { ++done; };
  Fibers fibers;
  for (int i = 0; i < 3; ++i) {
    auto fiber = fibers.take();
    EXPECT_EQ(number(fiber->begin(work_of(work))), -1);
    fibers.give_back(std::move(fiber));
  }
  EXPECT_EQ(done, 3);
}

// Two that are put aside while they handle an exception, and end in the order that they began in.
TEST(Fiber, ExceptionsOfOneAreNotThoseOfAnother) {
  std::string said;
  auto work_named = [&](std::string name) {
    return [&said, name] {
      try {
        throw std::runtime_error(name);
      } catch (const std::exception&) {
        wait_for(1);
        try {
          throw;
        } catch (const std::exception& again) {
          said += again.what();
        }
        wait_for(2);
      }
      EXPECT_EQ(std::current_exception(), nullptr);
      EXPECT_EQ(std::uncaught_exceptions(), 0);
    };
  };
  auto first = work_named("first "), second = work_named("second ");
  Fiber one, other;
  EXPECT_EQ(number(one.begin(work_of(first))), 1);
  EXPECT_EQ(number(other.begin(work_of(second))), 1);
  EXPECT_EQ(std::current_exception(), nullptr);
  EXPECT_EQ(number(one.go_on()), 2);
  EXPECT_EQ(number(other.go_on()), 2);
  EXPECT_EQ(number(one.go_on()), -1);
  EXPECT_EQ(number(other.go_on()), -1);
  EXPECT_EQ(said, "first second ");
}

TEST(Fiber, AWordReachesOnlyWhoWaitsForIt) {
  base::PutsAside* mine = nullptr;
  auto work = [&] {
    mine = base::puts_aside;
    mine->until_others_had_their_turn();
    mine->until_woken();
  };
  int words = 0;
  Fiber fiber;
  fiber.on_word = [&] { ++words; };
  EXPECT_EQ(fiber.begin(work_of(work))->what, Awaited::What::Turn);
  mine->wake();
  EXPECT_EQ(words, 0);
  EXPECT_EQ(fiber.go_on()->what, Awaited::What::Word);
  mine->wake();
  EXPECT_EQ(words, 1);
  EXPECT_FALSE(fiber.go_on());
}

struct OnEnd {
  std::string& said;
  ~OnEnd() { said += "ended"; }
};

TEST(Fiber, OneThatIsNeverGoneOnWithIsCleanedUp) {
  std::string said;
  auto work = [&] {
    OnEnd end{said};
    wait_for(1);
  };
  {
    Fiber fiber;
    EXPECT_EQ(number(fiber.begin(work_of(work))), 1);
  }
  EXPECT_EQ(said, "ended");
}

}  // namespace
}  // namespace rapport::http::transport
