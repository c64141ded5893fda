#include "http/transport/loop.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <iterator>
#include <utility>
#include <vector>

#include "http/transport/response_head.h"
#include "http/transport/session.h"

namespace rapport::http::transport {
namespace {

constexpr std::chrono::milliseconds kSweepInterval{200};
constexpr std::chrono::milliseconds kStoppingSweepInterval{20};
constexpr std::size_t kWokenAtOnce = 32;
constexpr std::chrono::milliseconds kUnwatchedPause{10};

}  // namespace

void Loop::start() {
  arm();
  thread_ = std::thread([this] {
    context.run();
    finished_ = true;
  });
}

void Loop::begin_farewell() {
  asio::post(context, [this] { farewell_ = true; });
}

void Loop::begin_stop() {
  asio::post(context, [this] {
    stopping_ = true;
    for (auto* session : sessions_) session->begin_stop();
    timer_.cancel();
  });
}

void Loop::cut() {
  asio::post(context, [this] {
    cutting_ = true;
    timer_.cancel();
  });
}

void Loop::join() {
  if (thread_.joinable()) thread_.join();
}

void Loop::open(Socket socket, std::string remote_address) {
  auto stream = shared.tls ? tls_stream(std::move(socket), *shared.tls)
                           : plain_stream(std::move(socket));
  auto session = std::make_shared<Session>(*this, std::move(stream), std::move(remote_address));
  asio::co_spawn(context, Session::run(session), asio::detached);
}

void Loop::wake(std::shared_ptr<Sleeper> sleeper) {
  std::lock_guard lock(sleepers_mutex_);
  sleepers_.push_back(std::move(sleeper));
  if (!std::exchange(is_waking_, true)) asio::post(context, [this] { wake_some(); });
}

// The rest is woken behind what has come meanwhile: sockets are asked between two handlers.
void Loop::wake_some() {
  std::vector<std::shared_ptr<Sleeper>> woken;
  {
    std::lock_guard lock(sleepers_mutex_);
    const auto count = std::min(sleepers_.size(), kWokenAtOnce);
    const auto end = sleepers_.begin() + static_cast<std::ptrdiff_t>(count);
    woken.assign(std::make_move_iterator(sleepers_.begin()), std::make_move_iterator(end));
    sleepers_.erase(sleepers_.begin(), end);
  }
  for (const auto& sleeper : woken) sleeper->woken();
  std::lock_guard lock(sleepers_mutex_);
  is_waking_ = !sleepers_.empty();
  if (is_waking_) asio::post(context, [this] { wake_some(); });
}

Task<void> Loop::until(Awaited awaited, Fiber& fiber) {
  switch (awaited.what) {
    case Awaited::What::Descriptor: return until_readable(awaited.descriptor);
    case Awaited::What::Turn: return asio::post(context, use_task);
    case Awaited::What::Word: return until_word(fiber);
  }
  return {};
}

Task<void> Loop::until_word(Fiber& fiber) {
  Timer never(context, Timer::time_point::max());
  fiber.on_word = [&never] { never.cancel(); };
  IoError word;
  co_await never.async_wait(asio::redirect_error(use_task, word));
}

// Watched only for so long: who owns it may close it at any time after. One that the machine would
// not watch is looked at again and again.
Task<void> Loop::until_readable(int descriptor) {
  using Descriptor = asio::posix::basic_stream_descriptor<Executor>;
  struct Watched : Descriptor {
    using Descriptor::Descriptor;
    ~Watched() { release(); }
  };
  Watched watched(context.get_executor());
  IoError error;
  watched.assign(descriptor, error);
  if (!error) {
    co_await watched.async_wait(Descriptor::wait_read, asio::redirect_error(use_task, error));
  } else {
    Timer pause(context, kUnwatchedPause);
    co_await pause.async_wait(asio::redirect_error(use_task, error));
  }
}

std::string_view Loop::date() {
  const auto now = shared.clock.now();
  if (now / 1'000'000 != date_second_) {
    date_second_ = now / 1'000'000;
    date_ = http_date(now);
  }
  return date_;
}

void Loop::arm() {
  timer_.expires_after(stopping_ ? kStoppingSweepInterval : kSweepInterval);
  timer_.async_wait([this](const IoError&) { sweep(); });
}

void Loop::sweep() {
  const auto now = now_us();
  for (auto* session : sessions_) {
    cutting_ ? session->cut() : session->check_deadline(now);
  }
  if (!stopping_ || !sessions_.empty()) arm();
}

}  // namespace rapport::http::transport
