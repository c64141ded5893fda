#include "records/twins/merges.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "records/history.h"
#include "records/links.h"

namespace rapport::records {

namespace json = base::json;
using base::Id;
using schema::Cell;
using schema::ColumnType;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& merges_table() {
  static const storage::Table table{"merges",
                                    {{"id", ColumnType::Bytes},
                                     {"at", ColumnType::Integer},
                                     {"actor", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"kept", ColumnType::Bytes},
                                     {"fields", ColumnType::Text},
                                     {"taken_back_at", ColumnType::Integer}},
                                    {},
                                    {{{"id"}, true, {}}, {{"kept", "rid"}, false, {}}},
                                    {}};
  return table;
}

const storage::Table& merge_others_table() {
  static const storage::Table table{
      "merge_others",
      {{"merge", ColumnType::Bytes}, {"kept", ColumnType::Bytes}, {"other", ColumnType::Bytes}},
      {},
      {{{"merge"}, false, {}}, {{"other"}, false, {}}, {{"kept"}, false, {}}},
      {}};
  return table;
}

const storage::Table& merge_moves_table() {
  static const storage::Table table{"merge_moves",
                                    {{"merge", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"field", ColumnType::Text},
                                     {"holder", ColumnType::Bytes},
                                     {"other", ColumnType::Bytes},
                                     {"change", ColumnType::Integer}},
                                    {},
                                    {{{"merge", "rid"}, false, {}}},
                                    {}};
  return table;
}

namespace {

constexpr std::size_t kChain = 20;  // merged into one that was merged, and so on
constexpr std::size_t kTold = 30;   // whose past the timeline of one record tells

// A cell as JSON that keeps its type: null, a number, a text, {"id":…}.
void write_cell(const Cell& cell, base::JsonWriter& writer) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) writer.value(*number);
  else if (const auto* text = std::get_if<std::string>(&cell)) writer.value(*text);
  else if (const auto* id = std::get_if<Id>(&cell))
    writer.begin_object().member("id", *id).end_object();
  else writer.null();
}

Cell read_cell(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_object())
    return Id::parse(std::string_view(value.at("id").as_string())).value_or(Id());
  return {};
}

std::string fields_json(const std::vector<MergedField>& fields) {
  std::string out;
  base::JsonWriter writer(out);
  auto write = [&](const std::vector<Cell>& cells) {
    writer.begin_array();
    for (const auto& cell : cells) write_cell(cell, writer);
    writer.end_array();
  };
  writer.begin_object();
  for (const auto& field : fields) {
    writer.key(field.field).begin_array();
    write(field.before);
    write(field.after);
    writer.end_array();
  }
  writer.end_object();
  return out;
}

std::vector<MergedField> read_fields(std::string_view text) {
  std::vector<MergedField> fields;
  auto read = [](const json::value& list) {
    std::vector<Cell> cells;
    for (const auto& cell : list.as_array()) cells.push_back(read_cell(cell));
    return cells;
  };
  auto parsed = base::parse_json(text);
  for (const auto& [name, pair] : parsed.as_object())
    fields.push_back({std::string(name), read(pair.at(0)), read(pair.at(1))});
  return fields;
}

std::vector<Id> ids_where(storage::Transaction& transaction, const storage::Table& table,
                          const char* column, storage::Condition where) {
  Query query;
  query.table = &table;
  query.columns = {{0, column}};
  query.where = std::move(where);
  query.order_is_optional = true;
  std::vector<Id> ids;
  transaction.select(query, [&](const Row& row) {
    ids.push_back(row.id(0));
    return true;
  });
  return ids;
}

}  // namespace

void store_merge(storage::Transaction& transaction, const Context& context, const Merge& merge,
                 const std::vector<MergedTie>& ties) {
  storage::Insert row;
  row.table = &merges_table();
  row.values = {{"id", merge.id},
                {"at", context.now},
                {"entity", merge.entity},
                {"kept", merge.kept},
                {"fields", fields_json(merge.fields)}};
  if (!context.actor->user.is_nil()) row.values.push_back({"actor", context.actor->user});
  transaction.insert(row);
  for (const auto& other : merge.others) {
    storage::Insert insert;
    insert.table = &merge_others_table();
    insert.values = {{"merge", merge.id}, {"kept", merge.kept}, {"other", other}};
    transaction.insert(insert);
  }
  for (const auto& tie : ties) {
    storage::Insert insert;
    insert.table = &merge_moves_table();
    insert.values = {{"merge", merge.id},  {"entity", tie.entity},
                     {"field", tie.field}, {"holder", tie.holder},
                     {"other", tie.other}, {"change", static_cast<std::int64_t>(tie.change)}};
    transaction.insert(insert);
  }
}

