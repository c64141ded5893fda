#include "search/index.h"

#include "base/log.h"
#include "records/history.h"
#include "search/results.h"
#include "search/spelling.h"
#include "search/updates.h"

namespace rapport::search {

namespace {

// Stems and marks of rights are never looked for by a beginning, of a part of a phone only by all
// but its last digit. They are half of all tokens.
storage::PrefixLengths prefixes_of(std::string_view token) {
  switch (token.front()) {
    case kStemMark:
    case kOwnerMark:
    case kTeamMark: return {};
    case kPhoneMark: return {kGramDigits, kGramDigits};
    default: return {storage::kShortestPrefix, storage::kLongestPrefix};
  }
}

// Few entries of the change log are a step or two, and whoever saved one of them wants to find it;
// while a file is imported, a search rather answers at once, without the last of it.
constexpr std::int64_t kFew = 500;
constexpr std::int64_t kFewMaxMs = 3'000, kManyMaxMs = 150;

}  // namespace

storage::TextIndexOptions text_options(const std::string& path) {
  storage::TextIndexOptions options;
  options.path = path;
  options.kind_with_keys = static_cast<int>(WordKind::Plain);
  options.keys_of = dictionary_keys;
  options.kind_of_many = static_cast<int>(WordKind::Code);
  options.prefixes_of = prefixes_of;
  return options;
}

Index::Index(const std::string& path, storage::Database& database,
             std::shared_ptr<const records::Model> model)
    : database_(database), text_(storage::open_text_index(text_options(path))) {
  updates_ = std::make_unique<Updates>(database, std::move(model), *text_);
}

Index::~Index() = default;

void Index::adopt(std::shared_ptr<const records::Model> model) {
  std::lock_guard lock(updating_);
  updates_->adopt(std::move(model));
}

void Index::make_anew(std::string_view why) {
  base::log(base::LogLevel::Warning, "the search index is damaged and made anew", {{"error", why}});
  text_->reset();
  updates_->forget();
  is_damaged_ = false;
}

bool Index::catch_up(std::int64_t max_ms) {
  std::lock_guard lock(updating_);
  auto until = base::system_clock().monotonic_us() + max_ms * 1000;
  try {
    if (is_damaged_) make_anew("met by a search");
    do {
      if (!updates_->step()) return false;
    } while (hurried_ == 0 && base::system_clock().monotonic_us() < until);
  } catch (const storage::TextIndexDamaged& damage) {
    make_anew(damage.what());
  }
  return true;
}

void Index::follow() {
  std::int64_t end = 0;
  database_.read([&](storage::Transaction& transaction) {
    end = records::last_log_entry(transaction);
  });
  auto waiting = end - updates_->followed();
  if (waiting <= 0) return;
  auto max_ms = waiting <= kFew ? kFewMaxMs : kManyMaxMs;
  auto until = base::system_clock().monotonic_us() + max_ms * 1000;
  ++hurried_;
  std::unique_lock lock(updating_, std::chrono::milliseconds(max_ms));
  --hurried_;
  if (!lock.owns_lock() || is_damaged_) return;
  try {
    while (updates_->followed() < end && base::system_clock().monotonic_us() < until)
      if (!updates_->step()) return;
  } catch (const storage::TextIndexDamaged&) {
    is_damaged_ = true;
  }
}

std::string Index::search(storage::Transaction& transaction, const records::Context& context,
                          const SearchRequest& request) {
  for (const auto& name : request.entities)
    if (!context.model->schema->find(name))
      base::fail(base::ErrorKind::Malformed, "unknown_entity", "entities", {{"entity", name}});
  std::string answer = "{\"items\":[]}";
  try {
    text_->read([&](storage::TextReader& reader) {
      Plan plan = Plan::parse(reader.state());
      if (plan.version != kTokensVersion) return;
      Matching matching(transaction, context, reader, plan, request);
      answer = results_json(transaction, context, matching.run());
    });
  } catch (const storage::TextIndexDamaged&) {
    is_damaged_ = true;
  }
  return answer;
}

}  // namespace rapport::search
