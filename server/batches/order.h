// Order: what a batch is asked to do, to which records:
//   {"entity":"deals",
//    "ids":["…"] or "filter":{…},"q":"…" (all that a list would show; neither: everything),
//    "change":{"owner":"…"}, "add":{"tags":["x"]}, "remove":{"tags":["y"]} or "delete":true}
// or everything of a person, for who administers:
//   {"entity":"users","hand_over":{"from":"…","to":"…"}}
#pragma once
#include "base/json.h"
#include "records/changes.h"

namespace rapport::batches {

struct HandOver {
  base::Id from, to;
};

struct Order {
  const schema::EntityDef* entity = nullptr;
  std::vector<base::Id> ids;  // with has_ids
  bool has_ids = false;
  base::json::value filter;
  std::string q;
  base::json::object change, add, remove;
  bool is_deletion = false;
  std::optional<HandOver> hand_over;

  access::Action action() const {
    return is_deletion ? access::Action::Delete : access::Action::Update;
  }
};

// Throws: Error{Malformed} for a wrong shape, Error{Invalid} for values that the entity does not
// take, Error{Forbidden} when the actor may do it to no record of the entity at all.
Order parse_order(const records::Context& context, const base::json::value& body);

struct Target {
  std::string entity;
  base::Id record;
  std::string field;  // of a hand-over: the one that names the person
};

// The records the order is about that the actor sees. Of a hand-over: all that the person owns but
// what is over (activities) or his alone (views), and what he leads.
std::vector<Target> find_targets(storage::Transaction& transaction,
                                   const records::Context& context, const Order& order);

// What becomes of the lists that the order adds to and takes from, by what they are before:
// {"tags":["a","x"]}.
base::json::object with_lists(const Order& order, const base::json::object& before);

}  // namespace rapport::batches
