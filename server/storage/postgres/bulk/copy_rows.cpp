#include "storage/postgres/bulk/copy_rows.h"

#include <endian.h>

#include <cstring>

#include "base/error.h"

namespace rapport::storage::postgres {

namespace {

constexpr std::string_view kSignature{"PGCOPY\n\377\r\n\0", 11};
constexpr std::size_t kHeaderBytes = 19, kBytesAtOnce = 64 * 1024;
constexpr std::int32_t kNull = -1;

std::string column_list(const std::vector<schema::ColumnDef>& columns) {
  std::string list;
  for (const auto& column : columns) list += (list.empty() ? "" : ",") + quoted(column.name);
  return list;
}

[[noreturn]] void fail_unread() {
  throw base::Error(base::ErrorKind::Internal, "internal", {}, "COPY sent what it should not");
}

std::uint16_t two_bytes(std::string_view bytes) {
  std::uint16_t number;
  std::memcpy(&number, bytes.data(), sizeof number);
  return be16toh(number);
}

std::uint32_t four_bytes(std::string_view bytes) {
  std::uint32_t number;
  std::memcpy(&number, bytes.data(), sizeof number);
  return be32toh(number);
}

template <class Number>
void append(std::string& out, Number big_endian) {
  out.append(reinterpret_cast<const char*>(&big_endian), sizeof big_endian);
}

// One row as it came.
class CopiedRow final : public Row {
 public:
  explicit CopiedRow(std::size_t columns) : cells_(columns) {}
  void take(std::string_view bytes) {
    if (bytes.size() < 2 || two_bytes(bytes) != cells_.size()) fail_unread();
    bytes.remove_prefix(2);
    for (auto& cell : cells_) {
      if (bytes.size() < 4) fail_unread();
      auto size = static_cast<std::int32_t>(four_bytes(bytes));
      bytes.remove_prefix(4);
      cell.is_null = size == kNull;
      if (cell.is_null) continue;
      if (static_cast<std::size_t>(size) > bytes.size()) fail_unread();
      cell.bytes = bytes.substr(0, static_cast<std::size_t>(size));
      bytes.remove_prefix(cell.bytes.size());
    }
  }
  bool is_null(int column) const override { return at(column).is_null; }
  std::int64_t integer(int column) const override {
    if (at(column).bytes.size() != sizeof(std::uint64_t)) fail_unread();
    std::uint64_t number;
    std::memcpy(&number, at(column).bytes.data(), sizeof number);
    return static_cast<std::int64_t>(be64toh(number));
  }
  std::string_view text(int column) const override { return at(column).bytes; }
  base::Id id(int column) const override {
    return base::Id::from_bytes(at(column).bytes).value_or(base::Id{});
  }

 private:
  struct Place {
    bool is_null = true;
    std::string_view bytes;
  };
  const Place& at(int column) const { return cells_[static_cast<std::size_t>(column)]; }
  std::vector<Place> cells_;
};

struct BufferEnd {
  void operator()(char* buffer) const { PQfreemem(buffer); }
};

}  // namespace

// Each row comes by itself; the first has the header before it, and the last is a mark of the end.
void copy_out(Connection& connection, const Table& table, const RowSink& sink) {
  auto columns = bulk_columns(table);
  connection.begin_copy("COPY " + quoted(table.name) + "(" + column_list(columns) +
                        ") TO STDOUT (FORMAT binary)");
  struct End {
    Connection& connection;
    ~End() { connection.forget_copy(); }
  } end{connection};
  CopiedRow row(columns.size());
  bool first = true, wanted = true;
  while (wanted) {
    char* buffer = nullptr;
    const int size = PQgetCopyData(connection.handle(), &buffer, 0);
    std::unique_ptr<char, BufferEnd> kept(buffer);
    if (size < 0) break;
    std::string_view bytes(buffer, static_cast<std::size_t>(size));
    if (std::exchange(first, false)) {
      if (!bytes.starts_with(kSignature) || bytes.size() < kHeaderBytes) fail_unread();
      bytes.remove_prefix(kHeaderBytes);
      if (bytes.empty()) continue;
    }
    if (bytes.size() == 2 && two_bytes(bytes) == 0xFFFF) continue;
    row.take(bytes);
    wanted = sink(row);
  }
  if (wanted) connection.end_copy();
}

CopyIn::CopyIn(Connection& connection, const Table& table)
    : connection_(connection), columns_(bulk_columns(table)) {
  connection_.begin_copy("COPY " + quoted(table.name) + "(" + column_list(columns_) +
                         ") FROM STDIN (FORMAT binary)");
  bytes_ = kSignature;
  bytes_.append(kHeaderBytes - kSignature.size(), '\0');
}

void CopyIn::send() {
  connection_.send_copy(bytes_);
  bytes_.clear();
}

void CopyIn::add(const Row& row) {
  append(bytes_, htobe16(static_cast<std::uint16_t>(columns_.size())));
  int at = 0;
  for (const auto& column : columns_) {
    const int place = at++;
    if (row.is_null(place)) {
      append(bytes_, htobe32(static_cast<std::uint32_t>(kNull)));
    } else if (column.type == ColumnType::Integer) {
      append(bytes_, htobe32(static_cast<std::uint32_t>(sizeof(std::uint64_t))));
      append(bytes_, htobe64(static_cast<std::uint64_t>(row.integer(place))));
    } else if (column.type == ColumnType::Text) {
      auto text = row.text(place);
      append(bytes_, htobe32(static_cast<std::uint32_t>(text.size())));
      bytes_ += text;
    } else {
      append(bytes_, htobe32(static_cast<std::uint32_t>(16)));
      bytes_ += row.id(place).raw();
    }
  }
  if (bytes_.size() >= kBytesAtOnce) send();
}

void CopyIn::end() {
  append(bytes_, static_cast<std::uint16_t>(0xFFFF));
  send();
  connection_.end_copy();
}

}  // namespace rapport::storage::postgres
