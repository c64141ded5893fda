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

// By whose documents the rights of the actor are met; none: by all.
std::vector<TextTerm> rights_terms(const access::Actor& actor, Level level) {
  std::vector<TextTerm> terms;
  if (level == Level::All) return terms;
  terms.push_back({{owner_token(actor.user)}, false});
  if (level == Level::Team)
    for (const auto& team : actor.teams) terms.push_back({{team_token(team)}, false});
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
  searched.rights = rights_terms(*context_.actor, level);
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
    if (!is_done()) answer(reading, &reading == &readings.front());
  if (readings.empty() || found_.size() >= kFew) return std::move(found_);
  for (const auto& reading : vocabulary_.split(readings.front()))
    if (!is_done()) answer(reading, false);
  for (const auto& reading : readings)
    if (is_written(reading) && found_.size() < kFew) answer_misspelt(reading);
  return std::move(found_);
}

void Matching::answer(const Reading& reading, bool with_exact_titles) {
  Question whole{std::make_shared<Terms>(vocabulary_.whole(reading)), typed_words(reading)};
  Question any{std::make_shared<Terms>(vocabulary_.any_form(reading)), whole.typed};
  for (int rank = 0; rank < kRanks; ++rank) {
    if (with_exact_titles) add_exact_titles(rank);
    add_stage(rank, whole, Where::Title);
    add_stage(rank, any, Where::Title);
    add_stage(rank, any, Where::Fields);
    add_stage(rank, any, Where::Links);
  }
}

void Matching::answer_misspelt(const Reading& reading) {
  Question question{std::make_shared<Terms>(vocabulary_.misspelt(reading)), typed_words(reading)};
  for (int rank = 0; rank < kRanks; ++rank)
    for (auto where : {Where::Title, Where::Fields, Where::Links})
      add_stage(rank, question, where);
}

// Those that the main database finds by itself, however many others begin so.
void Matching::add_exact_titles(int rank) {
  for (const auto& searched : searched_) {
    const auto& title = searched.entity->title_field();
    if (searched.rank != rank || !searched.title || title.folded_column < 0 || is_done()) continue;
    const auto& column = searched.entity->columns[static_cast<std::size_t>(title.folded_column)];
    auto found = readable(searched, storage::compare(column.name, storage::Test::Equal,
                                                     Cell(base::fold(request_.text))));
    add(std::move(found), {std::make_shared<Terms>(), {}});
  }
}

void Matching::add_stage(int rank, const Question& question, Where where) {
  if (question.terms->empty() || is_done()) return;
  std::vector<Found> found;
  for (const auto& searched : searched_) {
    if (searched.rank != rank) continue;
    if (where == Where::Title) collect(searched, question, searched.title, nullptr, found);
    if (where == Where::Fields) collect(searched, question, searched.columns, nullptr, found);
    if (where == Where::Links)
      for (const auto& link : searched.links)
        collect(searched, question, searched.columns | link.column, &link.visible, found);
  }
  add(std::move(found), question);
}

void Matching::collect(const Searched& searched, const Question& question, std::uint32_t columns,
                       const Condition* visible, std::vector<Found>& out) {
  storage::TextQuery query;
  for (const auto& terms : *question.terms) query.all_of.push_back({terms, columns});
  if (!searched.rights.empty()) query.all_of.push_back({searched.rights, 1u << kRightsColumn});
  query.from = searched.indexed->first();
  query.until = searched.indexed->last();
  query.limit = kStep;
  auto enough = out.size() + request_.limit;
  for (std::size_t seen = 0; seen < kMostCandidates && out.size() < enough; seen += kStep) {
    auto numbers = reader_.match(query);
    std::vector<Cell> rids;
    for (auto number : numbers)
      if (!numbers_.contains(number)) rids.emplace_back(IndexedEntity::rid(number));
    if (!rids.empty()) {
      auto which = one_of("rid", std::move(rids));
      if (visible) which = storage::all_of({std::move(which), *visible});
      auto found = readable(searched, std::move(which));
      std::sort(found.begin(), found.end(),
                [](const Found& a, const Found& b) { return a.rid > b.rid; });
      std::move(found.begin(), found.end(), std::back_inserter(out));
    }
    if (numbers.size() < kStep) return;
    query.until = numbers.back() - 1;
  }
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

// Those whose title is what was typed come first, then those whose title begins so.
void Matching::add(std::vector<Found> found, const Question& question) {
  std::vector<std::pair<int, Found*>> order;
  for (auto& one : found) order.emplace_back(distance_of(one.title, question.typed), &one);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [distance, one] : order) {
    if (found_.size() >= request_.limit) return;
    if (!numbers_.insert(one->indexed->number(one->rid)).second) continue;
    one->terms = question.terms;
    found_.push_back(std::move(*one));
  }
}

}  // namespace rapport::search
