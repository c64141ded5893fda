#include "access/sign_in.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <thread>

#include "access/policy.h"
#include "access/second_factor/totp.h"
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
                 std::string_view address = "1.2.3.4", std::string_view otp = {},
                 std::string_view device = {}) {
    return sign_in.sign_in({email, password, otp}, {address, "Firefox", device});
  }
  std::string refusal(std::string_view email, std::string_view password,
                      std::string_view address = "1.2.3.4") {
    auto error = error_of([&] { enter(email, password, address); });
    EXPECT_EQ(error.kind, error.code == "locked" ? ErrorKind::TooMany : ErrorKind::Unauthenticated);
    return error.code;
  }

  std::optional<Caller> by_cookie(std::string_view token) {
    return sign_in.authenticate({token, {}, "1.2.3.4"});
  }
  std::optional<Caller> by_key(std::string_view key, std::string_view address = "1.2.3.4") {
    return sign_in.authenticate({{}, key, address});
  }
  // The outcomes of the person's log, the latest first.
  std::string log_of(const base::Id& id) {
    std::string words;
    for (const auto& entry : sign_in.stores().log.list(id)) words += entry.outcome + " ";
    return words;
  }

  testing::Company company;
  base::Id user = company.add_user("rep@example.com");
  SignIn sign_in{*company.database, company.directory, company.vault, company.clock,
                 company.random};
};

TEST_F(SignInTest, APasswordOpensASession) {
  auto entered = enter("  REP@example.com ");
  EXPECT_EQ(entered.caller.actor->user, user);
  EXPECT_TRUE(entered.caller.actor->write_allowed);
  EXPECT_TRUE(looks_like_token(entered.token));
  auto caller = by_cookie(entered.token);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->actor->user, user);
  EXPECT_EQ(caller->actor->role->key, "rep");
  EXPECT_EQ(caller->csrf, entered.caller.csrf);
  EXPECT_EQ(caller->session, entered.caller.session);
  EXPECT_NE(caller->csrf, entered.token);
  EXPECT_NE(enter().token, entered.token) << "each sign-in has a token of its own";
  EXPECT_FALSE(by_cookie(std::string(64, '0')));
  EXPECT_FALSE(by_cookie(caller->csrf));
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
  auto key = sign_in.stores().keys.create({user, "", KeyScope::ReadWrite, {}});
  EXPECT_TRUE(by_cookie(entered.token));
  EXPECT_TRUE(by_key(key.secret));
  company.set_active(user, false);
  company.reload();
  EXPECT_FALSE(by_cookie(entered.token));
  EXPECT_FALSE(by_key(key.secret));
  EXPECT_EQ(refusal("rep@example.com", "wrong password"), "wrong_credentials");
  EXPECT_EQ(refusal("rep@example.com", kPassword), "disabled_user");
  EXPECT_EQ(company.rows_of(sessions_table()), 1) << "no new one";
}

TEST_F(SignInTest, EndingAllEndsThemForGood) {
  auto entered = enter();
  EXPECT_TRUE(by_cookie(entered.token));
  company.set_active(user, false);
  company.database->write(
      [&](storage::Transaction& transaction) { sign_in.end_all(transaction, user); });
  company.set_active(user, true);
  company.clock.advance(1'000'000);
  EXPECT_FALSE(by_cookie(entered.token));
}

// SX-62
TEST_F(SignInTest, ANewPasswordEndsTheOtherSessionsAtOnce) {
  auto stolen = enter(), own = enter();
  EXPECT_TRUE(by_cookie(stolen.token));
  sign_in.set_password(user, "another-Horse-8", own.caller.session);
  EXPECT_FALSE(by_cookie(stolen.token));
  EXPECT_TRUE(by_cookie(own.token));
  EXPECT_EQ(refusal("rep@example.com", kPassword), "wrong_credentials");
  EXPECT_NO_THROW(enter("rep@example.com", "another-Horse-8"));
  EXPECT_EQ(error_of([&] { sign_in.set_password(user, "short"); }).code, "password_too_short");
  EXPECT_EQ(error_of([&] { sign_in.set_password({}, kPassword); }).kind, ErrorKind::NotFound);
}

// SX-63
TEST_F(SignInTest, AStolenSessionDoesNotKnowThePassword) {
  auto actor = enter().caller.actor;
  EXPECT_NO_THROW(sign_in.confirm_password(*actor, kPassword, {"1.2.3.4", {}}, "current"));
  for (int i = 0; i < 5; ++i) {
    auto error =
        error_of([&] { sign_in.confirm_password(*actor, "wrong", {"1.2.3.4", {}}, "current"); });
    EXPECT_EQ(error.kind, ErrorKind::Invalid);
    EXPECT_EQ(error.code, "wrong_password");
    EXPECT_EQ(error.fields.at(0).field, "current");
  }
  auto error =
      error_of([&] { sign_in.confirm_password(*actor, kPassword, {"1.2.3.4", {}}, "current"); });
  EXPECT_EQ(error.code, "locked");
}

