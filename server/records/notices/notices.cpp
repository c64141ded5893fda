#include "records/notices/notices.h"

#include <algorithm>
#include <set>

#include "access/policy.h"
#include "base/date.h"
#include "base/text.h"
#include "records/listing.h"
#include "records/lists/cursor.h"
#include "records/notices/followers.h"
#include "records/rights.h"

namespace rapport::records {

namespace json = base::json;
using access::Action;
using base::ErrorKind;
using base::Id;
using schema::Cell;
using schema::ColumnType;
using schema::EntityDef;
using schema::Shape;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& notices_table() {
  static const storage::Table table{"notices",
                                    {{"user", ColumnType::Bytes},
                                     {"at", ColumnType::Integer},
                                     {"kind", ColumnType::Text},
                                     {"actor", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"record", ColumnType::Bytes},
                                     {"source_entity", ColumnType::Text},
                                     {"source", ColumnType::Bytes},
                                     {"count", ColumnType::Integer},
                                     {"read_at", ColumnType::Integer}},
                                    {},
                                    {{{"user", "rid"}, false, {}},
                                     {{"user", "at"}, false, {}},
                                     {{"user", "record"}, false, "read_at IS NULL"}},
                                    {}};
  return table;
}

namespace {

constexpr base::Instant kDayUs = 86'400'000'000;
constexpr base::Instant kKeptUs = 180 * kDayUs;
// What one person gives another in one go is one notice.
constexpr base::Instant kOneGoUs = 5 * 60'000'000ll;
constexpr std::size_t kNamedMost = 50;
constexpr std::size_t kIdsMost = 500;

constexpr std::string_view kMention = "mention", kAssigned = "assigned", kChanged = "changed",
                           kAdded = "added", kDeleted = "deleted", kShared = "shared",
                           kAlarm = "alarm";

storage::Condition unread_of(const Id& user) {
  return storage::all_of(
      {storage::compare("user", Test::Equal, user), storage::is_null("read_at")});
}

// What is told about: the record that a click opens, and what was written or hung on it.
struct About {
  Reference record;
  std::optional<Reference> source;
};

About about_of(const Record& record) {
  Reference self{record.entity().name, record.id()};
  const auto* related = record.entity().find("related");
  if (!related || related->shape() != Shape::Reference) return {self, {}};
  auto target = record.reference("related");
  if (!target) return {self, {}};
  return {*target, self};
}

void insert_notice(storage::Transaction& transaction, const Id& user, base::Instant now,
                   std::string_view kind, const Id& actor, const About& about) {
  storage::Delete old;
  old.table = &notices_table();
  old.where = storage::all_of({storage::compare("user", Test::Equal, user),
                               storage::compare("at", Test::Less, now - kKeptUs)});
  transaction.remove(old);
  storage::Insert insert;
  insert.table = &notices_table();
  insert.values = {{"user", user},
                   {"at", now},
                   {"kind", std::string(kind)},
                   {"actor", actor},
                   {"entity", about.record.entity},
                   {"record", about.record.id},
                   {"count", std::int64_t{1}}};
  if (about.source) {
    insert.values.push_back({"source_entity", about.source->entity});
    insert.values.push_back({"source", about.source->id});
  }
  transaction.insert(insert);
}

// Whoever is told of one save: each person once, of what concerns him most.
class Telling {
 public:
  Telling(storage::Transaction& transaction, const Context& context, const Record& record)
      : transaction_(transaction), context_(context), record_(record) {}

  // Who was given the record may see it from now on.
  void tell_of_gift(const Id& user) {
    if (user == context_.actor->user || !told_.insert(user).second) return;
    if (context_.directory->actor(user))
      insert(user, kShared, {{record_.entity().name, record_.id()}, {}});
  }

  void tell(const Id& user, std::string_view kind, const About& about) {
    if (user == context_.actor->user || !told_.insert(user).second) return;
    auto actor = context_.directory->actor(user);
    if (!actor || !may(transaction_, context_, *actor, record_, Action::Read)) return;
    bool again = kind == kAssigned ? raise_assigned(user)
                                   : kind != kMention && raise_same(user, kind, about);
    if (!again) insert(user, kind, about);
  }

