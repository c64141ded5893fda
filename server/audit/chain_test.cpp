#include "audit/test_log.h"

namespace rapport::audit {
namespace {

// Not a good hash, but keyed and of a fixed length.
KeyedHash hash_with(std::string key) {
  return [key = std::move(key)](std::string_view text) {
    std::uint64_t value = 14695981039346656037ull;
    for (char c : key + std::string(text))
      value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (int i = 0; i < 16; ++i, value >>= 4) out += kDigits[value & 15];
    return out;
  };
}

struct Chains : testing::Log {
  void seal_all() {
    while (chain.seal(clock.now())) {
    }
  }
  std::string broken() { return chain.verify().broken.value_or(""); }

  Chain chain{*database, hash_with("ours"), {&audit_log_table(), &testing::other_log()}};
};

TEST_F(Chains, AreWholeWhateverTheNumberOfEntries) {
  EXPECT_EQ(broken(), "");
  acts(700);
  others(300);
  EXPECT_EQ(chain.verify().waiting, 1000);
  seal_all();
  acts(1);
  seal_all();
  auto verdict = chain.verify();
  EXPECT_EQ(verdict.sealed, 1001);
  EXPECT_EQ(verdict.waiting, 0);
  EXPECT_EQ(verdict.broken, std::nullopt);
}

TEST_F(Chains, NameTheFirstEntryThatWasChanged) {
  acts(600);
  seal_all();
  tamper(590, "none");
  tamper(300, "none");
  EXPECT_EQ(broken(), "audit_log 300");
}

TEST_F(Chains, NameWhereAnEntryIsMissing) {
  acts(10);
  seal_all();
  take_away(audit_log_table(), 7);
  EXPECT_EQ(broken(), "after audit_log 6");
}

TEST_F(Chains, NameWhatIsMissingAtTheBeginningAndTheEnd) {
  acts(3);
  seal_all();
  take_away(audit_log_table(), 3);
  EXPECT_EQ(broken(), "after audit_log 2");
  take_away(audit_log_table(), 1);
  EXPECT_EQ(broken(), "before audit_log 2");
}

TEST_F(Chains, NoticeThatTheirEndWasTakenAway) {
  acts(300);
  seal_all();
  for (int row = 257; row <= 300; ++row) take_away(audit_log_table(), row);
  take_away(seals_table(), 2);
  EXPECT_EQ(broken(), "audit_state head");
  acts(1);
  seal_all();
  EXPECT_EQ(broken(), "audit_state head") << "nothing is sealed over what was broken";
}

TEST_F(Chains, AreNotMadeByWhoHasAnotherKey) {
  acts(3);
  seal_all();
  Chain forger(*database, hash_with("theirs"), {&audit_log_table()});
  acts(3);
  EXPECT_FALSE(forger.seal(clock.now()));
  EXPECT_EQ(forger.verify().broken, "audit_log 1");
  seal_all();
  EXPECT_EQ(broken(), "");
}

TEST_F(Chains, GoOnWhenSeveralSealAtOnce) {
  Chain other(*database, hash_with("ours"), {&audit_log_table(), &testing::other_log()});
  for (int i = 0; i < 5; ++i) {
    acts(3);
    chain.seal(clock.now());
    others(2);
    other.seal(clock.now());
  }
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(chain.verify().sealed, 25);
}

TEST_F(Chains, StayWholeWhenOldEntriesGo) {
  acts(600);
  others(10);
  seal_all();
  const auto middle = clock.now() + 1;
  clock.now_us += 100 * testing::kSecondUs;
  acts(5);
  seal_all();
  EXPECT_EQ(chain.remove_before(middle), 600);
  EXPECT_EQ(rows(audit_log_table()), 5);
  EXPECT_EQ(rows(testing::other_log()), 10);
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(chain.verify().sealed, 15);
  EXPECT_EQ(chain.remove_before(middle), 0);
}

TEST_F(Chains, DoNotBelieveThatEntriesWereOld) {
  acts(3);
  seal_all();
  storage::Update update;
  update.table = &seals_table();
  update.values = {{"emptied", std::int64_t{1}}};
  update.where = storage::compare("rid", storage::Test::Equal, std::int64_t{1});
  write([&](storage::Transaction& transaction) { transaction.update(update); });
  tamper(2, "none");
  EXPECT_EQ(broken(), "audit_log 2");
}

}  // namespace
}  // namespace rapport::audit