std::optional<Merge> find_merge(storage::Transaction& transaction, const EntityDef& entity,
                                const Id& kept, const std::optional<Id>& id) {
  Query query;
  query.table = &merges_table();
  query.columns = {{0, "id"}, {0, "fields"}};
  query.where = storage::all_of({storage::compare("kept", Test::Equal, kept),
                                 storage::compare("entity", Test::Equal, entity.name),
                                 storage::is_null("taken_back_at")});
  if (id) query.where.children.push_back(storage::compare("id", Test::Equal, *id));
  query.limit = 1;
  std::optional<Merge> found;
  transaction.select(query, [&](const Row& row) {
    found = Merge{row.id(0), entity.name, kept, {}, read_fields(row.text(1))};
    return false;
  });
  if (found)
    found->others = ids_where(transaction, merge_others_table(), "other",
                              storage::compare("merge", Test::Equal, found->id));
  return found;
}

std::vector<MergedTie> ties_of(storage::Transaction& transaction, const Id& merge) {
  Query query;
  query.table = &merge_moves_table();
  for (const char* column : {"entity", "field", "holder", "other", "change"})
    query.columns.push_back({0, column});
  query.where = storage::compare("merge", Test::Equal, merge);
  query.order = {{{0, "rid"}, false}};
  std::vector<MergedTie> ties;
  transaction.select(query, [&](const Row& row) {
    ties.push_back({std::string(row.text(0)), std::string(row.text(1)), row.id(2), row.id(3),
                    static_cast<TieChange>(row.integer(4))});
    return true;
  });
  return ties;
}

void mark_taken_back(storage::Transaction& transaction, const Context& context, const Id& merge) {
  storage::Update update;
  update.table = &merges_table();
  update.values = {{"taken_back_at", context.now}};
  update.where = storage::compare("id", Test::Equal, merge);
  transaction.update(update);
  storage::Delete others, moves;
  others.table = &merge_others_table();
  moves.table = &merge_moves_table();
  others.where = moves.where = storage::compare("merge", Test::Equal, merge);
  transaction.remove(others);
  transaction.remove(moves);
}

std::optional<Id> merged_into(storage::Transaction& transaction, const Id& id) {
  std::optional<Id> last;
  for (std::size_t step = 0; step < kChain; ++step) {
    auto next = ids_where(transaction, merge_others_table(), "kept",
                          storage::compare("other", Test::Equal, last.value_or(id)));
    if (next.empty()) break;
    last = next.front();
  }
  return last;
}

std::vector<Id> merged_from(storage::Transaction& transaction, const Id& id) {
  std::vector<Id> all;
  for (std::size_t next = 0; next <= all.size() && all.size() < kTold; ++next) {
    auto others = ids_where(transaction, merge_others_table(), "other",
                            storage::compare("kept", Test::Equal, next ? all[next - 1] : id));
    for (const auto& other : others)
      if (all.size() < kTold && std::find(all.begin(), all.end(), other) == all.end())
        all.push_back(other);
  }
  return all;
}

