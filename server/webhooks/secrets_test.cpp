#include "webhooks/secrets.h"

#include "base/text.h"
#include "webhooks/test_company.h"

namespace rapport::webhooks {
namespace {

// The example of the specification's reference libraries.
TEST(Signature, AgreesWithTheStandard) {
  EXPECT_EQ(signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                      1614265330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, OfTwoSecretsWhileOneTakesThePlaceOfTheOther) {
  HookState state;
  state.secret = new_secret(base::system_random());
  state.old_secret = new_secret(base::system_random());
  state.old_until = 1'000'000;
  EXPECT_EQ(signatures(state, "id", 999'999, "{}"),
            signature(state.secret, "id", 0, "{}") + " " +
                signature(state.old_secret, "id", 0, "{}"));
  EXPECT_EQ(signatures(state, "id", 1'000'000, "{}"), signature(state.secret, "id", 1, "{}"));
}

TEST(Secret, IsOfThirtyTwoRandomBytes) {
  auto one = new_secret(base::system_random()), other = new_secret(base::system_random());
  EXPECT_NE(one, other);
  EXPECT_TRUE(one.starts_with("whsec_"));
  EXPECT_EQ(one.size(), 6u + 44u);
  EXPECT_EQ(one.back(), '=');
}

struct Secrets : testing::Company {};

TEST_F(Secrets, AreMadeWithTheHookAndTakeTurns) {
  auto id = hook();
  std::optional<HookState> first, second, third;
  std::string told;
  write([&](storage::Transaction& transaction) {
    first = find_state(transaction, id);
    told = rotate_secret(transaction, as("admin"), id);
    second = find_state(transaction, id);
    rotate_secret(transaction, as("admin"), id);
    third = find_state(transaction, id);
  });
  ASSERT_TRUE(first && second && third);
  EXPECT_TRUE(first->old_secret.empty());
  EXPECT_EQ(second->secret, told);
  EXPECT_EQ(second->old_secret, first->secret);
  EXPECT_EQ(second->old_until, now_ + kRotationUs);
  EXPECT_EQ(third->old_secret, second->secret);
}

TEST_F(Secrets, GoWithTheHook) {
  auto id = hook(), other = hook();
  service("admin", [&](records::RecordService& made) { made.purge(entity("webhooks"), id); });
  write([&](storage::Transaction& transaction) {
    forget_states(transaction, *model_);
    EXPECT_FALSE(find_state(transaction, id));
    EXPECT_TRUE(find_state(transaction, other));
  });
}

TEST_F(Secrets, AreInNoAnswerButThatOfCreation) {
  MadeHook made;
  auto context = as("admin");
  write([&](storage::Transaction& transaction) {
    made = create_hook(transaction, context, base::parse_json(R"({
        "name":"A","url":"https://example.com","entity":"deals"})"));
  });
  auto answer = base::parse_json(made.json);
  std::string secret(answer.at("secret").as_string());
  EXPECT_TRUE(secret.starts_with("whsec_"));
  EXPECT_EQ(answer.at("id").as_string(), made.id.text());
  std::string listed;
  database_->read([&](storage::Transaction& transaction) {
    listed = records::list_page(transaction, context, entity("webhooks"), {}) +
             records::record_json(transaction, context, entity("webhooks"), made.id);
  });
  EXPECT_EQ(listed.find("whsec_"), std::string::npos);
}

}  // namespace
}  // namespace rapport::webhooks
