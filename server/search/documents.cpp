#include "search/documents.h"

#include "base/json.h"
#include "base/text.h"

namespace rapport::search {

namespace json = base::json;

using schema::Cell;
using schema::FieldDef;
using schema::Shape;
using storage::Expression;
using storage::Row;

namespace {

enum Column { kRid, kId, kOwner, kTeam, kDeletedAt };

// Random ids differ in their last bytes.
std::string short_token(char mark, const base::Id& id) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string token(1, mark);
  for (std::size_t i = 12; i < 16; ++i) {
    token += kDigits[id.bytes[i] >> 4];
    token += kDigits[id.bytes[i] & 15];
  }
  return token;
}

void add_leaves(Tokenizer& tokenizer, const json::value& value) {
  if (value.is_string()) tokenizer.add_text(value.get_string());
  if (value.is_array())
    for (const auto& item : value.get_array()) add_leaves(tokenizer, item);
  if (value.is_object())
    for (const auto& member : value.get_object()) add_leaves(tokenizer, member.value());
}

// The "value" of each item: [{"value":"…","kind":"work"}].
template <class Add>
void each_value(const json::value& items, const Add& add) {
  if (!items.is_array()) return;
  for (const auto& item : items.get_array()) {
    const auto* object = item.if_object();
    const auto* value = object ? object->if_contains("value") : nullptr;
    if (value && value->is_string()) add(std::string_view(value->get_string()));
  }
}

void add_phone(Tokenizer& tokenizer, std::string_view phone) {
  tokenizer.add_phone(base::phone_digits(phone, ""));
}

}  // namespace

FieldText text_of(const FieldDef& field) {
  auto type = field.type->name();
  switch (field.shape()) {
    case Shape::Text:
      if (type == "phone") return FieldText::Phone;
      return type == "email" || type == "url" ? FieldText::Address : FieldText::Text;
    case Shape::Structure:
      if (type == "emails") return FieldText::Addresses;
      return type == "phones" ? FieldText::Phones : FieldText::Leaves;
    case Shape::KeySet: return FieldText::Keys;
    case Shape::Reference: return FieldText::Link;
    default: return FieldText::None;
  }
}

void add_words(Tokenizer& tokenizer, FieldText kind, std::string_view stored) {
  switch (kind) {
    case FieldText::None: return;
    case FieldText::Text:
    case FieldText::Keys:
    case FieldText::Link: tokenizer.add_text(stored); return;
    case FieldText::Address: tokenizer.add_address(stored); return;
    case FieldText::Phone: add_phone(tokenizer, stored); return;
    case FieldText::Addresses:
    case FieldText::Phones:
    case FieldText::Leaves: break;
  }
  boost::system::error_code error;
  auto value = json::parse(json::string_view(stored.data(), stored.size()), error);
  if (error) return;
  if (kind == FieldText::Leaves) return add_leaves(tokenizer, value);
  each_value(value, [&](std::string_view text) {
    if (kind == FieldText::Phones) add_phone(tokenizer, text);
    else tokenizer.add_address(text);
  });
}

std::string owner_token(const base::Id& user) { return short_token(kOwnerMark, user); }
std::string team_token(const base::Id& team) { return short_token(kTeamMark, team); }

DocumentReader::DocumentReader(const records::Model& model, const IndexedEntity& indexed,
                               Tokenizer& tokenizer)
    : model_(model), indexed_(indexed), tokenizer_(tokenizer) {
  const auto& entity = model.schema->entity(indexed.name);
  query_.table = &model.tables.of(entity);
  for (const char* name : {"rid", "id", "owner", "team", "deleted_at"}) add_column(0, name);
  for (const auto& name : indexed.fields) {
    const auto* field = entity.find(name);
    Field out{field ? text_of(*field) : FieldText::None, {}};
    if (out.kind == FieldText::Link) add_link(*field, out);
    else if (out.kind != FieldText::None) out.columns.push_back(add_column(0, name));
    fields_.push_back(std::move(out));
  }
}

int DocumentReader::add_column(int source, std::string name) {
  query_.columns.push_back(Expression{source, std::move(name)});
  return static_cast<int>(query_.columns.size()) - 1;
}

void DocumentReader::add_link(const FieldDef& field, Field& out) {
  for (const auto& name : field.to) {
    const auto& target = model_.schema->entity(name);
    storage::Source join;
    join.number = static_cast<int>(query_.joins.size()) + 1;
    join.table = &model_.tables.of(target);
    join.parent_column = field.name;
    if (field.points_to_several()) {
      join.parent_kind_column = field.name + "_entity";
      join.kind = name;
    }
    query_.joins.push_back(join);
    out.columns.push_back(add_column(join.number, target.title));
  }
}

ReadDocuments DocumentReader::below(storage::Transaction& transaction, std::int64_t rid,
                                    std::size_t limit) {
  storage::Query query = query_;
  query.after = {Cell(rid)};
  query.limit = limit;
  return run(transaction, query);
}

ReadDocuments DocumentReader::with_ids(storage::Transaction& transaction,
                                       const std::vector<base::Id>& ids) {
  storage::Query query = query_;
  query.where = one_of("id", {ids.begin(), ids.end()});
  query.order_is_optional = true;
  return run(transaction, query);
}

ReadDocuments DocumentReader::with_rids(storage::Transaction& transaction,
                                        const std::vector<std::int64_t>& rids) {
  storage::Query query = query_;
  query.where = one_of("rid", {rids.begin(), rids.end()});
  query.order_is_optional = true;
  return run(transaction, query);
}

ReadDocuments DocumentReader::run(storage::Transaction& transaction, const storage::Query& query) {
  ReadDocuments out;
  transaction.select(query, [&](const Row& row) {
    auto rid = row.integer(kRid);
    out.met.push_back(row.id(kId));
    if (out.least_rid == 0 || rid < out.least_rid) out.least_rid = rid;
    if (!row.is_null(kDeletedAt)) {
      out.in_bin.push_back(indexed_.number(rid));
      return true;
    }
    out.live.push_back(document(row));
    for (const auto& token : base::split(out.live.back().columns.front(), ' '))
      if (auto word = title_word(token); !word.empty()) out.title_words.emplace(word);
    return true;
  });
  return out;
}

storage::TextDocument DocumentReader::document(const Row& row) {
  storage::TextDocument document{indexed_.number(row.integer(kRid)), row.id(kId), {}};
  document.columns.reserve(kRightsColumn + 1);
  for (const auto& field : fields_) {
    for (int column : field.columns)
      if (!row.is_null(column)) add_words(tokenizer_, field.kind, row.text(column));
    document.columns.push_back(tokenizer_.take());
  }
  document.columns.resize(kRightsColumn + 1);
  auto& rights = document.columns[kRightsColumn];
  if (!row.is_null(kOwner)) rights = owner_token(row.id(kOwner));
  if (!row.is_null(kTeam)) rights += (rights.empty() ? "" : " ") + team_token(row.id(kTeam));
  return document;
}

storage::Condition one_of(std::string column, std::vector<Cell> values) {
  std::size_t size = 1;
  while (size < values.size()) size *= 2;
  if (!values.empty()) values.resize(size, Cell(values.back()));
  return storage::in(Expression{0, std::move(column)}, std::move(values));
}

}  // namespace rapport::search
