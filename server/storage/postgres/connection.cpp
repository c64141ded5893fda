#include "storage/postgres/connection.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace rapport::storage::postgres {

using base::Error;
using base::ErrorKind;

namespace {

constexpr std::size_t kStatementsKept = 400;
constexpr std::size_t kRowsAtOnce = 1'000;
constexpr Oid kInteger = 20, kText = 25, kUuid = 2950;

// One row of a result, as text.
class ResultRow final : public Row {
 public:
  ResultRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column); }
  std::int64_t integer(int column) const override {
    std::int64_t value = 0;
    auto shown = text(column);
    std::from_chars(shown.data(), shown.data() + shown.size(), value);
    return value;
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  base::Id id(int column) const override {
    return base::Id::parse(text(column)).value_or(base::Id{});
  }

 private:
  const PGresult* result_;
  int row_;
};

// Values as the protocol takes them. Lifetime: that of the cells.
struct Bound {
  explicit Bound(const std::vector<Cell>& cells) {
    made.reserve(cells.size());  // the pointers stay good
    for (const auto& cell : cells) {
      const char* value = nullptr;
      if (const auto* number = std::get_if<std::int64_t>(&cell))
        value = made.emplace_back(std::to_string(*number)).c_str();
      else if (const auto* text = std::get_if<std::string>(&cell))
        value = text->c_str();
      else if (const auto* id = std::get_if<base::Id>(&cell))
        value = made.emplace_back(id->text()).c_str();
      values.push_back(value);
    }
  }
  std::vector<std::string> made;
  std::vector<const char*> values;
};

Oid type_of(const Cell& cell) {
  if (std::holds_alternative<std::int64_t>(cell)) return kInteger;
  if (std::holds_alternative<std::string>(cell)) return kText;
  if (std::holds_alternative<base::Id>(cell)) return kUuid;
  return 0;
}

// "Key (name, amount)=(…) already exists." in whatever language: the first name within brackets.
std::string first_column(std::string_view detail) {
  auto open = detail.find('(');
  if (open == std::string_view::npos) return {};
  auto rest = detail.substr(open + 1);
  auto name = rest.substr(0, rest.find_first_of(",)"));
  if (name.starts_with('"')) name = name.substr(1, name.size() - 2);
  return std::string(name);
}

std::string_view field(const PGresult* result, int code) {
  const char* found = result ? PQresultErrorField(result, code) : nullptr;
  return found ? std::string_view(found) : std::string_view();
}

bool is_error(const PGresult* result) {
  auto status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

}  // namespace

bool give_rows(const PGresult* result, const RowSink& sink) {
  for (int i = 0; i < PQntuples(result); ++i)
    if (!sink(ResultRow(result, i))) return false;
  return true;
}

Connection::Connection(SessionOptions options) : options_(std::move(options)) { open_session(); }

void Connection::open_session() {
  ++sessions_;
  kept_.clear();
  recency_.clear();
  // What the address says of these comes later, and goes before.
  // A server whose machine is gone says nothing: so what is not answered for is given up.
  const char* names[] = {"connect_timeout",     "application_name", "keepalives_idle",
                         "keepalives_interval", "keepalives_count", "tcp_user_timeout",
                         "dbname",              nullptr};
  const char* values[] = {"5", "rapport", "10", "3", "3", "10000", options_.url.c_str(), nullptr};
  handle_.reset(PQconnectdbParams(names, values, 1));
  if (is_lost()) fail(nullptr);
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
  std::string settings =
      "SET client_encoding='UTF8';SET standard_conforming_strings=on;SET "
      "statement_timeout=" + std::to_string(options_.statement_ms) +
      ";SET idle_in_transaction_session_timeout=0";
  if (!options_.durable) settings += ";SET synchronous_commit=off";
  if (options_.reads_only) settings += ";SET default_transaction_read_only=on";
  execute(settings);
}

// That a session is lost, as after a restart of the server, often shows only when it is used.
void Connection::begin(const std::string& sql) {
  has_given_ = false;
  try {
    if (!is_lost()) return execute(sql);
  } catch (const Error&) {
    if (!is_lost()) throw;
  }
  open_session();
  execute(sql);
}

void Connection::ask_alone(const std::function<void()>& work) {
  has_given_ = false;
  try {
    if (!is_lost()) return work();
  } catch (const Error&) {
    if (!is_lost() || has_given_) throw;
  }
  open_session();
  work();
}

