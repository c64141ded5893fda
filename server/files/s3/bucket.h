// Bucket: signed requests to one bucket of S3-compatible storage, tried again when the store or the
// way to it fails for a moment. What is refused is said in words that name the bucket and what to
// do. However slow the store is, it never holds all threads that ask it.
// Not here: which objects there are (bucket_store.h).
#pragma once
#include <atomic>

#include "files/file_store.h"
#include "files/s3/address.h"
#include "outbound/client.h"

namespace rapport::files::s3 {

struct Ask {
  std::string method;
  std::string path;  // encoded, Address::path_of
  Pairs query = {};
  Pairs headers = {};
  std::string body = {};
  std::optional<outbound::FilePart> file = {};
  bool is_once = false;       // not tried again
  std::int64_t stall_s = 20;  // of silence are the end of a try
};

class Bucket {
 public:
  // The endpoint may be an inner address: the administrator named it.
  Bucket(Address address, Credentials credentials, base::Clock& clock);

  const Address& address() const { return address_; }

  // An answer of 200–299, or 404 where the object is what is not there. Throws:
  // Error{Unavailable, "files_unreachable" | "files_refused"} with the reason in its detail.
  outbound::Answer ask(const Ask& ask);
  // The same failure, for an answer that says well and means otherwise.
  [[noreturn]] void refuse(const Ask& ask, const outbound::Answer& answer, int tries);

  void stop() { is_stopped_ = true; }
  Traffic traffic() const { return {requests_, retries_, failures_}; }

 private:
  class Turn;

  outbound::Answer send(const Ask& ask);
  outbound::Answer try_often(const Ask& ask, int& tries);
  std::string explain(const Ask& ask, const outbound::Answer& answer, int tries);
  bool pause(std::int64_t ms) const;

  Address address_;
  Credentials credentials_;
  base::Clock& clock_;
  outbound::Client client_;
  std::atomic<bool> is_stopped_ = false;
  // Found so by one who tried often: until somebody gets an answer, others try once.
  std::atomic<bool> is_away_ = false;
  std::atomic<int> waiting_ = 0;
  std::atomic<std::uint64_t> requests_ = 0, retries_ = 0, failures_ = 0;
};

}  // namespace rapport::files::s3
