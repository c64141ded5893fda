// A transaction on a connection of SQLite.
// Not here: SQL text (storage/sql.h), the choice of an index (planner.h).
#pragma once
#include "storage/sqlite/connection.h"
#include "storage/sqlite/planner.h"
#include "storage/sqlite/substring_backlog.h"
#include "storage/sqlite/substrings.h"

namespace rapport::storage::sqlite {

enum class Access { Read, Write };

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Connection& connection, Planner& planner)
      : connection_(connection), planner_(planner), access_(Access::Read) {}
  // One that writes.
  SqliteTransaction(Connection& connection, Planner& planner, SubstringBacklog& backlog)
      : connection_(connection), planner_(planner), access_(Access::Write), backlog_(&backlog) {}

  void select(const Query& query, const RowSink& sink) override;
  PreparedQueryPtr prepare(const Query& query) override;
  void select(const PreparedQuery& query, const std::vector<Cell>& parameters,
              const RowSink& sink) override;
  std::int64_t insert(const Insert& insert) override;
  std::int64_t update(const Update& update) override;
  std::int64_t remove(const Delete& remove) override;
  void savepoint(const std::function<void()>& work) override;
  std::int64_t count(const Query& query, std::int64_t at_most) override;
  bool is_write() const override { return access_ == Access::Write; }
  void on_commit(std::function<void()> action) override;
  std::vector<std::function<void()>> take_commit_actions() { return std::move(actions_); }

 private:
  // A page whose rows are found first, and then read.
  void select_page(const Query& query, const RowSink& sink);
  // Row numbers of a page, in its order; how many were added.
  std::size_t find_numbers(const Query& query, const AccessPath& path,
                           std::vector<std::int64_t>& numbers);
  // Runs the query in one part or two, each with its way; `run_part` returns a number of rows.
  void in_parts(const Query& query,
                const std::function<std::size_t(const Query&, const AccessPath&)>& run_part);
  // Number of rows given to the sink.
  std::size_t run(const Query& query, const AccessPath& path, const RowSink& sink, bool& ended);
  // Those that are in their index.
  std::vector<SubstringRow> substring_rows(const Table& table, const Condition& where);

  Connection& connection_;
  Planner& planner_;
  Access access_;
  SubstringBacklog* backlog_ = nullptr;
  std::vector<std::function<void()>> actions_;
};

}  // namespace rapport::storage::sqlite
