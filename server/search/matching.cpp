#include "search/matching.h"

#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "search/documents.h"
#include "search/tokens.h"
#include "search/words.h"

namespace rapport::search {

using access::Action;
using access::FieldAccess;
using access::Level;
using schema::Cell;
using schema::EntityDef;
using schema::FieldDef;
using storage::Condition;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::TextTerm;

namespace {

constexpr std::size_t kStep = 200;    // candidates looked at together
constexpr std::size_t kFew = 3;       // found: then misspellings are thought of
constexpr int kRanks = 4;
constexpr int kLinkSource = 1;

bool is_hidden(const access::Actor& actor, const EntityDef& entity, const FieldDef& field) {
  return access::field_access(actor, entity, field) == FieldAccess::Hidden;
}

// More owners than these are not worth naming to the index.
constexpr std::size_t kMostOwners = 100;

// By whose documents the rights of the actor are met; none: the index cannot tell, all are looked
// at.
std::vector<TextTerm> rights_terms(const access::Actor& actor, const EntityDef& entity,
                                   Level level) {
  if (level == Level::All || access::is_shared_further(actor, entity, Action::Read)) return {};
  auto held = access::held_by(actor, level);
  if (held.owners.size() > kMostOwners) return {};
  std::vector<TextTerm> terms;
  for (const auto& owner : held.owners) terms.push_back({{owner_token(owner)}, false});
  for (const auto& team : held.teams) terms.push_back({{team_token(team)}, false});
  return terms;
}

std::string joined_skeletons(std::string_view text) {
  std::string out;
  for (auto word : words_of(text)) out += word_skeleton(word) + " ";
  return out;
}

std::string typed_words(const Reading& reading) {
  std::string out;
  for (const auto& word : reading.all_of) out += typed_token(word) + " ";
  return out;
}

// Whether it takes the words as somebody wrote them, so that he may have mistyped one.
bool is_written(const Reading& reading) {
  return reading.kind == ReadingKind::Typed || reading.kind == ReadingKind::OtherLayout;
}

// 0: the title says just that; 1: it begins so; 2: neither.
int distance_of(const std::string& title, const std::string& typed) {
  auto skeletons = joined_skeletons(title);
  if (skeletons == typed) return 0;
  auto beginning = std::string_view(typed).substr(0, typed.empty() ? 0 : typed.size() - 1);
  return !beginning.empty() && skeletons.starts_with(beginning) ? 1 : 2;
}

}  // namespace

Matching::Matching(storage::Transaction& transaction, const records::Context& context,
                   storage::TextReader& reader, const Plan& plan, const SearchRequest& request)
    : transaction_(transaction),
      context_(context),
      reader_(reader),
      request_(request),
      vocabulary_(reader) {
  for (const auto& indexed : plan.entities) {
    const auto* entity = context.model->schema->find(indexed.name);
    const auto& wanted = request.entities;
    bool is_wanted = wanted.empty() ||
                     std::find(wanted.begin(), wanted.end(), indexed.name) != wanted.end();
    if (entity && !entity->search.empty() && is_wanted) add_entity(*entity, indexed);
  }
}

void Matching::add_entity(const EntityDef& entity, const IndexedEntity& indexed) {
  auto level = access::level_of(*context_.actor, entity, Action::Read);
  if (level == Level::None) return;
  Searched searched{&entity, &indexed, rank_of(entity)};
  searched.rights = rights_terms(*context_.actor, entity, level);
  for (std::size_t i = 0; i < indexed.fields.size(); ++i) {
    const auto* field = entity.find(indexed.fields[i]);
    std::uint32_t column = 1u << i;
    if (!field || is_hidden(*context_.actor, entity, *field)) continue;
    if (i == 0) searched.title = column;
    if (text_of(*field) == FieldText::Link) add_link(searched, *field, column);
    else searched.columns |= column;
  }
  searched_.push_back(std::move(searched));
}

// The name of a linked record may be looked for where the record it belongs to may be read.
void Matching::add_link(Searched& searched, const FieldDef& field, std::uint32_t column) {
  std::vector<Condition> visible;
  bool always = true;
  for (const auto& name : field.to) {
    const auto& target = context_.entity(name);
    auto scope = access::scope(*context_.actor, target, Action::Read, kLinkSource);
    if (is_hidden(*context_.actor, target, target.title_field())) scope = storage::never();
    always = always && scope.kind == Condition::Kind::Always;
    if (scope.kind == Condition::Kind::Never) continue;
    Condition exists;
    exists.kind = Condition::Kind::Exists;
    exists.source.number = kLinkSource;
    exists.source.table = &context_.table(target);
    exists.source.parent_column = field.name;
    exists.children.push_back(std::move(scope));
    if (field.points_to_several()) {
      auto kind = storage::compare(field.name + "_entity", storage::Test::Equal, Cell(name));
      exists = storage::all_of({std::move(kind), std::move(exists)});
    }
    visible.push_back(std::move(exists));
  }
  if (always) searched.columns |= column;
  else if (!visible.empty())
    searched.links.push_back({column, storage::any_of(std::move(visible))});
}

std::vector<Found> Matching::run() {
  auto readings = query_terms(request_.text);
  for (const auto& reading : readings)
    answer(question_of(reading, vocabulary_.any_form(reading)), &reading == &readings.front());
  if (readings.empty() || found_.size() >= kFew) return std::move(found_);
  for (const auto& reading : vocabulary_.split(readings.front()))
    answer(question_of(reading, vocabulary_.any_form(reading)), false);
  for (const auto& reading : readings)
    if (is_written(reading) && found_.size() < kFew)
      answer(question_of(reading, vocabulary_.misspelt(reading)), false);
  return std::move(found_);
}

Matching::Question Matching::question_of(const Reading& reading, Terms any_form) {
  return {std::make_shared<Terms>(vocabulary_.whole(reading)),
          std::make_shared<Terms>(std::move(any_form)), typed_words(reading)};
}

void Matching::answer(const Question& question, bool with_exact_titles) {
  if (is_done()) return;
  std::optional<std::set<std::int64_t>> slots = slots_with(question);
  for (int rank = 0; rank < kRanks; ++rank) {
    if (with_exact_titles) add_exact_titles(rank);
    if (is_done()) return;
    Places places;
    for (const auto& searched : searched_)
      if (searched.rank == rank && (!slots || slots->contains(searched.indexed->slot)))
        collect(searched, question, places);
    for (auto& found : places) add(std::move(found), question);
  }
}

// Those that the main database finds by itself, however many others begin so.
void Matching::add_exact_titles(int rank) {
  for (const auto& searched : searched_) {
    const auto& title = searched.entity->title_field();
    if (searched.rank != rank || !searched.title || title.folded_column < 0 || is_done()) continue;
    const auto& column = searched.entity->columns[static_cast<std::size_t>(title.folded_column)];
    auto found = readable(searched, storage::compare(column.name, storage::Test::Equal,
                                                     Cell(base::fold(request_.text))));
    auto none = std::make_shared<Terms>();
    add(std::move(found), {none, none, {}});
  }
}

// The entities that have anything of the kind, when the index can tell it at once: mostly it is few
// documents, or none.
std::optional<std::set<std::int64_t>> Matching::slots_with(const Question& question) {
  std::set<std::int64_t> slots;
  if (question.any_form->empty() || searched_.empty()) return slots;
  std::uint32_t columns = 0;
  for (const auto& searched : searched_) {
    columns |= searched.columns;
    for (const auto& link : searched.links) columns |= link.column;
  }
  storage::TextQuery query;
  for (const auto& terms : *question.any_form) query.all_of.push_back({terms, columns});
  query.until = INT64_MAX;
  query.limit = kStep;
  auto numbers = reader_.match(query);
  if (numbers.size() == kStep) return std::nullopt;
  for (auto number : numbers) slots.insert(number >> IndexedEntity::kRowBits);
  return slots;
}

storage::TextQuery Matching::query_of(const Searched& searched, const Terms& terms,
                                      std::uint32_t columns) {
  storage::TextQuery query;
  for (const auto& any_of : terms) query.all_of.push_back({any_of, columns});
  if (!searched.rights.empty() && !terms.empty())
    query.all_of.push_back({searched.rights, 1u << kRightsColumn});
  query.from = searched.indexed->first();
  query.until = searched.indexed->last();
  query.limit = kStep;
  return query;
}

void Matching::collect(const Searched& searched, const Question& question, Places& places) {
  auto numbers = reader_.match(query_of(searched, *question.any_form, searched.columns));
  if (numbers.size() == kStep) {
    collect_many(searched, question, places);
  } else {
    for (auto& found : readable(searched, numbers, nullptr))
      places[place_of(found, searched, question)].push_back(std::move(found));
  }
  for (const auto& link : searched.links)
    if (!are_enough(places, kInLinks))
      read_pages(searched, query_of(searched, *question.any_form, searched.columns | link.column),
                 &link.visible, places[kInLinks]);
}

// More than can be looked at one by one: each place is asked for by itself.
void Matching::collect_many(const Searched& searched, const Question& question, Places& places) {
  auto slot = searched.indexed->slot;
  auto ask = [&](Place place, const Terms& terms, std::uint32_t columns) {
    if (!are_enough(places, place))
      read_pages(searched, query_of(searched, terms, columns), nullptr, places[place]);
  };
  ask(kWholeInTitle, vocabulary_.in_titles(*question.whole, slot), searched.title);
  ask(kInTitle, vocabulary_.in_titles(*question.any_form, slot), searched.title);
  ask(kInFields, *question.any_form, searched.columns);
}

Matching::Place Matching::place_of(const Found& found, const Searched& searched,
                                   const Question& question) {
  if (!searched.title) return kInFields;
  auto tokens = token_set(reader_.first_column(searched.indexed->number(found.rid)));
  auto has_all = [&](const Terms& terms) {
    return !terms.empty() && std::all_of(terms.begin(), terms.end(), [&](const auto& any_of) {
      return holds(tokens, any_of);
    });
  };
  if (has_all(*question.whole)) return kWholeInTitle;
  return has_all(*question.any_form) ? kInTitle : kInFields;
}

// Rights may leave little of a page; then there is another one.
void Matching::read_pages(const Searched& searched, storage::TextQuery query,
                          const Condition* visible, std::vector<Found>& out) {
  auto enough = out.size() + request_.limit;
  for (std::size_t seen = 0; seen < kMostCandidates && out.size() < enough; seen += kStep) {
    auto numbers = reader_.match(query);
    auto found = readable(searched, numbers, visible);
    std::move(found.begin(), found.end(), std::back_inserter(out));
    if (numbers.size() < kStep) return;
    query.from = numbers.back() + 1;
  }
}

std::vector<Found> Matching::readable(const Searched& searched,
                                      const std::vector<std::int64_t>& numbers,
                                      const Condition* visible) {
  std::vector<Cell> rids;
  for (auto number : numbers)
    if (!numbers_.contains(number)) rids.emplace_back(IndexedEntity::rid(number));
  if (rids.empty()) return {};
  auto which = one_of("rid", std::move(rids));
  if (visible) which = storage::all_of({std::move(which), *visible});
  auto found = readable(searched, std::move(which));
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.rid > b.rid; });
  return found;
}

