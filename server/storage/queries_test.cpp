// Random query trees, answered by each engine and by a model in memory: the same rows in the same
// order, at once and page by page.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <unordered_map>

#include "storage/test_engine.h"
#include "storage/test_model.h"

namespace rapport::storage {
namespace {

using base::Id;
using testing::City;
using testing::Model;
using testing::Person;

class Queries : public testing::EngineTest {
 protected:
  Queries() {
    cities_ = {
        name("cities"),
        {{"id", ColumnType::Bytes}, {"title", ColumnType::Text}, {"size", ColumnType::Integer}},
        {},
        {{{"id"}, true, {}}},
        {}};
    people_ = {name("people"),
               {{"id", ColumnType::Bytes},
                {"name", ColumnType::Text},
                {"age", ColumnType::Integer},
                {"city", ColumnType::Bytes},
                {"tags", ColumnType::Text},
                {"deleted_at", ColumnType::Integer}},
               {},
               {{{"id"}, true, {}},
                {{"name", "rid", "city", "age"}, false, "deleted_at IS NULL"},
                {{"age", "rid"}, false, "deleted_at IS NULL"},
                {{"city"}, false, "city IS NOT NULL"},
                {{"city", "age", "rid"}, false, "deleted_at IS NULL"},
                {{"city", "rid", "age", "name"}, false, "deleted_at IS NULL"},
                {{"age", "rid", "city", "name"}, false, "deleted_at IS NULL"},
                {{"age", "name", "rid", "city"}, false, "deleted_at IS NULL"},
                {{"city", "name", "rid", "age"}, false, "deleted_at IS NULL"},
                {{"age"}, false, "deleted_at IS NULL", {"rid", "city", "tags"}},
                {{"deleted_at"}, false, "deleted_at IS NOT NULL"}},
               "name"};
    friends_ = {name("friends"),
                {{"a", ColumnType::Bytes}, {"b", ColumnType::Bytes}},
                {"a", "b"},
                {{{"b", "a"}, false, {}}},
                {}};
    database->migrate({&cities_, &people_, &friends_});
  }

  std::size_t below(std::size_t limit) { return chance_() % limit; }
  bool once_in(std::size_t times) { return below(times) == 0; }

  std::string random_word(std::size_t length) {
    static const char* kLetters[] = {"a", "b", "ж", "ё", "'", "%", "_", " ", "\"", "я"};
    std::string word;
    for (std::size_t i = 0; i < length; ++i) word += kLetters[below(std::size(kLetters))];
    return word;
  }

  Cell random_tags() {
    std::string tags = "|";
    for (const char* tag : {"red", "hot", "r"})
      if (once_in(2)) tags += std::string(tag) + "|";
    return tags == "|" ? Cell() : Cell(tags);
  }

  void fill(std::size_t count) {
    database->write([&](Transaction& transaction) {
      for (int i = 0; i < 5; ++i) {
        model_.cities.push_back({new_id(), random_word(3), static_cast<std::int64_t>(below(4))});
        const auto& city = model_.cities.back();
        insert(transaction, cities_, {{"id", city.id}, {"title", city.title}, {"size", city.size}});
      }
      for (std::size_t i = 0; i < count; ++i) add_person(transaction);
      for (std::size_t i = 0; i < count; ++i) {
        auto a = any_person().id, b = any_person().id;
        Insert row{&friends_, {{"a", a}, {"b", b}}, true, false};
        transaction.insert(row);
        model_.friends[a].push_back(b);
      }
    });
  }

  Id new_id() { return base::new_id(1'000'000, base::system_random()); }
  Person& any_person() { return model_.people[below(model_.people.size())]; }

  Person random_person() {
    Person person;
    person.id = new_id();
    if (!once_in(6)) person.name = random_word(1 + below(8));
    if (!once_in(5)) person.age = static_cast<std::int64_t>(below(12)) - 3;
    if (!once_in(4)) person.city = model_.cities[below(5)].id;
    if (once_in(9)) person.city = new_id();  // a city that is not there
    person.tags = random_tags();
    if (once_in(5)) person.deleted_at = std::int64_t{7};
    return person;
  }

  std::vector<Assignment> values_of(const Person& person) {
    return {{"id", person.id},     {"name", person.name}, {"age", person.age},
            {"city", person.city}, {"tags", person.tags}, {"deleted_at", person.deleted_at}};
  }

