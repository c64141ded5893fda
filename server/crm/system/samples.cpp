#include "crm/system/samples.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "access/credentials.h"
#include "records/history.h"
#include "records/links.h"
#include "records/service.h"

namespace rapport::crm {

namespace json = base::json;
using base::Id;
using schema::ColumnType;
using schema::EntityDef;
using storage::Cell;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::size_t kNamed = 20;
constexpr std::size_t kIdsAtOnce = 500;
// What points to others goes first.
constexpr std::string_view kOrder[] = {"notes",    "tasks",    "calls",    "meetings", "deals",
                                       "leads", "contacts", "accounts", "products"};

struct Sample {
  Id id;
  const EntityDef* entity;
  std::int64_t version;
};

std::size_t rank(const Sample& sample) {
  const auto* place = std::find(std::begin(kOrder), std::end(kOrder), sample.entity->name);
  return static_cast<std::size_t>(place - std::begin(kOrder));
}

Query select(const storage::Table& table, std::initializer_list<const char*> columns) {
  Query query;
  query.table = &table;
  for (const char* column : columns) query.columns.push_back(Expression{0, column});
  query.order_is_optional = true;
  return query;
}

std::vector<Sample> read_samples(Transaction& transaction, const records::Context& context) {
  std::vector<Sample> samples;
  transaction.select(select(sample_records_table(), {"record", "entity", "version"}),
                     [&](const Row& row) {
                       // An entity can be gone since: a company may take away its own.
                       if (const auto* entity = context.model->schema->find(row.text(1)))
                         samples.push_back({row.id(0), entity, row.integer(2)});
                       return true;
                     });
  std::stable_sort(samples.begin(), samples.end(),
                   [](const Sample& a, const Sample& b) { return rank(a) < rank(b); });
  return samples;
}

// Finds what may go: begins with all that are as they were, takes out what others need.
class Plan {
 public:
  Plan(Transaction& transaction, const records::Context& context)
      : transaction_(transaction), context_(context),
        samples_(read_samples(transaction, context)) {
    find_unchanged();
    keep_people_who_sign_in();
    while (keep_what_is_used()) {
    }
  }

  std::vector<Sample> doomed() const {
    std::vector<Sample> found;
    for (const auto& sample : samples_)
      if (doomed_.contains(sample.id)) found.push_back(sample);
    return found;
  }
  const std::map<Id, std::string_view>& kept() const { return kept_; }
  const std::vector<Sample>& samples() const { return samples_; }

 private:
  void find_unchanged() {
    std::map<const EntityDef*, std::vector<Cell>> ids;
    for (const auto& sample : samples_) ids[sample.entity].emplace_back(sample.id);
    std::unordered_map<Id, std::int64_t> versions;
    for (const auto& [entity, all] : ids)
      in_pieces(all, [&](std::vector<Cell> piece) {
        auto query = select(context_.table(*entity), {"id", "version"});
        query.where = storage::all_of({storage::in(Expression{0, "id"}, std::move(piece)),
                                       storage::is_null("deleted_at")});
        transaction_.select(query, [&](const Row& row) {
          versions[row.id(0)] = row.integer(1);
          return true;
        });
      });
    for (const auto& sample : samples_) {
      auto version = versions.find(sample.id);
      if (version == versions.end()) continue;  // gone already
      if (version->second == sample.version) doomed_.emplace(sample.id, sample.entity);
      else kept_[sample.id] = "changed";
    }
  }

  void keep_people_who_sign_in() {
    auto query = select(access::credentials_table(), {"user_id"});
    transaction_.select(query, [&](const Row& row) {
      keep(row.id(0), "signs_in");
      return true;
    });
  }

  // True when something more is kept: what it needs has to be looked at again.
  bool keep_what_is_used() {
    std::map<std::string_view, std::vector<Cell>> ids;
    for (const auto& [id, entity] : doomed_) ids[entity->name].emplace_back(id);
    bool more = false;
    for (const auto& entity : context_.model->schema->entities())
      for (const auto& field : entity.fields)
        for (const auto& target : field.to) {
          auto wanted = ids.find(target);
          if (wanted == ids.end()) continue;
          in_pieces(wanted->second, [&](std::vector<Cell> piece) {
            more = keep_linked(entity, field, std::move(piece)) || more;
          });
        }
    return more;
  }

  // Keeps those of the ids to which a record leads that stays.
  bool keep_linked(const EntityDef& entity, const schema::FieldDef& field, std::vector<Cell> ids) {
    bool several = field.shape() == schema::Shape::References;
    if (!several && field.shape() != schema::Shape::Reference) return false;
    auto query = several ? select(context_.model->tables.of_link(entity, field), {"a", "b"})
                         : select(context_.table(entity), {"id"});
    if (several) {
      query.where = storage::in(Expression{0, "b"}, std::move(ids));
    } else {
      query.columns.push_back(Expression{0, field.name});
      query.where = storage::all_of({storage::in(Expression{0, field.name}, std::move(ids)),
                                     storage::is_null("deleted_at")});
    }
    bool more = false;
    transaction_.select(query, [&](const Row& row) {
      if (!doomed_.contains(row.id(0))) more = keep(row.id(1), "in_use") || more;
      return true;
    });
    return more;
  }

