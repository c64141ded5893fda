#include "outbound/client.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>
#include <mutex>
#include <stdexcept>

#include "base/text.h"

namespace rapport::outbound {

namespace {

constexpr std::size_t kHeaderBytes = 64 * 1024;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Handle = std::unique_ptr<CURL, Freer<curl_easy_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, Freer<curl_slist_free_all>>;
using Url = std::unique_ptr<CURLU, Freer<curl_url_cleanup>>;

// What the callbacks of one exchange share.
struct Exchange {
  const ClientOptions& options;
  const std::atomic<bool>& give_up;
  const Call& call;
  Answer answer = {};
  std::uint64_t sent = 0;    // of the file
  std::size_t header_bytes = 0;
  bool has_enough = false;   // of the body
  std::string denied = {};   // the last address that was refused
};

std::optional<IpAddress> address_of(const sockaddr& socket_address) {
  IpAddress address;
  if (socket_address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &socket_address, sizeof v4);
    return v4_address(ntohl(v4.sin_addr.s_addr));
  }
  if (socket_address.sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6;
  std::memcpy(&v6, &socket_address, sizeof v6);
  std::memcpy(address.bytes.data(), &v6.sin6_addr, address.bytes.size());
  return address;
}

// Asked for each address that the name was resolved to; it connects to this one and no other.
curl_socket_t open_socket(void* exchange_pointer, curlsocktype, curl_sockaddr* to) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  auto address = address_of(to->addr);
  if (!address || !is_permitted(*address, exchange.options.allowed)) {
    exchange.denied = address ? address->text() : "?";
    return CURL_SOCKET_BAD;
  }
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  auto& body = exchange.answer.body;
  auto room = exchange.options.answer_bytes - body.size();
  body.append(bytes, std::min(room, count));
  if (count <= room) return count;
  exchange.has_enough = true;
  return 0;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  exchange.header_bytes += count;
  std::string_view line(bytes, count);
  auto& headers = exchange.answer.headers;
  if (line.starts_with("HTTP/")) headers.clear();  // the ones before were of a 100
  if (auto colon = line.find(':'); colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    headers.emplace_back(std::move(name), base::trim(line.substr(colon + 1)));
  }
  return exchange.header_bytes <= kHeaderBytes ? count : 0;
}

std::size_t give_file(char* out, std::size_t, std::size_t room, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  const auto& file = *exchange.call.file;
  const auto wanted = std::min<std::uint64_t>(room, file.size - exchange.sent);
  const auto count = ::pread(file.descriptor, out, wanted,
                             static_cast<off_t>(file.offset + exchange.sent));
  if (count < 0 || (count == 0 && wanted > 0)) return CURL_READFUNC_ABORT;
  exchange.sent += static_cast<std::uint64_t>(count);
  return static_cast<std::size_t>(count);
}

// A kept connection may turn out to be closed when part of it has gone: it begins anew.
int rewind_file(void* exchange_pointer, curl_off_t offset, int origin) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  if (origin != SEEK_SET || offset < 0) return CURL_SEEKFUNC_FAIL;
  exchange.sent = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

int look_round(void* exchange_pointer, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(exchange_pointer)->give_up ? 1 : 0;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (curl_easy_setopt(handle, option, value) != CURLE_OK)
    throw std::runtime_error("libcurl lacks option " + std::to_string(option));
}

void set_bounds(CURL* handle, Exchange& exchange) {
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_PROXY, "");  // whatever the environment says
  set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(exchange.options.connect_ms));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(exchange.options.total_ms));
  set(handle, CURLOPT_NOSIGNAL, 1L);
  // A name server that does not answer holds up nobody but its own thread.
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  const bool is_once = !exchange.options.keeps_connections;
  set(handle, CURLOPT_FRESH_CONNECT, is_once ? 1L : 0L);
  set(handle, CURLOPT_FORBID_REUSE, is_once ? 1L : 0L);
  set(handle, CURLOPT_PATH_AS_IS, 1L);
  if (exchange.call.stall_s > 0) {
    set(handle, CURLOPT_LOW_SPEED_LIMIT, 1024L);
    set(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(exchange.call.stall_s));
  }
  set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
  set(handle, CURLOPT_WRITEFUNCTION, take_body);
  set(handle, CURLOPT_WRITEDATA, &exchange);
  set(handle, CURLOPT_HEADERFUNCTION, take_header);
  set(handle, CURLOPT_HEADERDATA, &exchange);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, look_round);
  set(handle, CURLOPT_XFERINFODATA, &exchange);
}

