#include "files/s3/signature.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace rapport::files::s3 {
namespace {

// Source: AWS, "Examples: Signature Calculations", of the page that signature.h names.
const Credentials kKey{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}};
constexpr std::string_view kStamp = "20130524T000000Z";
constexpr const char* kEmpty =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kHost = "examplebucket.s3.amazonaws.com";

Signed example(std::string method, std::string path, Pairs query, Pairs more, std::string hash) {
  Pairs headers{{"Host", kHost},
                {"x-amz-content-sha256", hash},
                {"x-amz-date", std::string(kStamp)}};
  headers.insert(headers.begin(), more.begin(), more.end());
  return {std::move(method), std::move(path), std::move(query), std::move(headers), hash};
}

std::string signature_of(const Signed& request) {
  auto text = authorization(request, kKey, "us-east-1", kStamp);
  return text.substr(text.rfind('=') + 1);
}

TEST(Signature, OfAReadOfARange) {
  auto request = example("GET", "/test.txt", {}, {{"Range", "bytes=0-9"}}, kEmpty);
  EXPECT_EQ(canonical_request(request),
            "GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\n"
            "x-amz-content-sha256:"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
            "x-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(authorization(request, kKey, "us-east-1", kStamp),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(Signature, OfAWrite) {
  const auto hash = hex_sha256("Welcome to Amazon S3.");
  EXPECT_EQ(hash, "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072");
  auto request = example("PUT", "/" + encode("test$file.text", Slash::Stays), {},
                         {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                          {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                         hash);
  EXPECT_EQ(signature_of(request),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(Signature, OfAQuestionWithoutAValue) {
  EXPECT_EQ(signature_of(example("GET", "/", {{"lifecycle", ""}}, {}, kEmpty)),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(Signature, OfAList) {
  auto request = example("GET", "/", {{"prefix", "J"}, {"max-keys", "2"}}, {}, kEmpty);
  EXPECT_EQ(query_text(request.query), "max-keys=2&prefix=J");
  EXPECT_EQ(signature_of(request),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(Signature, EncodesWhatIsNotPlain) {
  EXPECT_EQ(encode("a b/ё~+=", Slash::Encoded), "a%20b%2F%D1%91~%2B%3D");
  EXPECT_EQ(encode("a/b", Slash::Stays), "a/b");
  EXPECT_EQ(query_text({{"b", "2"}, {"a", "x y"}, {"B", "1"}}), "B=1&a=x%20y&b=2");
}

TEST(Signature, StampsAreOfGreenwich) {
  EXPECT_EQ(stamp_of(1'369'353'600'000'000), "20130524T000000Z");
}

TEST(Signature, HashesAPartOfAFile) {
  char path[] = "/tmp/rapport_hash_XXXXXX";
  int file = ::mkstemp(path);
  ::unlink(path);
  const std::string bytes = std::string(700'000, 'x') + "Welcome to Amazon S3.";
  ASSERT_EQ(::write(file, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  EXPECT_EQ(hex_sha256(file, 700'000, 21), hex_sha256("Welcome to Amazon S3."));
  EXPECT_EQ(hex_sha256(file, 0, bytes.size()), hex_sha256(bytes));
  EXPECT_EQ(hex_sha256(file, 5, 0), kEmpty);
  EXPECT_THROW(hex_sha256(file, 0, bytes.size() + 1), std::runtime_error);
  ::close(file);
}

}  // namespace
}  // namespace rapport::files::s3
