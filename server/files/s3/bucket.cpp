#include "files/s3/bucket.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/log.h"
#include "base/waiting.h"
#include "files/s3/answers.h"

namespace rapport::files::s3 {

namespace {

constexpr std::int64_t kConnectMs = 5'000, kTotalMs = 300'000;
// Of the threads that answer requests (64) so many may wait for the store at a time.
constexpr int kMostWaiting = 40, kMostWhileAway = 8;
constexpr std::size_t kAnswerBytes = (4 << 20) + (64 << 10);  // a chunk, or a page of a list
constexpr std::int64_t kPausesMs[] = {200, 600, 1'800};       // before each further try
constexpr std::int64_t kMostPauseMs = 5'000, kPauseStepMs = 50;

outbound::ClientOptions client_options() {
  outbound::ClientOptions options;
  options.allowed = *outbound::parse_ranges("0.0.0.0/0,::/0");
  options.connect_ms = kConnectMs;
  options.total_ms = kTotalMs;
  options.answer_bytes = kAnswerBytes;
  options.keeps_connections = true;
  return options;
}

bool is_good(const outbound::Answer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

// Whether the next try may find it otherwise.
bool is_passing(const outbound::Answer& answer) {
  if (answer.status == 0)
    return answer.error != "outbound_interrupted" && answer.error != "outbound_tls_failed";
  if (answer.status == 400) return read_error(answer.body).code == "RequestTimeout";
  return answer.status == 429 || answer.status >= 500;
}

std::string_view header(const outbound::Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return {};
}

struct Remedy {
  std::string_view code, words;
};

// What an administrator does about a code of S3.
constexpr Remedy kRemedies[] = {  // tidy: table
    {"InvalidAccessKeyId", "it does not know the key: check --s3-key-file"},
    {"SignatureDoesNotMatch", "the secret is not the key's: check --s3-key-file"},
    {"ExpiredToken", "the key was lent for a while that is over: put a new one into --s3-key-file"},
    {"InvalidToken", "the session token is not the key's: check --s3-key-file"},
    {"AccessDenied", "the key may not do that: it needs s3:GetObject, s3:PutObject, "
                     "s3:DeleteObject and s3:AbortMultipartUpload on its objects, and "
                     "s3:ListBucket on the bucket"},
    {"NoSuchBucket", "there is no such bucket: make it, or correct --files"},
    {"RequestTimeTooSkewed", "the clocks differ too much: set this machine's (timedatectl)"},
    {"AuthorizationHeaderMalformed", "the region is another one: correct --s3-region"},
    {"PermanentRedirect", "the bucket is at another place: correct --s3-endpoint, --s3-region"},
    {"TemporaryRedirect", "the bucket is at another place: correct --s3-endpoint, --s3-region"},
    {"QuotaExceeded", "the bucket is full"},
    {"XMinioStorageFull", "its disks are full"},
};

std::string_view remedy_of(std::string_view code) {
  for (const auto& remedy : kRemedies)
    if (remedy.code == code) return remedy.words;
  return {};
}

std::string_view words_of_connection(std::string_view error) {
  if (error == "outbound_name_unknown") return "its name is not known";
  if (error == "outbound_timed_out") return "it does not answer in time";
  if (error == "outbound_not_connected") return "no connection can be made";
  if (error == "outbound_tls_failed") return "no secure connection can be made";
  if (error == "outbound_interrupted") return "the server stops";
  return "the connection broke off";
}

}  // namespace

// One that waits for the store; for one too many there is no turn.
class Bucket::Turn {
 public:
  explicit Turn(Bucket& bucket) : bucket_(bucket), before_(bucket.waiting_++) {}
  ~Turn() { bucket_.waiting_ -= 1; }
  Turn(const Turn&) = delete;
  bool has_come() const {
    return before_ < (bucket_.is_away_ ? kMostWhileAway : kMostWaiting);
  }

 private:
  Bucket& bucket_;
  int before_;
};

Bucket::Bucket(Address address, Credentials credentials, base::Clock& clock)
    : address_(std::move(address)),
      credentials_(std::move(credentials)),
      clock_(clock),
      client_(client_options()) {}

outbound::Answer Bucket::send(const Ask& ask) {
  const auto stamp = stamp_of(clock_.now());
  Signed request{ask.method, ask.path, ask.query, ask.headers,
                 ask.file ? hex_sha256(ask.file->descriptor, ask.file->offset, ask.file->size)
                          : hex_sha256(ask.body)};
  request.headers.emplace_back("host", address_.host);
  request.headers.emplace_back("x-amz-content-sha256", request.body_hash);
  request.headers.emplace_back("x-amz-date", stamp);
  if (!credentials_.session_token.empty())
    request.headers.emplace_back("x-amz-security-token", credentials_.session_token);
  outbound::Call call{ask.method, address_.url_of(ask.path, ask.query), request.headers, ask.body,
                      ask.file, ask.stall_s};
  call.headers.emplace_back("Authorization",
                            authorization(request, credentials_, address_.region, stamp));
  requests_ += 1;
  base::Waiting waiting;
  return client_.send(call, is_stopped_);
}

// False when there is nothing to wait for any more.
bool Bucket::pause(std::int64_t ms) const {
  base::Waiting waiting;
  for (; ms > 0 && !is_stopped_; ms -= kPauseStepMs)
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(ms, kPauseStepMs)));
  return !is_stopped_;
}

outbound::Answer Bucket::try_often(const Ask& ask, int& tries) {
  auto answer = send(ask);
  for (const auto pause_ms : kPausesMs) {
    if (ask.is_once || is_away_ || !is_passing(answer)) break;
    if (!pause(std::min(std::max(pause_ms, answer.retry_after_s * 1'000), kMostPauseMs))) break;
    retries_ += 1;
    ++tries;
    answer = send(ask);
  }
  if (!is_passing(answer)) is_away_ = false;
  else if (!ask.is_once) is_away_ = true;
  return answer;
}

outbound::Answer Bucket::ask(const Ask& ask) {
  Turn turn(*this);
  int tries = 1;
  if (!turn.has_come()) {
    failures_ += 1;
    throw base::Error(base::ErrorKind::Unavailable, "files_unreachable", {},
                      address_.place() + ": too many wait for it already");
  }
  auto answer = try_often(ask, tries);
  if (is_good(answer)) return answer;
  if (answer.status == 404) {
    const auto code = read_error(answer.body).code;
    if (code != "NoSuchBucket") return answer;
  }
  refuse(ask, answer, tries);
}

void Bucket::refuse(const Ask& ask, const outbound::Answer& answer, int tries) {
  failures_ += 1;
  const bool is_away = is_passing(answer) || answer.status == 0;
  throw base::Error(base::ErrorKind::Unavailable, is_away ? "files_unreachable" : "files_refused",
                    {}, explain(ask, answer, tries));
}

std::string Bucket::explain(const Ask& ask, const outbound::Answer& answer, int tries) {
  auto text = address_.place() + " at " + address_.scheme + "://" + address_.host + ": ";
  if (answer.status == 0) {
    text += words_of_connection(answer.error);
    if (!answer.detail.empty()) text += " (" + answer.detail + ")";
  } else {
    const auto error = read_error(answer.body);
    text += ask.method + " is answered " + std::to_string(answer.status);
    if (!error.code.empty()) text += " " + error.code;
    if (!error.message.empty()) text += " (" + error.message + ")";
    auto remedy = remedy_of(error.code);
    if (remedy.empty() && answer.status == 403) remedy = remedy_of("AccessDenied");
    if (remedy.empty() && (answer.status == 301 || answer.status == 307))
      remedy = remedy_of("PermanentRedirect");
    if (!remedy.empty()) text += ": " + std::string(remedy);
    if (error.code == "RequestTimeTooSkewed")
      text += "; here it is " + stamp_of(clock_.now()) + ", there " +
              std::string(header(answer, "date"));
  }
  return tries > 1 ? text + ", tried " + std::to_string(tries) + " times" : text;
}

}  // namespace rapport::files::s3
