#include "outbound/addresses.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "base/text.h"

namespace rapport::outbound {

namespace {

constexpr int kMappedBits = 96;

struct Special {
  std::string_view range, kind;
};

// The first that contains the address says what it is.
constexpr Special kSpecialV4[] = {  // tidy: table
    {"169.254.169.254/32", "metadata"},
    {"169.254.170.2/32", "metadata"},
    {"100.100.100.200/32", "metadata"},
    {"168.63.129.16/32", "metadata"},
    {"192.0.0.192/32", "metadata"},
    {"0.0.0.0/8", "loopback"},  // connects to the machine itself
    {"127.0.0.0/8", "loopback"},
    {"10.0.0.0/8", "private"},
    {"172.16.0.0/12", "private"},
    {"192.168.0.0/16", "private"},
    {"169.254.0.0/16", "link_local"},
    {"100.64.0.0/10", "shared"},
    {"224.0.0.0/4", "multicast"},
    {"192.0.0.0/24", "reserved"},
    {"192.0.2.0/24", "reserved"},
    {"192.88.99.0/24", "reserved"},
    {"198.18.0.0/15", "reserved"},
    {"198.51.100.0/24", "reserved"},
    {"203.0.113.0/24", "reserved"},
    {"240.0.0.0/4", "reserved"},
};

constexpr Special kSpecialV6[] = {  // tidy: table
    {"fd00:ec2::/32", "metadata"},
    {"fd20:ce::254/128", "metadata"},
    {"::1/128", "loopback"},
    {"::/128", "loopback"},
    {"fe80::/10", "link_local"},
    {"fec0::/10", "link_local"},
    {"fc00::/7", "unique_local"},
    {"ff00::/8", "multicast"},
    {"2001::/23", "reserved"},  // Teredo and other protocols among them
    {"2001:db8::/32", "reserved"},
    {"3fff::/20", "reserved"},
};

// Read once: the tables are constant.
struct SpecialRange {
  AddressRange range;
  std::string_view kind;
};

std::vector<SpecialRange> read_table(std::span<const Special> table) {
  std::vector<SpecialRange> ranges;
  for (const auto& [range, kind] : table) ranges.push_back({parse_ranges(range)->front(), kind});
  return ranges;
}

std::string_view kind_in(const std::vector<SpecialRange>& table, const IpAddress& address) {
  for (const auto& [range, kind] : table)
    if (range.contains(address)) return kind;
  return {};
}

bool begins_with(const IpAddress& address, std::string_view range) {
  return parse_ranges(range)->front().contains(address);
}

IpAddress v4_at(const IpAddress& address, std::size_t at) {
  std::uint32_t bits = 0;
  for (std::size_t i = at; i < at + 4; ++i) bits = bits << 8 | address.bytes[i];
  return v4_address(bits);
}

// The IPv4 address that a gateway would take an IPv6 one for.
std::optional<IpAddress> embedded_v4(const IpAddress& address) {
  if (begins_with(address, "2002::/16")) return v4_at(address, 2);
  bool is_plain = begins_with(address, "::/96") && !begins_with(address, "::/127");
  if (is_plain || begins_with(address, "64:ff9b::/96")) return v4_at(address, 12);
  return std::nullopt;
}

std::optional<std::uint64_t> number_of(std::string_view part) {
  int radix = 10;
  if (part.size() > 1 && part[0] == '0') {
    bool is_hex = part[1] == 'x' || part[1] == 'X';
    radix = is_hex ? 16 : 8;
    part.remove_prefix(is_hex ? 2 : 1);
    if (part.empty()) return is_hex ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
  std::uint64_t number = 0;
  auto read = std::from_chars(part.data(), part.data() + part.size(), number, radix);
  bool whole = read.ec == std::errc() && read.ptr == part.data() + part.size();
  return whole && !part.empty() ? std::optional(number) : std::nullopt;
}

// As inet_aton reads it: one to four numbers, the last of which fills all bytes that are left.
std::optional<IpAddress> parse_v4(std::string_view text) {
  auto parts = base::split(text, '.');
  if (parts.empty() || parts.size() > 4) return std::nullopt;
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto number = number_of(parts[i]);
    bool is_last = i + 1 == parts.size();
    int width = is_last ? 8 * static_cast<int>(5 - parts.size()) : 8;
    if (!number || *number >= 1ull << width) return std::nullopt;
    bits = bits << width | *number;
  }
  return v4_address(static_cast<std::uint32_t>(bits));
}

std::optional<IpAddress> parse_v6(std::string_view text) {
  IpAddress address;
  std::string word(text.substr(0, text.find('%')));  // a zone says only by which door
  if (inet_pton(AF_INET6, word.c_str(), address.bytes.data()) != 1) return std::nullopt;
  return address;
}

// Only the usual notation: in what an administrator allows nothing is guessed.
std::optional<IpAddress> parse_strictly(const std::string& text) {
  in_addr plain{};
  if (inet_pton(AF_INET, text.c_str(), &plain) == 1) return v4_address(ntohl(plain.s_addr));
  IpAddress address;
  if (inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::optional<AddressRange> parse_range(std::string_view text) {
  auto slash = text.find('/');
  std::string host(text.substr(0, slash));
  auto first = parse_strictly(host);
  if (!first) return std::nullopt;
  bool is_v4 = host.find(':') == std::string::npos;
  AddressRange range{*first, 128};
  if (slash == std::string_view::npos) return range;
  auto digits = text.substr(slash + 1);
  int bits = 0, most = is_v4 ? 32 : 128;
  auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  if (!whole || bits < 0 || bits > most) return std::nullopt;
  range.prefix = is_v4 ? kMappedBits + bits : bits;
  return range;
}

}  // namespace

bool IpAddress::is_v4() const {
  auto is_zero = [](std::uint8_t byte) { return byte == 0; };
  return std::all_of(bytes.begin(), bytes.begin() + 10, is_zero) && bytes[10] == 0xff &&
         bytes[11] == 0xff;
}

std::string IpAddress::text() const {
  char out[INET6_ADDRSTRLEN] = "";
  if (is_v4()) inet_ntop(AF_INET, bytes.data() + 12, out, sizeof out);
  else inet_ntop(AF_INET6, bytes.data(), out, sizeof out);
  return out;
}

IpAddress v4_address(std::uint32_t bits) {
  IpAddress address;
  address.bytes[10] = address.bytes[11] = 0xff;
  for (int i = 0; i < 4; ++i)
    address.bytes[12 + static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(bits >> (24 - 8 * i));
  return address;
}

std::optional<IpAddress> parse_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.find(':') != std::string_view::npos) return parse_v6(host);
  if (host.ends_with('.')) host.remove_suffix(1);
  return parse_v4(host);
}

bool AddressRange::contains(const IpAddress& address) const {
  int whole = prefix / 8, rest = prefix % 8;
  for (int i = 0; i < whole; ++i)
    if (first.bytes[static_cast<std::size_t>(i)] != address.bytes[static_cast<std::size_t>(i)])
      return false;
  if (rest == 0) return true;
  auto at = static_cast<std::size_t>(whole);
  return ((first.bytes[at] ^ address.bytes[at]) >> (8 - rest)) == 0;
}

base::Result<std::vector<AddressRange>> parse_ranges(std::string_view list) {
  std::vector<AddressRange> ranges;
  for (const auto& part : base::split(list, ',')) {
    auto word = base::trim(part);
    if (word.empty()) continue;
    auto range = parse_range(word);
    if (!range) return base::Failure{"not_an_address_range", {{"value", std::string(word)}}};
    ranges.push_back(*range);
  }
  return ranges;
}

std::string_view inner_kind(const IpAddress& address) {
  static const auto v4 = read_table(kSpecialV4), v6 = read_table(kSpecialV6);
  if (address.is_v4()) return kind_in(v4, address);
  if (auto kind = kind_in(v6, address); !kind.empty()) return kind;
  if (auto inside = embedded_v4(address)) return inner_kind(*inside);
  // Nothing else is given out for the open network.
  return begins_with(address, "2000::/3") ? "" : "reserved";
}

bool is_permitted(const IpAddress& address, const std::vector<AddressRange>& allowed) {
  if (inner_kind(address).empty()) return true;
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const auto& range) { return range.contains(address); });
}

}  // namespace rapport::outbound
