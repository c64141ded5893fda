// The text index of the embedded engine: one writer at a time, a pool of readers on snapshots, in a
// file that is thrown away when it cannot be read.
#include "storage/text_index.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <shared_mutex>
#include <unordered_set>

#include "base/log.h"
#include "base/text.h"
#include "storage/sqlite/text_reader.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kWriterCacheBytes = 24 << 20, kReaderCacheBytes = 4 << 20;
constexpr std::int64_t kReadDeadlineMs = 5'000;
constexpr std::size_t kKnownWords = 200'000;
constexpr int kPagesPerMerge = 1'000;
constexpr int kFramesPerCheckpoint = 8'000;

bool is_damage(const base::Error& error) {
  auto says = [&](int code) {
    return error.detail.find(sqlite3_errstr(code)) != std::string::npos;
  };
  return says(SQLITE_CORRUPT) || says(SQLITE_NOTADB);
}

// Runs `work`; what the engine says about a broken file becomes TextIndexDamaged.
template <class Work>
void watching(const Work& work) {
  try {
    work();
  } catch (const base::Error& error) {
    if (is_damage(error)) throw TextIndexDamaged(error.detail);
    throw;
  }
}

void remove_file(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    std::filesystem::remove(path + suffix, ignored);
  }
}

std::string joined(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& column : columns) out += column + "\n";
  return out;
}

std::vector<std::string> separated(std::string_view columns) {
  std::vector<std::string> out;
  for (auto end = columns.find('\n'); end != columns.npos; end = columns.find('\n')) {
    out.emplace_back(columns.substr(0, end));
    columns.remove_prefix(end + 1);
  }
  return out;
}

PrefixLengths all_prefixes(std::string_view) { return {kShortestPrefix, kLongestPrefix}; }

// A connection that writes, and what it knows to be there.
class Writer {
 public:
  explicit Writer(const TextIndexOptions& options)
      : options_(options),
        connection_(options.path, OpenMode::ReadWrite, kWriterCacheBytes, false),
        reader_(connection_, options.kind_of_many) {
    sqlite3_wal_autocheckpoint(connection_.handle(), kFramesPerCheckpoint);
    sql_columns_ = sql_values_ = "";
    for (int i = 0; i < kTextColumns; ++i) {
      sql_columns_ += ",c" + std::to_string(i);
      sql_values_ += ",?";
    }
  }

  // False when the file was made by another version of the program.
  bool has_layout() {
    auto version = connection_.integer({"PRAGMA user_version", {}});
    return version == kTextLayout ||
           (version == 0 && connection_.integer({"SELECT count(*) FROM sqlite_master", {}}) == 0);
  }

  void lay_out() {
    in_transaction([&] {
      if (connection_.integer({"PRAGMA user_version", {}}) == kTextLayout) return true;
      for (const auto& sql : text_index_ddl()) connection_.execute(sql);
      return true;
    });
  }

  bool write(const TextBatch& batch) {
    std::vector<std::size_t> made_known;
    bool written = in_transaction([&] {
      if (reader_.state() != batch.old_state) return false;
      for (auto number : batch.remove) remove(number);
      for (const auto& document : batch.put) put(document);
      add_words(batch.words, made_known);
      connection_.run({"INSERT OR REPLACE INTO state VALUES(1,?)", {Cell(batch.new_state)}});
      return true;
    });
    if (!written || known_.size() > kKnownWords) known_.clear();
    if (written) known_.insert(made_known.begin(), made_known.end());
    return written;
  }

  bool merge(Compaction what) { return merge("tokens", what) || merge("codes", what); }

 private:
  bool merge(const std::string& table, Compaction what) {
    auto before = sqlite3_total_changes64(connection_.handle());
    std::int64_t pages = what == Compaction::Whole ? -kPagesPerMerge : kPagesPerMerge;
    connection_.run(
        {"INSERT INTO " + table + "(" + table + ",rank) VALUES('merge',?)", {Cell(pages)}});
    return sqlite3_total_changes64(connection_.handle()) - before >= 2;  // 1: nothing was merged
  }

