#include "crm/system/merge.h"

#include <algorithm>
#include <map>

#include "access/policy.h"
#include "crm/activities/touch.h"
#include "crm/contact_points.h"
#include "crm/like_fields.h"
#include "records/history.h"
#include "records/links.h"
#include "records/listing.h"

namespace rapport::crm {

namespace json = base::json;
using base::ErrorKind;
using base::Id;
using records::Changes;
using records::Record;
using records::RecordService;
using schema::EntityDef;
using schema::FieldDef;

namespace {

Id parse_id(const json::value& value, const std::string& place) {
  auto id = value.is_string() ? Id::parse(value.get_string()) : std::nullopt;
  if (!id) base::fail(ErrorKind::Invalid, "not_an_id", place);
  return *id;
}

std::vector<Id> read_others(const json::value& body, const Id& self) {
  const auto* with = body.is_object() ? body.get_object().if_contains("with") : nullptr;
  if (!with || !with->is_array() || with->get_array().empty())
    base::fail(ErrorKind::Invalid, "required", "with");
  if (with->get_array().size() > kMergedAtOnce)
    base::fail(ErrorKind::Invalid, "too_many_items", "with",
               {{"max", std::to_string(kMergedAtOnce)}});
  std::vector<Id> ids;
  for (const auto& item : with->get_array()) {
    Id id = parse_id(item, "with");
    if (id == self || std::find(ids.begin(), ids.end(), id) != ids.end())
      base::fail(ErrorKind::Invalid, "merge_same", "with");
    ids.push_back(id);
  }
  return ids;
}

// The single field whose value is the first of the many: "email" of "emails".
const char* many_of(const EntityDef& entity, std::string_view field) {
  const char* many = field == "email" ? "emails" : field == "phone" ? "phones" : nullptr;
  return many && entity.find(many) ? many : nullptr;
}

class Merge {
 public:
  Merge(RecordService& service, Record kept) : service_(service), kept_(std::move(kept)) {}

  void load_others(const std::vector<Id>& ids) {
    for (const auto& id : ids)
      others_.push_back(service_.load(kept_.entity(), id, access::Action::Delete));
  }

  // {"name":"<id>"}: the value of that record, even when it is empty.
  void choose(const json::value& body) {
    const auto* fields = body.get_object().if_contains("fields");
    if (!fields || fields->is_null()) return;
    if (!fields->is_object())
      base::fail(ErrorKind::Invalid, "wrong_type", "fields", {{"expected", "object"}});
    for (const auto& [key, value] : fields->get_object()) {
      std::string name(key), place = "fields." + name;
      const auto* field = kept_.entity().find(name);
      auto access = field ? access::field_access(*service_.context().actor, kept_.entity(), *field)
                          : access::FieldAccess::Hidden;
      if (access == access::FieldAccess::Hidden || field->column < 0)
        base::fail(ErrorKind::Invalid, "unknown_field", place, {{"field", name}});
      if (access == access::FieldAccess::Read) base::fail(ErrorKind::Invalid, "read_only", place);
      const Record& from = source(parse_id(value, place), place);
      if (const char* many = many_of(kept_.entity(), name)) first_points_[many] = from.text(many);
      else take(from, *field);
    }
  }

  // What was not chosen: the first value there is, and all of what there can be several of.
  void complete() {
    for (const auto& field : kept_.entity().fields) {
      if (field.column < 0 || field.read_only || is_among(changes_, field.name)) continue;
      if (many_of(kept_.entity(), field.name)) continue;
      auto type = field.type->name();
      if (type == "emails" || type == "phones" || type == "tags") unite(field);
      else if (kept_.is_empty(field.name)) take_first(field);
    }
  }

  // The others leave first, so that what is unique of theirs is free.
  void carry_out() {
    const auto& entity = kept_.entity();
    const auto& context = service_.context();
    for (const auto& other : others_) {
      records::move_links(service_.transaction(), context, entity, other.id(), entity, kept_.id());
      unite_own_links(other);
      service_.remove(entity, other.id());
    }
    untie_from_itself();
    service_.update(entity, kept_.id(), changes_);
    records::append_log(service_.transaction(), context,
                        {"merged", &entity, kept_.id(), kept_.version(), merged_json()});
    activities::recount(service_, {entity.name, kept_.id()});
  }

