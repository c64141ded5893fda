#include "storage/sql/writer.h"

#include <algorithm>

#include "base/error.h"
#include "storage/sql/sources.h"

namespace rapport::storage {

std::vector<const Condition*> top_level_parts(const Condition& condition) {
  std::vector<const Condition*> parts;
  if (condition.kind == Condition::Kind::All)
    for (const auto& child : condition.children) parts.push_back(&child);
  else if (condition.kind != Condition::Kind::Always)
    parts.push_back(&condition);
  return parts;
}

std::string SqlWriter::placeholder(const Cell& value) {
  if (const auto* id = std::get_if<base::Id>(&value); id && literal_ids_)
    return dialect_.id_literal(*id);
  if (const auto* number = std::get_if<std::int64_t>(&value); number && literal_ids_)
    return std::to_string(*number);
  out_.values.push_back(value);
  std::string text(dialect_.placeholder);
  if (text == "$") text += std::to_string(out_.values.size());
  return text;
}

void SqlWriter::bind(const Cell& value) {
  out_.text += placeholder(value);
}

namespace {
// Names of time zones hold nothing that could end a literal; another name is refused.
std::string zone_literal(const std::string& zone) {
  for (char c : zone) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '/' || c == '_' || c == '+' || c == '-';
    if (!plain) base::fail(base::ErrorKind::Invalid, "time_zone", {}, {{"zone", zone}});
  }
  return "'" + zone + "'";
}
}  // namespace

std::string SqlWriter::expression_text(const Expression& e, bool disqualify) {
  std::string text(disqualify ? dialect_.no_index : std::string_view());
  text += "s" + std::to_string(e.source) + "." + quoted(e.column);
  if (e.transform == Transform::Fold) {
    text = std::string(dialect_.fold_function) + "(" + text + ")";
  } else if (e.transform != Transform::None) {
    if (!e.zone.empty()) text = dialect_.local_time(text, zone_literal(e.zone));
    text = dialect_.period(e.transform, text, e.is_instant);
  }
  if (!e.visible_if || e.visible_if->kind == Condition::Kind::Always) return text;
  std::string outer = std::move(out_.text);
  out_.text.clear();
  literal_ids_ = true;
  condition(*e.visible_if, false);
  literal_ids_ = false;
  text = "CASE WHEN " + out_.text + " THEN " + text + " END";
  out_.text = std::move(outer);
  return text;
}

void SqlWriter::expression(const Expression& e, bool disqualify) {
  out_.text += expression_text(e, disqualify);
}

void SqlWriter::comparison(const Condition& c, bool disqualify) {
  if (c.test == Test::IsNull) {
    out_.text += expression_text(c.left, disqualify) + " IS NULL";
    return;
  }
  if (c.test == Test::In) {
    out_.text += expression_text(c.left, disqualify) + " IN (";
    for (std::size_t i = 0; i < c.values.size(); ++i) {
      if (i) out_.text += ',';
      bind(c.values[i]);
    }
    out_.text += ')';
    return;
  }
  const Cell& value = c.values.at(0);
  std::string left = expression_text(c.left, disqualify);
  if (c.test == Test::Contains || c.test == Test::StartsWith || c.test == Test::EndsWith)
    out_.depends_on_values = true;
  switch (c.test) {
    case Test::Equal:
      out_.text += left + "=";
      break;
    case Test::NotEqual:
      out_.text += left + " " + std::string(dialect_.is_distinct) + " ";
      break;
    case Test::Less:
      out_.text += left + "<";
      break;
    case Test::LessEqual:
      out_.text += left + "<=";
      break;
    case Test::Greater:
      out_.text += left + ">";
      break;
    case Test::GreaterEqual:
      out_.text += left + ">=";
      break;
    case Test::Contains:
      out_.text += dialect_.contains(left, placeholder(value));
      return;
    case Test::StartsWith:
      out_.text += dialect_.starts(left, placeholder(value));
      return;
    case Test::EndsWith:
      out_.text += dialect_.ends(left, placeholder(value));
      return;
    case Test::HasKey: {
      Cell key = "|" + std::get<std::string>(value) + "|";
      out_.text += dialect_.contains(left, placeholder(key));
      return;
    }
    default:
      break;
  }
  if (c.parameter >= 0) out_.parameters.push_back({out_.values.size(), c.parameter});
  bind(value);
}

namespace {
bool is_null_test(const Condition& c) {
  return c.kind == Condition::Kind::Compare && c.test == Test::IsNull;
}
}  // namespace

