#include "request_template.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace rapport::bench {

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

void add_list(Lists& lists, const std::string& pair) {
  const auto equals = pair.find('=');
  if (equals == pair.npos) throw std::runtime_error("--list NAME=FILE");
  lists[pair.substr(0, equals)] = lines_of(pair.substr(equals + 1));
}

namespace {
constexpr std::array<std::string_view, 24> kWords = {
    "иванов", "каримов", "петрова", "рахимова", "договор", "кровля", "отгрузка", "сервис",
    "karimov", "rahimova", "usmonov", "toshkent", "baraka", "savdo", "qurilish", "bogʻ",
    "anderson", "garcia", "roof", "windows", "textile", "market", "support", "trade"};

std::uint64_t between(std::mt19937_64& random, std::uint64_t low, std::uint64_t high) {
  return low + random() % (high - low + 1);
}

void append_hex(std::string& out, std::size_t count, std::mt19937_64& random) {
  for (std::size_t i = 0; i < count; ++i) out += "0123456789abcdef"[random() & 15];
}

void append_uuid(std::string& out, std::mt19937_64& random) {
  append_hex(out, 8, random);
  out += '-';
  append_hex(out, 4, random);
  out += "-7";
  append_hex(out, 3, random);
  out += "-8";
  append_hex(out, 3, random);
  out += '-';
  append_hex(out, 12, random);
}
}  // namespace

RequestTemplate::RequestTemplate(std::string_view line, const Lists& lists) {
  const auto method_end = line.find(' ');
  if (method_end == line.npos) throw std::runtime_error("no path in: " + std::string(line));
  method_ = line.substr(0, method_end);
  line.remove_prefix(method_end + 1);
  const auto path_end = line.find(' ');
  path_ = parse(line.substr(0, path_end), lists);
  if (path_end != line.npos) body_ = parse(line.substr(path_end + 1), lists);
}

std::vector<RequestTemplate::Part> RequestTemplate::parse(std::string_view text,
                                                          const Lists& lists) {
  std::vector<Part> parts;
  while (!text.empty()) {
    const auto at = text.find('@');
    if (at != 0) {
      parts.push_back({.text = std::string(text.substr(0, at))});
      text.remove_prefix(at == text.npos ? text.size() : at);
      continue;
    }
    if (text.starts_with("@@")) {
      parts.push_back({.text = "@"});
      text.remove_prefix(2);
      continue;
    }
    const auto name_end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 1);
    const auto name = text.substr(1, name_end == text.npos ? name_end : name_end - 1);
    text.remove_prefix(1 + name.size());
    std::string_view argument;
    if (text.starts_with('(')) {
      const auto close = text.find(')');
      if (close == text.npos) throw std::runtime_error("( without )");
      argument = text.substr(1, close - 1);
      text.remove_prefix(close + 1);
    }
    parts.push_back(parse_part(name, argument, lists));
  }
  return parts;
}

RequestTemplate::Part RequestTemplate::parse_part(std::string_view name, std::string_view argument,
                                                  const Lists& lists) {
  const std::string text(argument);
  if (name == "uuid") return {.kind = Kind::Uuid};
  if (name == "word") return {.kind = Kind::Word};
  if (name == "hex") return {.kind = Kind::Hex, .high = std::stoull(text)};
  if (name == "number") {
    return {.kind = Kind::Number,
            .low = std::stoull(text),
            .high = std::stoull(text.substr(text.find(',') + 1))};
  }
  const auto list = lists.find(text);
  if (name != "pick" || list == lists.end() || list->second.empty()) {
    throw std::runtime_error("no such part: @" + std::string(name) + "(" + text + ")");
  }
  return {.kind = Kind::Pick, .list = &list->second};
}

void RequestTemplate::append_part(std::string& out, const Part& part, std::mt19937_64& random) {
  switch (part.kind) {
    case Kind::Text: out += part.text; break;
    case Kind::Number: out += std::to_string(between(random, part.low, part.high)); break;
    case Kind::Hex: append_hex(out, part.high, random); break;
    case Kind::Uuid: append_uuid(out, random); break;
    case Kind::Word: out += kWords[random() % kWords.size()]; break;
    case Kind::Pick: out += (*part.list)[random() % part.list->size()]; break;
  }
}

void RequestTemplate::append_to(std::string& out, std::string_view headers,
                                std::mt19937_64& random) const {
  std::string path;
  for (const auto& part : path_) append_part(path, part, random);
  out += method_;
  out += ' ';
  for (const unsigned char c : path) {
    if (c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>') {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += "0123456789ABCDEF"[c >> 4];
      out += "0123456789ABCDEF"[c & 15];
    }
  }
  out += " HTTP/1.1\r\n";
  out += headers;
  std::string body;
  for (const auto& part : body_) append_part(body, part, random);
  if (!body.empty()) {
    out += "Content-Type: application/json\r\nContent-Length: ";
    out += std::to_string(body.size());
    out += "\r\n";
  }
  out += "\r\n";
  out += body;
}

}  // namespace rapport::bench
