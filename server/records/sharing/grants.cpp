#include "records/sharing/grants.h"

#include <algorithm>

#include "records/lists/filter.h"

namespace rapport::records {

using storage::Condition;

namespace {

// Sources inside a grant are numbered beyond those of the queries it is put into.
constexpr int kFirst = 500;

struct Renumbering {
  int row;  // the source that becomes 0

  int of(int source) const { return source == row ? 0 : source + kFirst; }
  void apply(storage::Source& source) const {
    source.number = of(source.number);
    source.parent = of(source.parent);
  }
  void apply(Condition& condition) const {
    auto& compared = condition.left.source;
    if (condition.kind == Condition::Kind::Compare) compared = of(compared);
    if (condition.kind == Condition::Kind::Exists) {
      apply(condition.source);
      for (auto& join : condition.joins) apply(join);
    }
    for (auto& child : condition.children) apply(child);
  }
};

// What looks at linked records: the row itself once more, with its joins.
Condition row_that(const Context& context, const PathResolver& paths, Condition condition) {
  Condition exists;
  exists.kind = Condition::Kind::Exists;
  exists.source.number = paths.root_source();
  exists.source.table = &context.table(paths.root());
  exists.source.parent_column = "id";
  exists.source.column = "id";
  exists.joins = paths.joins();
  exists.children.push_back(std::move(condition));
  return exists;
}

// Whoever reads is not known to a rule: for him stands the id that nobody has.
std::shared_ptr<const access::Actor> any_reader(const access::Actor& actor) {
  auto reader = std::make_shared<access::Actor>(actor);
  reader->user = {};
  reader->teams = {base::Id()};
  return reader;
}

bool speaks_of_reader(const Condition& condition) {
  auto is_nobody = [](const schema::Cell& cell) {
    const auto* id = std::get_if<base::Id>(&cell);
    return id && id->is_nil();
  };
  return std::any_of(condition.values.begin(), condition.values.end(), is_nobody) ||
         std::any_of(condition.children.begin(), condition.children.end(), speaks_of_reader);
}

}  // namespace

Condition parse_grant(const Context& context, std::string_view entity,
                      const base::json::value& filter, const std::string& place) {
  const auto* definition = context.model->schema->find(std::string(entity));
  if (!definition)
    base::fail(base::ErrorKind::Malformed, "unknown_entity", place,
               {{"entity", std::string(entity)}});
  auto unbounded = context.with_all_rights();
  unbounded.actor = any_reader(*unbounded.actor);
  PathResolver outer(unbounded, *definition);
  auto paths = outer.nested(*definition, outer.new_source());
  auto condition = parse_filter(paths, filter, place);
  if (speaks_of_reader(condition))
    base::fail(base::ErrorKind::Malformed, "rule_of_reader", place);
  int row = paths.root_source();
  if (!paths.joins().empty()) {
    condition = row_that(context, paths, std::move(condition));
    row = 0;
  }
  Renumbering{row}.apply(condition);
  return condition;
}

}  // namespace rapport::records
