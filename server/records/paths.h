// Paths: "account.name" → a join and an expression, with the rights of every step. Shared by
// filters, sorts, projections and aggregates, so that none of them can ask for what the actor may
// not read.
#pragma once
#include <map>
#include <string>

#include "records/model.h"
#include "storage/query.h"

namespace rapport::records {

struct ResolvedField {
  const schema::EntityDef* entity = nullptr;  // whose field it is
  const schema::FieldDef* field = nullptr;
  int source = 0;
};

// Where the words for the field stand, for the argument "@label" of a message.
std::string label_path(const ResolvedField& resolved);

class PathResolver {
 public:
  PathResolver(const Context& context, const schema::EntityDef& root)
      : context_(context), root_(root) {}

  // `place` names the part of the request in errors ("filter.all[0].field"). Throws:
  // Error{Malformed} for an unknown path, Error{Forbidden} for a hidden one.
  ResolvedField resolve(std::string_view path, const std::string& place);
  // The join that leads from a link field of `source` to one target entity.
  int join(int source, const schema::FieldDef& field, const schema::EntityDef& target);
  // A number for a source of a subquery.
  int new_source() { return next_source_++; }
  // A resolver for inside a subquery whose table has that number; shares the numbering.
  PathResolver nested(const schema::EntityDef& entity, int source);
  void adopt_numbering(const PathResolver& inner) { next_source_ = inner.next_source_; }

  const std::vector<storage::Source>& joins() const { return joins_; }
  const Context& context() const { return context_; }
  const schema::EntityDef& root() const { return root_; }
  int root_source() const { return root_source_; }

  // The value as it is compared and sorted: the folded column of a text.
  storage::Expression comparable(const ResolvedField& resolved) const;
  // Null where the actor may not see the record it belongs to.
  storage::Expression visible(const ResolvedField& resolved, storage::Expression expression) const;

 private:
  const Context& context_;
  const schema::EntityDef& root_;
  int root_source_ = 0;
  int next_source_ = 1;
  std::vector<storage::Source> joins_;
  std::map<std::string, int> known_;  // "0.account>accounts" → source
};

}  // namespace rapport::records
