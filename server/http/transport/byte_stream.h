// One connection's bytes, plain or TLS, behind one interface; the coroutine types of the transport.
// Only transport/ and server.cpp include this.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <memory>
#include <string_view>

namespace rapport::http::transport {

namespace asio = boost::asio;
using IoError = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_task;

// Errors come back in `error`, nothing is thrown. Threads: the loop's own only.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual Task<void> handshake(IoError& error) = 0;
  virtual Task<std::size_t> read_some(char* into, std::size_t size, IoError& error) = 0;
  // Writes all of both.
  virtual Task<std::size_t> write(std::string_view first, std::string_view second,
                                  IoError& error) = 0;
  // Tells the other side that nothing more comes.
  virtual Task<void> finish_writing() = 0;
  virtual Socket& socket() = 0;
};

std::unique_ptr<ByteStream> plain_stream(Socket socket);
std::unique_ptr<ByteStream> tls_stream(Socket socket, asio::ssl::context& context);

// Certificate chain and key from PEM files; TLS 1.2 and 1.3. Throws: base::Error{Invalid, "tls"}.
std::unique_ptr<asio::ssl::context> tls_context(const std::string& certificate_file,
                                                const std::string& key_file);

}  // namespace rapport::http::transport
