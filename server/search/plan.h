// Plan: what of each entity is indexed and where, and how far the index has come. Kept in the index
// itself, because columns and slots once given stay, whatever becomes of the schema.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "schema/schema.h"

namespace rapport::search {

// Changes with what is stored of a text; an index of another version is made anew.
inline constexpr std::string_view kTokensVersion = "2";

inline constexpr int kFieldColumns = 16;             // fields searched of one entity
inline constexpr int kRightsColumn = kFieldColumns;  // tokens of owner and team

struct IndexedEntity {
  std::string name;
  std::int64_t slot = 0;
  std::vector<std::string> fields;    // by column; the first is the title
  std::int64_t to_build = INT64_MAX;  // row numbers below this one are still to come; 0: none

  // The document of a row: the newest row has the least number, because the index is read upwards.
  std::int64_t number(std::int64_t rid) const { return first() | (kRowMask - rid); }
  static std::int64_t rid(std::int64_t number) { return kRowMask - (number & kRowMask); }
  // The numbers of all documents of the entity.
  std::int64_t first() const { return slot << kRowBits; }
  std::int64_t last() const { return first() | kRowMask; }
  bool holds(std::int64_t number) const { return number >= first() && number <= last(); }
  int column_of(std::string_view field) const;  // -1: not indexed

  static constexpr int kRowBits = 40;
  static constexpr std::int64_t kRowMask = (1ll << kRowBits) - 1;
};

struct Plan {
  std::string version;
  std::int64_t cursor = 0;  // the last entry of the change log that is in the index
  base::Id mark;            // whose entry that was: another database's log is not taken for ours
  bool compact = false;
  std::int64_t scattered = 0;  // documents written since it was compact
  std::vector<IndexedEntity> entities;

  const IndexedEntity* find(std::string_view entity) const;
  std::string text() const;
  // A plan without version when the text is empty or not one.
  static Plan parse(std::string_view text);
};

enum class Adaptation { None, Changed, Anew };

// Makes room for what the schema has and the plan has not. Anew: the index must be.
Adaptation adapt(Plan& plan, const schema::Schema& schema);

// Entities that people look for come first: 0 for the company's own lists (products), 1 for those
// that have activities, 3 for the activities themselves, 2 for the rest.
int rank_of(const schema::EntityDef& entity);

}  // namespace rapport::search
