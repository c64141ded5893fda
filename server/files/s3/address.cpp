#include "files/s3/address.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "base/text.h"

namespace rapport::files::s3 {

namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::size_t kMostPrefix = 200, kMostHost = 253;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Source: AWS, "Bucket naming rules"; capitals and _ are of older ones.
bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63 || name.find("..") != std::string_view::npos)
    return false;
  if (!is_letter_or_digit(name.front()) || !is_letter_or_digit(name.back())) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
  });
}

// Folders of plain names: nothing that a store or a proxy before it would read otherwise.
bool is_prefix(std::string_view prefix) {
  if (prefix.size() > kMostPrefix) return false;
  for (const auto& part : base::split(prefix, '/')) {
    bool is_plain = std::all_of(part.begin(), part.end(), [](char c) {
      return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
    });
    if (part.empty() || part == "." || part == ".." || !is_plain) return false;
  }
  return true;
}

bool is_port(std::string_view text) {
  int port = 0;
  auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && port > 0 &&
         port < 65'536;
}

// "host", "host:port", "[::1]:port".
bool is_host(std::string_view text) {
  auto colon = text.rfind(':');
  if (text.starts_with('[')) {
    auto close = text.find(']');
    if (close == std::string_view::npos) return false;
    if (close + 1 == text.size()) return close > 1;
    return text[close + 1] == ':' && is_port(text.substr(close + 2));
  }
  if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
  auto name = text.substr(0, colon);
  return !name.empty() && name.size() <= kMostHost &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_';
         });
}

base::Failure wrong(std::string sentence) { return {std::move(sentence), {}}; }

void drop_usual_port(std::string_view scheme, std::string& host) {
  std::string_view usual = scheme == "https" ? ":443" : ":80";
  if (host.ends_with(usual)) host.resize(host.size() - usual.size());
}

// Nothing where it is good.
std::string read_endpoint(const AddressWords& words, Address& address) {
  std::string_view rest = words.endpoint;
  auto mark = rest.find("://");
  if (mark == std::string_view::npos) return "--s3-endpoint takes https://HOST or http://HOST";
  address.scheme = rest.substr(0, mark);
  if (address.scheme != "https" && address.scheme != "http")
    return "--s3-endpoint takes https://HOST or http://HOST";
  rest.remove_prefix(mark + 3);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (!is_host(rest))
    return "--s3-endpoint takes a host and perhaps a port, and nothing else: https://HOST:PORT";
  address.host = rest;
  drop_usual_port(address.scheme, address.host);
  return {};
}

}  // namespace

std::string Address::place() const {
  auto text = std::string(kScheme) + bucket + "/" + prefix;
  text.pop_back();
  return text;
}

std::string Address::path_of(std::string_view key) const {
  return folder + encode(key, Slash::Stays);
}

std::string Address::bucket_path() const {
  return folder.substr(0, folder.size() - prefix.size());
}

std::string Address::url_of(std::string_view path, const Pairs& query) const {
  auto url = scheme + "://" + host + std::string(path);
  return query.empty() ? url : url + "?" + query_text(query);
}

bool is_bucket(std::string_view place) { return place.starts_with(kScheme); }

base::Result<Address> read_address(const AddressWords& words) {
  Address address;
  auto rest = std::string_view(words.place).substr(kScheme.size());
  auto slash = rest.find('/');
  address.bucket = rest.substr(0, slash);
  if (slash != std::string_view::npos) address.prefix = rest.substr(slash + 1);
  while (address.prefix.ends_with('/')) address.prefix.pop_back();
  if (!is_bucket_name(address.bucket))
    return wrong(words.place + " names no bucket: s3://BUCKET or s3://BUCKET/PREFIX");
  if (!address.prefix.empty() && !is_prefix(address.prefix))
    return wrong("the prefix of " + words.place +
                 " may have letters, digits and .-_ in it, parted by single /");
  if (!address.prefix.empty()) address.prefix += '/';
  address.region = words.region.empty() ? "us-east-1" : words.region;
  if (!std::all_of(address.region.begin(), address.region.end(),
                   [](char c) { return is_letter_or_digit(c) || c == '-'; }))
    return wrong("--s3-region takes a name like eu-central-1");
  const bool is_amazon = words.endpoint.empty();
  address.host = "s3." + address.region + ".amazonaws.com";
  if (!is_amazon)
    if (auto fault = read_endpoint(words, address); !fault.empty()) return wrong(fault);
  if (!words.addressing.empty() && words.addressing != "path" && words.addressing != "host")
    return wrong("--s3-addressing takes path or host");
  const bool is_in_host = words.addressing == "host" || (words.addressing.empty() && is_amazon);
  // Certificates for *.HOST hold for one name before it.
  if (is_in_host && address.scheme == "https" && address.bucket.find('.') != std::string::npos)
    return wrong("a bucket with a dot in its name needs --s3-addressing path");
  if (is_in_host) address.host = address.bucket + "." + address.host;
  address.folder = (is_in_host ? "/" : "/" + address.bucket + "/") + address.prefix;
  return address;
}

Credentials read_credentials(const std::filesystem::path& file) {
  std::ifstream in(file);
  Credentials key;
  std::vector<std::string> bare;
  std::string line;
  while (std::getline(in, line)) {
    auto text = base::trim(line);
    if (text.empty() || text.front() == '#' || text.front() == '[') continue;
    auto equals = text.find('=');
    auto name = base::trim(text.substr(0, equals));
    auto value = equals == std::string_view::npos ? "" : base::trim(text.substr(equals + 1));
    if (name == "aws_access_key_id") key.key_id = value;
    else if (name == "aws_secret_access_key") key.secret = value;
    else if (name == "aws_session_token") key.session_token = value;
    else bare.emplace_back(text);
  }
  if (!in.eof()) throw std::runtime_error(file.string() + " cannot be read");
  if (key.key_id.empty() && key.secret.empty() && bare.size() == 2)
    key = {bare[0], bare[1], {}};
  if (key.key_id.empty() || key.secret.empty())
    throw std::runtime_error(file.string() +
                             " holds no key of a store: aws_access_key_id = … and "
                             "aws_secret_access_key = …, or the two on a line each");
  return key;
}

}  // namespace rapport::files::s3
