#include "crm/sales/stage_times.h"

#include <algorithm>

#include "access/policy.h"
#include "base/date.h"
#include "crm/sales/deals.h"
#include "crm/sales/stages.h"

namespace rapport::crm {

using schema::ColumnType;
using storage::Test;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;

storage::Query stays_of(const base::Id& deal) {
  storage::Query query;
  query.table = &stage_times_table();
  query.where = storage::compare("deal", Test::Equal, deal);
  query.order = {{{0, "rid"}, false}};
  return query;
}

void end_stay(storage::Transaction& transaction, const base::Id& deal, base::Instant at) {
  auto query = stays_of(deal);
  query.columns = {{0, "rid"}, {0, "entered_at"}};
  query.where = storage::all_of({query.where, storage::is_null("left_at")});
  std::int64_t rid = 0, entered = 0;
  transaction.select(query, [&](const storage::Row& row) {
    rid = row.integer(0);
    entered = row.integer(1);
    return true;
  });
  if (rid == 0) return;
  storage::Update update;
  update.table = &stage_times_table();
  update.values = {{"left_at", at},
                   {"seconds", std::max<std::int64_t>(0, at - entered) / kSecondUs}};
  update.where = storage::compare("rid", Test::Equal, rid);
  transaction.update(update);
}

}  // namespace

const storage::Table& stage_times_table() {
  static const storage::Table table{"deal_stage_times",
                                    {{"deal", ColumnType::Bytes},
                                     {"pipeline", ColumnType::Bytes},
                                     {"stage", ColumnType::Text},
                                     {"entered_at", ColumnType::Integer},
                                     {"left_at", ColumnType::Integer},
                                     {"seconds", ColumnType::Integer}},
                                    {},
                                    {{{"deal", "rid"}, false, {}}},
                                    {}};
  return table;
}

void begin_stage(storage::Transaction& transaction, const records::Record& deal, base::Instant at) {
  end_stay(transaction, deal.id(), at);
  auto stage = deal.get(deals::stage);
  if (!stage) return;
  storage::Insert insert;
  insert.table = &stage_times_table();
  insert.values = {{"deal", deal.id()}, {"stage", *stage}, {"entered_at", at}};
  if (auto pipeline = deal.get(deals::pipeline)) insert.values.push_back({"pipeline", *pipeline});
  transaction.insert(insert);
}

namespace {

struct Stay {
  std::optional<base::Id> pipeline;
  std::string stage;
  std::int64_t entered = 0;
  std::optional<std::int64_t> left, seconds;
};

std::vector<Stay> load_stays(storage::Transaction& transaction, const base::Id& deal) {
  auto query = stays_of(deal);
  for (auto column : {"pipeline", "stage", "entered_at", "left_at", "seconds"})
    query.columns.push_back({0, column});
  std::vector<Stay> stays;
  transaction.select(query, [&](const storage::Row& row) {
    Stay& stay = stays.emplace_back();
    if (!row.is_null(0)) stay.pipeline = row.id(0);
    stay.stage = row.text(1);
    stay.entered = row.integer(2);
    if (!row.is_null(3)) stay.left = row.integer(3);
    if (!row.is_null(4)) stay.seconds = row.integer(4);
    return true;
  });
  return stays;
}

std::string label_of(storage::Transaction& transaction, const records::Context& context,
                     const Stay& stay) {
  auto pipeline =
      stay.pipeline ? load_pipeline(transaction, context, *stay.pipeline) : std::nullopt;
  const auto* stage = pipeline ? pipeline->find(stay.stage) : nullptr;
  Stage unknown{.key = stay.stage};
  return stage_label(context, stage ? *stage : unknown, context.actor->language);
}

bool is_hidden(const records::Context& context, const schema::EntityDef& entity,
               const char* field) {
  return access::field_access(*context.actor, entity, entity.field(field)) ==
         access::FieldAccess::Hidden;
}

}  // namespace

std::string stage_times_json(storage::Transaction& transaction, const records::Context& context,
                             const base::Id& deal) {
  const auto& entity = context.entity("deals");
  records::RecordService(transaction, context).load(entity, deal, access::Action::Read);
  if (is_hidden(context, entity, "stage"))
    base::fail(base::ErrorKind::Forbidden, "hidden_field", "stage", {{"field", "stage"}});
  bool tells_pipeline = !is_hidden(context, entity, "pipeline");
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  for (const auto& stay : load_stays(transaction, deal)) {
    json.begin_object().member("stage", stay.stage);
    json.member("label", label_of(transaction, context, stay)).key("pipeline");
    stay.pipeline && tells_pipeline ? json.value(*stay.pipeline) : json.null();
    json.member("entered_at", base::format_instant(stay.entered)).key("left_at");
    stay.left ? json.value(base::format_instant(*stay.left)) : json.null();
    auto lasted = std::max<std::int64_t>(0, context.now - stay.entered) / kSecondUs;
    json.member("seconds", stay.seconds.value_or(lasted)).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace rapport::crm
