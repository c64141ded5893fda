#include "http/transport/session.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "http/transport/response_head.h"
#include "http/transport/websocket_frames.h"

namespace rapport::http::transport {
namespace {

constexpr std::size_t kSmallBuffer = 4 * 1024;
constexpr std::size_t kLargeBuffer = 64 * 1024;
constexpr std::size_t kStreamBuffer = 512;  // of a WebSocket whose client says little
constexpr std::size_t kSpoolPiece = 256 * 1024;
constexpr std::size_t kWritePiece = 64 * 1024;
constexpr std::size_t kJoinedBody = 16 * 1024;  // a body up to this is copied behind its head
constexpr std::size_t kLingerBytes = 8 * 1024 * 1024;
constexpr std::chrono::milliseconds kLingerTime{3'000};
// Who connects while the server stops has so long to ask.
constexpr std::chrono::milliseconds kNewcomerTime{1'000};

// Carries work to the pool and its end back to the coroutine's own thread.
template <class Resume>
class PoolJob : public Job {
 public:
  PoolJob(Work work, Resume resume) : work_(work), resume_(std::move(resume)) {}
  void run() override {
    work_.run(work_.target);
    answer(true);
  }
  void answer(bool taken) {
    const auto executor = asio::get_associated_executor(resume_);
    asio::post(executor, Answer{std::move(resume_), taken});
  }

 private:
  struct Answer {
    Resume resume;
    bool taken;
    void operator()() { resume(taken); }
  };
  Work work_;
  Resume resume_;
};

struct StartOnPool {
  template <class Resume>
  void operator()(Resume&& resume, WorkerPool* pool, Work work, Urgency urgency) const {
    using Mine = PoolJob<std::decay_t<Resume>>;
    auto mine = std::make_unique<Mine>(work, std::forward<Resume>(resume));
    Mine* const refused = mine.get();
    std::unique_ptr<Job> job = std::move(mine);
    if (!pool->post(job, urgency)) refused->answer(false);
  }
};

}  // namespace

Session::Session(Loop& loop, std::unique_ptr<ByteStream> stream, std::string remote_address)
    : loop_(loop), stream_(std::move(stream)), remote_address_(std::move(remote_address)) {
  buffer_.resize(kSmallBuffer);
}

Session::~Session() = default;

Task<void> Session::run(std::shared_ptr<Session> self) {
  Session& session = *self;
  session.loop_.enter(session);
  session.expire_in(session.loop_.shared.options.head_timeout);
  IoError error;
  co_await session.stream_->handshake(error);
  Next next = error ? Next::Close : Next::GoOn;
  while (next == Next::GoOn) {
    next = co_await session.serve_one();
    session.is_new_ = false;
  }
  if (next == Next::Linger) co_await session.linger();
  session.cut();
  session.loop_.leave(session);
  session.loop_.shared.connections -= 1;
}

void Session::check_deadline(std::int64_t now_us) {
  if (deadline_us_ == 0 || now_us < deadline_us_) return;
  timed_out_ = true;
  IoError ignored;
  stream_->socket().cancel(ignored);
}

void Session::begin_stop() {
  IoError ignored;
  if (on_stop.run) {
    on_stop.run(on_stop.target);
  } else if (is_idle_ && is_new_) {
    expire_in(kNewcomerTime);
  } else if (is_idle_) {
    stream_->socket().cancel(ignored);
  }
}

void Session::cut() {
  IoError ignored;
  stream_->socket().close(ignored);
}

void Session::expire_in(std::chrono::milliseconds time) {
  deadline_us_ = loop_.now_us() + time.count() * 1'000;
}

Task<bool> Session::on_worker(Work work, Urgency urgency) {
  deadline_us_ = 0;
  return asio::async_initiate<const asio::use_awaitable_t<Executor>&, void(bool)>(
      StartOnPool{}, use_task, &loop_.shared.workers, work, urgency);
}

Task<bool> Session::read_more() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0) {
    std::copy(buffer_.data() + begin_, buffer_.data() + end_, buffer_.data());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) {
    if (end_ >= kLargeBuffer) co_return false;
    buffer_.resize(kLargeBuffer);
  }
  IoError error;
  const auto room = buffer_.size() - end_;
  end_ += co_await stream_->read_some(buffer_.data() + end_, room, error);
  co_return !error;
}

void Session::shrink() {
  if (end_ - begin_ > kStreamBuffer || buffer_.size() <= kStreamBuffer) return;
  std::string small(kStreamBuffer, '\0');
  std::copy(buffer_.data() + begin_, buffer_.data() + end_, small.data());
  end_ -= std::exchange(begin_, 0);
  buffer_ = std::move(small);
}

ParseState Session::parse() {
  auto rest = unread();
  const auto state = parser_->feed(rest);
  begin_ = end_ - rest.size();
  return state;
}

Task<Session::Next> Session::serve_one() {
  Next next = co_await read_head();
  if (next != Next::GoOn) co_return next;
  auto& responder = loop_.shared.responder;
  parser_->request().remote_address = remote_address_;
  admission_ = responder.admit(parser_->request());
  const auto& framing = parser_->framing();
  if (admission_.is_stream) co_return co_await upgrade();
  parser_->limit_body(admission_.body_limit);
  if (framing.has_body) {
    if (framing.content_length.value_or(0) > admission_.body_limit) {
      co_return co_await refuse(Refusal::BodyTooLarge);
    }
    if (admission_.is_checked_first) next = co_await precheck();
    if (next == Next::GoOn) next = co_await read_body();
    if (next != Next::GoOn) co_return next;
  }
  co_return co_await respond();
}

Task<Session::Next> Session::read_head() {
  const auto& options = loop_.shared.options;
  parser_ = std::make_unique<RequestParser>();
  if (begin_ == end_ && buffer_.size() > kSmallBuffer) {
    buffer_ = std::string(kSmallBuffer, '\0');
    begin_ = end_ = 0;
  }
  is_idle_ = begin_ == end_;
  expire_in(!is_idle_                              ? options.head_timeout
            : is_new_ && loop_.is_stopping() ? kNewcomerTime
                                             : options.idle_timeout);
  ParseState state = parse();
  while (state == ParseState::NeedsMore) {
    if (is_idle_ && !is_new_ && loop_.is_stopping()) co_return Next::Close;
    const bool has_more = co_await read_more();
    if (!has_more) {
      const bool is_slow = timed_out_ && !is_idle_;
      if (is_slow) co_return co_await refuse(Refusal::Slow);
      co_return Next::Close;
    }
    if (is_idle_) expire_in(options.head_timeout);
    is_idle_ = false;
    state = parse();
  }
  is_idle_ = false;
  if (state == ParseState::Refused) co_return co_await refuse(parser_->refusal());
  co_return Next::GoOn;
}

void Session::run_precheck(void* target) {
  auto& session = *static_cast<Session*>(target);
  session.early_response_ = session.loop_.shared.responder.precheck(session.parser_->request());
}

Task<Session::Next> Session::precheck() {
  const bool taken = co_await on_worker({&run_precheck, this}, Urgency::New);
  if (!taken) co_return co_await refuse(Refusal::Overloaded);
  if (!early_response_) co_return Next::GoOn;
  response_ = std::move(*early_response_);
  early_response_.reset();
  co_return co_await send(false);
}

Task<Session::Next> Session::ask_for_body() {
  if (!parser_->framing().expects_continue || begin_ != end_) co_return Next::GoOn;
  const bool sent = co_await write("HTTP/1.1 100 Continue\r\n\r\n", {});
  co_return sent ? Next::GoOn : Next::Close;
}

Task<Session::Next> Session::read_body() {
  const auto body_timeout = loop_.shared.options.body_timeout;
  if (co_await ask_for_body() != Next::GoOn) co_return Next::Close;
  if (admission_.spools_body && !spool_.open(spool_path())) {
    co_return co_await refuse(Refusal::StorageFull);
  }
  expire_in(body_timeout);
  std::size_t since_deadline = 0;
  while (true) {
    const auto before = end_ - begin_;
    const ParseState state = parse();
    since_deadline += before - (end_ - begin_);
    if (state == ParseState::Refused) co_return co_await refuse(parser_->refusal());
    const bool is_done = state == ParseState::Done;
    if (admission_.spools_body && (is_done || parser_->request().body.size() >= kSpoolPiece)) {
      const bool stored = co_await spool_body();
      if (!stored) co_return co_await refuse(Refusal::StorageFull);
      expire_in(body_timeout);
    }
    if (is_done) break;
    if (since_deadline >= kBodyPaceBytes) {
      expire_in(body_timeout);
      since_deadline = 0;
    }
    const bool has_more = co_await read_more();
    if (!has_more && timed_out_) co_return co_await refuse(Refusal::Slow);
    if (!has_more && end_ - begin_ >= kLargeBuffer) co_return co_await refuse(Refusal::Malformed);
    if (!has_more) {
      spool_.remove();
      co_return Next::Close;
    }
  }
  if (admission_.spools_body) {
    spool_.close();
    parser_->request().body_file = spool_.path();
  }
  co_return Next::GoOn;
}

std::filesystem::path Session::spool_path() {
  auto& shared = loop_.shared;
  const auto number = std::to_string(++shared.spool_number);
  const auto time = std::to_string(shared.clock.now());
  return shared.options.spool_folder / ("upload-" + time + "-" + number);
}

void Session::run_spool(void* target) {
  auto& session = *static_cast<Session*>(target);
  auto& body = session.parser_->request().body;
  session.spool_failed_ = !session.spool_.append(body);
  body.clear();
}

Task<bool> Session::spool_body() {
  const bool taken = co_await on_worker({&run_spool, this}, Urgency::Begun);
  co_return taken && !spool_failed_;
}

void Session::run_respond(void* target) {
  auto& session = *static_cast<Session*>(target);
  auto& request = session.parser_->request();
  session.response_ = session.loop_.shared.responder.respond(request);
  if (request.body_file) session.spool_.remove();
}

void Session::run_quickly(void* target) {
  auto& session = *static_cast<Session*>(target);
  session.early_response_ =
      session.loop_.shared.responder.respond_quickly(session.parser_->request());
}

Task<void> Session::respond_quickly() {
  deadline_us_ = 0;
  auto fiber = loop_.fibers.take();
  for (auto awaited = fiber->begin({&run_quickly, this}); awaited; awaited = fiber->go_on())
    co_await loop_.until(*awaited, *fiber);
  loop_.fibers.give_back(std::move(fiber));
}

Task<Session::Next> Session::respond() {
  if (admission_.runs_inline) {
    run_respond(this);
    co_return co_await send(true);
  }
  if (admission_.may_be_quick) co_await respond_quickly();
  if (early_response_) {
    response_ = std::move(*early_response_);
    early_response_.reset();
  } else {
    const bool taken = co_await on_worker({&run_respond, this}, Urgency::New);
    if (!taken) co_return co_await refuse(Refusal::Overloaded);
  }
  co_return co_await send(true);
}

void Session::run_open_stream(void* target) {
  auto& session = *static_cast<Session*>(target);
  session.opening_ = session.loop_.shared.responder.open_stream(session.parser_->request());
}

Task<Session::Next> Session::upgrade() {
  const auto accept = accept_key(parser_->request());
  if (accept.empty() || parser_->framing().has_body) {
    co_return co_await refuse(Refusal::NoUpgrade);
  }
  const bool taken = co_await on_worker({&run_open_stream, this}, Urgency::New);
  if (!taken) co_return co_await refuse(Refusal::Overloaded);
  if (!opening_.listener) {
    response_ = std::move(opening_.refusal);
    co_return co_await send(true);
  }
  const std::string answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";
  const bool sent = co_await write(answer, {});
  parser_.reset();
  if (!sent) loop_.shared.responder.end(*opening_.listener);
  if (sent) co_await serve_stream(*this, *opening_.listener);
  co_return Next::Close;
}

Task<Session::Next> Session::refuse(Refusal reason) {
  timed_out_ = false;
  spool_.remove();
  response_ = loop_.shared.responder.refuse(reason, admission_, &parser_->request());
  // The rest of an unread body would be taken for a request.
  co_return co_await send(reason == Refusal::Overloaded && !admission_.is_checked_first);
}

Task<bool> Session::write(std::string_view first, std::string_view second) {
  expire_in(loop_.shared.options.write_timeout);
  IoError error;
  co_await stream_->write(first, second, error);
  co_return !error;
}

Task<Session::Next> Session::send(bool may_keep_alive) {
  const auto& framing = parser_->framing();
  const bool is_produced = response_.produce != nullptr;
  const bool is_endless = is_produced && !response_.produced_size && framing.is_http10;
  const bool keeps_alive =
      may_keep_alive && framing.keeps_alive && !is_endless && loop_.keeps_connections();
  HeadFacts facts;
  facts.date = loop_.date();
  facts.says_close = !keeps_alive;
  facts.says_keep_alive = keeps_alive && framing.is_http10;
  facts.body_size = response_.constant.empty() ? response_.body.size() : response_.constant.size();
  if (is_produced) {
    facts.body_size = response_.produced_size.value_or(0);
    if (!response_.produced_size) facts.body_end = BodyEnd::Chunks;
    if (is_endless) facts.body_end = BodyEnd::Close;
  }
  output_.clear();
  append_head(output_, response_, facts);
  const bool is_head = parser_->request().method == Method::Head;
  bool sent = false;
  if (is_head || !has_body(response_.status)) {
    sent = co_await write(output_, {});
  } else {
    sent = is_produced ? co_await send_pieces() : co_await send_body();
  }
  response_ = Response{};
  if (!sent) co_return Next::Close;
  co_return keeps_alive ? Next::GoOn : Next::Linger;
}

Task<bool> Session::send_body() {
  std::string_view rest = response_.constant.empty() ? response_.body : response_.constant;
  if (rest.size() <= kJoinedBody) {
    output_ += rest;
    co_return co_await write(output_, {});
  }
  bool sent = co_await write(output_, rest.substr(0, kWritePiece));
  while (sent && rest.size() > kWritePiece) {
    rest.remove_prefix(kWritePiece);
    sent = co_await write(rest.substr(0, kWritePiece), {});
  }
  co_return sent;
}

void Session::run_next_piece(void* target) {
  auto& session = *static_cast<Session*>(target);
  session.piece_.clear();
  auto& responder = session.loop_.shared.responder;
  session.piece_state_ = responder.next_piece(session.response_, session.piece_);
}

Task<bool> Session::send_pieces() {
  const bool is_chunked = !response_.produced_size && !parser_->framing().is_http10;
  std::uint64_t left = response_.produced_size.value_or(0);
  do {
    const bool taken = co_await on_worker({&run_next_piece, this}, Urgency::Begun);
    if (!taken || piece_state_ == PieceState::Broken) co_return false;
    if (is_chunked) {
      append_chunk(output_, piece_);
      if (piece_state_ == PieceState::Last) append_last_chunk(output_);
    } else {
      if (response_.produced_size && piece_.size() > left) co_return false;
      left -= std::min<std::uint64_t>(left, piece_.size());
      output_ += piece_;
    }
    const bool sent = co_await write(output_, {});
    if (!sent) co_return false;
    output_.clear();
  } while (piece_state_ == PieceState::More);
  co_return left == 0;
}

// Closing with unread bytes resets the connection, and the peer may lose the answer: so what is
// still coming is read and dropped for a while.
Task<void> Session::linger() {
  expire_in(kLingerTime);
  co_await stream_->finish_writing();
  std::size_t dropped = end_ - begin_;
  IoError error;
  buffer_.resize(kLargeBuffer);
  while (!error && dropped < kLingerBytes) {
    dropped += co_await stream_->read_some(buffer_.data(), buffer_.size(), error);
  }
}

}  // namespace rapport::http::transport