TEST_F(SignInTest, AKeyThatReadsDoesNotWrite) {
  auto reading = sign_in.stores().keys.create({user, "", KeyScope::Read, {}});
  auto writing = sign_in.stores().keys.create({user, "", KeyScope::ReadWrite, {}});
  auto reader = by_key(reading.secret);
  auto writer = by_key(writing.secret);
  ASSERT_TRUE(reader && writer);
  EXPECT_EQ(reader->actor->user, user);
  EXPECT_FALSE(reader->actor->write_allowed);
  EXPECT_TRUE(writer->actor->write_allowed);
  EXPECT_TRUE(enter().caller.actor->write_allowed);
  EXPECT_TRUE(reader->csrf.empty());
  EXPECT_TRUE(reader->session.is_nil());
  EXPECT_FALSE(by_key(enter().token));
  EXPECT_FALSE(by_cookie(writing.secret));
}

TEST_F(SignInTest, ManyThreadsAreServed) {
  auto entered = enter();
  auto key = sign_in.stores().keys.create({user, "", KeyScope::Read, {}});
  std::vector<std::thread> threads;
  std::atomic<int> served = 0;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 200; ++k) {
        if (by_cookie(entered.token)) ++served;
        if (by_key(key.secret)) ++served;
        if (k % 20 == 0) company.clock.advance(kSeenEveryUs);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(served, 4 * 200 * 2);
}

// SX-68: guesses of others, from one's own address even, do not stop who has been here before.
TEST_F(SignInTest, AKnownDeviceIsNotLockedOut) {
  auto first = enter();
  ASSERT_TRUE(looks_like_token(first.device));
  for (int i = 0; i < 5; ++i) refusal("rep@example.com", "wrong password");
  EXPECT_EQ(refusal("rep@example.com", kPassword), "locked");
  auto again = enter("rep@example.com", kPassword, "1.2.3.4", {}, first.device);
  EXPECT_TRUE(again.device.empty()) << "it has its cookie";
  auto other = company.add_user("other@example.com");
  company.give_password(other);
  for (int i = 0; i < 5; ++i) {
    auto error = error_of(
        [&] { enter("other@example.com", "wrong password", "1.2.3.4", {}, first.device); });
    EXPECT_EQ(error.code, "wrong_credentials");
  }
  auto error = error_of(
      [&] { enter("other@example.com", kPassword, "1.2.3.4", {}, first.device); });
  EXPECT_EQ(error.code, "locked") << "the device is known to one, and no way around for another";
}

TEST_F(SignInTest, AKnownDeviceIsSlowedByItsOwnGuesses) {
  auto device = enter().device;
  auto guess = [&](std::string_view password) {
    return error_of([&] { enter("rep@example.com", password, "9.9.9.9", {}, device); }).code;
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess("wrong password"), "wrong_credentials");
  EXPECT_EQ(guess(kPassword), "locked");
}

TEST_F(SignInTest, EachAttemptIsNoted) {
  auto device = enter().device;
  refusal("rep@example.com", "wrong password");
  enter("rep@example.com", kPassword, "1.2.3.4", {}, device);
  company.clock.advance(kSecondUs);
  EXPECT_EQ(sign_in.stores().log.list(user).size(), 3u);
  EXPECT_NE(log_of(user).find("new_device"), std::string::npos);
  EXPECT_NE(log_of(user).find("wrong_password"), std::string::npos);
  EXPECT_NE(log_of(user).find("entered"), std::string::npos);
  auto before = company.rows_of(sign_ins_table());
  refusal("nobody@example.com", kPassword);
  EXPECT_EQ(company.rows_of(sign_ins_table()), before + 1) << "as long an answer for nobody";
}

class SecondFactorTest : public SignInTest {
 protected:
  SecondFactorTest() {
    secret = factor.begin(user);
    codes = factor.confirm(user, code());
    company.clock.advance(totp::kStepUs);
  }
  std::string code() { return totp::code_of(secret, totp::step_of(company.clock.now())); }
  std::string refusal_of(std::string_view otp, std::string_view address = "1.2.3.4") {
    return error_of([&] { enter("rep@example.com", kPassword, address, otp); }).code;
  }

  SecondFactor& factor = sign_in.stores().second_factor;
  std::string secret;
  std::vector<std::string> codes;
};

