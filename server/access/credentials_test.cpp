#include "access/credentials.h"

#include <gtest/gtest.h>
#include <time.h>

#include <thread>

#include "access/common_passwords.h"
#include "access/test_company.h"

namespace rapport::access {
namespace {

using testing::error_of;
using testing::kPassword;

std::string code_of(std::string_view password, std::string_view email = "rep@example.com") {
  auto error = error_of([&] { check_password(password, email); });
  if (error.code == "none") return {};
  EXPECT_EQ(error.kind, base::ErrorKind::Invalid);
  EXPECT_EQ(error.fields.at(0).field, "password");
  return error.code;
}

TEST(PasswordRules, Length) {
  EXPECT_EQ(code_of(""), "password_too_short");
  EXPECT_EQ(code_of("kX9$mq2"), "password_too_short");
  EXPECT_EQ(code_of("kX9$mq2v"), "");
  EXPECT_EQ(code_of("жёлтые"), "password_too_short") << "characters, not bytes";
  EXPECT_EQ(code_of("жёлтыешары"), "");
  std::string words;
  for (int i = 0; words.size() < kPasswordMaxChars; ++i) words += std::to_string(i * 7919);
  EXPECT_EQ(code_of(words.substr(0, kPasswordMaxChars)), "");
  EXPECT_EQ(code_of(words.substr(0, kPasswordMaxChars) + "x"), "too_long");
  EXPECT_EQ(code_of("bad\xFFutf-8 bytes"), "invalid_value");
}

TEST(PasswordRules, NotTheEmail) {
  EXPECT_EQ(code_of("rep@example.com"), "password_is_email");
  EXPECT_EQ(code_of("REP@Example.com"), "password_is_email");
  EXPECT_EQ(code_of("aleksey.petrov", "Aleksey.Petrov@example.com"), "password_is_email");
  EXPECT_EQ(code_of("aleksey.petrov7", "Aleksey.Petrov@example.com"), "");
}

TEST(PasswordRules, NotACommonOne) {
  for (auto common : {"password", "PassWord1", "qwerty123", "12345678", "87654321", "1234567890",
                      "11111111", "abcabcabc", "        ", "йцукенгш", "Пароль123", "gfhjkm123",
                      "abcdefghijk", "нннннннн", "шдщмунщг"})
    EXPECT_EQ(code_of(common), "password_too_common") << common;
  for (auto fine : {"Correct-horse-battery-9", "1234567809", "abcabcabd", "зелёный чай"})
    EXPECT_FALSE(is_common_password(fine)) << fine;
}

class CredentialsTest : public ::testing::Test {
 protected:
  bool verify(const std::optional<base::Id>& user, std::string_view password) {
    Credentials::Turn turn(credentials);
    return credentials.verify(turn, user, password).has_value();
  }

  testing::Company company;
  Credentials credentials{*company.database};
  base::Id user = company.add_user("rep@example.com");
};

TEST_F(CredentialsTest, OnlyTheRightPasswordIsRight) {
  EXPECT_FALSE(verify(user, kPassword)) << "none is set";
  company.give_password(user);
  EXPECT_TRUE(verify(user, kPassword));
  EXPECT_FALSE(verify(user, "correct-horse-battery-9"));
  EXPECT_FALSE(verify(user, ""));
  EXPECT_FALSE(verify(user, std::string(kPassword) + std::string(100'000, 'x')));
  EXPECT_FALSE(verify(std::nullopt, kPassword));
  EXPECT_FALSE(verify(company.add_user("other@example.com"), kPassword));
  company.give_password(user, "another-Horse-8");
  EXPECT_FALSE(verify(user, kPassword));
  EXPECT_TRUE(verify(user, "another-Horse-8"));
}

TEST_F(CredentialsTest, AProofIsWorthNothingAfterAChange) {
  company.give_password(user);
  std::optional<std::string> hash;
  {
    Credentials::Turn turn(credentials);
    hash = credentials.verify(turn, user, kPassword);
  }
  ASSERT_TRUE(hash);
  EXPECT_TRUE(credentials.is_current(user, *hash));
  company.give_password(user);
  EXPECT_FALSE(credentials.is_current(user, *hash)) << "the same word, but set anew";
}

TEST_F(CredentialsTest, OnlyAHashIsStored) {
  company.give_password(user);
  storage::Query query;
  query.table = &credentials_table();
  query.columns = {storage::Expression{0, "password_hash"}};
  query.order_is_optional = true;
  std::string stored;
  company.database->read([&](storage::Transaction& transaction) {
    transaction.select(query, [&](const storage::Row& row) {
      stored = row.text(0);
      return true;
    });
  });
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << stored;
  EXPECT_NE(hash_password(kPassword), hash_password(kPassword)) << "each has its own salt";
}

TEST_F(CredentialsTest, ARefusedPasswordChangesNothing) {
  company.give_password(user);
  auto error = error_of([&] { company.give_password(user, "rep@example.com"); });
  EXPECT_EQ(error.code, "password_is_email");
  EXPECT_TRUE(verify(user, kPassword));
  error = error_of([&] { company.give_password(base::Id{}); });
  EXPECT_EQ(error.kind, base::ErrorKind::NotFound);
}

// Of this thread alone: what else the machine does has no part in it.
double processor_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

// SX-46: the answer to an unknown person must not come sooner.
TEST_F(CredentialsTest, UnknownPeopleTakeAsLong) {
  company.give_password(user);
  auto without_password = company.add_user("new@example.com");
  auto time_of = [&](const std::optional<base::Id>& who, std::string_view password) {
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
      auto begin = processor_seconds();
      verify(who, password);
      least = std::min(least, processor_seconds() - begin);
    }
    return least;
  };
  auto known = time_of(user, "wrong password");
  EXPECT_GT(time_of(std::nullopt, "wrong password"), known / 2);
  EXPECT_GT(time_of(without_password, "wrong password"), known / 2);
  EXPECT_GT(time_of(user, std::string(100'000, 'x')), known / 2);
}

TEST_F(CredentialsTest, AFloodIsTurnedAwayInsteadOfFillingMemory) {
  auto first = std::make_unique<Credentials::Turn>(credentials);
  auto second = std::make_unique<Credentials::Turn>(credentials);
  std::vector<std::thread> waiting;
  std::atomic<int> served = 0, refused = 0;
  for (int i = 0; i < 2 * Credentials::kWaiting; ++i)
    waiting.emplace_back([&] {
      auto error = error_of([&] { Credentials::Turn turn(credentials); });
      ++(error.code == "none" ? served : refused);
    });
  while (refused < Credentials::kWaiting) std::this_thread::yield();
  EXPECT_EQ(served, 0);
  first.reset();
  for (auto& thread : waiting) thread.join();
  EXPECT_EQ(served, Credentials::kWaiting);
  EXPECT_EQ(refused, Credentials::kWaiting);
}

}  // namespace
}  // namespace rapport::access
