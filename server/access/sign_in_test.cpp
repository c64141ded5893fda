#include "access/sign_in.h"

#include <gtest/gtest.h>

#include <thread>

#include "access/policy.h"
#include "access/secrets.h"
#include "access/test_company.h"

namespace rapport::access {
namespace {

using base::ErrorKind;
using testing::error_of;
using testing::kPassword;

class SignInTest : public ::testing::Test {
 protected:
  SignInTest() { company.give_password(user); }

  SignedIn enter(std::string_view email = "rep@example.com", std::string_view password = kPassword,
                 std::string_view address = "1.2.3.4") {
    return sign_in.sign_in(email, password, {address, "Firefox"});
  }
  std::string refusal(std::string_view email, std::string_view password,
                      std::string_view address = "1.2.3.4") {
    auto error = error_of([&] { enter(email, password, address); });
    EXPECT_EQ(error.kind, error.code == "locked" ? ErrorKind::TooMany : ErrorKind::Unauthenticated);
    return error.code;
  }

  testing::Company company;
  base::Id user = company.add_user("rep@example.com");
  SignIn sign_in{*company.database, company.directory, company.clock, company.random};
};

TEST_F(SignInTest, APasswordOpensASession) {
  auto entered = enter("  REP@example.com ");
  EXPECT_EQ(entered.caller.actor->user, user);
  EXPECT_TRUE(entered.caller.actor->write_allowed);
  EXPECT_TRUE(looks_like_token(entered.token));
  auto caller = sign_in.authenticate_cookie(entered.token);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->actor->user, user);
  EXPECT_EQ(caller->actor->role->key, "rep");
  EXPECT_EQ(caller->csrf, entered.caller.csrf);
  EXPECT_EQ(caller->session, entered.caller.session);
  EXPECT_NE(caller->csrf, entered.token);
  EXPECT_NE(enter().token, entered.token) << "each sign-in has a token of its own";
  EXPECT_FALSE(sign_in.authenticate_cookie(std::string(64, '0')));
  EXPECT_FALSE(sign_in.authenticate_cookie(caller->csrf));
}

// SX-46
TEST_F(SignInTest, WrongPasswordsAndUnknownPeopleGetOneAnswer) {
  EXPECT_EQ(refusal("rep@example.com", "wrong password"), "wrong_credentials");
  EXPECT_EQ(refusal("nobody@example.com", kPassword), "wrong_credentials");
  EXPECT_EQ(refusal("", ""), "wrong_credentials");
  EXPECT_EQ(refusal("\xFF@example.com", kPassword), "wrong_credentials");
  company.add_user("new@example.com");
  EXPECT_EQ(refusal("new@example.com", ""), "wrong_credentials");
  EXPECT_EQ(company.rows_of(sessions_table()), 0);
}

// SX-68
TEST_F(SignInTest, GuessingIsSlowedForKnownAndUnknownAlike) {
  for (std::string email : {"rep@example.com", "nobody@example.com"}) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(email, "wrong password"), "wrong_credentials");
    EXPECT_EQ(refusal(email, kPassword), "locked");
  }
  EXPECT_NO_THROW(enter("rep@example.com", kPassword, "5.6.7.8")) << "from elsewhere one gets in";
  company.clock.advance(30 * kSecondUs);
  EXPECT_NO_THROW(enter());
  EXPECT_EQ(refusal("rep@example.com", "wrong password"), "wrong_credentials") << "counted anew";
}