  void add_person(Transaction& transaction) {
    auto person = random_person();
    person.rid = insert(transaction, people_, values_of(person));
    model_.people.push_back(std::move(person));
  }

  // Changes and removes some, so that every index has seen updates.
  void stir() {
    database->write([&](Transaction& transaction) {
      for (int i = 0; i < 20; ++i) {
        auto& person = any_person();
        auto changed = random_person();
        changed.id = person.id;
        changed.rid = person.rid;
        Update update;
        update.table = &people_;
        update.values = values_of(changed);
        update.where = storage::compare("rid", storage::Test::Equal, person.rid);
        ASSERT_EQ(transaction.update(update), 1);
        person = std::move(changed);
      }
      auto gone = any_person().rid;
      Delete remove{&people_, storage::compare("rid", storage::Test::Equal, gone)};
      ASSERT_EQ(transaction.remove(remove), 1);
      std::erase_if(model_.people, [&](const Person& person) { return person.rid == gone; });
    });
  }

  Condition random_leaf() {
    using storage::Test;
    static constexpr Test kOrdered[] = {Test::Equal,   Test::NotEqual,     Test::Less,
                                        Test::Greater, Test::GreaterEqual, Test::LessEqual};
    static constexpr Test kTextual[] = {Test::Contains, Test::StartsWith, Test::EndsWith,
                                        Test::Equal};
    switch (below(10)) {
      case 0:
        return is_null("deleted_at");
      case 1:
      case 2:
        return storage::compare("age", kOrdered[below(6)],
                                static_cast<std::int64_t>(below(10)) - 2);
      case 3:
        return storage::in(Expression{0, "age"}, {Cell(std::int64_t{1}), Cell(std::int64_t{4})});
      case 4:
        return storage::compare("name", kTextual[below(4)], Cell(random_word(1 + below(4))));
      case 5:
        return storage::compare("name", kOrdered[below(6)], Cell(random_word(2)));
      case 6:
        return storage::compare("tags", Test::HasKey, Cell(once_in(2) ? "hot" : "r"));
      case 7:
        return storage::compare("city", Test::Equal, model_.cities[below(5)].id);
      case 8:
        return storage::compare(Expression{1, "size"}, kOrdered[below(6)], std::int64_t{2});
      default:
        return random_exists();
    }
  }

  // Who knows this one.
  Condition friend_of(const Id& id) {
    Condition exists;
    exists.kind = Condition::Kind::Exists;
    exists.source.number = 5;
    exists.source.table = &friends_;
    exists.source.parent_column = "id";
    exists.source.column = "a";
    exists.children = {storage::compare(Expression{5, "b"}, storage::Test::Equal, id)};
    return exists;
  }

  Condition random_exists() {
    auto exists = friend_of(any_person().id);
    if (once_in(2)) return exists;
    Source other;
    other.number = 6;
    other.table = &people_;
    other.parent = 5;
    other.parent_column = "b";
    exists.joins = {other};
    exists.children = {
        storage::compare(Expression{6, "age"}, storage::Test::Greater, std::int64_t{4})};
    return exists;
  }

  Condition random_condition(int depth) {
    if (depth == 0 || once_in(3)) return random_leaf();
    if (once_in(4)) return negate(random_condition(depth - 1));
    std::vector<Condition> children;
    for (std::size_t i = 0; i < 2 + below(2); ++i) children.push_back(random_condition(depth - 1));
    return once_in(2) ? all_of(std::move(children)) : any_of(std::move(children));
  }

  Expression random_key() {
    switch (below(5)) {
      case 0:
        return {0, "age"};
      case 1:
        return {0, "name"};
      case 2:
        return {1, "title"};
      case 3:
        return {1, "size"};
      default:
        break;
    }
    Expression guarded{1, "title"};
    guarded.visible_if = std::make_shared<Condition>(
        storage::any_of({storage::compare("age", storage::Test::Greater, std::int64_t{2}),
                         storage::compare("city", storage::Test::Equal, model_.cities[0].id)}));
    return guarded;
  }

