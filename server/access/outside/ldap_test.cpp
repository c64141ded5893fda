#include "access/outside/ldap.h"

#include <gtest/gtest.h>

namespace rapport::access {
namespace {

// SX-06
TEST(LdapFilter, NothingThatIsTypedMeansAnything) {
  EXPECT_EQ(filter_value("dilnoza@example.com"), "dilnoza@example.com");
  EXPECT_EQ(filter_value("*"), "\\2a");
  EXPECT_EQ(filter_value("a)(b\\"), "a\\29\\28b\\5c");
  EXPECT_EQ(filter_value(std::string_view("\0", 1)), "\\00");
  EXPECT_EQ(filter_value("ж ="), "\\d0\\b6\\20\\3d");
  for (int byte = 0; byte < 256; ++byte) {
    const auto text = filter_value(std::string(1, static_cast<char>(byte)));
    for (char meant : std::string("()*&|!=<>~\n") + '\0')
      EXPECT_EQ(text.find(meant), std::string::npos) << byte;
  }
}

TEST(LdapFilter, HolesAreFilledOnce) {
  EXPECT_EQ(filled_filter("(|(mail={email})(uid={email}))", "email", "a*"),
            "(|(mail=a\\2a)(uid=a\\2a))");
  EXPECT_EQ(filled_filter("(mail={email})", "email", "{email}"), "(mail={email})");
  EXPECT_EQ(filled_filter("(cn=x)", "email", "a"), "(cn=x)");
}

TEST(LdapUrl, Addresses) {
  auto address = parse_ldap_url("ldaps://dc.example.com");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "dc.example.com");
  EXPECT_EQ(address->port, 636);
  EXPECT_EQ(address->tls, LdapTls::Ldaps);
  address = parse_ldap_url("ldap://10.0.0.7:3389/");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->port, 3389);
  EXPECT_EQ(address->tls, LdapTls::StartTls) << "never in the clear";
  EXPECT_EQ(parse_ldap_url("ldaps://[2001:db8::7]:7636")->host, "2001:db8::7");
  EXPECT_EQ(parse_ldap_url("ldaps://[2001:db8::7]")->port, 636);
  for (auto wrong : {"", "http://x", "ldap://", "ldaps://x:0", "ldaps://x:70000", "ldaps://x:y",
                     "ldap://u:p@x", "ldap://x/dc=com", "ldap://x?y", "ldap://a b", "ldapi:///"})
    EXPECT_FALSE(parse_ldap_url(wrong)) << wrong;
}

}  // namespace
}  // namespace rapport::access