TEST_F(SecondFactorTest, ACodeIsAskedForAfterThePasswordOnly) {
  EXPECT_EQ(refusal("rep@example.com", "wrong password"), "wrong_credentials");
  auto error = error_of([&] { enter(); });
  EXPECT_EQ(error.code, "code_needed");
  EXPECT_EQ(error.fields.at(0).field, "otp");
  EXPECT_EQ(company.rows_of(sessions_table()), 0);
  EXPECT_NO_THROW(enter("rep@example.com", kPassword, "1.2.3.4", code()));
}

TEST_F(SecondFactorTest, ACodeIsGoodOnce) {
  auto used = code();
  enter("rep@example.com", kPassword, "1.2.3.4", used);
  EXPECT_EQ(refusal_of(used), "wrong_code");
  company.clock.advance(totp::kStepUs);
  EXPECT_EQ(refusal_of(used), "wrong_code");
  EXPECT_EQ(refusal_of("000000x"), "wrong_code");
  EXPECT_NO_THROW(enter("rep@example.com", kPassword, "1.2.3.4", code()));
}

TEST_F(SecondFactorTest, ARecoveryCodeIsGoodOnceHoweverItIsCopied) {
  auto copied = codes.at(3);
  for (char& each : copied) each = static_cast<char>(each == '-' ? ' ' : std::toupper(each));
  EXPECT_NO_THROW(enter("rep@example.com", kPassword, "1.2.3.4", copied));
  EXPECT_EQ(factor.state(user).recovery_left, kRecoveryCodes - 1);
  EXPECT_EQ(refusal_of(codes.at(3)), "wrong_code");
  auto fresh = factor.renew_recovery(user);
  EXPECT_EQ(refusal_of(codes.at(4)), "wrong_code");
  EXPECT_NO_THROW(enter("rep@example.com", kPassword, "1.2.3.4", fresh.at(4)));
}

TEST_F(SecondFactorTest, CodesAreNotGuessedFromManyAddresses) {
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(refusal_of("000000", "10.0.0." + std::to_string(i)), "wrong_code");
  EXPECT_EQ(refusal_of(code(), "10.0.1.1"), "locked");
  EXPECT_NE(log_of(user).find("wrong_code"), std::string::npos);
}

// Who reads the database can sign in by nothing that is in it.
TEST_F(SecondFactorTest, NothingOfItCanBeReadInTheDatabase) {
  for (const auto* table : {&second_factors_table(), &recovery_codes_table()}) {
    storage::Query query;
    query.table = table;
    for (const auto& column : table->columns)
      if (column.type == storage::ColumnType::Text)
        query.columns.push_back(storage::Expression{0, column.name});
    query.order_is_optional = true;
    company.database->read([&](storage::Transaction& transaction) {
      transaction.select(query, [&](const storage::Row& row) {
        EXPECT_EQ(row.text(0).find(secret), std::string_view::npos);
        EXPECT_EQ(row.text(0).find(totp::base32(secret)), std::string_view::npos);
        for (const auto& each : codes) {
          EXPECT_EQ(row.text(0).find(each), std::string_view::npos);
          EXPECT_NE(row.text(0), hash_of_secret(each));
        }
        return true;
      });
    });
  }
}

TEST_F(SecondFactorTest, TurnedOffAsksForNothing) {
  EXPECT_EQ(error_of([&] { factor.begin(user); }).code, "second_factor_is_on");
  EXPECT_TRUE(factor.turn_off(user));
  EXPECT_FALSE(factor.turn_off(user));
  EXPECT_NO_THROW(enter());
  factor.begin(user);
  EXPECT_NO_THROW(enter()) << "begun is not on";
}

// SX-63
TEST_F(SecondFactorTest, AnOldSignInIsConfirmedByPasswordAndCode) {
  auto entered = enter("rep@example.com", kPassword, "1.2.3.4", code());
  EXPECT_TRUE(by_cookie(entered.token)->actor->confirmed);
  company.clock.advance(kConfirmedForUs);
  auto caller = by_cookie(entered.token);
  ASSERT_TRUE(caller);
  EXPECT_FALSE(caller->actor->confirmed);
  auto refused = [&](std::string_view password, std::string_view otp) {
    auto error = error_of(
        [&] { sign_in.confirm(*caller, {{}, password, otp}, {"1.2.3.4", "Firefox"}); });
    EXPECT_EQ(error.kind, ErrorKind::Invalid);
    return error.code;
  };
  EXPECT_EQ(refused("wrong password", code()), "wrong_password");
  EXPECT_EQ(refused(kPassword, ""), "code_needed");
  EXPECT_EQ(refused(kPassword, "000000"), "wrong_code");
  EXPECT_FALSE(by_cookie(entered.token)->actor->confirmed);
  sign_in.confirm(*caller, {{}, kPassword, code()}, {"1.2.3.4", "Firefox"});
  EXPECT_TRUE(by_cookie(entered.token)->actor->confirmed);
}