void SqlWriter::condition(const Condition& c, bool disqualify) {
  switch (c.kind) {
    case Condition::Kind::Always:
      out_.text += "1=1";
      return;
    case Condition::Kind::Never:
      out_.text += "1=0";
      return;
    case Condition::Kind::Compare:
      comparison(c, disqualify);
      return;
    case Condition::Kind::Exists:
      exists(c);
      return;
    case Condition::Kind::Not:  // of an unknown (null) comparison is true: "not equal" finds empty
                                // ones
      if (is_null_test(c.children.at(0))) {
        out_.text += expression_text(c.children[0].left, disqualify) + " IS NOT NULL";
        return;
      }
      out_.text += "((";
      condition(c.children.at(0), disqualify);
      out_.text += ") IS NOT TRUE)";
      return;
    case Condition::Kind::All:
    case Condition::Kind::Any:
      break;
  }
  out_.text += '(';
  for (std::size_t i = 0; i < c.children.size(); ++i) {
    if (i) out_.text += c.kind == Condition::Kind::All ? " AND " : " OR ";
    condition(c.children[i], disqualify);
  }
  out_.text += ')';
}

void SqlWriter::exists(const Condition& c) {
  std::string alias = "s" + std::to_string(c.source.number);
  out_.text += "EXISTS(SELECT 1 FROM " + quoted(c.source.table->name) + " " + alias;
  joins(c.joins, {});
  out_.text += " WHERE " + alias + "." + quoted(c.source.column) + "=s" +
               std::to_string(c.source.parent) + "." + quoted(c.source.parent_column);
  for (const auto& child : c.children) {
    out_.text += " AND ";
    condition(child, false);
  }
  out_.text += ')';
}

Statement SqlWriter::found_by(const Query& query, const Condition& exists) {
  out_ = {};
  std::string alias = "s" + std::to_string(exists.source.number);
  out_.text = "SELECT s0.rid FROM " + quoted(query.table->name) + " s0 WHERE s0." +
              quoted(exists.source.parent_column) + " IN (SELECT " + alias + "." +
              quoted(exists.source.column) + " FROM " + quoted(exists.source.table->name) + " " +
              alias + " WHERE ";
  condition(all_of(exists.children), false);
  out_.text += ')';
  return std::move(out_);
}

void SqlWriter::joins(const std::vector<Source>& sources, const ColumnsUsed& used) {
  for (const auto& source : sources) {
    std::string alias = "s" + std::to_string(source.number);
    std::string parent = "s" + std::to_string(source.parent);
    out_.text += " LEFT JOIN " + quoted(source.table->name) + " " + alias;
    if (const auto* index = dialect_.index_hint.empty() ? nullptr : covering_index(source, used))
      out_.text += std::string(dialect_.index_hint) + quoted(index_name(*source.table, *index));
    out_.text += " ON " + alias + "." + quoted(source.column) + "=" + parent + "." +
                 quoted(source.parent_column);
    if (source.kind.empty()) continue;
    out_.text += " AND " + parent + "." + quoted(source.parent_kind_column) + "=";
    bind(Cell(source.kind));
  }
}

bool bounds_order(const Query& query, const Condition& part) {
  bool by_number = query.order.empty();
  if (part.kind != Condition::Kind::Compare || part.left.source != 0 ||
      part.left.transform != Transform::None ||
      part.left.column != (by_number ? "rid" : query.order[0].expression.column))
    return false;
  return part.test == Test::Equal || part.test == Test::Less || part.test == Test::LessEqual ||
         part.test == Test::Greater || part.test == Test::GreaterEqual;
}

void SqlWriter::where(const Query& query, const AccessPath& path) {
  auto parts = top_level_parts(query.where);
  bool first = true;
  auto next = [&] {
    out_.text += first ? " WHERE " : " AND ";
    first = false;
  };
  if (path.kind == AccessPath::Kind::Numbers) {
    next();
    out_.text += "s0.rid IN (";
    append(out_, {path.row_numbers_sql, path.row_numbers_values}, dialect_);
    out_.text += ')';
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    next();
    bool drives = path.kind == AccessPath::Kind::Free ||
                  ((path.kind == AccessPath::Kind::Order || path.in_order) &&
                   bounds_order(query, *parts[i])) ||
                  (path.kind == AccessPath::Kind::Condition && i == path.part);
    // "deleted_at IS NULL" and its contrary stay as they are: they let partial indexes be used.
    bool negated = parts[i]->kind == Condition::Kind::Not;
    bool plain_null_test = is_null_test(negated ? parts[i]->children.at(0) : *parts[i]);
    condition(*parts[i], !drives && !plain_null_test);
  }
  if (query.after.empty()) return;
  next();
  keyset(query);
}

