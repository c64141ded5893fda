// The WebSocket half of a connection: one coroutine reads, a second one writes what was pushed.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <mutex>
#include <utility>
#include <vector>

#include "http/transport/session.h"
#include "http/transport/websocket_frames.h"

namespace rapport::http::transport {
namespace {

constexpr int kCloseBroken = 1011;
constexpr std::chrono::milliseconds kCloseTime{3'000};
constexpr std::size_t kWrittenBytes = 16 * 1024;  // at a time, and what a slow reader keeps from us
constexpr std::size_t kPongBytes = 16 * 1024;

class Channel;

// What the two coroutines of one stream share. Threads: the loop's own.
struct Stream {
  Session& session;
  StreamListener& listener;
  std::shared_ptr<Channel> channel;
  Timer wake, written;
  std::string text = {};
  bool accepted = false;
  bool is_written = false;
};

// What waits for the writer; outlives the connection in the listener's hands. Texts lie here as
// they were given, shared with all who are sent the same, and become frames when they are written.
class Channel : public StreamSession,
                public Sleeper,
                public std::enable_shared_from_this<Channel> {
 public:
  using StreamSession::send;
  bool send(StreamText text) override {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    const bool has_room = texts_.size() < kStreamQueueMessages &&
                          bytes_ + text->size() <= kStreamQueueBytes;
    if (has_room) {
      bytes_ += text->size();
      texts_.push_back(std::move(text));
    } else {
      shut(kCloseTryLater);
    }
    wake();
    return has_room;
  }

  void close(int code) override {
    const std::lock_guard lock(mutex_);
    shut(code);
    wake();
  }

  void pong(std::string_view payload) {
    const std::lock_guard lock(mutex_);
    const bool has_room = pongs_.size() + payload.size() <= kPongBytes;
    if (!is_closed_ && has_room) append_pong_frame(pongs_, payload);
    wake();
  }

  void attach(Stream& stream) { stream_ = &stream; }
  void detach() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    stream_ = nullptr;
    texts_ = {};
  }

  // The frames of what waits, at least one text and about kWrittenBytes; the last of all is the one
  // that closes.
  std::string take() {
    const std::lock_guard lock(mutex_);
    std::string frames = std::exchange(pongs_, {});
    std::size_t taken = 0;
    while (taken < texts_.size() && frames.size() < kWrittenBytes) {
      bytes_ -= texts_[taken]->size();
      append_text_frame(frames, *texts_[taken++]);
    }
    texts_.erase(texts_.begin(), texts_.begin() + static_cast<std::ptrdiff_t>(taken));
    if (!texts_.empty()) return frames;
    texts_ = {};
    if (close_code_ != 0) append_close_frame(frames, std::exchange(close_code_, 0));
    return frames;
  }
  bool is_closed() {
    const std::lock_guard lock(mutex_);
    return is_closed_;
  }

  // From close on, the connection has a moment left: a peer that reads nothing ends with it.
  void woken() override {
    const std::lock_guard lock(mutex_);
    is_waking_ = false;
    if (!stream_) return;
    stream_->wake.cancel();
    if (is_closed_) stream_->session.expire_in(kCloseTime);
  }

 private:
  void shut(int code) {
    if (!is_closed_) close_code_ = code;
    is_closed_ = true;
  }
  void wake() {
    if (!stream_ || is_waking_) return;
    is_waking_ = true;
    stream_->session.loop().wake(shared_from_this());
  }

  std::mutex mutex_;
  std::vector<StreamText> texts_;
  std::string pongs_;
  std::size_t bytes_ = 0;
  int close_code_ = 0;  // to be told behind the texts
  bool is_closed_ = false;
  bool is_waking_ = false;
  Stream* stream_ = nullptr;
};

void run_begin(void* target) {
  auto& stream = *static_cast<Stream*>(target);
  auto& responder = stream.session.loop().shared.responder;
  stream.accepted = responder.begin(stream.listener, stream.channel);
}

void run_deliver(void* target) {
  auto& stream = *static_cast<Stream*>(target);
  stream.accepted = stream.session.loop().shared.responder.deliver(stream.listener, stream.text);
}

void run_end(void* target) {
  auto& stream = *static_cast<Stream*>(target);
  stream.session.loop().shared.responder.end(stream.listener);
}

void stop_stream(void* target) { static_cast<Stream*>(target)->channel->close(kCloseGoingAway); }

// A peer that only listens says nothing but its answers to pings: so those come by the clock,
// however much it is told between them.
Task<void> write_all(Stream& stream) {
  auto& loop = stream.session.loop();
  const std::chrono::microseconds ping_interval = loop.shared.options.ping_interval;
  auto ping_due_us = loop.now_us() + ping_interval.count();
  IoError error;
  while (!error) {
    // Asked before taking: what is pushed last is then surely taken.
    const bool is_closed = stream.channel->is_closed();
    std::string frames = stream.channel->take();
    if (frames.empty() && is_closed) break;
    if (frames.empty()) {
      IoError woken;
      stream.wake.expires_after(std::chrono::microseconds(ping_due_us - loop.now_us()));
      co_await stream.wake.async_wait(asio::redirect_error(use_task, woken));
    }
    if (loop.now_us() >= ping_due_us) {
      std::string ping;
      append_ping_frame(ping);
      frames.insert(0, ping);  // the one that closes stays the last
      ping_due_us = loop.now_us() + ping_interval.count();
    }
    if (!frames.empty()) co_await stream.session.write_beside(frames, error);
  }
  if (error) stream.session.cut();
  stream.is_written = true;
  stream.written.cancel();
}

Task<void> read_all(Stream& stream) {
  auto& session = stream.session;
  const auto silence = session.loop().shared.options.ping_interval * 3;
  FrameReader reader;
  while (true) {
    std::string_view input = session.unread();
    const auto before = input.size();
    FrameEvent event = reader.next(input);
    session.consume(before - input.size());
    if (event.kind == FrameKind::NeedsMore) {
      session.shrink();
      session.expire_in(stream.channel->is_closed() ? kCloseTime : silence);
      const bool has_more = co_await session.read_more();
      if (!has_more) co_return;
    } else if (event.kind == FrameKind::Ping) {
      stream.channel->pong(event.payload);
    } else if (event.kind == FrameKind::Text) {
      stream.text = std::move(event.payload);
      stream.accepted = false;
      const bool taken = co_await session.on_worker({&run_deliver, &stream}, Urgency::Begun);
      if (!taken || !stream.accepted) stream.channel->close(kCloseBroken);
    } else if (event.kind != FrameKind::Pong) {
      stream.channel->close(event.code);
      co_return;
    }
  }
}

}  // namespace

Task<void> serve_stream(Session& session, StreamListener& listener) {
  auto& context = session.loop().context;
  Stream stream{session, listener, std::make_shared<Channel>(), Timer(context), Timer(context)};
  stream.channel->attach(stream);
  session.on_stop = {&stop_stream, &stream};
  const bool taken = co_await session.on_worker({&run_begin, &stream}, Urgency::Begun);
  if (session.loop().is_stopping()) stream.channel->close(kCloseGoingAway);
  if (!taken || !stream.accepted) stream.channel->close(kCloseBroken);
  asio::co_spawn(context, write_all(stream), asio::detached);
  co_await read_all(stream);
  stream.channel->close(kCloseNormal);
  session.expire_in(kCloseTime);
  while (!stream.is_written) {
    IoError ignored;
    stream.written.expires_after(kCloseTime);
    co_await stream.written.async_wait(asio::redirect_error(use_task, ignored));
  }
  session.on_stop = {nullptr, nullptr};
  stream.channel->detach();
  const bool ended = co_await session.on_worker({&run_end, &stream}, Urgency::Begun);
  if (!ended) run_end(&stream);
}

}  // namespace rapport::http::transport