  Query random_query() {
    Query query;
    query.table = &people_;
    query.columns = {Expression{0, "rid"}};
    for (auto column : {"name", "age", "city", "tags"})  // so many: rows first, columns then
      if (!once_in(9)) query.columns.push_back(Expression{0, column});
    Source city;
    city.number = 1;
    city.table = &cities_;
    city.parent_column = "city";
    query.joins = {city};
    query.where =
        once_in(3) ? random_condition(3) : all_of({is_null("deleted_at"), random_condition(3)});
    for (std::size_t i = below(4); i > 0; --i) query.order.push_back({random_key(), once_in(2)});
    return query;
  }

  std::vector<std::int64_t> ask(Transaction& transaction, const Query& query) {
    std::vector<std::int64_t> rids;
    transaction.select(query, [&](const Row& row) {
      rids.push_back(row.integer(0));
      return true;
    });
    return rids;
  }

  // All pages, each begun after the last row of the one before.
  std::vector<std::int64_t> ask_by_pages(Transaction& transaction, Query query, std::size_t limit) {
    query.limit = limit;
    std::vector<std::int64_t> all;
    while (all.size() <= model_.people.size()) {
      auto page = ask(transaction, query);
      all.insert(all.end(), page.begin(), page.end());
      if (page.size() < limit) break;
      auto last = std::find_if(model_.people.begin(), model_.people.end(),
                               [&](const Person& person) { return person.rid == page.back(); });
      query.after.clear();
      for (const auto& key : query.order)
        query.after.push_back(model_.value(*last, key.expression));
      query.after.push_back(last->rid);
    }
    return all;
  }

