// Matching: which records answer a query, best first, under the rights of who asks. The index
// proposes, the main database decides: nobody finds what he may not read, nor by a field or a
// linked record that he may not see.
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <unordered_set>

#include "records/model.h"
#include "search/plan.h"
#include "search/vocabulary.h"

namespace rapport::search {

struct SearchRequest {
  std::string text;
  std::vector<std::string> entities;  // empty: all
  std::size_t limit = 20;
};

struct Found {
  const schema::EntityDef* entity = nullptr;
  const IndexedEntity* indexed = nullptr;
  std::int64_t rid = 0;
  base::Id id;
  std::string title;                  // empty when there is none, or it is hidden
  std::shared_ptr<const Terms> terms;  // by which it was found
};

// Lifetime: within the transactions of database and index. Limits: at most kMostCandidates are
// looked at for one entity and one way of understanding the query.
class Matching {
 public:
  Matching(storage::Transaction& transaction, const records::Context& context,
           storage::TextReader& reader, const Plan& plan, const SearchRequest& request);
  std::vector<Found> run();

  static constexpr std::size_t kMostCandidates = 2'000;

 private:
  // The name of a linked record, which the actor may see of some records only.
  struct BoundedLink {
    std::uint32_t column;
    storage::Condition visible;
  };
  struct Searched {
    const schema::EntityDef* entity;
    const IndexedEntity* indexed;
    int rank;
    std::uint32_t title = 0, columns = 0;  // that the actor may see
    std::vector<BoundedLink> links;
    std::vector<storage::TextTerm> rights;  // tokens of owners and teams; empty: all
  };
  // A reading of the query in the terms of the index.
  struct Question {
    std::shared_ptr<const Terms> whole, any_form;
    std::string typed;  // the words as typed, in skeletons
  };
  // Where the words were found, the best place first: whole in the title, in the title, in any
  // field, in any field or the name of a linked record.
  enum Place { kWholeInTitle, kInTitle, kInFields, kInLinks, kPlaces };
  using Places = std::array<std::vector<Found>, kPlaces>;

  void add_entity(const schema::EntityDef& entity, const IndexedEntity& indexed);
  void add_link(Searched& searched, const schema::FieldDef& field, std::uint32_t column);
  Question question_of(const Reading& reading, Terms any_form);
  void answer(const Question& question, bool with_exact_titles);
  void add_exact_titles(int rank);
  std::optional<std::set<std::int64_t>> slots_with(const Question& question);
  void collect(const Searched& searched, const Question& question, Places& places);
  void collect_many(const Searched& searched, const Question& question, Places& places);
  Place place_of(const Found& found, const Searched& searched, const Question& question);
  storage::TextQuery query_of(const Searched& searched, const Terms& terms, std::uint32_t columns);
  void read_pages(const Searched& searched, storage::TextQuery query,
                  const storage::Condition* visible, std::vector<Found>& out);
  std::vector<Found> readable(const Searched& searched, const std::vector<std::int64_t>& numbers,
                              const storage::Condition* visible);
  std::vector<Found> readable(const Searched& searched, storage::Condition which);
  bool are_enough(const Places& places, Place before) const;
  void add(std::vector<Found> found, const Question& question);
  bool is_done() const { return found_.size() >= request_.limit; }

  storage::Transaction& transaction_;
  const records::Context& context_;
  storage::TextReader& reader_;
  const SearchRequest& request_;
  Vocabulary vocabulary_;
  std::vector<Searched> searched_;
  std::unordered_set<std::int64_t> numbers_;  // of what was found
  std::vector<Found> found_;
};

}  // namespace rapport::search
