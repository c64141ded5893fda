#include "access/stores/api_keys.h"

#include <gtest/gtest.h>

#include "access/test_company.h"

namespace rapport::access {
namespace {

using testing::error_of;

constexpr std::string_view kAddress = "1.2.3.4";

TEST(KeyScope, Words) {
  EXPECT_EQ(parse_scope("read"), KeyScope::Read);
  for (auto words : {"read,write", "write, read", "write", "write,read,"})
    EXPECT_EQ(parse_scope(words), KeyScope::ReadWrite) << words;
  EXPECT_EQ(error_of([] { parse_scope(""); }).code, "required");
  for (auto words : {"admin", "read,admin", "admin,write"})
    EXPECT_EQ(parse_scope(words), KeyScope::Administer) << words;
  EXPECT_EQ(error_of([] { parse_scope("read,root"); }).code, "not_a_choice");
  EXPECT_EQ(parse_scope(scope_words(KeyScope::Administer)), KeyScope::Administer);
  EXPECT_EQ(parse_scope(scope_words(KeyScope::ReadWrite)), KeyScope::ReadWrite);
  EXPECT_EQ(parse_scope(scope_words(KeyScope::Read)), KeyScope::Read);
}

class ApiKeysTest : public ::testing::Test {
 protected:
  testing::Company company;
  ApiKeys keys{*company.database, company.clock, company.random};
  ApiKeys elsewhere{*company.database, company.clock, company.random};
  base::Id user = company.add_user("rep@example.com");
};

TEST_F(ApiKeysTest, ASecretFindsItsKey) {
  auto made = keys.create({user, "1C", KeyScope::ReadWrite, {}});
  auto found = keys.find(made.secret, kAddress);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made.key.id);
  EXPECT_EQ(found->user, user);
  EXPECT_EQ(found->name, "1C");
  EXPECT_EQ(found->scope, KeyScope::ReadWrite);
  EXPECT_EQ(found->hint, made.secret.substr(0, 7));
  EXPECT_FALSE(keys.find("", kAddress));
  EXPECT_FALSE(keys.find(made.secret.substr(0, 42), kAddress));
  EXPECT_FALSE(keys.find("rk_" + std::string(40, 'x'), kAddress));
  auto reader = keys.create({user, "", KeyScope::Read, {}});
  EXPECT_EQ(keys.find(reader.secret, kAddress)->scope, KeyScope::Read);
}

TEST_F(ApiKeysTest, EndsWhenItExpires) {
  auto made = keys.create({user, "", KeyScope::Read, company.clock.now() + 1000});
  company.clock.advance(999);
  EXPECT_TRUE(keys.find(made.secret, kAddress));
  company.clock.advance(1);
  EXPECT_FALSE(keys.find(made.secret, kAddress)) << "also while it is in memory";
}

TEST_F(ApiKeysTest, ListsOnesOwnNewestFirst) {
  auto first = keys.create({user, "first", KeyScope::Read, {}});
  company.clock.advance(1000);
  auto second = keys.create({user, "second", KeyScope::Read, {}});
  keys.create({company.add_user("other@example.com"), "other", KeyScope::Read, {}});
  auto list = keys.list(user);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].name, "second");
  EXPECT_EQ(list[1].name, "first");
  EXPECT_FALSE(list[0].last_used_at);
}

TEST_F(ApiKeysTest, UseIsNotedOnceInFiveMinutes) {
  auto made = keys.create({user, "", KeyScope::Read, {}});
  keys.find(made.secret, kAddress);
  auto first_use = company.clock.now();
  EXPECT_EQ(keys.list(user).at(0).last_used_at, first_use);
  company.clock.advance(kUsedEveryUs - 1);
  keys.find(made.secret, kAddress);
  EXPECT_EQ(keys.list(user).at(0).last_used_at, first_use);
  company.clock.advance(1);
  keys.find(made.secret, kAddress);
  EXPECT_EQ(keys.list(user).at(0).last_used_at, first_use + kUsedEveryUs);
}

TEST_F(ApiKeysTest, IsRevokedByItsOwnerOnly) {
  auto made = keys.create({user, "", KeyScope::Read, {}});
  EXPECT_TRUE(keys.find(made.secret, kAddress));
  EXPECT_FALSE(keys.revoke(company.add_user("other@example.com"), made.key.id));
  EXPECT_TRUE(keys.find(made.secret, kAddress));
  EXPECT_TRUE(keys.revoke(user, made.key.id));
  EXPECT_FALSE(keys.find(made.secret, kAddress));
  EXPECT_FALSE(keys.revoke(user, made.key.id));
}

TEST_F(ApiKeysTest, WhatHappensElsewhereIsNoticedWithinASecond) {
  auto revoked = keys.create({user, "", KeyScope::Read, {}});
  auto disabled = keys.create({company.add_user("other@example.com"), "", KeyScope::Read, {}});
  EXPECT_TRUE(keys.find(revoked.secret, kAddress));
  EXPECT_TRUE(keys.find(disabled.secret, kAddress));
  elsewhere.revoke(user, revoked.key.id);
  company.set_active(disabled.key.user, false);
  EXPECT_TRUE(keys.find(revoked.secret, kAddress)) << "found in memory, no row was read";
  company.clock.advance(1'000'000);
  EXPECT_FALSE(keys.find(revoked.secret, kAddress));
  EXPECT_FALSE(keys.find(disabled.secret, kAddress));
}

TEST_F(ApiKeysTest, RefusesALongName) {
  auto error = error_of([&] { keys.create({user, std::string(256, 'x'), KeyScope::Read, {}}); });
  EXPECT_EQ(error.code, "too_long");
  EXPECT_TRUE(keys.list(user).empty());
}

}  // namespace
}  // namespace rapport::access
