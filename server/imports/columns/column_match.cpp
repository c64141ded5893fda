#include "imports/columns/column_match.h"

#include <algorithm>
#include <set>

#include "access/policy.h"
#include "base/text.h"
#include "imports/formats/row_source.h"
#include "imports/formats/value_numbers.h"
#include "schema/field_types/families.h"

namespace rapport::imports {

using schema::EntityDef;

namespace {

constexpr double kSqueezed = 0.9, kNear = 0.75, kByValues = 0.5;
constexpr std::size_t kNearFrom = 5, kNearTwiceFrom = 9;  // bytes

struct Candidate {
  std::size_t column;
  std::string path;
  double confidence;
};

// 1 for the same name, less for one without its blanks, still less for a misspelt one.
double likeness(const std::string& plain, const std::string& squeezed, const NamedPath& name) {
  if (plain == name.name) return 1;
  if (squeezed == name.squeezed) return kSqueezed;
  auto length = plain.size();
  if (length < kNearFrom) return 0;
  int limit = length < kNearTwiceFrom ? 1 : 2;
  std::size_t bytes =
      name.name.size() > length ? name.name.size() - length : length - name.name.size();
  if (bytes > 2u * static_cast<unsigned>(limit)) return 0;
  return base::edit_distance(plain, name.name, limit) <= limit ? kNear : 0;
}

std::vector<std::string_view> values_of(const std::vector<std::vector<std::string>>& rows,
                                        std::size_t column) {
  std::vector<std::string_view> values;
  for (const auto& row : rows) {
    if (column >= row.size()) continue;
    auto value = base::trim(row[column]);
    if (!value.empty()) values.push_back(value);
  }
  return values;
}

bool is_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.");
}

bool looks_like_phone(std::string_view text) {
  auto phone = parse_phone(text);
  auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return phone && digits >= 7 && text.find_first_of("+() -") != std::string_view::npos;
}

template <class Test>
bool all(const std::vector<std::string_view>& values, Test test) {
  return !values.empty() && std::all_of(values.begin(), values.end(), test);
}

// What values alone tell: e-mails, phones, sites.
std::string path_by_values(const EntityDef& entity, const std::vector<std::string_view>& values) {
  auto field = [&](const char* name) { return entity.find(name) ? std::string(name) : ""; };
  if (all(values, schema::field_types::is_email)) return field("email");
  if (all(values, looks_like_phone)) return field("phone");
  if (all(values, is_address)) return field("website");
  return {};
}

// A column of e-mails is no column of names, whatever it is called.
bool contradicts(const EntityDef& entity, const std::string& path,
                 const std::vector<std::string_view>& values) {
  const auto* field = entity.find(path.substr(0, path.find('.')));
  if (!field || values.empty()) return false;
  auto type = field->type->name();
  bool has_email = std::any_of(values.begin(), values.end(), [](std::string_view value) {
    return value.find('@') != std::string_view::npos;
  });
  if (type == "email" || type == "emails") return !has_email;
  if (type == "phone" || type == "phones")
    return std::none_of(values.begin(), values.end(),
                        [](std::string_view value) { return parse_phone(value).has_value(); });
  return false;
}

std::vector<Candidate> candidates_of(const Vocabulary& vocabulary, const records::Context& context,
                                     const EntityDef& entity,
                                     const std::vector<std::string>& columns,
                                     const std::vector<std::vector<std::string>>& rows) {
  auto names = vocabulary.names_of(context, entity);
  std::vector<Candidate> candidates;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    auto plain = plain_name(columns[column]), squeezed = squeezed_name(columns[column]);
    auto values = values_of(rows, column);
    // A path as our own files have it: "account.id".
    auto written = find_target(context, entity, columns[column]);
    if (written || written.failure().code == "read_only")
      candidates.push_back({column, columns[column], 1});
    for (const auto& name : names) {
      double like = likeness(plain, squeezed, name);
      if (like == 0) continue;
      double doubt = contradicts(entity, name.path, values) ? 0.5 : 1;
      candidates.push_back({column, name.path, like * name.certainty * doubt});
    }
    auto path = path_by_values(entity, values);
    if (!path.empty()) candidates.push_back({column, path, kByValues});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  return candidates;
}

bool is_nameless_and_blank(const std::string& name, std::size_t column,
                           const std::vector<std::vector<std::string>>& rows) {
  return name == column_letters(column) && values_of(rows, column).empty();
}

// A column of whole names says nothing beside columns of their parts.
bool is_told_in_parts(const EntityDef& entity, const std::string& path,
                      const std::set<std::string>& taken) {
  return path == entity.title && has_person_name(entity) &&
         (taken.contains("last_name") || taken.contains("first_name"));
}

}  // namespace

std::vector<ColumnGuess> match_columns(const Vocabulary& vocabulary,
                                       const records::Context& context, const EntityDef& entity,
                                       const std::vector<std::string>& columns,
                                       const std::vector<std::vector<std::string>>& rows,
                                       const std::vector<std::string>& taken) {
  std::vector<ColumnGuess> guesses(columns.size());
  std::set<std::string> used(taken.begin(), taken.end());
  std::vector<Candidate> whole_names;
  for (std::size_t i = 0; i < columns.size(); ++i)
    guesses[i].is_passed_over =
        columns[i] == kFaultColumn || is_nameless_and_blank(columns[i], i, rows);
  auto settle = [&](const Candidate& candidate) {
    auto& guess = guesses[candidate.column];
    if (!guess.path.empty() || guess.is_passed_over) return;
    auto target = find_target(context, entity, candidate.path);
    if (!target) {
      bool known = target.failure().code == "read_only" && candidate.confidence >= kByName;
      guess.is_passed_over = known;
      return;
    }
    if (used.contains(candidate.path)) return;
    used.insert(candidate.path);
    guess.path = candidate.path;
    guess.confidence = candidate.confidence;
  };
  for (auto& candidate : candidates_of(vocabulary, context, entity, columns, rows)) {
    bool whole_name = candidate.path == entity.title && has_person_name(entity);
    if (whole_name)
      whole_names.push_back(candidate);
    else
      settle(candidate);
  }
  for (const auto& candidate : whole_names) {
    if (is_told_in_parts(entity, candidate.path, used)) {
      auto& guess = guesses[candidate.column];
      if (guess.path.empty() && candidate.confidence >= kByName) guess.is_passed_over = true;
    } else {
      settle(candidate);
    }
  }
  return guesses;
}

const EntityDef& guess_entity(const Vocabulary& vocabulary, const records::Context& context,
                              const std::vector<std::string>& columns,
                              const std::vector<std::vector<std::string>>& rows) {
  const EntityDef* best = nullptr;
  double most = -1;
  for (const char* name : {"contacts", "accounts", "deals", "leads", "products", "tasks", "calls",
                           "meetings", "notes"}) {
    const auto* entity = context.model->schema->find(name);
    if (!entity) continue;
    auto level = access::level_of(*context.actor, *entity, access::Action::Create);
    if (level == access::Level::None) continue;
    double sum = 0;
    for (const auto& guess : match_columns(vocabulary, context, *entity, columns, rows))
      sum += guess.confidence;
    if (sum <= most) continue;
    most = sum;
    best = entity;
  }
  if (!best) base::fail(base::ErrorKind::Forbidden, "forbidden");
  return *best;
}

}  // namespace rapport::imports