  bool keep(const Id& id, std::string_view why) {
    if (doomed_.erase(id) == 0) return false;
    kept_[id] = why;
    return true;
  }

  template <class Act>
  static void in_pieces(const std::vector<Cell>& ids, Act act) {
    for (std::size_t from = 0; from < ids.size(); from += kIdsAtOnce) {
      auto until = std::min(from + kIdsAtOnce, ids.size());
      act(std::vector<Cell>(ids.begin() + static_cast<std::ptrdiff_t>(from),
                            ids.begin() + static_cast<std::ptrdiff_t>(until)));
    }
  }

  Transaction& transaction_;
  const records::Context& context_;
  std::vector<Sample> samples_;
  std::map<Id, const EntityDef*> doomed_;
  std::map<Id, std::string_view> kept_;
};

std::string report(Transaction& transaction, const records::Context& context,
                   const std::vector<Sample>& samples, std::size_t removed,
                   const std::map<Id, std::string_view>& kept) {
  json::array named;
  for (const auto& sample : samples) {
    auto why = kept.find(sample.id);
    if (why == kept.end() || named.size() >= kNamed) continue;
    named.push_back(
        json::object{{"id", sample.id.text()},
                     {"entity", sample.entity->name},
                     {"name", records::title_of(transaction, context, *sample.entity, sample.id)},
                     {"why", why->second}});
  }
  return json::serialize(json::object{
      {"removed", removed}, {"kept", kept.size()}, {"kept_records", std::move(named)}});
}

}  // namespace

const storage::Table& sample_records_table() {
  static const storage::Table table{"sample_records",
                                    {{"record", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"version", ColumnType::Integer}},
                                    {"record"},
                                    {},
                                    {}};
  return table;
}

void note_samples(Transaction& transaction, const records::Context& context, std::int64_t after) {
  auto log = select(records::change_log_table(), {"entity", "record"});
  log.where =
      storage::all_of({storage::compare("rid", Test::Greater, after),
                       storage::compare("kind", Test::Equal, std::string("created"))});
  std::map<std::string, std::vector<Cell>> made;
  transaction.select(log, [&](const Row& row) {
    made[std::string(row.text(0))].emplace_back(row.id(1));
    return true;
  });
  for (const auto& [name, ids] : made) {
    auto query = select(context.table(context.entity(name)), {"id", "version"});
    query.where = storage::is_null("deleted_at");
    std::unordered_map<Id, std::int64_t> versions;
    transaction.select(query, [&](const Row& row) {
      versions[row.id(0)] = row.integer(1);
      return true;
    });
    for (const auto& id : ids) {
      auto version = versions.find(std::get<Id>(id));
      if (version == versions.end()) continue;
      storage::Insert insert;
      insert.table = &sample_records_table();
      insert.values = {{"record", id}, {"entity", name}, {"version", version->second}};
      insert.replace_conflict = true;
      transaction.insert(insert);
    }
  }
}

std::string samples_json(Transaction& transaction) {
  auto query = select(sample_records_table(), {"record"});
  constexpr std::int64_t kMost = 1'000'000;
  return json::serialize(json::object{{"records", transaction.count(query, kMost)}});
}

std::string sample_forecast(Transaction& transaction, const records::Context& context) {
  Plan plan(transaction, context);
  return report(transaction, context, plan.samples(), plan.doomed().size(), plan.kept());
}

std::string remove_samples(storage::Database& database, const records::Context& context) {
  std::vector<Sample> samples, doomed;
  std::map<Id, std::string_view> kept;
  database.read([&](Transaction& transaction) {
    Plan plan(transaction, context);
    samples = plan.samples();
    doomed = plan.doomed();
    kept = plan.kept();
  });
  auto unbounded = context.with_all_rights();
  std::string answer;
  database.write([&](Transaction& transaction) {
    records::RecordService service(transaction, unbounded);
    auto stays = kept;
    std::size_t removed = 0;
    for (const auto& sample : doomed) {
      try {
        service.remove(*sample.entity, sample.id, sample.version);
        ++removed;
      } catch (const base::Error& error) {
        // Changed or taken into use since the plan was made.
        if (error.kind == base::ErrorKind::Internal || error.kind == base::ErrorKind::Unavailable)
          throw;
        if (error.kind != base::ErrorKind::NotFound) stays[sample.id] = "changed";
      }
    }
    storage::Delete all;
    all.table = &sample_records_table();
    all.where = storage::compare("version", Test::GreaterEqual, std::int64_t{0});
    transaction.remove(all);
    answer = report(transaction, context, samples, removed, stays);
  });
  return answer;
}

}  // namespace rapport::crm