std::vector<Found> Matching::readable(const Searched& searched, Condition which) {
  Query query;
  query.table = &context_.table(*searched.entity);
  query.columns = {Expression{0, "rid"}, Expression{0, "id"}};
  if (searched.title) query.columns.push_back(Expression{0, searched.entity->title});
  query.where = storage::all_of({std::move(which), storage::is_null("deleted_at"),
                                 access::scope(*context_.actor, *searched.entity, Action::Read)});
  query.limit = std::max(request_.limit, kStep);
  query.order_is_optional = true;
  std::vector<Found> found;
  transaction_.select(query, [&](const Row& row) {
    Found one{searched.entity, searched.indexed, row.integer(0), row.id(1), {}, {}};
    if (searched.title && !row.is_null(2)) one.title = row.text(2);
    found.push_back(std::move(one));
    return true;
  });
  return found;
}

// Whether better places have given all that is wanted.
bool Matching::are_enough(const Places& places, Place before) const {
  std::size_t count = found_.size();
  for (std::size_t place = 0; place < before; ++place) count += places[place].size();
  return count >= request_.limit;
}

// Those whose title is what was typed come first, then those whose title begins so.
void Matching::add(std::vector<Found> found, const Question& question) {
  std::vector<std::pair<int, Found*>> order;
  for (auto& one : found) order.emplace_back(distance_of(one.title, question.typed), &one);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [distance, one] : order) {
    if (is_done()) return;
    if (!numbers_.insert(one->indexed->number(one->rid)).second) continue;
    one->terms = question.any_form;
    found_.push_back(std::move(*one));
  }
}

}  // namespace rapport::search
