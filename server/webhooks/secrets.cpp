#include "webhooks/secrets.h"

#include <sodium.h>

#include <array>

#include "access/secrets.h"
#include "records/history.h"

namespace rapport::webhooks {

using schema::ColumnType;
using storage::Expression;
using storage::Test;

namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kSecretBytes = 32;
constexpr std::int64_t kSecondUs = 1'000'000;

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string out(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the end that C wants
  return out;
}

std::string key_of(std::string_view secret) {
  secret.remove_prefix(kPrefix.size());
  std::string key(secret.size(), '\0');
  std::size_t size = 0;
  int wrong = sodium_base642bin(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                                secret.data(), secret.size(), nullptr, &size, nullptr,
                                sodium_base64_VARIANT_ORIGINAL);
  if (wrong) throw base::Error(base::ErrorKind::Internal, "internal", {}, "a webhook's secret");
  key.resize(size);
  return key;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_or_empty(const storage::Row& row, int column) {
  return row.is_null(column) ? std::string() : std::string(row.text(column));
}

void update(storage::Transaction& transaction, const base::Id& hook,
            std::vector<storage::Assignment> values) {
  storage::Update update;
  update.table = &hook_states_table();
  update.values = std::move(values);
  update.where = storage::compare("hook", Test::Equal, hook);
  transaction.update(update);
}

}  // namespace

const storage::Table& hook_states_table() {
  static const storage::Table table{"webhook_states",
                                    {{"hook", ColumnType::Bytes},
                                     {"secret", ColumnType::Text},
                                     {"old_secret", ColumnType::Text},
                                     {"old_until", ColumnType::Integer},
                                     {"told_from", ColumnType::Integer}},
                                    {"hook"},
                                    {},
                                    {}};
  return table;
}

std::optional<HookState> find_state(storage::Transaction& transaction, const base::Id& hook) {
  storage::Query query;
  query.table = &hook_states_table();
  for (const char* column : {"secret", "old_secret", "old_until", "told_from"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::compare("hook", Test::Equal, hook);
  query.order_is_optional = true;
  std::optional<HookState> state;
  transaction.select(query, [&](const storage::Row& row) {
    state = HookState{text_or_empty(row, 0), text_or_empty(row, 1),
                      row.is_null(2) ? 0 : row.integer(2), row.integer(3)};
    return false;
  });
  return state;
}

void begin_state(storage::Transaction& transaction, const records::Context& context,
                 const base::Id& hook) {
  storage::Insert insert;
  insert.table = &hook_states_table();
  insert.values = {{"hook", hook},
                   {"secret", new_secret(*context.random)},
                   {"told_from", records::last_log_entry(transaction)}};
  insert.ignore_conflict = true;
  transaction.insert(insert);
}

void tell_from_now(storage::Transaction& transaction, const base::Id& hook) {
  update(transaction, hook, {{"told_from", records::last_log_entry(transaction)}});
}

std::string rotate_secret(storage::Transaction& transaction, const records::Context& context,
                          const base::Id& hook) {
  auto state = find_state(transaction, hook);
  if (!state) base::fail(base::ErrorKind::NotFound, "not_found");
  auto secret = new_secret(*context.random);
  update(transaction, hook,
         {{"secret", secret},
          {"old_secret", state->secret},
          {"old_until", context.now + kRotationUs}});
  return secret;
}

void forget_states(storage::Transaction& transaction, const records::Model& model) {
  storage::Query query;
  query.table = &hook_states_table();
  storage::Source hook;
  hook.number = 1;
  hook.table = &model.tables.of("webhooks");
  hook.parent_column = "hook";
  query.joins.push_back(hook);
  query.columns = {Expression{0, "hook"}, Expression{1, "id"}};
  query.order_is_optional = true;
  std::vector<schema::Cell> gone;
  transaction.select(query, [&](const storage::Row& row) {
    if (row.is_null(1)) gone.push_back(row.id(0));
    return true;
  });
  if (gone.empty()) return;
  storage::Delete states;
  states.table = &hook_states_table();
  states.where = storage::in(Expression{0, "hook"}, std::move(gone));
  transaction.remove(states);
}

std::string new_secret(base::Random& random) {
  access::require_sodium();
  std::array<unsigned char, kSecretBytes> bytes;
  random.fill(bytes.data(), bytes.size());
  return std::string(kPrefix) + base64(bytes.data(), bytes.size());
}

std::string signature(std::string_view secret, std::string_view id, std::int64_t at_s,
                      std::string_view body) {
  access::require_sodium();
  auto key = key_of(secret);
  std::string head = std::string(id) + "." + std::to_string(at_s) + ".";
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(head), head.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> made;
  crypto_auth_hmacsha256_final(&state, made.data());
  return "v1," + base64(made.data(), made.size());
}

std::string signatures(const HookState& state, std::string_view id, base::Instant now,
                       std::string_view body) {
  auto at_s = now / kSecondUs;
  auto out = signature(state.secret, id, at_s, body);
  if (!state.old_secret.empty() && now < state.old_until)
    out += " " + signature(state.old_secret, id, at_s, body);
  return out;
}

}  // namespace rapport::webhooks
