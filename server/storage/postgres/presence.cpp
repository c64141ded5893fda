#include "storage/postgres/presence.h"

#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

namespace {

constexpr std::string_view kTurn = "8241996103481171574", kWork = "8241996103481171575";

class PostgresPresence final : public Presence {
 public:
  explicit PostgresPresence(const std::string& url) : connection_({.url = url}) {}

  std::set<std::string> tables() override {
    std::set<std::string> names;
    connection_.select({"SELECT relname FROM pg_class WHERE relkind IN ('r','p') AND "
                        "relnamespace=current_schema()::regnamespace",
                        {},
                        {}},
                       [&](const Row& row) {
                         names.emplace(row.text(0));
                         return true;
                       });
    return names;
  }

  bool try_take_turn() override { return ask("pg_try_advisory_lock", kTurn); }
  void end_turn() override { ask("pg_advisory_unlock", kTurn); }

  bool try_be_alone() override {
    is_alone_ = is_alone_ || ask("pg_try_advisory_lock", kWork);
    return is_alone_;
  }

  // Its own lock lets it in, and is given up then: nobody comes in between.
  bool try_join() override {
    if (!ask("pg_try_advisory_lock_shared", kWork)) return false;
    if (is_alone_) ask("pg_advisory_unlock", kWork);
    is_alone_ = false;
    return true;
  }

  bool stay() override {
    try {
      connection_.execute("SELECT 1");
      return true;
    } catch (const base::Error&) {
      connection_.begin("SELECT 1");
      return try_join();
    }
  }

 private:
  bool ask(std::string_view function, std::string_view key) {
    auto sql = "SELECT " + std::string(function) + "(" + std::string(key) + ")::int";
    return connection_.integer({sql, {}, {}}) == 1;
  }

  Connection connection_;
  bool is_alone_ = false;
};

}  // namespace

std::unique_ptr<Presence> open_presence(const std::string& url) {
  return std::make_unique<PostgresPresence>(url);
}

}  // namespace rapport::storage::postgres
