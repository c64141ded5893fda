// Documents: rows of the main database as documents of the index: the texts of their searched
// fields, names of linked records, and marks of who may read them.
#pragma once
#include <memory>
#include <optional>
#include <unordered_set>

#include "records/model.h"
#include "search/plan.h"
#include "search/tokens.h"
#include "storage/text_index.h"

namespace rapport::search {

// How the words of a field's value are found.
enum class FieldText { None, Text, Address, Phone, Addresses, Phones, Leaves, Keys, Link };
FieldText text_of(const schema::FieldDef& field);

// Adds the words of a stored value (of a link: of the name).
void add_words(Tokenizer& tokenizer, FieldText kind, std::string_view stored);

// Which owner and which team a document has. Two of them may share a token: it is a hint that
// spares work, the rights themselves are asked of the main database.
std::string owner_token(const base::Id& user);
std::string team_token(const base::Id& team);

struct ReadDocuments {
  std::vector<storage::TextDocument> live;
  std::vector<std::int64_t> in_bin;  // numbers
  std::vector<base::Id> met;         // ids of all rows
  std::int64_t least_rid = 0;        // of all rows; 0 when there are none
  std::unordered_set<std::string> title_words;
};

class DocumentReader {
 public:
  DocumentReader(const records::Model& model, const IndexedEntity& indexed, Tokenizer& tokenizer);

  // Rows below that number, the greatest first.
  ReadDocuments below(storage::Transaction& transaction, std::int64_t rid, std::size_t limit);
  ReadDocuments with_ids(storage::Transaction& transaction, const std::vector<base::Id>& ids);
  ReadDocuments with_rids(storage::Transaction& transaction, const std::vector<std::int64_t>& rids);

 private:
  struct Field {
    FieldText kind;
    std::vector<int> columns;  // of the query; for a link one for each entity it may lead to
  };
  int add_column(int source, std::string name);
  void add_link(const schema::FieldDef& field, Field& out);
  ReadDocuments run(storage::Transaction& transaction, const storage::Query& query);
  storage::TextDocument document(const storage::Row& row);

  const records::Model& model_;
  const IndexedEntity& indexed_;
  Tokenizer& tokenizer_;
  storage::Query query_;
  std::vector<Field> fields_;
};

// A condition of many values in few shapes, so that the engine's prepared statements are used
// again.
storage::Condition one_of(std::string column, std::vector<schema::Cell> values);

}  // namespace rapport::search