 private:
  bool raise(storage::Condition which, base::Instant at) {
    storage::Update update;
    update.table = &notices_table();
    update.values = {{"at", at}, {"actor", context_.actor->user}};
    update.add = {{"count", std::int64_t{1}}};
    update.where = std::move(which);
    return transaction_.update(update) > 0;
  }
  // One notice of a followed record is enough until it is read.
  bool raise_same(const Id& user, std::string_view kind, const About& about) {
    auto which = unread_of(user);
    which.children.push_back(storage::compare("record", Test::Equal, about.record.id));
    which.children.push_back(storage::compare("kind", Test::Equal, std::string(kind)));
    return raise(std::move(which), context_.now);
  }
  bool raise_assigned(const Id& user) {
    Query query;
    query.table = &notices_table();
    for (const char* column : {"rid", "kind", "actor", "entity", "at", "read_at"})
      query.columns.push_back(Expression{0, column});
    query.where = storage::compare("user", Test::Equal, user);
    query.limit = 1;
    std::optional<std::int64_t> last;
    transaction_.select(query, [&](const Row& row) {
      bool same = row.text(1) == kAssigned && !row.is_null(2) &&
                  row.id(2) == context_.actor->user && row.text(3) == record_.entity().name;
      if (same && row.is_null(5) && context_.now - row.integer(4) < kOneGoUs) last = row.integer(0);
      return false;
    });
    return last && raise(storage::compare("rid", Test::Equal, *last), context_.now);
  }

  void insert(const Id& user, std::string_view kind, const About& about) {
    insert_notice(transaction_, user, context_.now, kind, context_.actor->user, about);
  }

