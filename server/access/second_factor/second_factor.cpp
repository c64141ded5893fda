#include "access/second_factor/second_factor.h"

#include "access/second_factor/totp.h"
#include "base/error.h"

namespace rapport::access {

using base::ErrorKind;
using base::Id;
using storage::ColumnType;
using storage::Expression;
using storage::Test;
using storage::Transaction;

namespace {

constexpr int kRecoveryChars = 12;  // of 30 letters: 58 bits
constexpr int kRecoveryGroup = 4;
// Without 0, 1, i, l, o, u: letters that people mistake for one another.
constexpr std::string_view kRecoveryLetters = "23456789abcdefghjkmnpqrstvwxyz";

std::string purpose_of(const Id& user) { return "totp " + user.text(); }
std::string recovery_purpose_of(const Id& user) { return "recovery " + user.text(); }

storage::Condition of_user(const Id& user) {
  return storage::compare("user_id", Test::Equal, user);
}

// As it is kept: without what people add or change in copying it.
std::string normal(std::string_view code) {
  std::string out;
  for (char each : code) {
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
    if (each != '-' && each != ' ') out += each;
  }
  return out;
}

}  // namespace

struct SecondFactor::Stored {
  std::string sealed;
  std::optional<base::Instant> since;
  std::int64_t last_step = 0;
};

const storage::Table& second_factors_table() {
  static const storage::Table table{"access_second_factors",
                                    {{"user_id", ColumnType::Bytes},
                                     {"secret", ColumnType::Text},
                                     {"since", ColumnType::Integer},
                                     {"last_step", ColumnType::Integer}},
                                    {"user_id"},
                                    {},
                                    {}};
  return table;
}

const storage::Table& recovery_codes_table() {
  static const storage::Table table{"access_recovery_codes",
                                    {{"user_id", ColumnType::Bytes},
                                     {"code_hash", ColumnType::Text}},
                                    {},
                                    {{{"user_id", "code_hash"}, true, {}}},
                                    {}};
  return table;
}

std::optional<SecondFactor::Stored> SecondFactor::read(Transaction& transaction, const Id& user) {
  storage::Query query;
  query.table = &second_factors_table();
  query.columns = {Expression{0, "secret"}, Expression{0, "since"}, Expression{0, "last_step"}};
  query.where = of_user(user);
  query.order_is_optional = true;
  std::optional<Stored> stored;
  transaction.select(query, [&](const storage::Row& row) {
    stored = Stored{std::string(row.text(0)), std::nullopt, row.integer(2)};
    if (!row.is_null(1)) stored->since = row.integer(1);
    return false;
  });
  return stored;
}

SecondFactorState SecondFactor::state(const Id& user) {
  SecondFactorState state;
  database_.read([&](Transaction& transaction) {
    auto stored = read(transaction, user);
    state = {stored ? stored->since : std::nullopt, 0};
    if (!state.since) return;
    storage::Query codes;
    codes.table = &recovery_codes_table();
    codes.where = of_user(user);
    state.recovery_left = static_cast<int>(transaction.count(codes, kRecoveryCodes));
  });
  return state;
}

std::string SecondFactor::begin(const Id& user) {
  std::string secret(totp::kSecretBytes, '\0');
  random_.fill(secret.data(), secret.size());
  storage::Insert insert;
  insert.table = &second_factors_table();
  insert.values = {{"user_id", user},
                   {"secret", vault_.seal(purpose_of(user), secret)},
                   {"last_step", std::int64_t{0}}};
  insert.replace_conflict = true;
  database_.write([&](Transaction& transaction) {
    auto stored = read(transaction, user);
    if (stored && stored->since) base::fail(ErrorKind::Duplicate, "second_factor_is_on");
    transaction.insert(insert);
  });
  return secret;
}

std::vector<std::string> SecondFactor::confirm(const Id& user, std::string_view code,
                                               const storage::Work& also) {
  auto codes = new_codes();
  database_.write([&](Transaction& transaction) {
    auto stored = read(transaction, user);
    if (!stored || stored->since) base::fail(ErrorKind::NotFound, "not_found");
    auto secret = vault_.open(purpose_of(user), stored->sealed);
    auto step = secret ? totp::matching_step(*secret, code, clock_.now(), 0) : std::nullopt;
    if (!step) base::fail(ErrorKind::Invalid, "wrong_code", "otp");
    storage::Update update;
    update.table = &second_factors_table();
    update.values = {{"since", clock_.now()}, {"last_step", *step}};
    update.where = of_user(user);
    transaction.update(update);
    store_codes(transaction, user, codes);
    if (also) also(transaction);
  });
  return codes;
}

bool SecondFactor::use(const Id& user, std::string_view code) {
  std::optional<Stored> stored;
  database_.read([&](Transaction& transaction) { stored = read(transaction, user); });
  if (!stored || !stored->since) return false;
  auto secret = vault_.open(purpose_of(user), stored->sealed);
  if (secret) {
    auto step = totp::matching_step(*secret, code, clock_.now(), stored->last_step);
    if (step) return use_step(user, stored->last_step, *step);
  }
  if (use_recovery(user, code)) return true;
  if (!secret)
    throw base::Error(ErrorKind::Unavailable, "secret_key", {},
                      "a second factor was sealed with another key");
  return false;
}

// Of two who come with one code at once, one gets in.
bool SecondFactor::use_step(const Id& user, std::int64_t last_step, std::int64_t step) {
  storage::Update update;
  update.table = &second_factors_table();
  update.values = {{"last_step", step}};
  update.where = storage::all_of(
      {of_user(user), storage::compare("last_step", Test::Equal, last_step)});
  bool used = false;
  database_.write([&](Transaction& transaction) { used = transaction.update(update) > 0; });
  return used;
}

bool SecondFactor::use_recovery(const Id& user, std::string_view code) {
  auto plain = normal(code);
  if (plain.size() != kRecoveryChars) return false;
  auto hash = vault_.hash(recovery_purpose_of(user), plain);
  bool used = false;
  database_.write([&](Transaction& transaction) {
    used = transaction.remove({&recovery_codes_table(),
                               storage::all_of({of_user(user), storage::compare("code_hash",
                                                                                Test::Equal,
                                                                                hash)})}) > 0;
  });
  return used;
}

std::vector<std::string> SecondFactor::new_codes() {
  std::vector<std::string> codes;
  while (codes.size() < kRecoveryCodes) {
    std::string code;
    for (int chars = 0; chars < kRecoveryChars;) {
      unsigned char byte = 0;
      random_.fill(&byte, 1);
      if ((byte & 31) >= kRecoveryLetters.size()) continue;  // so that each is equally likely
      if (chars > 0 && chars % kRecoveryGroup == 0) code += '-';
      code += kRecoveryLetters[byte & 31];
      ++chars;
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

void SecondFactor::store_codes(Transaction& transaction, const Id& user,
                               const std::vector<std::string>& codes) {
  transaction.remove({&recovery_codes_table(), of_user(user)});
  for (const auto& code : codes) {
    storage::Insert insert;
    insert.table = &recovery_codes_table();
    insert.values = {{"user_id", user},
                     {"code_hash", vault_.hash(recovery_purpose_of(user), normal(code))}};
    transaction.insert(insert);
  }
}

std::vector<std::string> SecondFactor::renew_recovery(const Id& user,
                                                      const storage::Work& also) {
  auto codes = new_codes();
  database_.write([&](Transaction& transaction) {
    auto stored = read(transaction, user);
    if (!stored || !stored->since) base::fail(ErrorKind::NotFound, "not_found");
    store_codes(transaction, user, codes);
    if (also) also(transaction);
  });
  return codes;
}

bool SecondFactor::turn_off(const Id& user, const storage::Work& also) {
  bool was_on = false;
  database_.write([&](Transaction& transaction) {
    was_on = transaction.remove({&second_factors_table(), of_user(user)}) > 0;
    transaction.remove({&recovery_codes_table(), of_user(user)});
    if (was_on && also) also(transaction);
  });
  return was_on;
}

}  // namespace rapport::access