void Connection::fail(const PGresult* result) {
  std::string message = result ? PQresultErrorMessage(result) : PQerrorMessage(handle_.get());
  if (is_lost()) throw Error(ErrorKind::Unavailable, "database_unavailable", {}, message);
  auto state = field(result, PG_DIAG_SQLSTATE);
  if (state == "23505")
    throw UniqueViolation(std::string(field(result, PG_DIAG_TABLE_NAME)),
                          first_column(field(result, PG_DIAG_MESSAGE_DETAIL)));
  // Another server writes now: it is looked for with the next transaction.
  if (state == "25006" && !options_.reads_only) {
    handle_.reset();
    throw Error(ErrorKind::Unavailable, "database_unavailable", {}, message);
  }
  if (state == "57014") throw Error(ErrorKind::Unavailable, "too_slow", {}, message);
  // Lack of something, what the operator does, what the machine does, and losing to another.
  for (std::string_view unlucky : {"53", "55", "57", "58", "40"})
    if (state.starts_with(unlucky))
      throw Error(ErrorKind::Unavailable, "storage_failed", {}, message);
  throw Error(ErrorKind::Internal, "internal", {},
              "postgres " + std::string(state) + ": " + message);
}

void Connection::execute(const std::string& sql) {
  take_in_all();
  Result result(PQexec(handle_.get(), sql.c_str()));
  if (!result || is_error(result.get())) fail(result.get());
}

void Connection::try_execute(const std::string& sql) noexcept {
  try {
    execute(sql);
  } catch (const std::exception&) {
  }
}

void Connection::begin_copy(const std::string& sql) {
  take_in_all();
  Result result(PQexec(handle_.get(), sql.c_str()));
  auto status = PQresultStatus(result.get());
  if (status != PGRES_COPY_IN && status != PGRES_COPY_OUT) fail(result.get());
}

void Connection::send_copy(std::string_view bytes) {
  if (PQputCopyData(handle_.get(), bytes.data(), static_cast<int>(bytes.size())) != 1) {
    Result result(PQgetResult(handle_.get()));
    fail(result.get());
  }
}

void Connection::end_copy() {
  if (PQtransactionStatus(handle_.get()) != PQTRANS_ACTIVE) return;
  Result result(PQgetResult(handle_.get()));
  if (PQresultStatus(result.get()) == PGRES_COPY_IN) {
    if (PQputCopyEnd(handle_.get(), nullptr) != 1) fail(nullptr);
    result.reset(PQgetResult(handle_.get()));
  }
  while (result) {
    if (is_error(result.get())) {
      while (Result(PQgetResult(handle_.get()))) {
      }
      fail(result.get());
    }
    result.reset(PQgetResult(handle_.get()));
  }
}

void Connection::forget_copy() noexcept {
  if (PQtransactionStatus(handle_.get()) != PQTRANS_ACTIVE) return;
  PQputCopyEnd(handle_.get(), "given up");
  char* row = nullptr;
  while (PQgetCopyData(handle_.get(), &row, 0) > 0) PQfreemem(row);
  while (Result(PQgetResult(handle_.get()))) {
  }
}

