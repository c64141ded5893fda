// Many works of one thread at one session. Here each has a thread of its own, of which one runs at
// a time: whoever is put aside hands the turn on.
#include "storage/postgres/pipeline.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <condition_variable>
#include <functional>
#include <thread>

#include "storage/test_engine.h"

namespace rapport::storage::postgres {
namespace {

class Works {
 public:
  void add(std::function<void()> work) {
    all_.push_back(std::make_unique<One>(*this, std::move(work)));
  }
  // Runs all to their end.
  void run() {
    while (auto* next = choose()) {
      std::unique_lock lock(mutex_);
      running_ = next;
      changed_.notify_all();
      changed_.wait(lock, [this] { return running_ == nullptr; });
    }
    for (auto& one : all_) one->thread.join();
    all_.clear();
  }

 private:
  enum class State { Ready, Reading, Parked, Done };
  struct One final : base::PutsAside {
    One(Works& works, std::function<void()> work)
        : works(works), thread([this, work = std::move(work)] {
            wait_for_turn();
            base::puts_aside = this;
            work();
            state = State::Done;
            give_turn();
          }) {}
    void until_readable(int number) override {
      descriptor = number;
      put_aside(State::Reading);
    }
    void until_others_had_their_turn() override { put_aside(State::Ready); }
    void until_woken() override { put_aside(State::Parked); }
    void wake() override {
      if (state == State::Parked) state = State::Ready;
    }
    void put_aside(State now) {
      state = now;
      give_turn();
      wait_for_turn();
    }
    void give_turn() {
      std::lock_guard lock(works.mutex_);
      works.running_ = nullptr;
      works.changed_.notify_all();
    }
    void wait_for_turn() {
      std::unique_lock lock(works.mutex_);
      works.changed_.wait(lock, [this] { return works.running_ == this; });
    }
    Works& works;
    State state = State::Ready;
    int descriptor = -1;
    std::thread thread;  // last: it uses the others
  };

  // In turn; with none ready, one whose descriptor can be read.
  One* choose() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      auto* one = all_[turn_++ % all_.size()].get();
      if (one->state == State::Ready) return one;
    }
    for (auto& one : all_) {
      if (one->state != State::Reading) continue;
      pollfd wanted{one->descriptor, POLLIN, 0};
      EXPECT_EQ(poll(&wanted, 1, 10'000), 1) << "nothing came";
      return one.get();
    }
    return nullptr;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  One* running_ = nullptr;
  std::size_t turn_ = 0;
  std::vector<std::unique_ptr<One>> all_;
};

class PipelineTest : public storage::testing::EngineTest {
 protected:
  void SetUp() override {
    if (GetParam() != "postgres") GTEST_SKIP() << "of PostgreSQL only";
    pool_ = std::make_unique<SessionPool>(
        SessionOptions{std::getenv("RAPPORT_TEST_POSTGRES"), true, true}, 1);
    pipeline_ = std::make_unique<Pipeline>(*pool_);
  }
  // The answer; "-" when it is to be asked elsewhere.
  std::string ask(const std::string& sql, std::vector<Cell> values = {}) {
    std::string found;
    try {
      if (!pipeline_->is_ready()) return "-";
      pipeline_->select({sql, std::move(values), {}}, [&](const Row& row) {
        found += std::string(row.text(0)) + ";";
        return true;
      });
      return found;
    } catch (const Unanswered&) {
      return "-";
    }
  }

  std::unique_ptr<SessionPool> pool_;
  std::unique_ptr<Pipeline> pipeline_;
};

TEST_P(PipelineTest, EachWorkHasItsOwnAnswers) {
  Works works;
  std::vector<std::string> found(40);
  for (int i = 0; i < 40; ++i)
    works.add([&, i] {
      for (std::int64_t n = 0; n <= i % 7; ++n)
        found[i] += ask("SELECT $1::bigint + g FROM generate_series(1, $2::bigint) g",
                        {Cell(std::int64_t{i} * 100), Cell(n)}) + "/";
    });
  works.run();
  for (int i = 0; i < 40; ++i) {
    std::string expected;
    for (int n = 0; n <= i % 7; ++n) {
      for (int g = 1; g <= n; ++g) expected += std::to_string(i * 100 + g) + ";";
      expected += "/";
    }
    EXPECT_EQ(found[i], expected);
  }
}

// One that fails takes at most those of the same turn with it, and they are told so.
TEST_P(PipelineTest, AFailureIsNobodyElsesAnswer) {
  Works works;
  std::vector<std::string> found(30);
  for (int i = 0; i < 30; ++i)
    works.add([&, i] {
      const bool fails = i % 10 == 3;
      const std::string mine = std::to_string(i) + ";";
      for (int tries = 0; tries < 100 && found[i] != mine; ++tries) {
        found[i] = ask(fails ? "SELECT 1 / ($1::bigint - $1::bigint)" : "SELECT $1::bigint",
                       {Cell(std::int64_t{i})});
        EXPECT_TRUE(found[i] == "-" || (!fails && found[i] == mine)) << found[i];
        if (fails) return;
      }
    });
  works.run();
  for (int i = 0; i < 30; ++i)
    EXPECT_EQ(found[i], i % 10 == 3 ? "-" : std::to_string(i) + ";");
}

TEST_P(PipelineTest, ALostSessionIsHadAnewByWhoMayWait) {
  Works works;
  std::vector<std::string> found(20);
  for (int i = 0; i < 20; ++i)
    works.add([&, i] {
      EXPECT_EQ(ask("SELECT 'a'"), "a;");
      if (i == 7) ask("SELECT pg_terminate_backend(pg_backend_pid())");
      for (int n = 0; n < 3; ++n) ask("SELECT 'b'");
      found[i] = ask("SELECT 'c'");
    });
  works.run();
  for (const auto& answer : found) EXPECT_EQ(answer, "-");
  pool_->borrow()->begin("SELECT 1");
  works.add([&] { found[0] = ask("SELECT 'd'"); });
  works.run();
  EXPECT_EQ(found[0], "d;");
}

// More statements than a session keeps.
TEST_P(PipelineTest, StatementsThatAreNotUsedAreForgotten) {
  Works works;
  for (int i = 0; i < 20; ++i)
    works.add([&, i] {
      for (int n = 0; n < 50; ++n) {
        const auto number = std::to_string((i * 25 + n) % 450);
        EXPECT_EQ(ask("SELECT " + number), number + ";");
      }
    });
  works.run();
  auto session = pool_->borrow_idle();
  EXPECT_FALSE(session);
}

TEST_P(PipelineTest, WhereNothingCanBePutAsideNothingIsAsked) {
  const Work look = [](Transaction&) { ADD_FAILURE(); };
  EXPECT_FALSE(database->try_read_one(look));
}

EVERY_ENGINE(PipelineTest);

}  // namespace
}  // namespace rapport::storage::postgres