// (k1, k2, rid) beyond the last row seen, null being less than everything. The first key is bounded
// once more by itself so that an index can be entered at that place. Each use of a key is written
// anew: its text may bind values, and they are bound in the order of the text.
void SqlWriter::keyset(const Query& query) {
  std::size_t count = query.order.size();
  std::string sql = "(";
  auto key = [&](std::size_t i) { return expression_text(query.order[i].expression, false); };
  auto beyond = [&](std::size_t i) {
    const Cell& value = query.after[i];
    bool descending = query.order[i].descending;
    if (schema::is_null(value)) {
      sql += descending ? std::string("1=0") : key(i) + " IS NOT NULL";
      return;
    }
    sql += "(" + key(i);
    sql += (descending ? "<" : ">") + placeholder(value);
    if (descending) sql += " OR " + key(i) + " IS NULL";
    sql += ")";
  };
  if (count > 0 && !schema::is_null(query.after[0]) && !query.order[0].descending) {
    sql += key(0);
    sql += ">=" + placeholder(query.after[0]) + " AND ";
  }
  sql += "(";
  std::string closing = "))";
  for (std::size_t i = 0; i < count; ++i) {
    beyond(i);
    sql += " OR (" + key(i);
    sql += schema::is_null(query.after[i]) ? " IS NULL" : "=" + placeholder(query.after[i]);
    sql += " AND (";
    closing += "))";
  }
  bool descending = count > 0 ? query.order[0].descending : true;
  sql += std::string("s0.rid") + (descending ? "<" : ">") + placeholder(query.after[count]);
  out_.text += sql + closing;
}

void SqlWriter::order(const Query& query, const AccessPath& path) {
  // The planner's choice of another index must not be undone by the wish to avoid a sort.
  bool disqualify = (path.kind == AccessPath::Kind::Condition && !path.in_order) ||
                    path.kind == AccessPath::Kind::Numbers;
  out_.text += " ORDER BY ";
  for (const auto& key : query.order) {
    out_.text += expression_text(key.expression, disqualify);
    out_.text += key.descending ? " DESC" : "";
    out_.text += key.descending ? dialect_.nulls_last : dialect_.nulls_first;
    out_.text += ',';
  }
  bool descending = query.order.empty() || query.order[0].descending;
  if (disqualify) out_.text += dialect_.no_index;
  out_.text += descending ? "s0.rid DESC" : "s0.rid";
}

void SqlWriter::measure(const MeasureColumn& column) {
  std::string text;
  if (column.measure != Measure::Count) text = expression_text(column.expression, false);
  switch (column.measure) {
    case Measure::Count:
      text = "count(*)";
      break;
    case Measure::CountOf:
      text = "count(" + text + ")";
      break;
    case Measure::SumHigh:
      text = "sum((" + text + ")>>32)";
      break;
    case Measure::SumLow:
      text = "sum((" + text + ")&4294967295)";
      break;
    case Measure::Min:
      text = "min(" + text + ")";
      break;
    case Measure::Max:
      text = "max(" + text + ")";
      break;
  }
  out_.text += text;
}

void SqlWriter::group(const Query& query) {
  std::string by, order;
  for (std::size_t i = 1; i <= query.columns.size(); ++i) {
    by += (i > 1 ? "," : " GROUP BY ") + std::to_string(i);
    order += (i > 1 ? "," : " ORDER BY ") + std::to_string(i) + std::string(dialect_.nulls_first);
  }
  out_.text += by + order;
}

bool SqlWriter::columns(const Query& query) {
  bool first = true;
  for (const auto& column : query.columns) {
    if (!first) out_.text += ',';
    first = false;
    expression(column, false);
  }
  return !first;
}

Statement SqlWriter::rows(const Query& query, const std::vector<std::int64_t>& numbers) {
  out_ = {};
  out_.text = "SELECT ";
  columns(query);
  std::string list;
  for (auto number : numbers) list += (list.empty() ? "[" : ",") + std::to_string(number);
  out_.text += " FROM " + std::string(dialect_.number_list) + " n CROSS JOIN " +
               quoted(query.table->name) + " s0 ON s0.rid=n.value";
  out_.values.push_back(list + "]");
  joins(query.joins, columns_used(query));
  return std::move(out_);
}

void SqlWriter::from(const Query& query, const AccessPath& path) {
  out_.text += " FROM ";
  if (path.backwards) return entries_backwards(query, path);
  out_.text += quoted(query.table->name) + " s0";
  if (path.index)
    out_.text += std::string(dialect_.index_hint) + quoted(index_name(*query.table, *path.index));
}