TEST_F(SignInTest, ManyGuessesAtOnceAreNoWayAround) {
  std::vector<std::thread> threads;
  std::atomic<int> looked_at = 0;
  for (int i = 0; i < 12; ++i)
    threads.emplace_back([&] {
      auto error = error_of([&] { enter("rep@example.com", "wrong password"); });
      if (error.code == "wrong_credentials") ++looked_at;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_LE(looked_at, 5);
  EXPECT_GE(looked_at, 1);
}

// SX-49
TEST_F(SignInTest, WhoIsDisabledIsRefusedAtOnce) {
  auto entered = enter();
  auto key = sign_in.keys().create({user, "", KeyScope::ReadWrite, {}});
  EXPECT_TRUE(sign_in.authenticate_cookie(entered.token));
  EXPECT_TRUE(sign_in.authenticate_key(key.secret));
  company.set_active(user, false);
  company.reload();
  EXPECT_FALSE(sign_in.authenticate_cookie(entered.token));
  EXPECT_FALSE(sign_in.authenticate_key(key.secret));
  EXPECT_EQ(refusal("rep@example.com", "wrong password"), "wrong_credentials");
  EXPECT_EQ(refusal("rep@example.com", kPassword), "disabled_user");
  EXPECT_EQ(company.rows_of(sessions_table()), 1) << "no new one";
}

TEST_F(SignInTest, EndingAllEndsThemForGood) {
  auto entered = enter();
  EXPECT_TRUE(sign_in.authenticate_cookie(entered.token));
  company.set_active(user, false);
  company.database->write(
      [&](storage::Transaction& transaction) { sign_in.end_all(transaction, user); });
  company.set_active(user, true);
  company.clock.advance(1'000'000);
  EXPECT_FALSE(sign_in.authenticate_cookie(entered.token));
}

// SX-62
TEST_F(SignInTest, ANewPasswordEndsTheOtherSessionsAtOnce) {
  auto stolen = enter(), own = enter();
  EXPECT_TRUE(sign_in.authenticate_cookie(stolen.token));
  sign_in.set_password(user, "another-Horse-8", own.caller.session);
  EXPECT_FALSE(sign_in.authenticate_cookie(stolen.token));
  EXPECT_TRUE(sign_in.authenticate_cookie(own.token));
  EXPECT_EQ(refusal("rep@example.com", kPassword), "wrong_credentials");
  EXPECT_NO_THROW(enter("rep@example.com", "another-Horse-8"));
  EXPECT_EQ(error_of([&] { sign_in.set_password(user, "short"); }).code, "password_too_short");
  EXPECT_EQ(error_of([&] { sign_in.set_password({}, kPassword); }).kind, ErrorKind::NotFound);
}

// SX-63
TEST_F(SignInTest, AStolenSessionDoesNotKnowThePassword) {
  auto actor = enter().caller.actor;
  EXPECT_NO_THROW(sign_in.confirm_password(*actor, kPassword, "1.2.3.4"));
  for (int i = 0; i < 5; ++i) {
    auto error =
        error_of([&] { sign_in.confirm_password(*actor, "wrong", "1.2.3.4", "current_password"); });
    EXPECT_EQ(error.kind, ErrorKind::Invalid);
    EXPECT_EQ(error.code, "wrong_password");
    EXPECT_EQ(error.fields.at(0).field, "current_password");
  }
  auto error = error_of([&] { sign_in.confirm_password(*actor, kPassword, "1.2.3.4"); });
  EXPECT_EQ(error.code, "locked");
}

TEST_F(SignInTest, AKeyThatReadsDoesNotWrite) {
  auto reading = sign_in.keys().create({user, "", KeyScope::Read, {}});
  auto writing = sign_in.keys().create({user, "", KeyScope::ReadWrite, {}});
  auto reader = sign_in.authenticate_key(reading.secret);
  auto writer = sign_in.authenticate_key(writing.secret);
  ASSERT_TRUE(reader && writer);
  EXPECT_EQ(reader->actor->user, user);
  EXPECT_FALSE(reader->actor->write_allowed);
  EXPECT_TRUE(writer->actor->write_allowed);
  EXPECT_TRUE(enter().caller.actor->write_allowed);
  EXPECT_TRUE(reader->csrf.empty());
  EXPECT_TRUE(reader->session.is_nil());
  EXPECT_FALSE(sign_in.authenticate_key(enter().token));
  EXPECT_FALSE(sign_in.authenticate_cookie(writing.secret));
}

TEST_F(SignInTest, ManyThreadsAreServed) {
  auto entered = enter();
  auto key = sign_in.keys().create({user, "", KeyScope::Read, {}});
  std::vector<std::thread> threads;
  std::atomic<int> served = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        if (sign_in.authenticate_cookie(entered.token)) ++served;
        if (sign_in.authenticate_key(key.secret)) ++served;
        if (k % 20 == 0) company.clock.advance(kSeenEveryUs);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(served, 4 * 200 * 2);
}

}  // namespace
}  // namespace rapport::access