// SX-61
TEST_F(SignInTest, ALinkSetsAPasswordOnce) {
  auto entered = enter();
  auto link = sign_in.stores().links.make(user);
  EXPECT_EQ(sign_in.stores().links.find(link.token), user);
  EXPECT_EQ(error_of([&] { sign_in.set_password_by_link(link.token, "short"); }).code,
            "password_too_short");
  sign_in.set_password_by_link(link.token, "another-Horse-8");
  EXPECT_FALSE(by_cookie(entered.token)) << "SX-62";
  EXPECT_EQ(error_of([&] { sign_in.set_password_by_link(link.token, "third-Horse-9"); }).code,
            "link_over");
  EXPECT_NO_THROW(enter("rep@example.com", "another-Horse-8"));
}

TEST_F(SignInTest, ALinkIsWorthNothingAfterItsTimeAndAfterOthers) {
  auto& links = sign_in.stores().links;
  auto over = links.make(user);
  company.clock.advance(kLinkUs);
  EXPECT_FALSE(links.find(over.token));
  auto earlier = links.make(user), later = links.make(user);
  EXPECT_FALSE(links.find(earlier.token)) << "a new one ends those before it";
  sign_in.set_password(user, "another-Horse-8");
  EXPECT_FALSE(links.find(later.token)) << "so does a new password";
  auto last = links.make(user);
  company.set_active(user, false);
  EXPECT_FALSE(links.find(last.token));
  EXPECT_EQ(error_of([&] { links.make(user); }).kind, ErrorKind::NotFound);
  EXPECT_FALSE(links.find(hash_of_secret(last.token)));
  auto invited = company.add_user("new@example.com");
  EXPECT_GT(links.make(invited).expires_at - company.clock.now(), kLinkUs);
}

TEST_F(SignInTest, AKeyForSomeEntitiesHasNoOthers) {
  ApiKeyWish wish{.user = user, .scope = KeyScope::ReadWrite, .entities = {"deals"}};
  auto key = sign_in.stores().keys.create(wish);
  auto caller = by_key(key.secret);
  ASSERT_TRUE(caller);
  EXPECT_FALSE(caller->actor->is_administrator());
  schema::EntityDef teams, users;
  teams.name = "teams";
  users.name = "users";
  teams.access = users.access = schema::AccessModel::System;
  auto whole = by_key(sign_in.stores().keys.create({user, ""}).secret);
  EXPECT_EQ(level_of(*whole->actor, users, Action::Read), Level::All);
  EXPECT_EQ(level_of(*caller->actor, users, Action::Read), Level::None);
  EXPECT_EQ(level_of(*caller->actor, teams, Action::Read), Level::All);
  EXPECT_EQ(level_of(*caller->actor, teams, Action::Create), Level::None);
  EXPECT_EQ(by_key(key.secret)->actor->role, caller->actor->role) << "kept for plans of reading";
}

TEST_F(SignInTest, AKeyWorksFromItsNetworksOnly) {
  auto wish = [&](std::string networks) {
    return ApiKeyWish{.user = user, .networks = std::move(networks)};
  };
  auto key = sign_in.stores().keys.create(wish("10.0.0.0/8,2001:db8::/32"));
  EXPECT_TRUE(by_key(key.secret, "10.1.2.3"));
  EXPECT_TRUE(by_key(key.secret, "::ffff:10.1.2.3"));
  EXPECT_TRUE(by_key(key.secret, "2001:db8::7"));
  EXPECT_TRUE(sign_in.recall({{}, key.secret, "10.1.2.3"}));
  EXPECT_FALSE(by_key(key.secret, "11.1.2.3"));
  EXPECT_FALSE(sign_in.recall({{}, key.secret, "11.1.2.3"}));
  EXPECT_FALSE(by_key(key.secret, "not an address"));
  EXPECT_EQ(error_of([&] { sign_in.stores().keys.create(wish("10.0.0.0/99")); }).code,
            "not_a_network");
}

TEST_F(SignInTest, OldHashesAreRenewedAtSignIn) {
  const std::string cheap = [] {
    char hash[crypto_pwhash_STRBYTES];
    EXPECT_EQ(crypto_pwhash_str(hash, kPassword.data(), kPassword.size(),
                                crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), 0);
    return std::string(hash);
  }();
  company.database->write([&](storage::Transaction& transaction) {
    store_password(transaction, user, cheap, company.clock.now());
  });
  auto entered = enter();
  Credentials credentials(*company.database);
  EXPECT_FALSE(credentials.is_current(user, cheap));
  EXPECT_TRUE(by_cookie(entered.token)) << "the password is the same";
  EXPECT_NO_THROW(enter());
}

}  // namespace
}  // namespace rapport::access
