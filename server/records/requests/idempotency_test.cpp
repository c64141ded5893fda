#include "records/requests/idempotency.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::refusal_of;

class Idempotency : public ::testing::Test {
 protected:
  // The body answered before; empty when there is none.
  std::string found(const std::string& who, std::string_view key, std::string_view request) {
    auto context = company.as(who);
    std::string body;
    company.write([&](storage::Transaction& transaction) {
      if (auto answer = find_answer(transaction, context, key, request)) body = answer->body;
    });
    return body;
  }
  void store(const std::string& who, std::string_view key, std::string_view request,
             std::string body) {
    auto context = company.as(who);
    company.write([&](storage::Transaction& transaction) {
      store_answer(transaction, context, key, request, {201, body, "/deals/1", 1});
    });
  }
  Company company;
};

TEST_F(Idempotency, ARepeatIsAnsweredAgain) {
  EXPECT_EQ(found("rep", "k", "POST /deals {}"), "");
  store("rep", "k", "POST /deals {}", "answer");
  EXPECT_EQ(found("rep", "k", "POST /deals {}"), "answer");
  auto context = company.as("rep");
  company.write([&](storage::Transaction& transaction) {
    auto answer = find_answer(transaction, context, "k", "POST /deals {}");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->location, "/deals/1");
    EXPECT_EQ(answer->version, 1);
  });
}

TEST_F(Idempotency, AnotherRequestUnderTheSameKeyIsRefused) {
  store("rep", "k", "POST /deals {}", "answer");
  EXPECT_EQ(refusal_of([&] { found("rep", "k", "POST /deals {\"a\":1}"); }),
            "Invalid idempotency_reused Idempotency-Key");
}

TEST_F(Idempotency, AKeyIsItsUsersOwn) {
  store("rep", "k", "POST /deals {}", "answer");
  EXPECT_EQ(found("colleague", "k", "POST /deals {}"), "");
  EXPECT_EQ(found("rep", "K", "POST /deals {}"), "");
}

TEST_F(Idempotency, AnswersAreKeptForADay) {
  store("rep", "k", "first", "answer");
  company.now += kAnswersKeptUs - 10'000'000;
  EXPECT_EQ(found("rep", "k", "first"), "answer");
  company.now += 20'000'000;
  EXPECT_EQ(found("rep", "k", "second"), "");
  store("rep", "k", "second", "other");
  EXPECT_EQ(found("rep", "k", "second"), "other");
}

TEST_F(Idempotency, ALongKeyIsRefused) {
  EXPECT_EQ(refusal_of([&] { found("rep", std::string(300, 'k'), "r"); }),
            "Malformed too_long Idempotency-Key");
  EXPECT_EQ(refusal_of([&] { found("rep", "\xff", "r"); }),
            "Malformed invalid_text Idempotency-Key");
}

TEST_F(Idempotency, WhatFailedIsNotKept) {
  auto context = company.as("rep");
  EXPECT_THROW(company.write([&](storage::Transaction& transaction) {
    store_answer(transaction, context, "k", "r", {});
    throw std::runtime_error("no disk");
  }),
               std::runtime_error);
  EXPECT_EQ(found("rep", "k", "r"), "");
}

TEST_F(Idempotency, OfTwinsAtTheSameTimeOneHasAnEffect) {
  std::atomic<int> effects = 0, repeats = 0;
  auto context = company.as("rep");
  auto work = [&] {
    company.write([&](storage::Transaction& transaction) {
      if (find_answer(transaction, context, "twin", "r")) {
        ++repeats;
        return;
      }
      ++effects;
      store_answer(transaction, context, "twin", "r", {201, "one", "", 1});
    });
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(effects, 1);
  EXPECT_EQ(repeats, 7);
}

}  // namespace
}  // namespace rapport::records
