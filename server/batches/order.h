// Order: what a batch is asked to do, to which records:
//   {"entity":"deals",
//    "ids":["…"] or "filter":{…},"q":"…" (all that a list would show; neither: everything),
//    "change":{"owner":"…"}, "add":{"tags":["x"]}, "remove":{"tags":["y"]} or "delete":true}
#pragma once
#include "base/json.h"
#include "records/changes.h"

namespace rapport::batches {

struct Order {
  const schema::EntityDef* entity = nullptr;
  std::vector<base::Id> ids;  // with has_ids
  bool has_ids = false;
  base::json::value filter;
  std::string q;
  base::json::object change, add, remove;
  bool is_deletion = false;

  access::Action action() const {
    return is_deletion ? access::Action::Delete : access::Action::Update;
  }
};

// Throws: Error{Malformed} for a wrong shape, Error{Invalid} for values that the entity does not
// take, Error{Forbidden} when the actor may do it to no record of the entity at all.
Order parse_order(const records::Context& context, const base::json::value& body);

// The records the order is about that the actor sees.
std::vector<base::Id> find_targets(storage::Transaction& transaction,
                                   const records::Context& context, const Order& order);

// What becomes of the lists that the order adds to and takes from, by what they are before:
// {"tags":["a","x"]}.
base::json::object with_lists(const Order& order, const base::json::object& before);

}  // namespace rapport::batches
