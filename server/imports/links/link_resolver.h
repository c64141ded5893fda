// LinkResolver: the record that a cell means: by its id or a field when the path says so, else by
// its name, exactly or nearly, its external id, its e-mail. Remembers for the length of one import.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/links/near_names.h"
#include "records/service.h"

namespace rapport::imports {

struct LinkWish {
  const schema::FieldDef* field = nullptr;
  std::string_view by;  // field of the target; empty: its name
  std::string_view text;
};

enum class CreateLinked { No, Yes };

class LinkResolver {
 public:
  explicit LinkResolver(CreateLinked create) : create_(create) {}

  // Within what the actor may read. Failure: import_no_link, import_ambiguous_link.
  // A link that had to be created is added to `made`.
  base::Result<records::Reference> resolve(records::RecordService& service, const LinkWish& wish,
                                           std::vector<records::Record>& made);
  // A record that this import made may be linked to by the next rows.
  void learn(const records::Record& record);
  // What was looked up is looked up again; after a transaction that was rolled back.
  void forget();

 private:
  struct Names {
    NearNames names;
    bool is_too_large = false;
  };
  // A field that no index serves, by its folded value.
  using Values = std::unordered_map<std::string, std::vector<base::Id>>;

  NameFound find(records::RecordService& service, const schema::EntityDef& target,
                 const LinkWish& wish);
  NameFound find_by_name(records::RecordService& service, const schema::EntityDef& target,
                         std::string_view text);
  NameFound find_by_field(records::RecordService& service, const schema::EntityDef& target,
                          const schema::FieldDef& field, std::string_view text);
  Names& names_of(records::RecordService& service, const schema::EntityDef& target);
  Values& values_of(records::RecordService& service, const schema::EntityDef& target,
                    const schema::FieldDef& field);
  std::optional<base::Id> create(records::RecordService& service, const schema::EntityDef& target,
                                 std::string_view name, std::vector<records::Record>& made);

  CreateLinked create_;
  std::unordered_map<std::string, records::Reference> known_;
  std::unordered_map<std::string, base::Failure> unknown_;
  std::unordered_map<const schema::EntityDef*, std::unique_ptr<Names>> names_;
  std::unordered_map<const schema::FieldDef*, Values> values_;
};

}  // namespace rapport::imports