bool Connection::is_in_transaction() const {
  auto status = PQtransactionStatus(handle_.get());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

Connection::Shape::Shape(const Statement& statement) : key(statement.text) {
  for (const auto& value : statement.values) {
    types.push_back(type_of(value));
    key += types.back() == kInteger ? 'i' : types.back() == kText ? 't' : types.back() ? 'u' : 'n';
  }
}

const std::string* Connection::known(const Shape& shape) {
  const auto found = kept_.find(shape.key);
  if (found == kept_.end()) return nullptr;
  recency_.splice(recency_.begin(), recency_, found->second.position);
  return &found->second.name;
}

const std::string& Connection::give_name(Shape& shape) {
  recency_.push_front(shape.key);
  auto& kept = kept_[std::move(shape.key)];
  kept = {"s" + std::to_string(++names_given_), recency_.begin()};
  return kept.name;
}

std::optional<std::string> Connection::forget_oldest() {
  if (kept_.size() < kStatementsKept) return std::nullopt;
  const auto oldest = kept_.find(recency_.back());
  auto forgets = "DEALLOCATE " + oldest->second.name;
  kept_.erase(oldest);
  recency_.pop_back();
  return forgets;
}

std::string Connection::prepared(const Statement& statement) {
  Shape shape(statement);
  if (const auto* name = known(shape)) return *name;
  if (const auto forgets = forget_oldest()) execute(*forgets);
  const auto name = give_name(shape);
  Result result(PQprepare(handle_.get(), name.c_str(), statement.text.c_str(),
                          static_cast<int>(shape.types.size()), shape.types.data()));
  if (result && !is_error(result.get())) return name;
  kept_.erase(recency_.front());
  recency_.pop_front();
  fail(result.get());
}

bool Connection::begin_pipeline() noexcept {
  return !is_lost() && PQsetnonblocking(handle_.get(), 1) == 0 &&
         PQenterPipelineMode(handle_.get()) == 1;
}

bool Connection::send_unprepared(const Statement& statement, const Shape& shape) {
  const Bound bound(statement.values);
  return PQsendQueryParams(handle_.get(), statement.text.c_str(),
                           static_cast<int>(bound.values.size()), shape.types.data(),
                           bound.values.data(), nullptr, nullptr, 0);
}

std::optional<int> Connection::send_ahead(const Statement& statement) {
  auto* const handle = handle_.get();
  Shape shape(statement);
  if (statement.depends_on_values)
    return send_unprepared(statement, shape) ? std::optional(0) : std::nullopt;
  const auto* name = known(shape);
  int before = 0;
  if (!name) {
    if (const auto forgets = forget_oldest()) {
      if (!PQsendQueryParams(handle, forgets->c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0))
        return std::nullopt;
      ++before;
    }
    name = &give_name(shape);
    if (!PQsendPrepare(handle, name->c_str(), statement.text.c_str(),
                       static_cast<int>(shape.types.size()), shape.types.data()))
      return std::nullopt;
    ++before;
  }
  const Bound bound(statement.values);
  if (!PQsendQueryPrepared(handle, name->c_str(), static_cast<int>(bound.values.size()),
                           bound.values.data(), nullptr, nullptr, 0))
    return std::nullopt;
  return before;
}

void Connection::send(const Statement& statement) {
  take_in_all();
  if (statement.depends_on_values) {
    if (!send_unprepared(statement, Shape(statement))) fail(nullptr);
    return;
  }
  auto name = prepared(statement);
  Bound bound(statement.values);
  if (!PQsendQueryPrepared(handle_.get(), name.c_str(), static_cast<int>(bound.values.size()),
                           bound.values.data(), nullptr, nullptr, 0))
    fail(nullptr);
}

// Null when the statement has come to its end; its error is thrown when that has been read.
Result Connection::next_result() {
  Result result(PQgetResult(handle_.get()));
  if (result && is_error(result.get())) {
    while (Result(PQgetResult(handle_.get()))) {
    }
    fail(result.get());
  }
  return result;
}

std::int64_t Connection::run(const Statement& statement) {
  send(statement);
  std::int64_t changed = 0;
  while (auto result = next_result()) {
    std::string_view count = PQcmdTuples(result.get());
    std::from_chars(count.data(), count.data() + count.size(), changed);
  }
  return changed;
}

std::int64_t Connection::integer(const Statement& statement) {
  std::int64_t found = 0;
  bool first = true;
  select(statement, [&](const Row& row) {
    if (std::exchange(first, false) && !row.is_null(0)) found = row.integer(0);
    return true;
  });
  return found;
}

void Connection::take_in(Incoming& incoming) {
  if (incoming.ended) return;
  incoming.ended = true;  // also when it fails
  while (auto result = next_result())
    if (PQntuples(result.get()) > 0) incoming.rows.push_back(std::move(result));
}

void Connection::take_in_all() {
  if (incoming_) take_in(*incoming_);
}

void Connection::select(const Statement& statement, const RowSink& sink) {
  send(statement);
  // A page comes as one: each row by itself costs more.
  if (statement.limit == 0 || statement.limit > kRowsAtOnce) PQsetSingleRowMode(handle_.get());
  Incoming incoming;
  // However it ends, nothing is left on the wire.
  struct End {
    Connection& connection;
    Incoming& incoming;
    Incoming* outer = connection.incoming_;
    ~End() {
      try {
        connection.take_in(incoming);
      } catch (const std::exception&) {
      }
      connection.incoming_ = outer;
    }
  } end{*this, incoming};
  incoming_ = &incoming;
  while (true) {
    Result result;
    if (!incoming.rows.empty()) {
      result = std::move(incoming.rows.front());
      incoming.rows.pop_front();
    } else if (!incoming.ended) {
      result = next_result();
      if (!result) incoming.ended = true;
    }
    if (!result) return;
    has_given_ = has_given_ || PQntuples(result.get()) > 0;
    if (!give_rows(result.get(), sink)) return;
  }
}

}  // namespace rapport::storage::postgres
