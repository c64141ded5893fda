// Rules: behaviour of entities in C++, typed and in sight. At most one function per entity and
// moment; all are registered in one list per area (crm/*/rules.cpp). Effects on the outside world
// only through the change log.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "records/service.h"

namespace rapport::records {

// One save on its way through the pipeline. Rules read and set fields of `record`; errors are
// collected.
struct Saving {
  RecordService& service;
  Record& record;
  const Record* before;  // null: the record is new
  std::vector<base::FieldError>& errors;

  bool is_new() const { return before == nullptr; }
  bool changed(std::string_view field) const {
    return !before || Record::differs(record, *before, record.entity().field(field));
  }
  void reject(std::string field, std::string code, base::MessageArguments arguments = {}) {
    errors.push_back({std::move(field), std::move(code), std::move(arguments)});
  }
  storage::Transaction& transaction() const { return service.transaction(); }
  const Context& context() const { return service.context(); }
};

using Rule = void (*)(Saving&);

struct EntityRules {
  Rule defaults = nullptr;       // fills what a new record lacks, before validation
  Rule validate = nullptr;       // what the entity language cannot say
  Rule before_save = nullptr;    // settles derived fields
  Rule after_save = nullptr;     // other records, in the same transaction
  Rule before_delete = nullptr;  // may reject
};

// What a button does: POST /{entity}/{id}/actions/{action}.
struct ActionCall {
  RecordService& service;
  const schema::EntityDef& entity;
  base::Id id;
  const base::json::value& body;
};
// The answer as JSON.
using ActionHandler = std::string (*)(ActionCall&);

class Rules {
 public:
  void add(std::string entity, EntityRules rules) { rules_[std::move(entity)] = rules; }
  // "*" as entity: every entity has it.
  void add_action(std::string entity, std::string name, ActionHandler action) {
    actions_[std::move(entity) + "/" + std::move(name)] = action;
  }
  const EntityRules& of(const std::string& entity) const;
  ActionHandler find_action(const std::string& entity, std::string_view name) const;

 private:
  std::unordered_map<std::string, EntityRules> rules_;
  std::unordered_map<std::string, ActionHandler> actions_;
};

}  // namespace rapport::records
