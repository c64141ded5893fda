#include "files/s3/address.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace rapport::files::s3 {
namespace {

Address address(AddressWords words) {
  auto read = read_address(words);
  if (!read) throw std::runtime_error(read.failure().code);
  return *read;
}

bool is_refused(AddressWords words) { return !read_address(words); }

TEST(Address, OfAmazonIsBeforeTheHost) {
  auto found = address({"s3://company-files/crm", "", "eu-central-1", ""});
  EXPECT_EQ(found.url_of(found.path_of("7f/a"), {}),
            "https://company-files.s3.eu-central-1.amazonaws.com/crm/7f/a");
  EXPECT_EQ(found.bucket_path(), "/");
  EXPECT_EQ(found.place(), "s3://company-files/crm");
}

TEST(Address, OfAnotherStoreIsInThePath) {
  auto found = address({"s3://files/a/b/", "http://10.0.0.7:9000/", "", ""});
  EXPECT_EQ(found.url_of(found.path_of("7f/a"), {{"uploads", ""}}),
            "http://10.0.0.7:9000/files/a/b/7f/a?uploads=");
  EXPECT_EQ(found.bucket_path(), "/files/");
  EXPECT_EQ(found.region, "us-east-1");
  EXPECT_EQ(found.place(), "s3://files/a/b");
}

TEST(Address, TheAdministratorChooses) {
  EXPECT_EQ(address({"s3://files", "https://store.example:443", "", "host"}).host,
            "files.store.example");
  EXPECT_EQ(address({"s3://files", "", "", "path"}).path_of("x"), "/files/x");
  EXPECT_EQ(address({"s3://files", "http://[::1]:9000", "", ""}).host, "[::1]:9000");
}

TEST(Address, RefusesWhatLeadsElsewhere) {
  for (const char* place : {"s3://", "s3://ab", "s3://-files", "s3://fi les", "s3://a..b",
                            "s3://files//x", "s3://files/../x", "s3://files/a?b", "s3://files/ё"})
    EXPECT_TRUE(is_refused({place, "http://h", "", ""})) << place;
  for (const char* endpoint : {"h", "ftp://h", "http://", "http://h/path", "http://u:p@h",
                               "http://h:0", "http://h:99999", "http://h?x", "http://[::1"})
    EXPECT_TRUE(is_refused({"s3://files", endpoint, "", ""})) << endpoint;
  EXPECT_TRUE(is_refused({"s3://files", "http://h", "eu/../x", ""}));
  EXPECT_TRUE(is_refused({"s3://files", "http://h", "", "other"}));
  EXPECT_TRUE(is_refused({"s3://my.files", "", "", ""}));
  EXPECT_FALSE(is_refused({"s3://my.files", "", "", "path"}));
}

class KeyFile : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path); }
  Credentials read(std::string_view text) {
    std::ofstream(path) << text;
    return read_credentials(path);
  }
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("rapport_s3_key_" + std::to_string(::getpid()));
};

TEST_F(KeyFile, IsWhatOtherProgramsHave) {
  auto key = read("# ours\n[default]\naws_access_key_id = ID\naws_secret_access_key=a/b=\n"
                  "aws_session_token = T\n");
  EXPECT_EQ(key.key_id, "ID");
  EXPECT_EQ(key.secret, "a/b=");
  EXPECT_EQ(key.session_token, "T");
  EXPECT_EQ(read("ID2\nsecret/2==\n").secret, "secret/2==");
}

TEST_F(KeyFile, WithoutAKeyIsRefused) {
  EXPECT_THROW(read(""), std::runtime_error);
  EXPECT_THROW(read("only\n"), std::runtime_error);
  EXPECT_THROW(read("aws_access_key_id = ID\n"), std::runtime_error);
  EXPECT_THROW(read_credentials("/nonexistent/key"), std::runtime_error);
}

}  // namespace
}  // namespace rapport::files::s3
