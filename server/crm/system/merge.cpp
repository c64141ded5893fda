#include "crm/system/merge.h"

#include <algorithm>
#include <map>

#include "access/policy.h"
#include "crm/activities/touch.h"
#include "crm/contact_points.h"
#include "crm/like_fields.h"
#include "records/history.h"
#include "records/listing.h"
#include "records/notices/followers.h"
#include "records/rights.h"
#include "records/sharing/shares.h"
#include "records/twins/merges.h"

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

Id parse_id(std::string_view text, const std::string& place) {
  auto id = Id::parse(text);
  if (!id) base::fail(ErrorKind::Invalid, "not_an_id", place);
  return *id;
}

Id parse_id(const json::value& value, const std::string& place) {
  auto text = value.is_string() ? std::string_view(value.get_string()) : std::string_view();
  return parse_id(text, place);
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

  // {"<id>":7}: the versions that the person saw. Throws: Error{Stale} with the record of now.
  void check_versions(const json::value& body) const {
    const auto* versions = body.get_object().if_contains("versions");
    if (!versions || versions->is_null()) return;
    if (!versions->is_object())
      base::fail(ErrorKind::Invalid, "wrong_type", "versions", {{"expected", "object"}});
    for (const auto& [key, value] : versions->get_object()) {
      std::string place = "versions." + std::string(key);
      const Record& record = source(parse_id(std::string_view(key), place), place);
      if (!value.is_int64())
        base::fail(ErrorKind::Invalid, "wrong_type", place, {{"expected", "integer"}});
      if (value.get_int64() == record.version()) continue;
      base::Error error(ErrorKind::Stale, "stale");
      error.extension_json = "\"current\":" + records::record_json(service_.transaction(),
                                                                   service_.context(),
                                                                   kept_.entity(), record.id());
      throw error;
    }
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
    records::Merge merge{context.new_id(), entity.name, kept_.id(), {}, {}};
    std::vector<records::MergedTie> ties;
    auto add = [&](std::vector<records::MergedTie> more) {
      ties.insert(ties.end(), more.begin(), more.end());
    };
    for (const auto& other : others_) {
      add(records::move_ties(service_, entity, other.id(), kept_.id()));
      add(records::join_own_ties(service_, entity, other.id(), kept_.id()));
      records::join_followers(service_.transaction(), context, entity, other.id(), kept_.id());
      // Who has the record by a share alone does not give it to others by this way either.
      if (records::may_give(service_.transaction(), context, kept_))
        records::join_shares(service_.transaction(), entity, other.id(), kept_.id());
      service_.remove(entity, other.id());
      merge.others.push_back(other.id());
    }
    untie_from_itself();
    auto saved = service_.update(entity, kept_.id(), changes_);
    for (const auto& field : entity.fields)
      if (is_put_back(field) && Record::differs(kept_, saved.record, field))
        merge.fields.push_back({field.name, cells_of(kept_, field), cells_of(saved.record, field)});
    records::store_merge(service_.transaction(), context, merge, ties);
    records::append_log(
        service_.transaction(), context,
        {"merged", &entity, kept_.id(), saved.record.version(), merged_json(merge.id)});
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

  // What the program derives by itself it derives anew.
  bool is_put_back(const FieldDef& field) const {
    return field.column >= 0 && !field.read_only && !many_of(kept_.entity(), field.name);
  }
  static std::vector<schema::Cell> cells_of(const Record& record, const FieldDef& field) {
    auto first = record.cells().begin() + field.column;
    return {first, first + field.column_count};
  }

  std::string merged_json(const Id& id) const {
    std::string out;
    base::JsonWriter writer(out);
    writer.begin_object().key("merged").begin_array().value(id).begin_array();
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
  if (access::is_about_access(call.entity))
    access::require_confirmed(*call.service.context().actor);
  auto context = call.service.context();
  if (context.source.empty()) context.source = "action:merge";
  RecordService service(call.service.transaction(), context);
  auto kept = service.load(call.entity, call.id, access::Action::Update);
  auto ids = read_others(call.body, call.id);
  Merge merge(service, std::move(kept));
  merge.load_others(ids);
  merge.check_versions(call.body);
  merge.choose(call.body);
  merge.complete();
  merge.carry_out();
  return records::record_json(service.transaction(), context, call.entity, call.id);
}

}  // namespace rapport::crm
