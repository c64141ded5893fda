#include "webhooks/outcome.h"

#include "webhooks/retries.h"
#include "webhooks/test_company.h"

namespace rapport::webhooks {
namespace {

constexpr std::int64_t kSecondUs = 1'000'000, kHourUs = 3'600 * kSecondUs;

TEST(Retries, PausesGrowOverThreeDays) {
  constexpr std::int64_t kSeconds[] = {5,      300,    1'800,  7'200, 18'000,
                                       36'000, 50'400, 72'000, 86'400};
  std::int64_t sum = 0, attempts = 1;
  for (auto seconds : kSeconds) {
    std::int64_t least = INT64_MAX, most = 0;
    for (int i = 0; i < 500; ++i) {
      auto pause = pause_after(attempts, base::system_random()).value();
      least = std::min(least, pause);
      most = std::max(most, pause);
    }
    EXPECT_GE(least, seconds * kSecondUs);
    EXPECT_LE(most, seconds * kSecondUs * 12 / 10);
    EXPECT_GT(most - least, seconds * kSecondUs / 10) << "no jitter";
    sum += seconds;
    ++attempts;
  }
  EXPECT_FALSE(pause_after(attempts, base::system_random()));
  EXPECT_FALSE(pause_after(0, base::system_random()));
  EXPECT_GT(sum * kSecondUs, kDeadAfterUs);
}

struct Outcomes : testing::Company {
  std::optional<Attempt> take(const base::Id& hook, std::int64_t lease_us = 30 * kSecondUs) {
    std::optional<Attempt> attempt;
    write([&](storage::Transaction& transaction) {
      auto due = due_deliveries(transaction, hook, now_, 10);
      if (!due.empty()) attempt = claim(transaction, as("program"), due.front(), lease_us);
    });
    return attempt;
  }
  void end(const Attempt& attempt, Exchange exchange) {
    exchange.began_at = now_;
    auto context = as("program");
    write([&](storage::Transaction& transaction) {
      conclude(transaction, context, attempt, exchange);
    });
  }
  static Exchange answer(int status, std::int64_t retry_after_s = 0) {
    Exchange exchange;
    exchange.answer.status = status;
    exchange.answer.retry_after_s = retry_after_s;
    exchange.answer.body = "Thanks";
    if (!status) {
      exchange.answer.error = "outbound_denied";
      exchange.answer.detail = "127.0.0.1";
    }
    return exchange;
  }
  base::json::value newest(const base::Id& hook) {
    std::string page;
    auto context = as("admin");
    database_->read([&](storage::Transaction& transaction) {
      page = deliveries_page(transaction, context, hook, 50, "");
    });
    return base::parse_json(page).at("items").at(0);
  }
  std::vector<std::string> tasks() {
    std::string page;
    auto context = as("admin");
    database_->read([&](storage::Transaction& transaction) {
      page = records::list_page(transaction, context, entity("tasks"), {});
    });
    auto parsed = base::parse_json(page);
    std::vector<std::string> subjects;
    for (const auto& task : parsed.at("items").as_array())
      subjects.emplace_back(task.at("subject").as_string());
    return subjects;
  }
  // A hook to which one message waits.
  base::Id waiting_hook() {
    auto id = hook();
    account();
    told(id);
    return id;
  }
};

TEST_F(Outcomes, ASuccessEndsADelivery) {
  auto id = waiting_hook();
  auto attempt = take(id);
  ASSERT_TRUE(attempt);
  EXPECT_FALSE(take(id)) << "it is under way";
  EXPECT_EQ(newest(id).at("state").as_string(), "sending");
  end(*attempt, answer(204));
  auto delivery = newest(id);
  EXPECT_EQ(delivery.at("state").as_string(), "delivered");
  EXPECT_EQ(delivery.at("attempts").as_int64(), 1);
  EXPECT_EQ(delivery.at("status").as_int64(), 204);
  EXPECT_EQ(delivery.at("answer").as_string(), "Thanks");
  EXPECT_TRUE(delivery.at("error").is_null());
  now_ += 30 * 24 * kHourUs;
  EXPECT_FALSE(take(id));
  EXPECT_TRUE(get("webhooks", id).integer("last_sent_at"));
}

TEST_F(Outcomes, AFailureIsTriedAgainWithTheSameId) {
  auto id = waiting_hook();
  auto first = take(id);
  end(*first, answer(500));
  EXPECT_EQ(newest(id).at("state").as_string(), "waiting");
  EXPECT_EQ(newest(id).at("error").at("code").as_string(), "webhook_status");
  EXPECT_EQ(get("webhooks", id).integer("failing_since"), now_);
  now_ += 4 * kSecondUs;
  EXPECT_FALSE(take(id));
  now_ += 3 * kSecondUs;
  auto second = take(id);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->number, 2);
  end(*second, answer(200));
  EXPECT_FALSE(get("webhooks", id).integer("failing_since"));
}

TEST_F(Outcomes, WhatADeadProcessHeldIsTakenUpAgain) {
  auto id = waiting_hook();
  auto lost = take(id);
  now_ += 29 * kSecondUs;
  EXPECT_FALSE(take(id));
  now_ += 2 * kSecondUs;
  auto again = take(id);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, lost->id);
  end(*lost, answer(200));  // comes too late to say anything
  EXPECT_EQ(newest(id).at("state").as_string(), "sending");
  end(*again, answer(200));
  EXPECT_EQ(newest(id).at("state").as_string(), "delivered");
}

