#include "outbound/addresses.h"

#include <gtest/gtest.h>

namespace rapport::outbound {
namespace {

std::string_view kind_of(std::string_view host) {
  auto address = parse_host(host);
  return address ? inner_kind(*address) : "no address";
}

TEST(Addresses, OneAddressInEveryNotation) {
  auto loopback = v4_address(0x7f000001);
  for (const char* host :
       {"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.0.0.1", "0177.0.0.1",
        "017700000001", "0177.0.0.01", "0x7f.1", "127.0.0.1.", "::ffff:127.0.0.1",
        "[::ffff:127.0.0.1]", "::ffff:7f00:1", "0:0:0:0:0:ffff:7f00:0001"}) {
    auto address = parse_host(host);
    ASSERT_TRUE(address) << host;
    EXPECT_EQ(*address, loopback) << host;
    EXPECT_EQ(address->text(), "127.0.0.1") << host;
  }
}

TEST(Addresses, NamesAreNoAddresses) {
  for (const char* host : {"localhost", "example.com", "", ".", "1.2.3.4.5", "256.1.1.1",
                           "1.2.3.256", "08.1.1.1", "1..2", "4294967296", "0x100000000",
                           "1.16777216", "-1", "+1", "127.0.0.1.example.com", "fe80",
                           "1.2.3.4:80"})
    EXPECT_FALSE(parse_host(host)) << host;
  EXPECT_EQ(kind_of("0x"), "loopback") << "C libraries read it as nought";
}

struct Case {
  const char* host;
  std::string_view kind;
};

TEST(Addresses, WhatLiesWithin) {  // tidy: table
  for (const auto& [host, kind] : std::initializer_list<Case>{
           {"127.0.0.1", "loopback"},
           {"127.255.255.255", "loopback"},
           {"0.0.0.0", "loopback"},
           {"0", "loopback"},
           {"0.1.2.3", "loopback"},
           {"10.0.0.1", "private"},
           {"167772161", "private"},  // 10.0.0.1
           {"172.16.0.1", "private"},
           {"172.31.255.255", "private"},
           {"192.168.1.1", "private"},
           {"0xc0a80101", "private"},
           {"100.64.0.1", "shared"},
           {"100.127.255.255", "shared"},
           {"100.100.100.200", "metadata"},
           {"169.254.0.1", "link_local"},
           {"169.254.169.254", "metadata"},
           {"2852039166", "metadata"},
           {"0xA9FEA9FE", "metadata"},
           {"168.63.129.16", "metadata"},
           {"192.0.0.192", "metadata"},
           {"192.0.0.1", "reserved"},
           {"192.0.2.1", "reserved"},
           {"198.18.0.1", "reserved"},
           {"198.19.255.255", "reserved"},
           {"224.0.0.1", "multicast"},
           {"239.255.255.250", "multicast"},
           {"240.0.0.1", "reserved"},
           {"255.255.255.255", "reserved"},
           {"::1", "loopback"},
           {"[::1]", "loopback"},
           {"0:0:0:0:0:0:0:1", "loopback"},
           {"::", "loopback"},
           {"::7f00:1", "loopback"},        // IPv4-compatible
           {"::127.0.0.1", "loopback"},
           {"::ffff:10.0.0.1", "private"},
           {"::ffff:a9fe:a9fe", "metadata"},
           {"fe80::1", "link_local"},
           {"fe80::1%eth0", "link_local"},
           {"febf::1", "link_local"},
           {"fec0::1", "link_local"},
           {"fc00::1", "unique_local"},
           {"fdff::1", "unique_local"},
           {"fd00:ec2::254", "metadata"},
           {"ff02::1", "multicast"},
           {"64:ff9b::7f00:1", "loopback"},  // NAT64
           {"64:ff9b::a9fe:a9fe", "metadata"},
           {"64:ff9b:1::1", "reserved"},
           {"2002:7f00:1::", "loopback"},  // 6to4
           {"2002:c0a8:101::1", "private"},
           {"2001::1", "reserved"},  // Teredo
           {"2001:db8::1", "reserved"},
           {"3fff::1", "reserved"},
           {"4000::1", "reserved"},
           {"100::1", "reserved"},
       })
    EXPECT_EQ(kind_of(host), kind) << host;
}

TEST(Addresses, WhatLiesOutside) {
  for (const char* host : {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "172.15.255.255",
                           "172.32.0.0", "192.167.255.255", "192.169.0.0", "100.63.255.255",
                           "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
                           "223.255.255.255", "198.17.255.255", "198.20.0.0", "2606:4700::1111",
                           "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
                           "2002:808:808::1", "134744072"})
    EXPECT_EQ(kind_of(host), "") << host;
}

TEST(Addresses, RangesOfTheAdministrator) {
  auto ranges = parse_ranges("10.0.0.0/8, 192.168.7.9 ,::1,fd12:3456::/32");
  ASSERT_TRUE(ranges);
  ASSERT_EQ(ranges->size(), 4u);
  auto permits = [&](const char* host) { return is_permitted(*parse_host(host), *ranges); };
  EXPECT_TRUE(permits("10.1.2.3"));
  EXPECT_TRUE(permits("::ffff:10.1.2.3"));
  EXPECT_TRUE(permits("192.168.7.9"));
  EXPECT_FALSE(permits("192.168.7.8"));
  EXPECT_TRUE(permits("::1"));
  EXPECT_FALSE(permits("127.0.0.1"));
  EXPECT_TRUE(permits("fd12:3456:1::1"));
  EXPECT_FALSE(permits("fd12:3457::1"));
  EXPECT_TRUE(permits("8.8.8.8"));
  EXPECT_FALSE(permits("64:ff9b::a01:203"));  // a gateway's way to 10.1.2.3
}

TEST(Addresses, RangesThatAreNone) {
  for (const char* list :
       {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "10/8", "example.com",
        "0x7f.0.0.1/8", "::1/129", "127.0.0.1/8,all", "fe80::1%eth0"}) {
    auto ranges = parse_ranges(list);
    EXPECT_FALSE(ranges) << list;
  }
  EXPECT_TRUE(parse_ranges("")->empty());
  EXPECT_TRUE(parse_ranges("0.0.0.0/0")->front().contains(v4_address(0x7f000001)));
  EXPECT_FALSE(parse_ranges("0.0.0.0/0")->front().contains(*parse_host("::1")));
}

}  // namespace
}  // namespace rapport::outbound