  template <class Work>
  bool in_transaction(const Work& work) {
    struct Undo {
      Connection& connection;
      ~Undo() {
        if (!sqlite3_get_autocommit(connection.handle()))
          sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
      }
    } undo{connection_};
    bool committed = false;
    watching([&] {
      connection_.run({"BEGIN IMMEDIATE", {}});
      if (!work()) return;
      connection_.run({"COMMIT", {}});
      committed = true;
    });
    return committed;
  }

  // The tokens of a column, and behind them their beginnings, marked.
  std::string with_prefixes(const std::string& tokens) const {
    auto prefixes_of = options_.prefixes_of ? options_.prefixes_of : all_prefixes;
    std::string out = tokens;
    for (std::string_view rest = tokens; !rest.empty();) {
      auto token = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), token.size() + 1));
      if (token.empty()) continue;
      auto lengths = prefixes_of(token);
      for (auto length = lengths.from; length <= lengths.to; ++length) {
        auto prefix = base::prefix_of(token, length);
        if (base::length_of(prefix) < length) break;
        out.append(" ").append(kPrefixMark).append(prefix);
      }
    }
    return out;
  }

  void index(std::int64_t number, const std::vector<std::string>& columns, bool forget) {
    Statement statement;
    statement.text =
        forget ? "INSERT INTO tokens(tokens,rowid" + sql_columns_ + ") VALUES('delete',?" +
                     sql_values_ + ")"
               : "INSERT INTO tokens(rowid" + sql_columns_ + ") VALUES(?" + sql_values_ + ")";
    statement.values.emplace_back(number);
    for (const auto& column : columns)
      statement.values.push_back(column.empty() ? Cell() : Cell(with_prefixes(column)));
    statement.values.resize(1 + kTextColumns);
    connection_.run(statement);
  }

  std::string stored_columns(std::int64_t number) {
    Cursor cursor = connection_.prepare("SELECT columns FROM documents WHERE number=?");
    std::vector<Cell> key{Cell(number)};
    cursor.bind(key);
    return cursor.step() ? std::string(cursor.text(0)) : std::string();
  }

  void put(const TextDocument& document) {
    auto columns = joined(document.columns);
    auto added = connection_.run({"INSERT OR IGNORE INTO documents VALUES(?,?,?)",
                                  {Cell(document.number), Cell(document.record), Cell(columns)}});
    if (added == 0) {
      auto old = stored_columns(document.number);
      if (old == columns) return;
      index(document.number, separated(old), true);
      connection_.run({"UPDATE documents SET record=?,columns=? WHERE number=?",
                       {Cell(document.record), Cell(columns), Cell(document.number)}});
    }
    index(document.number, document.columns, false);
  }

  void remove(std::int64_t number) {
    auto old = stored_columns(number);
    if (connection_.run({"DELETE FROM documents WHERE number=?", {Cell(number)}}) > 0)
      index(number, separated(old), true);
  }

  void add_words(const std::vector<TextWord>& words, std::vector<std::size_t>& made_known) {
    std::vector<std::pair<std::int64_t, const std::string*>> keys;
    std::string codes;
    for (const auto& word : words) {
      if (word.kind == options_.kind_of_many) {
        codes.append(word.text).append(" ");
        continue;
      }
      auto hash = std::hash<std::string>()(word.text) ^ static_cast<std::size_t>(word.kind) << 48;
      if (known_.contains(hash)) continue;
      made_known.push_back(hash);
      auto added = connection_.run({"INSERT OR IGNORE INTO words VALUES(?,?)",
                                    {Cell(std::int64_t{word.kind}), Cell(word.text)}});
      if (added == 0 || word.kind != options_.kind_with_keys || !options_.keys_of) continue;
      for (auto key : options_.keys_of(word.text)) keys.emplace_back(stored_key(key), &word.text);
    }
    // Always the same row: what is there already comes to lie on itself when FTS5 merges.
    if (!codes.empty())
      connection_.run({"INSERT INTO codes(rowid,word) VALUES(1,?)", {Cell(codes)}});
    // In the order of the table, so that a page is written to once.
    std::sort(keys.begin(), keys.end());
    for (const auto& [key, word] : keys)
      connection_.run({"INSERT OR IGNORE INTO word_keys VALUES(?,?)", {Cell(key), Cell(*word)}});
  }

  const TextIndexOptions& options_;
  Connection connection_;
  SqliteTextReader reader_;
  std::string sql_columns_, sql_values_;
  std::unordered_set<std::size_t> known_;  // hashes of words that are stored
};