void set_body(CURL* handle, Exchange& exchange) {
  const auto& call = exchange.call;
  if (call.file) {
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(call.file->size));
    set(handle, CURLOPT_READFUNCTION, give_file);
    set(handle, CURLOPT_READDATA, &exchange);
    set(handle, CURLOPT_SEEKFUNCTION, rewind_file);
    set(handle, CURLOPT_SEEKDATA, &exchange);
  } else if (call.method == "POST" || call.method == "PUT") {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDS, call.body.data());
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  } else if (call.method == "HEAD") {
    set(handle, CURLOPT_NOBODY, 1L);
  }
  if (call.method != "HEAD") set(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
}

HeaderList headers_of(const HeaderFields& headers) {
  HeaderList list;
  auto add = [&](const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    list.release();
    list.reset(longer);
  };
  for (const auto& [name, value] : headers) add(name + ": " + value);
  add("Expect:");  // the body goes at once
  return list;
}

std::string_view error_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "outbound_name_unknown";
    case CURLE_OPERATION_TIMEDOUT:
      return "outbound_timed_out";
    case CURLE_ABORTED_BY_CALLBACK:
      return "outbound_interrupted";
    case CURLE_COULDNT_CONNECT:
      return "outbound_not_connected";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
      return "outbound_tls_failed";
    default:
      return "outbound_broken";
  }
}

}  // namespace

std::optional<base::Failure> fault_of_url(const std::string& text) {
  Url url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    return base::Failure{"outbound_wrong_url", {}};
  auto part = [&](CURLUPart which) {
    char* found = nullptr;
    std::string value;
    if (curl_url_get(url.get(), which, &found, 0) == CURLUE_OK) value = found;
    curl_free(found);
    return value;
  };
  auto scheme = part(CURLUPART_SCHEME);
  if ((scheme != "http" && scheme != "https") || part(CURLUPART_HOST).empty())
    return base::Failure{"outbound_wrong_url", {}};
  if (!part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty())
    return base::Failure{"outbound_credentials", {}};
  return std::nullopt;
}

// Handles that hold an open connection, for who wants the next one.
class Client::Connections {
 public:
  Handle take() {
    std::lock_guard lock(mutex_);
    if (idle_.empty()) return Handle(curl_easy_init());
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }
  void give_back(Handle handle) {
    curl_easy_reset(handle.get());  // the connection stays
    std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(handle));
  }

 private:
  static constexpr std::size_t kMostIdle = 16;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

Client::Client(ClientOptions options)
    : options_(std::move(options)), connections_(std::make_unique<Connections>()) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    throw std::runtime_error("libcurl cannot be started");
}

Client::~Client() {
  connections_.reset();
  curl_global_cleanup();
}

Answer Client::post(const Post& post, const std::atomic<bool>& give_up) const {
  return send({"POST", post.url, post.headers, post.body}, give_up);
}

Answer Client::get(const Get& get, const std::atomic<bool>& give_up) const {
  return send({"GET", get.url, get.headers}, give_up);
}

Answer Client::send(const Call& call, const std::atomic<bool>& give_up) const {
  Exchange exchange{options_, give_up, call};
  auto& answer = exchange.answer;
  if (auto fault = fault_of_url(call.url)) {
    answer.error = fault->code;
    return std::move(answer);
  }
  auto handle = connections_->take();
  if (!handle) throw std::bad_alloc();
  auto headers = headers_of(call.headers);
  set_bounds(handle.get(), exchange);
  set(handle.get(), CURLOPT_URL, call.url.c_str());
  set_body(handle.get(), exchange);
  set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  auto code = curl_easy_perform(handle.get());
  long status = 0;
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &retry_after_s);
  if (code == CURLE_OK && options_.keeps_connections) connections_->give_back(std::move(handle));
  // Who is refused may be told so before all of his body is sent.
  bool was_refused = code == CURLE_SEND_ERROR && status >= 400;
  if (code == CURLE_OK || exchange.has_enough || was_refused) {
    answer.status = static_cast<int>(status);
    answer.retry_after_s = retry_after_s;
    return std::move(answer);
  }
  bool was_denied = code == CURLE_COULDNT_CONNECT && !exchange.denied.empty();
  answer.error = was_denied ? "outbound_denied" : error_of(code);
  answer.detail = was_denied ? exchange.denied : curl_easy_strerror(code);
  answer.body.clear();
  return std::move(answer);
}

}  // namespace rapport::outbound
