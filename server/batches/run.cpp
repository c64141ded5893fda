#include "batches/run.h"

#include "records/requests/values_before.h"

namespace rapport::batches {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Id;
using records::ChangesFor;
using records::RecordService;
using storage::Transaction;

namespace {

// What is no mistake of the record (a full disk) fails the whole.
bool is_of_the_record(const Error& error) {
  return error.kind != ErrorKind::Internal && error.kind != ErrorKind::Unavailable;
}

Order order_of(const records::Context& context, const Batch& batch) {
  return parse_order(context, base::parse_json(batch.order));
}

}  // namespace

bool Run::go() {
  std::vector<Target> targets;
  tools_.read([&](Transaction& transaction) {
    auto context = tools_.context();
    targets = find_targets(transaction, context, order_of(context, batch_));
  });
  batch_.total = batch_.done + static_cast<std::int64_t>(targets.size());
  std::size_t from = 0;
  while (from < targets.size()) {
    auto before = batch_;
    std::size_t done = 0;
    tools_.write([&](Transaction& transaction) {
      batch_ = before;
      done = do_some(transaction, targets, from);
    });
    from += done;
    if (!tools_.go_on()) return from >= targets.size();
  }
  return true;
}

// How many of them it came to.
std::size_t Run::do_some(Transaction& transaction, const std::vector<Target>& targets,
                         std::size_t from) {
  auto until = std::min(from + tools_.pace.records, targets.size());
  std::vector<Id> some;
  for (auto i = from; i < until; ++i) some.push_back(targets[i].record);
  auto context = tools_.context();
  auto order = order_of(context, batch_);
  auto known = known_records(transaction, batch_.id, some);
  RecordService service(transaction, context);
  auto end = tools_.clock.now() + tools_.pace.microseconds;
  std::size_t done = 0;
  for (auto i = from; i < until; ++i) {
    if (done > 0 && tools_.clock.now() > end) break;
    ++done;
    // Done before the process died.
    if (known.contains(targets[i].record)) {
      --batch_.total;
      continue;
    }
    do_one(service, order, targets[i]);
    ++batch_.done;
  }
  update_batch(transaction, batch_);
  return done;
}

Entry Run::entry_of(const Target& target) const {
  Entry entry;
  entry.record = target.record;
  if (target.entity != batch_.entity) entry.entity = target.entity;
  return entry;
}

void Run::do_one(RecordService& service, const Order& order, const Target& target) {
  auto before = batch_;
  try {
    service.transaction().savepoint([&] {
      service.load(service.context().entity(target.entity), target.record,
                   access::Action::MassEdit);
      if (order.is_deletion) remove(service, target);
      else change(service, order, target);
    });
  } catch (const Error& error) {
    if (!is_of_the_record(error)) throw;
    batch_ = before;
    ++batch_.refused;
    auto entry = entry_of(target);
    entry.did = Did::Refused;
    give_reason(entry, error);
    put_entry(service.transaction(), batch_.id, entry);
  }
}

void Run::change(RecordService& service, const Order& order, const Target& target) {
  const auto& context = service.context();
  const auto& entity = context.entity(target.entity);
  auto before = service.load(entity, target.record, access::Action::Update);
  auto wanted = order.change;
  if (order.hand_over) wanted[target.field] = order.hand_over->to.text();
  auto parse = [&] {
    return records::parse_changes(context, entity, wanted, ChangesFor::Update);
  };
  if (!order.add.empty() || !order.remove.empty()) {
    for (const auto& [name, words] : with_lists(order, {})) wanted[name] = words;
    auto was = records::values_before(service.transaction(), context, before, parse());
    for (const auto& [name, words] : with_lists(order, was)) wanted[name] = words;
  }
  auto changes = parse();
  auto values = records::values_before(service.transaction(), context, before, changes);
  auto saved = service.update(entity, target.record, changes);
  if (saved.outcome == records::Outcome::Unchanged) {
    ++batch_.unchanged;
    return;
  }
  ++batch_.changed;
  auto entry = entry_of(target);
  entry.version = saved.record.version();
  entry.before = json::serialize(values);
  put_entry(service.transaction(), batch_.id, entry);
}

void Run::remove(RecordService& service, const Target& target) {
  service.remove(service.context().entity(target.entity), target.record);
  ++batch_.changed;
  auto entry = entry_of(target);
  entry.did = Did::Deleted;
  put_entry(service.transaction(), batch_.id, entry);
}

bool Undo::go() {
  Id after;
  while (true) {
    std::vector<Entry> entries;
    tools_.read([&](Transaction& transaction) {
      entries = read_entries(transaction, batch_.id, {Did::Changed, Did::Deleted}, after,
                             tools_.pace.records);
    });
    if (entries.empty()) return true;
    auto before = batch_;
    tools_.write([&](Transaction& transaction) {
      batch_ = before;
      undo_some(transaction, entries);
    });
    after = entries.back().record;
    if (!tools_.go_on()) return false;
  }
}

namespace {

void take_back(RecordService& service, const schema::EntityDef& entity, const Entry& entry) {
  if (entry.did == Did::Deleted) return service.restore(entity, entry.record);
  auto changes = records::parse_changes(service.context(), entity, base::parse_json(entry.before),
                                        ChangesFor::Update);
  records::SaveOptions options;
  options.expected_version = entry.version;
  options.warn_of_duplicates = false;
  service.update(entity, entry.record, changes, options);
}

}  // namespace

void Undo::undo_some(Transaction& transaction, const std::vector<Entry>& entries) {
  auto context = tools_.context();
  RecordService service(transaction, context);
  for (const auto& entry : entries) {
    const auto& entity = context.entity(entry.entity.empty() ? batch_.entity : entry.entity);
    ++batch_.done;
    try {
      transaction.savepoint([&] { take_back(service, entity, entry); });
    } catch (const Error& error) {
      if (!is_of_the_record(error)) throw;
      // Out of the bin already, or gone for good: nothing is left to do.
      if (entry.did == Did::Deleted && error.kind == ErrorKind::NotFound) continue;
      ++batch_.kept;
      auto kept = entry;
      kept.did = Did::Kept;
      give_reason(kept, error);
      put_entry(transaction, batch_.id, kept);
      continue;
    }
    ++batch_.put_back;
    forget_entry(transaction, batch_.id, entry.record);
  }
  update_batch(transaction, batch_);
}

}  // namespace rapport::batches
