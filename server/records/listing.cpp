#include "records/listing.h"

#include <algorithm>

#include "access/policy.h"
#include "records/lists/counted_page.h"
#include "records/lists/cursor.h"
#include "records/lists/filter.h"
#include "records/read_plans.h"

namespace rapport::records {

using base::ErrorKind;
using schema::Cell;
using schema::EntityDef;
using schema::Shape;
using storage::Expression;
using storage::Query;
using storage::Row;

namespace {

bool is_sortable(Shape shape) {
  return shape != Shape::KeySet && shape != Shape::References && shape != Shape::Structure;
}

// A link sorts by the name of what it leads to.
ResolvedField sort_target(PathResolver& paths, ResolvedField resolved, const std::string& place) {
  const auto& field = *resolved.field;
  if (field.shape() != Shape::Reference || field.name == "id") return resolved;
  if (field.points_to_several())
    base::fail(ErrorKind::Malformed, "not_sortable", place, {{"field", field.name}});
  const auto& target = paths.context().entity(field.to.at(0));
  return {&target, &target.title_field(), paths.join(resolved.source, field, target)};
}

void add_order(PathResolver& paths, const ListRequest& request, Query& query, std::string& shape) {
  if (request.sort.size() > base::limits::kSortFields)
    base::fail(ErrorKind::Malformed, "too_many_values", "sort",
               {{"max", std::to_string(base::limits::kSortFields)}});
  for (std::string path : request.sort) {
    shape += path + ",";
    bool descending = path.starts_with("-");
    if (descending || path.starts_with("+")) path.erase(0, 1);
    auto resolved = paths.resolve(path, "sort");
    if (!is_sortable(resolved.field->shape()))
      base::fail(ErrorKind::Malformed, "not_sortable", "sort", {{"field", path}});
    resolved = sort_target(paths, resolved, "sort");
    query.order.push_back({paths.comparable(resolved), descending});
  }
}

schema::ColumnType order_type(const Expression& expression, const Query& query) {
  const storage::Table* table = query.table;
  for (const auto& join : query.joins)
    if (join.number == expression.source) table = join.table;
  const auto* column = table->find(expression.column);
  return column ? column->type : schema::ColumnType::Text;
}

struct Page {
  Query query;
  std::string shape;
  std::size_t first_key = 0;  // column of the first sort key
};

Page plan_page(PathResolver& paths, const ListRequest& request, const Projection& projection,
               storage::Condition where) {
  Page page;
  page.query.table = &paths.context().table(paths.root());
  page.query.columns = projection.columns();
  page.query.where = std::move(where);
  page.shape = paths.root().name + ":";
  add_order(paths, request, page.query, page.shape);
  page.first_key = page.query.columns.size();
  for (const auto& key : page.query.order) page.query.columns.push_back(key.expression);
  page.query.columns.push_back(Expression{0, "rid"});
  page.query.joins = paths.joins();
  if (!request.cursor.empty())
    page.query.after = decode_cursor(page.shape, page.query.order.size() + 1, request.cursor);
  return page;
}

std::string next_cursor(const Page& page, const Row& row) {
  std::vector<Cell> cells;
  int column = static_cast<int>(page.first_key);
  for (const auto& key : page.query.order)
    cells.push_back(row.cell(column++, order_type(key.expression, page.query)));
  cells.push_back(row.integer(column));
  return encode_cursor(page.shape, cells);
}

CountedPage run_page(storage::Transaction& transaction, PathResolver& paths,
                     const ListRequest& request, storage::Condition where) {
  const auto& context = paths.context();
  if (request.limit < 1 || request.limit > base::limits::kPageMax)
    base::fail(ErrorKind::Malformed, "out_of_range", "limit",
               {{"min", "1"}, {"max", std::to_string(base::limits::kPageMax)}});
  Projection projection(paths, request.fields);
  auto page = plan_page(paths, request, projection, std::move(where));
  page.query.limit = request.limit + 1;
  std::string out = "{\"items\":[", next;
  std::size_t rows = 0;
  std::string last_cursor;
  LinkLists links;
  transaction.select(page.query, [&](const Row& row) {
    if (rows == request.limit) {
      next = last_cursor;
      return false;
    }
    if (rows++) out += ',';
    projection.write(context, row, out, links);
    if (rows == request.limit) last_cursor = next_cursor(page, row);
    return true;
  });
  links.fill(transaction, context);
  out += "],\"next\":";
  if (next.empty())
    out += "null";
  else
    base::append_json_string(out, next);
  if (request.count) {
    Query counted = page.query;
    counted.after.clear();
    counted.order.clear();
    out += ",\"total\":" + std::to_string(transaction.count(counted, INT64_MAX));
  }
  out += '}';
  return {std::move(out), static_cast<std::int64_t>(rows)};
}

}  // namespace

storage::Condition list_condition(PathResolver& paths, const ListRequest& request,
                                  access::Action action) {
  const auto& context = paths.context();
  if (access::level_of(*context.actor, paths.root(), action) == access::Level::None)
    base::fail(ErrorKind::Forbidden, "forbidden");
  using access::Action;
  auto bin = storage::is_null("deleted_at");
  if (request.deleted) {
    if (access::level_of(*context.actor, paths.root(), Action::Deleted) == access::Level::None)
      base::fail(ErrorKind::Forbidden, "forbidden");
    bin = storage::negate(std::move(bin));
  }
  std::vector<storage::Condition> parts{bin, access::scope(*context.actor, paths.root(), action)};
  if (request.deleted)
    parts.push_back(access::scope(*context.actor, paths.root(), Action::Deleted));
  parts.push_back(parse_filter(paths, request.filter, "filter"));
  if (!request.q.empty()) parts.push_back(quick_search(paths, request.q));
  return storage::all_of(std::move(parts));
}

std::string list_page(storage::Transaction& transaction, const Context& context,
                      const EntityDef& entity, const ListRequest& request,
                      access::Action action) {
  PathResolver paths(context, entity);
  auto where = list_condition(paths, request, action);
  return run_page(transaction, paths, request, std::move(where)).json;
}

CountedPage counted_list_page(storage::Transaction& transaction, const Context& context,
                              const EntityDef& entity, const ListRequest& request) {
  PathResolver paths(context, entity);
  auto where = list_condition(paths, request, access::Action::Read);
  return run_page(transaction, paths, request, std::move(where));
}

std::string related_page(storage::Transaction& transaction, const Context& context,
                         const EntityDef& entity, const base::Id& id, std::string_view name,
                         const ListRequest& request) {
  return counted_related_page(transaction, context, entity, id, name, request).json;
}

CountedPage counted_related_page(storage::Transaction& transaction, const Context& context,
                                 const EntityDef& entity, const base::Id& id,
                                 std::string_view name, const ListRequest& request) {
  record_json(transaction, context, entity, id,
              {"version"});  // who may not see it sees no list of it
  auto list = std::find_if(entity.related.begin(), entity.related.end(),
                           [&](const auto& item) { return item.name == name; });
  if (list == entity.related.end())
    base::fail(ErrorKind::NotFound, "unknown_related", "", {{"name", std::string(name)}});
  const auto& other = context.entity(list->entity);
  PathResolver paths(context, other);
  // Who may not see the link does not see where it leads.
  if (list->many_to_many && list->forward)
    PathResolver(context, entity).resolve(list->field, "link");
  else
    paths.resolve(list->field, "link");
  auto where = list_condition(paths, request, access::Action::Read);
  storage::Condition tie;
  if (!list->many_to_many) {
    tie = storage::compare(list->field, storage::Test::Equal, id);
  } else {
    const auto& holder = list->forward ? entity : other;
    tie.kind = storage::Condition::Kind::Exists;
    tie.source.number = paths.new_source();
    tie.source.table = &context.model->tables.of_link(holder, holder.field(list->field));
    tie.source.parent_column = "id";
    tie.source.column = list->forward ? "b" : "a";
    tie.children.push_back(storage::compare(
        Expression{tie.source.number, list->forward ? "a" : "b"}, storage::Test::Equal, id));
  }
  return run_page(transaction, paths, request, storage::all_of({std::move(tie), std::move(where)}));
}

std::optional<std::string> visible_title(storage::Transaction& transaction, const Context& context,
                                         const EntityDef& entity, const base::Id& id, InBin bin) {
  Query query;
  query.table = &context.table(entity);
  query.columns = {Expression{0, entity.title}};
  query.where = storage::all_of({storage::compare("id", storage::Test::Equal, id),
                                 access::scope(*context.actor, entity, access::Action::Read)});
  if (bin == InBin::Not) query.where.children.push_back(storage::is_null("deleted_at"));
  query.order_is_optional = true;
  std::optional<std::string> title;
  transaction.select(query, [&](const Row& row) {
    title = row.is_null(0) ? std::string() : std::string(row.text(0));
    return false;
  });
  return title;
}

std::string record_json(storage::Transaction& transaction, const Context& context,
                        const EntityDef& entity, const base::Id& id,
                        const std::vector<std::string>& fields, std::int64_t* version) {
  auto plan = context.model->read_plans->get(transaction, context, entity, fields);
  const auto& projection = plan->projection;
  std::string out;
  transaction.select(*plan->query, {id}, [&](const Row& row) {
    projection.write(transaction, context, row, out);
    if (version) *version = row.integer(static_cast<int>(projection.columns().size()));
    return false;
  });
  if (out.empty()) base::fail(ErrorKind::NotFound, "not_found");
  return out;
}

}  // namespace rapport::records