namespace {

bool leads_to(const FieldDef& field, const EntityDef& entity) {
  return std::find(field.to.begin(), field.to.end(), entity.name) != field.to.end();
}

// Fields of one record that lead to the record that goes.
using Holders = std::map<Id, std::vector<const FieldDef*>>;

storage::Query pointing_to(const Context& context, const EntityDef& holder, const FieldDef& field,
                           const Id& id) {
  Query query;
  query.table = &context.table(holder);
  query.columns = {{0, "id"}};
  query.where = storage::compare(field.name, Test::Equal, id);
  query.order_is_optional = true;
  return query;
}

// In the bin a record has no versions to come; its field follows by itself.
void set_link(RecordService& service, const EntityDef& holder, const Id& id,
              const std::vector<const FieldDef*>& fields, const Id& to) {
  if (service.find(holder, id)) {
    service.change(holder, id, [&](Record& record) {
      for (const auto* field : fields) record.set(field->name, to);
    });
    return;
  }
  std::vector<storage::Assignment> values;
  for (const auto* field : fields) values.push_back({field->name, to});
  service.set_quietly(holder, id, std::move(values));
}

bool has_pair(storage::Transaction& transaction, const storage::Table& table, const Id& a,
              const Id& b) {
  Query query;
  query.table = &table;
  query.columns = {{0, "a"}};
  query.where = storage::all_of(
      {storage::compare("a", Test::Equal, a), storage::compare("b", Test::Equal, b)});
  query.order_is_optional = true;
  return transaction.count(query, 1) > 0;
}

void move_pairs(RecordService& service, const EntityDef& holder, const FieldDef& field,
                const Id& from, const Id& to, std::vector<MergedTie>& moved) {
  auto& transaction = service.transaction();
  const auto& table = service.context().model->tables.of_link(holder, field);
  for (const auto& id :
       ids_where(transaction, table, "a", storage::compare("b", Test::Equal, from))) {
    auto change = has_pair(transaction, table, id, to) ? TieChange::Joined : TieChange::Moved;
    remove_pair(transaction, table, id, from);
    add_pair(transaction, table, id, to);
    append_log(transaction, service.context(), {"linked", &holder, id, 0, {}});
    moved.push_back({holder.name, field.name, id, from, change});
  }
}

}  // namespace

std::vector<MergedTie> move_ties(RecordService& service, const EntityDef& entity, const Id& from,
                                 const Id& to) {
  std::vector<MergedTie> moved;
  const auto& context = service.context();
  for (const auto& holder : context.model->schema->entities()) {
    Holders holders;
    for (const auto& field : holder.fields) {
      if (!leads_to(field, entity)) continue;
      if (field.shape() == Shape::References) {
        move_pairs(service, holder, field, from, to, moved);
        continue;
      }
      service.transaction().select(pointing_to(context, holder, field, from), [&](const Row& row) {
        if (row.id(0) != to) holders[row.id(0)].push_back(&field);
        return true;
      });
    }
    for (const auto& [id, fields] : holders) {
      set_link(service, holder, id, fields, to);
      for (const auto* field : fields)
        moved.push_back({holder.name, field->name, id, from});
    }
  }
  return moved;
}

std::vector<MergedTie> join_own_ties(RecordService& service, const EntityDef& entity,
                                     const Id& from, const Id& to) {
  std::vector<MergedTie> gained;
  auto& transaction = service.transaction();
  for (const auto& field : entity.fields) {
    if (field.shape() != Shape::References) continue;
    const auto& table = service.context().model->tables.of_link(entity, field);
    for (const auto& id :
         ids_where(transaction, table, "b", storage::compare("a", Test::Equal, from))) {
      if (has_pair(transaction, table, to, id)) continue;
      add_pair(transaction, table, to, id);
      gained.push_back({entity.name, field.name, to, id, TieChange::Gained});
    }
  }
  return gained;
}

bool put_tie_back(RecordService& service, const MergedTie& tie, const Id& kept) {
  const auto& context = service.context();
  auto& transaction = service.transaction();
  const auto* holder = context.model->schema->find(tie.entity);
  const auto* field = holder ? holder->find(tie.field) : nullptr;
  if (!field) return false;
  if (field->shape() == Shape::References) {
    const auto& table = context.model->tables.of_link(*holder, *field);
    bool gained = tie.change == TieChange::Gained;
    if (!has_pair(transaction, table, tie.holder, gained ? tie.other : kept)) return false;
    if (tie.change != TieChange::Joined)
      remove_pair(transaction, table, tie.holder, gained ? tie.other : kept);
    if (!gained) add_pair(transaction, table, tie.holder, tie.other);
    append_log(transaction, context, {"linked", holder, tie.holder, 0, {}});
    return true;
  }
  auto query = pointing_to(context, *holder, *field, kept);
  query.where =
      storage::all_of({query.where, storage::compare("id", Test::Equal, tie.holder)});
  if (transaction.count(query, 1) == 0) {
    // What a rule derives from another field may have gone back with that one already.
    query.where = storage::all_of({storage::compare(field->name, Test::Equal, tie.other),
                                   storage::compare("id", Test::Equal, tie.holder)});
    return transaction.count(query, 1) > 0;
  }
  set_link(service, *holder, tie.holder, {field}, tie.other);
  return true;
}

}  // namespace rapport::records
