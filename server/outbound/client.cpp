#include "outbound/client.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

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
  Answer answer = {};
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

std::size_t take_header(char*, std::size_t, std::size_t count, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  exchange.header_bytes += count;
  return exchange.header_bytes <= kHeaderBytes ? count : 0;
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
  set(handle, CURLOPT_FRESH_CONNECT, 1L);
  set(handle, CURLOPT_FORBID_REUSE, 1L);
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

HeaderList headers_of(const std::vector<std::pair<std::string, std::string>>& headers) {
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

Client::Client(ClientOptions options) : options_(std::move(options)) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    throw std::runtime_error("libcurl cannot be started");
}

Client::~Client() { curl_global_cleanup(); }

Answer Client::post(const Post& post, const std::atomic<bool>& give_up) const {
  return send(post.url, post.headers, &post.body, give_up);
}

Answer Client::get(const Get& get, const std::atomic<bool>& give_up) const {
  return send(get.url, get.headers, nullptr, give_up);
}

Answer Client::send(const std::string& url,
                    const std::vector<std::pair<std::string, std::string>>& fields,
                    const std::string* body, const std::atomic<bool>& give_up) const {
  Exchange exchange{options_, give_up};
  if (auto fault = fault_of_url(url)) {
    exchange.answer.error = fault->code;
    return std::move(exchange.answer);
  }
  Handle handle(curl_easy_init());
  if (!handle) throw std::bad_alloc();
  auto headers = headers_of(fields);
  set_bounds(handle.get(), exchange);
  set(handle.get(), CURLOPT_URL, url.c_str());
  if (body) {
    set(handle.get(), CURLOPT_POST, 1L);
    set(handle.get(), CURLOPT_POSTFIELDS, body->data());
    set(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
  }
  set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  auto code = curl_easy_perform(handle.get());
  auto& answer = exchange.answer;
  long status = 0;
  curl_off_t retry_after_s = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &retry_after_s);
  if (code == CURLE_OK || exchange.has_enough) {
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