 private:
  const Record& source(const Id& id, const std::string& place) const {
    if (id == kept_.id()) return kept_;
    for (const auto& other : others_)
      if (other.id() == id) return other;
    base::fail(ErrorKind::Invalid, "not_found_link", place, {{"id", id.text()}});
  }

  void take(const Record& from, const FieldDef& field) {
    auto first = from.cells().begin() + field.column;
    changes_.fields.push_back({&field, {first, first + field.column_count}});
  }

  void take_first(const FieldDef& field) {
    for (const auto& other : others_) {
      if (other.is_empty(field.name) || is_one_of_us(other, field)) continue;
      take(other, field);
      return;
    }
  }

  bool is_one_of_us(const Record& record, const FieldDef& field) const {
    if (field.shape() != schema::Shape::Reference) return false;
    auto id = record.id(field.name);
    return id == kept_.id() || std::any_of(others_.begin(), others_.end(),
                                           [&](const Record& other) { return id == other.id(); });
  }

  // Where one was above the other.
  void untie_from_itself() {
    for (const auto& field : kept_.entity().fields)
      if (field.shape() == schema::Shape::Reference && field.name != "id" &&
          is_one_of_us(kept_, field))
        changes_.set(kept_.entity(), field.name, {});
  }

  // "email" is the first of "emails": it follows by itself.
  void unite(const FieldDef& field) {
    auto united = kept_.text(field.name);
    if (auto chosen = first_points_.find(field.name); chosen != first_points_.end())
      united = united_points(service_.context(), chosen->second, united);
    for (const auto& other : others_) {
      auto text = other.text(field.name);
      if (!text) continue;
      united = field.type->name() == "tags" ? united_tags(united, *text)
                                            : united_points(service_.context(), united, text);
    }
    if (united && united != kept_.text(field.name))
      changes_.set(kept_.entity(), field.name, *united);
  }

  // Stored as "|a|b|".
  static std::string united_tags(const std::optional<std::string>& tags, std::string_view more) {
    std::string united = tags.value_or("|");
    std::size_t begin = 1;
    for (auto end = more.find('|', begin); end != std::string_view::npos;
         begin = end + 1, end = more.find('|', begin)) {
      std::string tag(more.substr(begin, end - begin + 1));
      if (united.find("|" + tag) == std::string::npos) united += tag;
    }
    return united;
  }

  void unite_own_links(const Record& other) {
    for (const auto& field : kept_.entity().fields) {
      if (field.shape() != schema::Shape::References) continue;
      const auto& table = service_.context().model->tables.of_link(kept_.entity(), field);
      storage::Query query;
      query.table = &table;
      query.columns = {{0, "b"}};
      query.where = storage::compare("a", storage::Test::Equal, other.id());
      query.order_is_optional = true;
      std::vector<Id> ids;
      service_.transaction().select(query, [&](const storage::Row& row) {
        ids.push_back(row.id(0));
        return true;
      });
      for (const auto& id : ids) {
        storage::Insert pair;
        pair.table = &table;
        pair.values = {{"a", kept_.id()}, {"b", id}};
        pair.ignore_conflict = true;
        service_.transaction().insert(pair);
      }
    }
  }

  std::string merged_json() const {
    std::string out;
    base::JsonWriter writer(out);
    writer.begin_object().key("merged").begin_array().null().begin_array();
    for (const auto& other : others_)
      writer.begin_object()
          .member("id", other.id())
          .member("entity", kept_.entity().name)
          .member("name", other.title())
          .end_object();
    writer.end_array().end_array().end_object();
    return out;
  }

  RecordService& service_;
  Record kept_;
  std::vector<Record> others_;
  Changes changes_;
  std::map<std::string, std::optional<std::string>> first_points_;  // chosen to come first
};

}  // namespace

std::string merge(records::ActionCall& call) {
  auto context = call.service.context();
  if (context.source.empty()) context.source = "action:merge";
  RecordService service(call.service.transaction(), context);
  auto kept = service.load(call.entity, call.id, access::Action::Update);
  auto ids = read_others(call.body, call.id);
  Merge merge(service, std::move(kept));
  merge.load_others(ids);
  merge.choose(call.body);
  merge.complete();
  merge.carry_out();
  return records::record_json(service.transaction(), context, call.entity, call.id);
}

}  // namespace rapport::crm
