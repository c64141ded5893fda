#include "http/transport/byte_stream.h"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "base/error.h"

namespace rapport::http::transport {
namespace {

using Buffers = std::array<asio::const_buffer, 2>;

Buffers both(std::string_view first, std::string_view second) {
  return {asio::buffer(first), asio::buffer(second)};
}

class PlainStream : public ByteStream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

  Task<void> handshake(IoError&) override { co_return; }
  Task<std::size_t> read_some(char* into, std::size_t size, IoError& error) override {
    return socket_.async_read_some(asio::buffer(into, size),
                                   asio::redirect_error(use_task, error));
  }
  Task<std::size_t> write(std::string_view first, std::string_view second,
                          IoError& error) override {
    return asio::async_write(socket_, both(first, second),
                             asio::redirect_error(use_task, error));
  }
  Task<void> finish_writing() override {
    IoError ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    co_return;
  }
  Socket& socket() override { return socket_; }

 private:
  Socket socket_;
};

class TlsStream : public ByteStream {
 public:
  TlsStream(Socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

  Task<void> handshake(IoError& error) override {
    return stream_.async_handshake(asio::ssl::stream_base::server,
                                   asio::redirect_error(use_task, error));
  }
  Task<std::size_t> read_some(char* into, std::size_t size, IoError& error) override {
    return stream_.async_read_some(asio::buffer(into, size),
                                   asio::redirect_error(use_task, error));
  }
  Task<std::size_t> write(std::string_view first, std::string_view second,
                          IoError& error) override {
    return asio::async_write(stream_, both(first, second),
                             asio::redirect_error(use_task, error));
  }
  // Waits for the other side's closing message too; the connection's deadline bounds it.
  Task<void> finish_writing() override {
    IoError ignored;
    co_await stream_.async_shutdown(asio::redirect_error(use_task, ignored));
  }
  Socket& socket() override { return stream_.next_layer(); }

 private:
  asio::ssl::stream<Socket> stream_;
};

void check(const IoError& error, const std::string& file) {
  if (!error) return;
  throw base::Error(base::ErrorKind::Invalid, "tls", {}, file + ": " + error.message());
}

}  // namespace

std::unique_ptr<ByteStream> plain_stream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<ByteStream> tls_stream(Socket socket, asio::ssl::context& context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

std::unique_ptr<asio::ssl::context> tls_context(const std::string& certificate_file,
                                                const std::string& key_file) {
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  context->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                       asio::ssl::context::no_compression);
  IoError error;
  context->use_certificate_chain_file(certificate_file, error);
  check(error, certificate_file);
  context->use_private_key_file(key_file, asio::ssl::context::pem, error);
  check(error, key_file);
  return context;
}

}  // namespace rapport::http::transport