class SqliteTextIndex final : public TextIndex {
 public:
  explicit SqliteTextIndex(TextIndexOptions options) : options_(std::move(options)) {
    if (!open()) {
      base::log(base::LogLevel::Warning, "the search index is made anew");
      remove_file(options_.path);
      if (!open())
        throw base::Error(base::ErrorKind::Unavailable, "database_unavailable", {}, options_.path);
    }
  }

  void read(const std::function<void(TextReader&)>& work) override {
    std::shared_lock open_files(files_);
    Loan loan{*this, borrow()};
    watching([&] {
      loan.connection->run({"BEGIN", {}});
      SqliteTextReader reader(*loan.connection, options_.kind_of_many);
      work(reader);
    });
  }

  bool write(const TextBatch& batch) override {
    std::shared_lock open_files(files_);
    std::lock_guard lock(write_mutex_);
    return writer_->write(batch);
  }

  bool compact(Compaction what) override {
    std::shared_lock open_files(files_);
    std::lock_guard lock(write_mutex_);
    bool merged = false;
    watching([&] { merged = writer_->merge(what); });
    return merged;
  }

  void reset() override {
    std::unique_lock open_files(files_);
    close();
    remove_file(options_.path);
    if (!open())
      throw base::Error(base::ErrorKind::Unavailable, "database_unavailable", {}, options_.path);
  }

 private:
  // A connection on loan to a reader.
  struct Loan {
    SqliteTextIndex& index;
    std::unique_ptr<Connection> connection;
    ~Loan() {
      sqlite3_exec(connection->handle(), "COMMIT", nullptr, nullptr, nullptr);
      {
        std::lock_guard lock(index.pool_mutex_);
        index.idle_.push_back(std::move(connection));
      }
      index.pool_filled_.notify_one();
    }
  };

  std::unique_ptr<Connection> borrow() {
    std::unique_lock lock(pool_mutex_);
    pool_filled_.wait(lock, [this] { return !idle_.empty(); });
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    connection->set_deadline_ms(kReadDeadlineMs);
    return connection;
  }

  void close() {
    writer_.reset();
    idle_.clear();
  }

  // False when the file is no index of this version.
  bool open() {
    bool ours = false;
    try {
      watching([&] {
        writer_ = std::make_unique<Writer>(options_);
        ours = writer_->has_layout();
      });
    } catch (const TextIndexDamaged&) {
      ours = false;
    }
    if (!ours) {
      close();
      return false;
    }
    writer_->lay_out();
    for (int i = 0; i < options_.readers; ++i)
      idle_.push_back(std::make_unique<Connection>(options_.path, OpenMode::ReadOnly,
                                                   kReaderCacheBytes, false));
    return true;
  }

  TextIndexOptions options_;
  std::shared_mutex files_;  // exclusive: the files are exchanged
  std::mutex write_mutex_, pool_mutex_;
  std::condition_variable pool_filled_;
  std::unique_ptr<Writer> writer_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace

}  // namespace rapport::storage::sqlite

namespace rapport::storage {

std::unique_ptr<TextIndex> open_text_index(const TextIndexOptions& options) {
  return std::make_unique<sqlite::SqliteTextIndex>(options);
}

}  // namespace rapport::storage