TEST_F(Outcomes, AServerThatAsksForTimeGetsIt) {
  Attempt attempt;
  attempt.number = 1;
  auto wait_s = [&](int status, std::int64_t retry_after_s) {
    auto outcome =
        outcome_of(attempt, answer(status, retry_after_s), 0, base::system_random());
    return outcome.due_at / kSecondUs;
  };
  EXPECT_EQ(wait_s(503, 120), 120);
  EXPECT_EQ(wait_s(429, 3'600), 3'600);
  EXPECT_LE(wait_s(503, 1), 6);
  EXPECT_LE(wait_s(500, 120), 6) << "only those two may ask";
  EXPECT_EQ(wait_s(429, 1'000'000'000'000), 24 * 3'600);
  EXPECT_LE(wait_s(429, -5), 6);
}

TEST_F(Outcomes, AnAnswerOf410SwitchesTheHookOff) {
  auto id = waiting_hook();
  account();
  told(id);
  auto attempt = take(id);
  end(*attempt, answer(410));
  EXPECT_EQ(get("webhooks", id).integer("active"), 0);
  EXPECT_EQ(newest(id).at("state").as_string(), "cancelled");
  EXPECT_EQ(tasks(), std::vector<std::string>{"Вебхук «H» выключен"});
  now_ += 24 * kHourUs;
  EXPECT_FALSE(take(id));
}

TEST_F(Outcomes, AfterThreeDaysOfFailureTheHookIsDead) {
  auto id = waiting_hook();
  auto began = now_;
  int attempts = 0;
  while (now_ - began < 5 * 24 * kHourUs) {
    if (auto attempt = take(id)) {
      ++attempts;
      EXPECT_EQ(get("webhooks", id).integer("active"), 1);
      end(*attempt, answer(0));
    }
    now_ += kSecondUs;
    if (attempts > 4) now_ += 60 * kSecondUs;
  }
  EXPECT_EQ(attempts, 10);
  EXPECT_EQ(get("webhooks", id).integer("active"), 0);
  EXPECT_EQ(newest(id).at("state").as_string(), "failed");
  EXPECT_NE(std::string(newest(id).at("error").at("message").as_string()).find("127.0.0.1"),
            std::string::npos);
  EXPECT_EQ(tasks().size(), 1u);
}

TEST_F(Outcomes, ABinaryAnswerIsShownAsText) {
  Exchange exchange = answer(200);
  exchange.answer.body = std::string("a\0b\xff\xff\xff\xff", 7);
  EXPECT_EQ(outcome_of({}, exchange, 0, base::system_random()).answer, "a?b????");
  exchange.answer.body = std::string(999, 'x') + "ё";
  EXPECT_EQ(outcome_of({}, exchange, 0, base::system_random()).answer, std::string(999, 'x'));
}

TEST_F(Outcomes, SentAgainItBeginsAnew) {
  auto id = waiting_hook();
  auto first = take(id);
  end(*first, answer(200));
  write([&](storage::Transaction& transaction) { send_again(transaction, id, first->id, now_); });
  auto again = take(id);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(again->number, 1);
  // Another hook has no such delivery.
  auto other = hook();
  EXPECT_THROW(write([&](storage::Transaction& transaction) {
    send_again(transaction, other, first->id, now_);
  }), base::Error);
}

TEST_F(Outcomes, TheLogGoesByPagesAndIsForgotten) {
  auto id = hook();
  for (int i = 0; i < 5; ++i) account();
  told(id);
  auto context = as("admin");
  std::string cursor;
  int seen = 0, pages = 0;
  do {
    std::string page;
    database_->read([&](storage::Transaction& transaction) {
      page = deliveries_page(transaction, context, id, 2, cursor);
    });
    auto parsed = base::parse_json(page);
    seen += static_cast<int>(parsed.at("items").as_array().size());
    ++pages;
    cursor = parsed.at("next").is_null() ? "" : std::string(parsed.at("next").as_string());
  } while (!cursor.empty());
  EXPECT_EQ(seen, 5);
  EXPECT_EQ(pages, 3);
  end(*take(id), answer(200));
  write([&](storage::Transaction& transaction) { forget_deliveries(transaction, now_ + 1); });
  EXPECT_EQ(bodies(id).size(), 4u) << "what still waits stays";
}

}  // namespace
}  // namespace rapport::webhooks
