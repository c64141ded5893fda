// A table of people in memory that answers any query, for the tests of the engines.
// Only *_test.cpp files include it.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/query.h"

namespace rapport::storage::testing {

using base::Id;
using Truth = std::optional<bool>;  // nothing: unknown

struct Person {
  std::int64_t rid = 0;
  Id id;
  Cell name, age, city, tags, deleted_at;
};

struct City {
  Id id;
  std::string title;
  std::int64_t size;
};

// The tables as C++ values, and what a condition means for them.
struct Model {
  std::vector<Person> people;
  std::vector<City> cities;
  std::unordered_map<Id, std::vector<Id>> friends;  // whom each knows

  const Person* find(const Id& id) const {
    for (const auto& person : people)
      if (person.id == id) return &person;
    return nullptr;
  }

  const City* city_of(const Person& person) const {
    for (const auto& city : cities)
      if (Cell(city.id) == person.city) return &city;
    return nullptr;
  }

  Cell value(const Person& person, const Expression& e) const {
    if (e.visible_if && holds(person, *e.visible_if) != Truth(true)) return {};
    if (e.source == 1) {
      const auto* city = city_of(person);
      if (!city) return {};
      return e.column == "title" ? Cell(city->title) : Cell(city->size);
    }
    if (e.column == "rid") return person.rid;
    if (e.column == "id") return person.id;
    if (e.column == "name") return person.name;
    if (e.column == "age") return person.age;
    if (e.column == "city") return person.city;
    if (e.column == "tags") return person.tags;
    return person.deleted_at;
  }

  static Truth test(const Cell& left, storage::Test test, const Cell& right) {
    using storage::Test;
    if (test == Test::NotEqual) return left != right;
    if (schema::is_null(left)) return std::nullopt;
    switch (test) {
      case Test::Equal:
        return left == right;
      case Test::Less:
        return left < right;
      case Test::LessEqual:
        return left <= right;
      case Test::Greater:
        return left > right;
      case Test::GreaterEqual:
        return left >= right;
      default:
        break;
    }
    const auto& text = std::get<std::string>(left);
    const auto& part = std::get<std::string>(right);
    switch (test) {
      case Test::Contains:
        return text.find(part) != std::string::npos;
      case Test::StartsWith:
        return text.starts_with(part);
      case Test::EndsWith:
        return text.ends_with(part);
      default:
        return text.find("|" + part + "|") != std::string::npos;
    }
  }

  Truth compare(const Person& person, const Condition& c) const {
    auto left = value(person, c.left);
    if (c.test == storage::Test::IsNull) return schema::is_null(left);
    if (c.test != storage::Test::In) return test(left, c.test, c.values.at(0));
    if (schema::is_null(left)) return std::nullopt;
    return std::find(c.values.begin(), c.values.end(), left) != c.values.end();
  }

  // Exists is made in two forms only: a friend of that id, and a friend over an age.
  bool exists(const Person& person, const Condition& c) const {
    auto known = friends.find(person.id);
    if (known == friends.end()) return false;
    const Cell& wanted = c.children.at(0).values.at(0);
    return std::any_of(known->second.begin(), known->second.end(), [&](const Id& id) {
      if (c.joins.empty()) return Cell(id) == wanted;
      const auto* other = find(id);
      return other && test(other->age, storage::Test::Greater, wanted) == Truth(true);
    });
  }

  Truth holds(const Person& person, const Condition& c) const {
    using Kind = Condition::Kind;
    switch (c.kind) {
      case Kind::Always:
        return true;
      case Kind::Never:
        return false;
      case Kind::Compare:
        return compare(person, c);
      case Kind::Exists:
        return exists(person, c);
      case Kind::Not:
        return holds(person, c.children.at(0)) != Truth(true);
      default:
        break;
    }
    bool deciding = c.kind == Kind::Any;
    bool unknown = false;
    for (const auto& child : c.children) {
      auto truth = holds(person, child);
      if (truth == Truth(deciding)) return deciding;
      unknown = unknown || !truth;
    }
    if (unknown) return std::nullopt;
    return !deciding;
  }

  std::vector<std::int64_t> answer(const Query& query) const {
    std::vector<const Person*> found;
    for (const auto& person : people)
      if (holds(person, query.where) == Truth(true)) found.push_back(&person);
    bool down = query.order.empty() || query.order[0].descending;
    std::sort(found.begin(), found.end(), [&](const Person* a, const Person* b) {
      for (const auto& key : query.order) {
        auto left = value(*a, key.expression), right = value(*b, key.expression);
        if (left != right) return (left < right) != key.descending;  // null has the least index
      }
      return (a->rid < b->rid) != down;
    });
    std::vector<std::int64_t> rids;
    for (const auto* person : found) rids.push_back(person->rid);
    return rids;
  }
};

}  // namespace rapport::storage::testing
