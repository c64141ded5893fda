#include <algorithm>
#include <set>

#include "access/policy.h"
#include "crm/activities/touch.h"
#include "crm/system/merge.h"
#include "records/history.h"
#include "records/listing.h"
#include "records/twins/merges.h"

namespace rapport::crm {

using base::ErrorKind;
using base::Id;
using records::Changes;
using records::Record;
using records::RecordService;
using schema::EntityDef;

namespace {

// Ends a dry run: everything is undone with the savepoint.
struct OnlyTried {};

class Unmerge {
 public:
  Unmerge(RecordService& service, const EntityDef& entity, records::Merge merge)
      : service_(service), entity_(entity), merge_(std::move(merge)) {}

  // The fields first, so that what is unique of the others is free again.
  void carry_out() {
    put_fields_back();
    for (const auto& id : merge_.others) bring_back(id);
    auto ties = records::ties_of(service_.transaction(), merge_.id);
    for (auto tie = ties.rbegin(); tie != ties.rend(); ++tie) {
      bool gone = std::find(gone_.begin(), gone_.end(), tie->other) != gone_.end();
      bool back = !gone && records::put_tie_back(service_, *tie, merge_.kept);
      (back ? tied_back_ : left_tied_).insert(tie->holder);
    }
    records::mark_taken_back(service_.transaction(), service_.context(), merge_.id);
    auto kept = service_.load(entity_, merge_.kept, access::Action::Read);
    records::append_log(
        service_.transaction(), service_.context(),
        {"unmerged", &entity_, merge_.kept, kept.version(), log_json()});
    activities::recount(service_, {entity_.name, merge_.kept});
    for (const auto& record : restored_) activities::recount(service_, {entity_.name, record.id()});
    report();
  }

  const std::string& answer() const { return answer_; }

 private:
  void put_fields_back() {
    auto kept = service_.load(entity_, merge_.kept, access::Action::Update);
    Changes changes;
    for (const auto& merged : merge_.fields) {
      const auto* field = entity_.find(merged.field);
      if (!field || field->column < 0) continue;
      auto first = kept.cells().begin() + field->column;
      std::vector<schema::Cell> now(first, first + field->column_count);
      if (now == merged.after && merged.before.size() == now.size()) {
        changes.fields.push_back({field, merged.before});
        fields_.push_back(field);
      } else if (now != merged.before) {
        fields_left_.push_back(field);
      }
    }
    if (!changes.fields.empty()) service_.update(entity_, merge_.kept, changes);
  }

  // One that somebody took out of the bin meanwhile is there already.
  void bring_back(const Id& id) {
    auto found = service_.find(entity_, id);
    if (!found) {
      try {
        service_.restore(entity_, id);
      } catch (const base::Error& error) {
        if (error.kind != ErrorKind::NotFound) throw;
        gone_.push_back(id);
        return;
      }
      found = service_.find(entity_, id);
    }
    restored_.push_back(std::move(*found));
  }

  void write_restored(base::JsonWriter& writer) const {
    writer.begin_array();
    for (const auto& record : restored_)
      writer.begin_object()
          .member("id", record.id())
          .member("entity", entity_.name)
          .member("name", record.title())
          .end_object();
    writer.end_array();
  }

  std::string log_json() const {
    std::string out;
    base::JsonWriter writer(out);
    writer.begin_object().key("merged").begin_array();
    write_restored(writer);
    writer.null().end_array().end_object();
    return out;
  }

  void write_names(const std::vector<const schema::FieldDef*>& fields,
                   base::JsonWriter& writer) const {
    const auto& actor = *service_.context().actor;
    writer.begin_array();
    for (const auto* field : fields)
      if (access::field_access(actor, entity_, *field) != access::FieldAccess::Hidden)
        writer.value(field->name);
    writer.end_array();
  }

  static std::int64_t count(const std::set<Id>& ids) {
    return static_cast<std::int64_t>(ids.size());
  }

  void report() {
    base::JsonWriter writer(answer_);
    writer.begin_object().key("record").raw(records::record_json(
        service_.transaction(), service_.context(), entity_, merge_.kept));
    writer.key("restored");
    write_restored(writer);
    writer.key("fields");
    write_names(fields_, writer);
    writer.member("links", count(tied_back_)).key("left").begin_object().key("fields");
    write_names(fields_left_, writer);
    writer.member("links", count(left_tied_));
    writer.member("records", static_cast<std::int64_t>(gone_.size())).end_object().end_object();
  }

  RecordService& service_;
  const EntityDef& entity_;
  records::Merge merge_;
  std::vector<const schema::FieldDef*> fields_, fields_left_;
  std::vector<Record> restored_;
  std::vector<Id> gone_;
  std::set<Id> tied_back_, left_tied_;  // records that were tied
  std::string answer_;
};

std::optional<Id> merge_of(const base::json::value& body) {
  const auto* id = body.is_object() ? body.get_object().if_contains("merge") : nullptr;
  if (!id || id->is_null()) return std::nullopt;
  auto parsed = id->is_string() ? Id::parse(id->get_string()) : std::nullopt;
  if (!parsed) base::fail(ErrorKind::Invalid, "not_an_id", "merge");
  return parsed;
}

bool only_tries(const base::json::value& body) {
  const auto* flag = body.is_object() ? body.get_object().if_contains("dry_run") : nullptr;
  if (!flag || flag->is_null()) return false;
  if (!flag->is_bool())
    base::fail(ErrorKind::Invalid, "wrong_type", "dry_run", {{"expected", "boolean"}});
  return flag->get_bool();
}

}  // namespace

std::string unmerge(records::ActionCall& call) {
  if (access::is_about_access(call.entity))
    access::require_confirmed(*call.service.context().actor);
  auto context = call.service.context();
  if (context.source.empty()) context.source = "action:unmerge";
  RecordService service(call.service.transaction(), context);
  service.load(call.entity, call.id, access::Action::Update);
  auto merge = records::find_merge(call.service.transaction(), call.entity, call.id,
                                   merge_of(call.body));
  if (!merge) base::fail(ErrorKind::Invalid, "no_merge", "merge");
  Unmerge unmerge(service, call.entity, std::move(*merge));
  if (!only_tries(call.body)) {
    unmerge.carry_out();
    return unmerge.answer();
  }
  try {
    service.transaction().savepoint([&] {
      unmerge.carry_out();
      throw OnlyTried();
    });
  } catch (const OnlyTried&) {
  }
  return unmerge.answer();
}

}  // namespace rapport::crm
