// Addresses of the network: what a host written as a number means, which addresses lie inside a
// company's own network, and ranges of them. Pure functions.
// Not here: names and their resolution, connections (client.h).
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace rapport::outbound {

// An IPv4 address is kept as IPv6 maps it (::ffff:a.b.c.d), so that both notations are one address.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  bool operator==(const IpAddress&) const = default;
  bool is_v4() const;
  std::string text() const;
};

IpAddress v4_address(std::uint32_t bits);

// The address that a host of a URL stands for when it is no name: "127.0.0.1", and what C libraries
// read as the same: "2130706433", "0x7f.1", "0177.0.0.1", "127.1"; "[::1]" with or without
// brackets; with a point at its end. Nothing for a name.
std::optional<IpAddress> parse_host(std::string_view host);

// Why an address is not one of the open network: "loopback", "private", "link_local",
// "unique_local", "shared", "multicast", "metadata", "reserved". Empty: it is. An IPv4 address
// inside an IPv6 one (mapped, compatible, NAT64, 6to4) counts as itself.
// Source: the special-purpose address registries of IANA (RFC 6890).
std::string_view inner_kind(const IpAddress& address);

struct AddressRange {
  IpAddress first;
  int prefix = 128;  // bits, of the mapped form

  bool contains(const IpAddress& address) const;
};

// "10.0.0.0/8,::1" → ranges; an address alone is a range of one. The failure names the wrong part.
base::Result<std::vector<AddressRange>> parse_ranges(std::string_view list);

// Whether a connection to the address may be made.
bool is_permitted(const IpAddress& address, const std::vector<AddressRange>& allowed);

}  // namespace rapport::outbound
