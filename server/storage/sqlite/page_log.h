// Page log of an SQLite file: reads the frames of its log (WAL) that are committed and not yet
// kept. One connection of its own holds a snapshot meanwhile, so that no checkpoint brings in what
// has not been kept, and nothing is lost when the log begins anew.
// Source: https://www.sqlite.org/walformat.html.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "storage/page_log.h"
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

// Threads: one at a time.
class PageLog {
 public:
  // Throws: Error{Unavailable}: another process keeps the same.
  PageLog(const std::string& path, std::shared_ptr<PageSink> sink);
  ~PageLog();
  PageLog(const PageLog&) = delete;

  // What was committed goes to the sink; then `checkpoint`, which may be empty, brings that in.
  // What fails holds nothing up: the chain is broken then, and begun anew the next time.
  void keep(const std::function<void()>& checkpoint);

  // How long the log was at the last time.
  std::uint32_t frames() const { return kept_; }

  // Whether another process keeps the pages of that file: nobody else may bring them in then.
  static bool is_kept_by_another(const std::string& path);

 private:
  // Of the index of the log: what is committed.
  struct Header {
    std::uint32_t frames = 0, pages = 0, page_bytes = 0;
    std::uint32_t commits = 0;  // ever, modulo 2^32
    std::array<unsigned char, 8> salts{};
  };
  struct Scan {
    std::map<std::uint32_t, std::uint32_t> last;  // frame of each page
    std::uint32_t commits = 0;
  };
  Header read_header();
  void catch_up();
  Scan scan(std::uint32_t from, const Header& header);
  void send(const Scan& found, const Header& header);
  void read(void* bytes, std::size_t size, std::int64_t offset);

  std::string log_path_;
  std::shared_ptr<PageSink> sink_;
  Connection connection_;
  int lock_ = -1, log_ = -1;
  bool has_begun_ = false, is_failing_ = false;
  std::uint32_t kept_ = 0;     // frames of the log
  std::uint32_t commits_ = 0;  // by its index
  std::array<unsigned char, 8> salts_{};
};

}  // namespace rapport::storage::sqlite
