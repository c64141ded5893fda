#include "customisation/choices.h"

#include "base/limits.h"
#include "base/log.h"
#include "records/service.h"

namespace rapport::customisation {

using schema::Cell;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Expression;
using storage::Test;

namespace {

constexpr std::size_t kRecordsOfTransaction = 500;

storage::Query with_choice(const storage::Table& table, const FieldDef& field,
                           const std::string& key) {
  storage::Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}, Expression{0, "id"}, Expression{0, "deleted_at"},
                   Expression{0, field.name}};
  bool is_set = field.shape() == Shape::KeySet;
  query.where = storage::compare(field.name, is_set ? Test::Contains : Test::Equal,
                                 Cell(is_set ? "|" + key + "|" : key));
  return query;
}

struct Use {
  base::Id id;
  bool is_in_bin;
  std::string value;
};

// "|a|b|" with one key put in another's place, once.
std::string replaced(const FieldDef& field, const std::string& value, const GoneChoice& gone) {
  if (field.shape() != Shape::KeySet) return gone.instead.value_or("");
  std::string out = value, mark = "|" + gone.key + "|";
  auto at = out.find(mark);
  if (at == std::string::npos) return out;
  bool is_there = gone.instead && out.find("|" + *gone.instead + "|") != std::string::npos;
  std::string instead = gone.instead && !is_there ? "|" + *gone.instead + "|" : "|";
  out.replace(at, mark.size(), instead);
  return out == "|" ? "" : out;
}

void replace_one(records::RecordService& service, const EntityDef& entity, const FieldDef& field,
                 const Use& use, const std::string& value) {
  auto quietly = [&] {
    service.set_quietly(entity, use.id, {{field.name, value.empty() ? Cell() : Cell(value)}});
  };
  if (use.is_in_bin) return quietly();
  try {
    service.transaction().savepoint([&] {
      service.change(entity, use.id, [&](records::Record& record) {
        if (value.empty()) record.clear(field.name);
        else record.set(field.name, value);
      });
    });
  } catch (const base::Error& error) {  // a rule refuses the record for something else
    base::log(base::LogLevel::Info, "a choice was replaced without history",
              {{"entity", entity.name}, {"error", error.code}});
    quietly();
  }
}

// False when none was left.
bool replace_some(storage::Database& database, const records::Context& context,
                  const GoneChoice& gone) {
  const auto& entity = context.entity(gone.entity);
  const auto& field = entity.field(gone.field);
  bool any = false;
  database.write([&](storage::Transaction& transaction) {
    auto query = with_choice(context.table(entity), field, gone.key);
    query.limit = kRecordsOfTransaction;
    query.order_is_optional = true;
    std::vector<Use> uses;
    transaction.select(query, [&](const storage::Row& row) {
      uses.push_back({row.id(1), !row.is_null(2), std::string(row.text(3))});
      return true;
    });
    records::RecordService service(transaction, context);
    for (const auto& use : uses)
      replace_one(service, entity, field, use, replaced(field, use.value, gone));
    any = !uses.empty();
  });
  return any;
}

// Counted by the tables of before: an index that is still to be made serves nobody.
void look_at_field(storage::Database& database, const storage::Table& table,
                   const EntityDef& entity, const FieldDef& before, const Edited& edited,
                   std::vector<GoneChoice>& gone, Faults& faults) {
  const auto* field = entity.find(before.name);
  if (!field || field->type != before.type) return;
  const std::string path = entity.name + "." + field->name;
  auto said = edited.replacements.find(path);
  for (const auto& choice : before.choices) {
    if (field->find_choice(choice.key)) continue;
    std::int64_t uses = 0;
    database.read([&](storage::Transaction& transaction) {
      uses = transaction.count(with_choice(table, before, choice.key),
                               static_cast<std::int64_t>(base::limits::kReplacedRecords) + 1);
    });
    const std::string place = entity.name + ".fields." + field->name + ".choices";
    bool is_said = said != edited.replacements.end() && said->second.contains(choice.key);
    if (uses > static_cast<std::int64_t>(base::limits::kReplacedRecords))
      faults.add(place, "choice_in_many",
                 {{"value", choice.key}, {"max", std::to_string(base::limits::kReplacedRecords)}});
    else if (uses > 0 && !is_said)
      faults.add(place, "choice_in_use", {{"value", choice.key}, {"count", std::to_string(uses)}});
    auto instead = is_said ? said->second.at(choice.key) : std::nullopt;
    if (instead && !field->find_choice(*instead))
      faults.add("replace." + choice.key, "not_a_choice", {{"value", *instead}});
    gone.push_back({entity.name, field->name, choice.key, instead});
  }
}

}  // namespace

std::vector<GoneChoice> gone_choices(storage::Database& database, const records::Model& before,
                                     const records::Model& after, const Edited& edited,
                                     Faults& faults) {
  std::vector<GoneChoice> gone;
  for (const auto& entity : after.schema->entities()) {
    const auto* old = before.schema->find(entity.name);
    if (!old) continue;
    for (const auto& field : old->fields)
      if (!field.choices.empty() && field.column >= 0)
        look_at_field(database, before.tables.of(*old), entity, field, edited, gone, faults);
  }
  return gone;
}

void replace_choices(storage::Database& database, const records::Context& context,
                     const std::vector<GoneChoice>& gone) {
  // More than there were: some came meanwhile, from who began before the change.
  constexpr std::size_t kRounds = 2 * base::limits::kReplacedRecords / kRecordsOfTransaction;
  for (const auto& each : gone)
    for (std::size_t round = 0; round < kRounds && replace_some(database, context, each);) ++round;
}

}  // namespace rapport::customisation
