// Model: what the record engine works with: the schema, its tables, the rules, and the company's
// settings. Context: one piece of work for one actor. Both are handed to everything here; nothing
// is global.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "access/directory.h"
#include "base/clock.h"
#include "base/date.h"
#include "schema/schema.h"
#include "schema/strings.h"
#include "storage/database.h"
#include "storage/tables.h"

namespace rapport::records {

class Rules;
class ReadPlans;

struct Settings {
  std::string company = "Rapport";
  std::string currency = "UZS";
  std::string calling_code = "998";
  std::string time_zone = "Asia/Tashkent";
  schema::Language language = schema::Language::Ru;
};

// Told of each change that was committed, on the committing thread, before its writer is answered.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void committed(const schema::EntityDef& entity) = 0;
};

struct Model {
  schema::SchemaPtr schema;
  storage::EntityTables tables;
  const Rules* rules;
  const schema::Strings* strings;
  CommitListener* listener;  // may be null
  std::shared_ptr<ReadPlans> read_plans;

  Model(schema::SchemaPtr schema, const Rules* rules, const schema::Strings* strings,
        CommitListener* listener = nullptr);
};

struct Context {
  std::shared_ptr<const Model> model;
  std::shared_ptr<const access::Actor> actor;
  access::DirectoryPtr directory;
  std::shared_ptr<const Settings> settings;
  base::Instant now = 0;
  base::Random* random = nullptr;
  std::string source;  // what caused it, for the history: "", "import:ID", "action:convert"

  const schema::EntityDef& entity(std::string_view name) const {
    return model->schema->entity(name);
  }
  const storage::Table& table(const schema::EntityDef& entity) const {
    return model->tables.of(entity);
  }
  base::Id new_id() const { return base::new_id(now, *random); }
  // The actor's calendar day.
  base::Date today() const;
  // The same work done by the program itself, as a rule does it: rights of the actor do not bound
  // it, but the history names him.
  Context with_all_rights() const;
};

// Tables of the engine beside those of entities.
std::vector<const storage::Table*> engine_tables();

}  // namespace rapport::records