// The limit keeps the engine from taking the two selects for one, whose order would be its own.
void SqlWriter::entries_backwards(const Query& query, const AccessPath& path) {
  auto parts = top_level_parts(query.where);
  const auto& index = *path.index;
  std::string columns;
  for (const auto* list : {&index.columns, &index.carried})
    for (const auto& column : *list) columns += (columns.empty() ? "" : ",") + quoted(column);
  for (const auto* part : parts)
    if (is_null_test(*part) && !index.holds(part->left.column))
      columns += ",NULL AS " + quoted(part->left.column);  // the index has no others
  out_.text += "(SELECT " + columns + " FROM " + quoted(query.table->name) + " s0" +
               std::string(dialect_.index_hint) + quoted(index_name(*query.table, index)) +
               " WHERE ";
  condition(*parts[path.part], false);
  if (!index.where.empty()) out_.text += " AND " + index.where;
  out_.text += " ORDER BY ";
  for (const auto* list : {&index.columns, &index.carried})
    for (const auto& column : *list)
      out_.text += (column == index.columns.front() ? "" : ",") + quoted(column) + " DESC";
  out_.text += " LIMIT -1) s0";
}

Statement SqlWriter::select(const Query& query, const AccessPath& path) {
  out_ = {};
  out_.text = "SELECT ";
  bool first = !columns(query);
  for (const auto& column : query.measures) {
    if (!first) out_.text += ',';
    first = false;
    measure(column);
  }
  if (first) out_.text += '1';
  from(query, path);
  joins(query.joins, columns_used(query));
  where(query, path);
  if (!query.measures.empty())
    group(query);
  else if (!query.order_is_optional)
    order(query, path);
  if (query.limit) out_.text += " LIMIT " + std::to_string(query.limit);
  out_.limit = query.limit;
  if (query.offset) out_.text += " OFFSET " + std::to_string(query.offset);
  return std::move(out_);
}

Statement SqlWriter::probe(const Query& query, const AccessPath& path, std::int64_t at_most) {
  out_ = {};
  out_.text = "SELECT count(*) FROM (SELECT 1 FROM " + quoted(query.table->name) + " s0";
  joins(query.joins, columns_used(query));
  where(query, path);
  out_.text += " LIMIT " + std::to_string(at_most) + ")";
  if (dialect_.placeholder == "$") out_.text += " counted";
  return std::move(out_);
}

Statement SqlWriter::insert(const Insert& insert) {
  out_ = {};
  out_.text = "INSERT INTO ";
  out_.text.reserve(64 + 32 * insert.values.size());
  out_.values.reserve(insert.values.size());
  out_.text.append("\"").append(insert.table->name).append("\"(\"");
  bool first = true;
  for (const auto& assignment : insert.values) {
    if (!first) out_.text += "\",\"";
    first = false;
    out_.text += assignment.column;
  }
  out_.text += "\") VALUES (";
  first = true;
  for (const auto& assignment : insert.values) {
    if (!first) out_.text += ',';
    first = false;
    bind(assignment.value);
  }
  out_.text += ')';
  if (insert.ignore_conflict) out_.text += " ON CONFLICT DO NOTHING";
  if (insert.replace_conflict) replace(insert);
  return std::move(out_);
}

// The whole row: what is not given becomes null.
void SqlWriter::replace(const Insert& insert) {
  const auto& key = insert.table->key;
  if (insert.table->columns.size() == key.size()) {
    out_.text += " ON CONFLICT DO NOTHING";
    return;
  }
  out_.text += " ON CONFLICT (";
  for (const auto& column : key) out_.text += (&column == &key.front() ? "" : ",") + quoted(column);
  out_.text += ") DO UPDATE SET ";
  bool first = true;
  for (const auto& column : insert.table->columns) {
    if (std::find(key.begin(), key.end(), column.name) != key.end()) continue;
    out_.text += (first ? "" : ",") + quoted(column.name) + "=excluded." + quoted(column.name);
    first = false;
  }
}

Statement SqlWriter::update(const Update& update) {
  out_ = {};
  out_.text = "UPDATE " + quoted(update.table->name) + " AS s0 SET ";
  bool first = true;
  for (const auto& assignment : update.values) {
    out_.text += (first ? "" : ",") + quoted(assignment.column) + "=";
    bind(assignment.value);
    first = false;
  }
  for (const auto& assignment : update.add) {
    out_.text +=
        (first ? "" : ",") + quoted(assignment.column) + "=" + quoted(assignment.column) + "+";
    bind(assignment.value);
    first = false;
  }
  out_.text += " WHERE ";
  condition(update.where, false);
  return std::move(out_);
}

Statement SqlWriter::remove(const Delete& remove) {
  out_ = {};
  out_.text = "DELETE FROM " + quoted(remove.table->name) + " AS s0 WHERE ";
  condition(remove.where, false);
  return std::move(out_);
}

}  // namespace rapport::storage
