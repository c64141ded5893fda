// Requests with random parts, one a line: `METHOD /path [body]`. The parts: @number(LOW,HIGH),
// @hex(COUNT), @uuid, @word, @pick(NAME), a random line of the list NAME; @@ is a plain @.
// Knows nothing of sockets or of time; used by the load generators only.
#pragma once
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::bench {

using Lists = std::map<std::string, std::vector<std::string>>;

// Those that are not empty. Throws: std::runtime_error.
std::vector<std::string> lines_of(const std::string& path);
// `pair`: NAME=FILE, a list and the file of its lines. Throws: std::runtime_error.
void add_list(Lists& lists, const std::string& pair);

class RequestTemplate {
 public:
  // `line` as above. Throws std::runtime_error on an unknown part or list. Lifetime: `lists` must
  // outlive this.
  RequestTemplate(std::string_view line, const Lists& lists);

  // Appends the request's bytes: request line, headers (which end in CRLF), body.
  void append_to(std::string& out, std::string_view headers, std::mt19937_64& random) const;

 private:
  enum class Kind { Text, Number, Hex, Uuid, Word, Pick };
  struct Part {
    Kind kind = Kind::Text;
    std::string text;
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    const std::vector<std::string>* list = nullptr;
  };

  static std::vector<Part> parse(std::string_view text, const Lists& lists);
  static Part parse_part(std::string_view name, std::string_view argument, const Lists& lists);
  static void append_part(std::string& out, const Part& part, std::mt19937_64& random);

  std::string method_;
  std::vector<Part> path_;
  std::vector<Part> body_;
};

}  // namespace rapport::bench
