// One connection: reads requests within limits, has them answered, writes the answers in order.
// Threads: lives on its loop's thread; the worker pool touches it only between two co_awaits.
#pragma once
#include <memory>
#include <string>

#include "http/transport/loop.h"
#include "http/transport/request_parser.h"
#include "http/transport/spool.h"

namespace rapport::http::transport {

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Loop& loop, std::unique_ptr<ByteStream> stream, std::string remote_address);
  ~Session();

  // Lives as long as the connection.
  static Task<void> run(std::shared_ptr<Session> self);

  // Called by the loop's sweep: ends waits that took too long.
  void check_deadline(std::int64_t now_us);
  void begin_stop();
  void cut();

  // For the WebSocket half of a connection (websocket.cpp).
  Loop& loop() { return loop_; }
  // Bytes of a second coroutine: does not touch the deadline.
  Task<std::size_t> write_beside(std::string_view bytes, IoError& error) {
    return stream_->write(bytes, {}, error);
  }
  void expire_in(std::chrono::milliseconds time);
  // More bytes into the buffer; false at the end of the connection.
  Task<bool> read_more();
  std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t count) { begin_ += count; }
  // Gives back of the buffer what one that waits for little does not need.
  void shrink();
  // Runs `work` on the pool; false when the pool is full.
  Task<bool> on_worker(Work work, Urgency urgency);
  Task<bool> write(std::string_view first, std::string_view second);
  // What is called when the loop stops; null: an idle connection is closed.
  Work on_stop{nullptr, nullptr};

 private:
  // What became of a step: go on, or end the connection at once or after the peer has read.
  enum class Next { GoOn, Linger, Close };

  Task<Next> serve_one();
  Task<Next> read_head();
  Task<Next> precheck();
  Task<Next> read_body();
  Task<Next> ask_for_body();
  Task<bool> spool_body();
  Task<void> respond_quickly();
  Task<Next> respond();
  Task<Next> upgrade();
  Task<Next> refuse(Refusal reason);
  Task<Next> send(bool keeps_alive);
  Task<bool> send_body();
  Task<bool> send_pieces();
  Task<void> linger();
  ParseState parse();
  std::filesystem::path spool_path();
  static void run_precheck(void* session);
  static void run_quickly(void* session);
  static void run_respond(void* session);
  static void run_open_stream(void* session);
  static void run_next_piece(void* session);
  static void run_spool(void* session);

  Loop& loop_;
  std::unique_ptr<ByteStream> stream_;
  const std::string remote_address_;

  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
  std::int64_t deadline_us_ = 0;
  bool is_idle_ = false;
  bool is_new_ = true;  // nothing was asked on it yet
  bool timed_out_ = false;

  std::unique_ptr<RequestParser> parser_;
  Admission admission_;
  Spool spool_;
  Response response_;
  std::optional<Response> early_response_;
  StreamOpening opening_;
  std::string piece_, output_;
  PieceState piece_state_ = PieceState::More;
  bool spool_failed_ = false;
};

// Serves a WebSocket on a connection whose upgrade has been answered; returns when it is closed.
Task<void> serve_stream(Session& session, StreamListener& listener);

}  // namespace rapport::http::transport
