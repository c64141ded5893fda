#include "http/transport/loop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "http/transport/response_head.h"
#include "http/transport/session.h"

namespace rapport::http::transport {
namespace {

constexpr std::chrono::milliseconds kSweepInterval{200};
constexpr std::chrono::milliseconds kStoppingSweepInterval{20};

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