  Table cities_, people_, friends_;
  Model model_;
  // --gtest_shuffle --gtest_random_seed=N asks other questions.
  std::mt19937 chance_{
      static_cast<unsigned>(20261122 + ::testing::UnitTest::GetInstance()->random_seed())};
};

std::string text_of(const Expression& e) {
  return (e.visible_if ? "guarded " : "") + std::to_string(e.source) + "." + e.column;
}

std::string text_of(const Condition& c) {
  using Kind = Condition::Kind;
  static constexpr std::string_view kTests[] = {
      "=", "<>", "<", "<=", ">", ">=", "in", "is null", "contains", "starts", "ends", "key"};
  if (c.kind == Kind::Compare) {
    std::string text = text_of(c.left) + " " + std::string(kTests[static_cast<int>(c.test)]);
    for (const auto& value : c.values) {
      if (const auto* number = std::get_if<std::int64_t>(&value))
        text += " " + std::to_string(*number);
      if (const auto* words = std::get_if<std::string>(&value)) text += " '" + *words + "'";
    }
    return text;
  }
  static constexpr std::string_view kKinds[] = {"always", "never", "all",   "any",
                                                "not",    "",      "exists"};
  std::string text(kKinds[static_cast<int>(c.kind)]);
  for (const auto& child : c.children) text += " (" + text_of(child) + ")";
  return text;
}

std::string text_of(const Query& query) {
  std::string text = "order:";
  for (const auto& key : query.order)
    text += " " + text_of(key.expression) + (key.descending ? " desc" : "");
  return text + " where: " + text_of(query.where);
}

TEST_P(Queries, AnswerAsTheModelDoes) {
  fill(150);
  for (int round = 0; round < 15; ++round) {
    stir();
    database->read([&](Transaction& transaction) {
      for (int i = 0; i < 40; ++i) {
        auto query = random_query();
        auto expected = model_.answer(query);
        ASSERT_EQ(ask(transaction, query), expected)
            << "round " << round << ", query " << i << ", " << text_of(query);
        ASSERT_EQ(transaction.count(query, 1'000'000), static_cast<std::int64_t>(expected.size()));
        ASSERT_EQ(ask_by_pages(transaction, query, 1 + below(20)), expected)
            << "pages of round " << round << ", query " << i << ", " << text_of(query);
      }
    });
  }
}

// Past the bound up to which rows are gathered and sorted, the way to them is another one.
TEST_P(Queries, AnswerOverManyRowsToo) {
  fill(4'000);
  for (int i = 0; i < 12; ++i) {
    auto query = random_query();
    auto expected = model_.answer(query);
    database->read([&](Transaction& transaction) {
      ASSERT_EQ(ask(transaction, query), expected) << "query " << i << ", " << text_of(query);
      ASSERT_EQ(ask_by_pages(transaction, query, 400), expected)
          << "pages of query " << i << ", " << text_of(query);
    });
  }
}

// What is one's own or one's teams' has an index in the order of the page for each of them; what is
// linked to one beside it has none.
TEST_P(Queries, MergeWhatBelongsToSeveral) {
  fill(1'500);
  for (int i = 0; i < 30; ++i) {
    auto age = [&] { return Cell(static_cast<std::int64_t>(below(8))); };
    Query query;
    query.table = &people_;
    for (auto column : {"rid", "name", "age", "city", "tags"})
      query.columns.push_back(Expression{0, column});
    query.where = all_of(
        {is_null("deleted_at"),
         any_of({storage::compare("city", storage::Test::Equal, model_.cities[0].id),
                 storage::in(Expression{0, "age"}, {age(), age(), age()})})});
    if (once_in(2)) query.where.children[1].children.push_back(friend_of(any_person().id));
    if (once_in(2))
      query.where.children.push_back(
          storage::compare("name", storage::Test::LessEqual, model_.people[below(99)].name));
    if (!once_in(3)) query.order = {{Expression{0, "name"}, once_in(2)}};
    auto expected = model_.answer(query);
    database->read([&](Transaction& transaction) {
      ASSERT_EQ(ask_by_pages(transaction, query, 1 + below(60)), expected) << text_of(query);
    });
  }
}

// An order that no index has is told by what an index carries, for those of the alternatives that
// have one; the city's name by a join.
TEST_P(Queries, SortWhatBelongsToSeveral) {
  fill(7'000);
  for (int i = 0; i < 12; ++i) {
    Query query;
    query.table = &people_;
    for (auto column : {"rid", "name", "age", "city", "tags"})
      query.columns.push_back(Expression{0, column});
    Source city{1, &cities_, 0, "city"};
    query.joins = {city};
    std::vector<Cell> ages;
    for (std::int64_t age = -3; age < 7; ++age) ages.emplace_back(age);
    query.where = all_of(
        {i % 4 == 3 ? negate(is_null("deleted_at")) : is_null("deleted_at"),
         any_of({storage::compare("city", storage::Test::Equal, model_.cities[0].id),
                 storage::in(Expression{0, "age"}, ages)})});
    if (once_in(3))
      query.where.children.push_back(
          storage::compare("city", storage::Test::NotEqual, model_.cities[1].id));
    query.order = {{i % 2 ? Expression{0, "tags"} : random_key(), once_in(2)},
                   {Expression{0, "tags"}, once_in(2)}};
    auto expected = model_.answer(query);
    if (i % 4 != 3) ASSERT_GT(expected.size(), 3'000);  // fewer are gathered by their numbers
    database->read([&](Transaction& transaction) {
      query.limit = 200;
      auto page = ask(transaction, query);
      expected.resize(page.size());
      ASSERT_EQ(page, expected) << text_of(query);
    });
  }
}

// Each condition holds for half of the rows, both for next to none: a walk in the order of the page
// is broken off, and what is gathered then must be the same.
TEST_P(Queries, FindWhatALongWalkWouldNot) {
  const std::int64_t kRows = GetParam() == "sqlite" ? 50'000 : 5'000;
  auto city = new_id();
  std::vector<std::int64_t> both;
  database->write([&](Transaction& transaction) {
    for (std::int64_t i = 0; i < kRows; ++i) {
      bool in_both = i == 7 || i == kRows / 2 || i == kRows - 1;
      std::vector<Assignment> values{{"id", new_id()}, {"name", std::to_string(kRows + i)}};
      if (in_both || i % 2) values.push_back({"city", city});
      values.push_back({"age", std::int64_t{in_both || i % 2 == 0}});
      auto rid = transaction.insert({&people_, std::move(values)});
      if (in_both) both.push_back(rid);
    }
  });
  Query query;
  query.table = &people_;
  for (auto column : {"rid", "name", "age", "city", "tags"})
    query.columns.push_back(Expression{0, column});
  query.where = all_of({is_null("deleted_at"),
                        storage::compare("city", storage::Test::Equal, city),
                        storage::compare("age", storage::Test::Equal, std::int64_t{1})});
  query.order = {{Expression{0, "name"}, false}};
  query.limit = 50;
  for (int again = 0; again < 2; ++again)  // the second time it is known
    database->read([&](Transaction& transaction) { EXPECT_EQ(ask(transaction, query), both); });
}

EVERY_ENGINE(Queries);

}  // namespace
}  // namespace rapport::storage