  storage::Transaction& transaction_;
  const Context& context_;
  const Record& record_;
  std::set<Id> told_;
};

// Nobody is told of what the program does by itself, or of thousands of rows of a file.
bool is_worth_telling(const Context& context) {
  return !context.actor->user.is_nil() && !context.source.starts_with("import");
}

// Those who are named now and were not before.
std::vector<Id> newly_named(const Context& context, const Record& record, const Record* before) {
  std::vector<Id> named;
  for (const auto& field : record.entity().fields) {
    if (field.column < 0 || field.type->name() != "long_text") continue;
    auto text = record.text(field.name);
    if (!text || text->find('@') == std::string::npos) continue;
    if (before && !Record::differs(record, *before, field)) continue;
    auto now = people_named(*context.directory, *text);
    auto old = people_named(*context.directory,
                            before ? before->text(field.name).value_or("") : "");
    for (const auto& id : now)
      if (std::find(old.begin(), old.end(), id) == old.end()) named.push_back(id);
  }
  return named;
}

bool history_changed(const Record& record, const Record& before) {
  return std::any_of(
      record.entity().fields.begin(), record.entity().fields.end(), [&](const auto& field) {
        return field.history && field.column >= 0 && Record::differs(record, before, field);
      });
}

}  // namespace

std::vector<Id> tell_administrators(storage::Transaction& transaction, const Context& context,
                                    const Id& person) {
  std::vector<Id> told;
  for (const auto& [id, actor] : context.directory->actors) {
    if (!actor->is_administrator()) continue;
    insert_notice(transaction, id, context.now, kAlarm, person, {{"users", person}, {}});
    told.push_back(id);
  }
  return told;
}

std::vector<Id> people_named(const access::DirectorySnapshot& directory, std::string_view text) {
  std::vector<Id> named;
  if (text.find('@') == std::string_view::npos) return named;
  auto folded = base::fold(text);
  // Letters and digits of any script; what is beyond ASCII counts as a letter.
  auto goes_on = [&](std::size_t at) {
    if (at >= folded.size()) return false;
    auto c = static_cast<unsigned char>(folded[at]);
    return c >= 0x80 || std::isalnum(c) || c == '_';
  };
  for (auto at = folded.find('@'); at != std::string::npos && named.size() < kNamedMost;
       at = folded.find('@', at + 1)) {
    std::size_t longest = 0;
    std::vector<Id> here;
    for (const auto& [id, person] : directory.people) {
      auto name = base::fold(person.name);
      if (name.empty() || name.size() < longest || folded.compare(at + 1, name.size(), name) != 0 ||
          goes_on(at + 1 + name.size()))
        continue;
      if (name.size() > longest) here.clear();
      longest = name.size();
      here.push_back(id);
    }
    for (const auto& id : here)
      if (std::find(named.begin(), named.end(), id) == named.end()) named.push_back(id);
  }
  return named;
}

void tell_people(storage::Transaction& transaction, const Context& context, const Record& record,
                 const Record* before) {
  if (!is_worth_telling(context)) return;
  Telling telling(transaction, context, record);
  auto about = about_of(record);
  for (const auto& id : newly_named(context, record, before)) telling.tell(id, kMention, about);
  auto owner = record.id("owner");
  if (owner && (!before || before->id("owner") != owner))
    telling.tell(*owner, kAssigned, {{record.entity().name, record.id()}, {}});
  if (!before && about.source) {
    for (const auto& id : followers_of(transaction, context, about.record.id))
      telling.tell(id, kAdded, about);
  } else if (before && history_changed(record, *before)) {
    for (const auto& id : followers_of(transaction, context, record.id()))
      telling.tell(id, kChanged, {{record.entity().name, record.id()}, {}});
  }
}

void tell_of_share(storage::Transaction& transaction, const Context& context,
                   const Record& record, const Id& whom) {
  if (!is_worth_telling(context)) return;
  Telling telling(transaction, context, record);
  if (context.directory->person(whom)) return telling.tell_of_gift(whom);
  std::size_t told = 0;
  for (const auto& [id, person] : context.directory->people) {
    const auto& teams = person.teams;
    bool is_member = std::find(teams.begin(), teams.end(), whom) != teams.end();
    if (is_member && told++ < kNamedMost) telling.tell_of_gift(id);
  }
}

void tell_of_deletion(storage::Transaction& transaction, const Context& context,
                      const Record& record) {
  if (!is_worth_telling(context)) return;
  Telling telling(transaction, context, record);
  for (const auto& id : followers_of(transaction, context, record.id()))
    telling.tell(id, kDeleted, {{record.entity().name, record.id()}, {}});
}

namespace {

struct Notice {
  std::int64_t number = 0, at = 0, count = 1;
  std::string kind, entity, source_entity;
  std::optional<Id> actor, source;
  Id record;
  bool is_read = false;
};

Notice read_notice(const Row& row) {
  Notice notice;
  notice.number = row.integer(0);
  notice.at = row.integer(1);
  notice.kind = row.text(2);
  if (!row.is_null(3)) notice.actor = row.id(3);
  notice.entity = row.text(4);
  notice.record = row.id(5);
  if (!row.is_null(6)) notice.source_entity = row.text(6);
  if (!row.is_null(7)) notice.source = row.id(7);
  notice.count = row.integer(8);
  notice.is_read = !row.is_null(9);
  return notice;
}

void write_link(std::string_view member, std::string_view entity, const Id& id,
                const std::string& name, base::JsonWriter& writer) {
  writer.key(member).begin_object().member("id", id).member("entity", entity);
  writer.member("name", name).end_object();
}

// False when the reader may not see any more what it is about.
bool write_notice(storage::Transaction& transaction, const Context& context, const Notice& notice,
                  std::string& out) {
  auto bin = notice.kind == kDeleted ? InBin::Too : InBin::Not;
  const auto* entity = context.model->schema->find(notice.entity);
  auto name = entity ? visible_title(transaction, context, *entity, notice.record, bin)
                     : std::nullopt;
  if (!name) return false;
  std::optional<std::string> source;
  if (notice.source) {
    const auto* of = context.model->schema->find(notice.source_entity);
    source = of ? visible_title(transaction, context, *of, *notice.source) : std::nullopt;
    if (!source && notice.kind == kMention) return false;
  }
  base::JsonWriter writer(out);
  writer.begin_object().member("id", notice.number).member("kind", notice.kind);
  writer.member("at", base::format_instant(notice.at)).key("actor");
  if (notice.actor)
    writer.begin_object()
        .member("id", *notice.actor)
        .member("entity", "users")
        .member("name", context.directory->person_name(*notice.actor))
        .end_object();
  else writer.null();
  writer.member("count", notice.count).member("read", notice.is_read);
  write_link("record", notice.entity, notice.record, *name, writer);
  if (source) write_link("source", notice.source_entity, *notice.source, *source, writer);
  writer.end_object();
  return true;
}

}  // namespace

std::string notices_page(storage::Transaction& transaction, const Context& context,
                         const NoticesRequest& request) {
  Query query;
  query.table = &notices_table();
  for (const char* column : {"rid", "at", "kind", "actor", "entity", "record", "source_entity",
                             "source", "count", "read_at"})
    query.columns.push_back(Expression{0, column});
  query.where = request.only_unread
                    ? unread_of(context.actor->user)
                    : storage::compare("user", Test::Equal, context.actor->user);
  query.limit = request.limit + 1;
  if (!request.cursor.empty()) query.after = decode_cursor("notices", 1, request.cursor);
  std::vector<Notice> notices;
  transaction.select(query, [&](const Row& row) {
    notices.push_back(read_notice(row));
    return true;
  });
  bool more = notices.size() > request.limit;
  if (more) notices.pop_back();
  std::string out = "{\"items\":[";
  bool first = true;
  for (const auto& notice : notices) {
    std::string item;
    if (!write_notice(transaction, context, notice, item)) continue;
    out += (first ? "" : ",") + item;
    first = false;
  }
  out += "],\"next\":";
  if (more) base::append_json_string(out, encode_cursor("notices", {notices.back().number}));
  else out += "null";
  auto state = notices_state(transaction, context.actor->user);
  return out + ",\"unread\":" + std::to_string(state.unread) + "}";
}

void mark_read(storage::Transaction& transaction, const Context& context,
               const json::value& body) {
  if (!body.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  storage::Update update;
  update.table = &notices_table();
  update.values = {{"read_at", context.now}};
  update.where = unread_of(context.actor->user);
  if (const auto* ids = body.get_object().if_contains("ids"); ids && !ids->is_null()) {
    if (!ids->is_array() || ids->get_array().size() > kIdsMost)
      base::fail(ErrorKind::Malformed, "wrong_type", "ids", {{"expected", "array"}});
    std::vector<Cell> numbers;
    for (const auto& id : ids->get_array()) {
      if (!id.is_int64())
        base::fail(ErrorKind::Malformed, "wrong_type", "ids", {{"expected", "integer"}});
      numbers.emplace_back(id.get_int64());
    }
    if (numbers.empty()) return;
    update.where.children.push_back(storage::in(Expression{0, "rid"}, std::move(numbers)));
  }
  transaction.update(update);
}

NoticesState notices_state(storage::Transaction& transaction, const Id& user) {
  NoticesState state;
  Query query;
  query.table = &notices_table();
  query.columns = {{0, "rid"}};
  query.where = unread_of(user);
  query.order_is_optional = true;
  state.unread = transaction.count(query, kUnreadMost);
  query.where = storage::compare("user", Test::Equal, user);
  query.order_is_optional = false;
  query.limit = 1;
  transaction.select(query, [&](const Row& row) {
    state.last = row.integer(0);
    return false;
  });
  return state;
}

namespace {

Query notices_query() {
  Query query;
  query.table = &notices_table();
  for (const char* column : {"rid", "at", "user"}) query.columns.push_back(Expression{0, column});
  return query;
}

NoticeMark mark_of(const Row& row) { return {row.integer(0), row.integer(1), row.id(2)}; }

}  // namespace

NoticeMark last_notice(storage::Transaction& transaction) {
  auto query = notices_query();
  query.limit = 1;
  NoticeMark last;
  transaction.select(query, [&](const Row& row) {
    last = mark_of(row);
    return false;
  });
  return last;
}

std::set<Id> people_noticed_after(storage::Transaction& transaction, NoticeMark& mark) {
  auto query = notices_query();
  query.where = storage::compare("rid", Test::GreaterEqual, mark.number);
  query.order = {{Expression{0, "rid"}, false}};
  std::set<Id> people;
  auto last = mark;
  transaction.select(query, [&](const Row& row) {
    const auto notice = mark_of(row);
    if (notice != mark) people.insert(notice.user);
    last = notice;
    return true;
  });
  mark = last;
  return people;
}

}  // namespace rapport::records
