// Values and bodies: header fields, URLs, gzip, static files, ranges.
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "http/answers/compression.h"
#include "http/answers/file_response.h"
#include "http/answers/static_files.h"
#include "http/url.h"

namespace rapport::http {
namespace {

std::string unpack(const std::string& packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = inflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return result == Z_STREAM_END ? out : "not gzip";
}

Request get(std::string_view path) {
  Request request;
  request.path = std::string(path);
  return request;
}

TEST(Headers, CompareWithoutCaseAndCannotBeSplit) {
  Headers headers;
  headers.add("X-One", "a\r\nSet-Cookie: stolen\x01");
  EXPECT_EQ(headers.find("x-ONE"), "a  Set-Cookie: stolen ");
  headers.add_default("x-one", "b");
  EXPECT_EQ(headers.count("X-One"), 1u);
  EXPECT_FALSE(headers.has("X-On"));
}

TEST(Headers, ListsTokens) {
  EXPECT_TRUE(lists_token("deflate, GZIP;q=0.5, br", "gzip"));
  EXPECT_FALSE(lists_token("gzip;q=0, br", "gzip"));
  EXPECT_FALSE(lists_token("gzip;q=0.000", "gzip"));
  EXPECT_FALSE(lists_token("xgzip", "gzip"));
}

TEST(Request, FindsCookies) {
  Request request;
  request.headers.add("Cookie", "a=1; session=abc=; b=2");
  EXPECT_EQ(request.cookie("session"), "abc=");
  EXPECT_EQ(request.cookie("sess"), "");
}

TEST(Url, EncodesWhatItDecodes) {
  const std::string text = "a b/й&=+%";
  EXPECT_EQ(decode_percent(encode_percent(text)), text);
  EXPECT_FALSE(decode_percent("%"));
  EXPECT_FALSE(decode_percent("%C3"));
  const auto query = decode_query("a=1&&b&c=%26=");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->size(), 3u);
  EXPECT_EQ((*query)[2].second, "&=");
  std::string many;
  for (int i = 0; i < 300; ++i) many += "a=1&";
  EXPECT_FALSE(decode_query(many));
}

TEST(Compression, PacksLargeTextForThoseWhoTakeIt) {
  auto response = json_response(std::string(5'000, 'j'));
  compress(response, "gzip, br");
  EXPECT_EQ(response.headers.find("Content-Encoding"), "gzip");
  EXPECT_LT(response.body.size(), 500u);
  EXPECT_EQ(unpack(response.body), std::string(5'000, 'j'));
  EXPECT_EQ(unpack(gzip("")), "");
}

TEST(Compression, LeavesTheRestAlone) {
  auto small = json_response("{}");
  compress(small, "gzip");
  EXPECT_EQ(small.body, "{}");
  auto unwanted = json_response(std::string(5'000, 'j'));
  compress(unwanted, "br, gzip;q=0");
  EXPECT_EQ(unwanted.body.size(), 5'000u);
  EXPECT_EQ(unwanted.headers.find("Vary"), "Accept-Encoding");
  auto image = json_response(std::string(5'000, 'j'));
  image.content_type = "image/png";
  compress(image, "gzip");
  EXPECT_EQ(image.body.size(), 5'000u);
}

class StaticFilesTest : public testing::Test {
 protected:
  const StaticFiles files{{{"index.html", "<html>"}, {"assets/app-1.js", "let a"},
                           {"assets/app-1.js.br", "packed"}, {"sw.js", "worker"}}};
};

TEST_F(StaticFilesTest, ServesFilesWithTypeAndCaching) {
  const auto script = files.respond(get("/assets/app-1.js"));
  EXPECT_EQ(script.constant, "let a");
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(files.respond(get("/sw.js")).headers.find("Cache-Control"), "no-cache");
  auto request = get("/assets/app-1.js");
  request.headers.add("Accept-Encoding", "gzip, br");
  const auto packed = files.respond(request);
  EXPECT_EQ(packed.constant, "packed");
  EXPECT_EQ(packed.headers.find("Content-Encoding"), "br");
  EXPECT_EQ(packed.content_type, "text/javascript; charset=utf-8");
}

TEST_F(StaticFilesTest, AnswersATagItKnowsWithNothing) {
  auto request = get("/sw.js");
  const std::string tag(files.respond(request).headers.find("ETag"));
  request.headers.add("If-None-Match", "\"x\", W/" + tag);
  EXPECT_EQ(files.respond(request).status, 304);
}

TEST_F(StaticFilesTest, LeadsPagesToTheIndexButNotFiles) {
  EXPECT_EQ(files.respond(get("/")).constant, "<html>");
  EXPECT_EQ(files.respond(get("/deals/42")).constant, "<html>");
  EXPECT_EQ(files.respond(get("/assets/missing")).status, 404);
  EXPECT_EQ(files.respond(get("/missing.js")).status, 404);
  EXPECT_EQ(files.respond(get("/../../etc/passwd")).constant, "<html>");
  EXPECT_EQ(files.respond(get("/%zz")).status, 404);
  auto post = get("/");
  post.method = Method::Post;
  EXPECT_EQ(files.respond(post).status, 405);
}

class FileTest : public testing::Test {
 protected:
  void SetUp() override {
    path = std::filesystem::temp_directory_path() /
           ("rapport_file_test_" + std::to_string(::getpid()));
    std::ofstream(path) << "0123456789";
  }
  void TearDown() override { std::filesystem::remove(path); }

  Response ask(std::string_view range, std::string_view if_range = {}) {
    auto request = get("/f");
    if (!range.empty()) request.headers.add("Range", range);
    if (!if_range.empty()) request.headers.add("If-Range", if_range);
    auto response =
        file_response(request, {from_disk(path), 10, "text/html", "счёт \"1\".html", "t"});
    open_file(response);
    return response;
  }
  std::string content(std::string_view range) {
    auto response = ask(range);
    std::string all, piece;
    bool has_more = response.produce != nullptr;
    while (has_more) {
      has_more = response.produce(piece);
      all += piece;
    }
    return all;
  }

  std::filesystem::path path;
};

TEST_F(FileTest, ServesTheRangeAskedFor) {
  EXPECT_EQ(content(""), "0123456789");
  EXPECT_EQ(content("bytes=2-4"), "234");
  EXPECT_EQ(content("bytes=8-"), "89");
  EXPECT_EQ(content("bytes=-3"), "789");
  EXPECT_EQ(content("bytes=5-100"), "56789");
  EXPECT_EQ(content("bytes=1-2,4-5"), "0123456789");
  EXPECT_EQ(content("bytes=4-2"), "0123456789");
  EXPECT_EQ(ask("bytes=2-4").headers.find("Content-Range"), "bytes 2-4/10");
  EXPECT_EQ(ask("bytes=2-4").status, 206);
  EXPECT_EQ(ask("bytes=10-").status, 416);
  EXPECT_EQ(ask("bytes=-0").status, 416);
  EXPECT_EQ(ask("bytes=2-4", "\"old\"").status, 200);
  EXPECT_EQ(ask("bytes=2-4", "\"t\"").status, 206);
}

TEST_F(FileTest, NeverLetsAFileActOnOurOrigin) {
  const auto response = ask("");
  EXPECT_EQ(response.headers.find("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_TRUE(response.headers.find("Content-Disposition").starts_with("attachment; "));
  EXPECT_EQ(attachment_disposition("a\"b\r\nй"),
            "attachment; filename=\"a_b____\"; filename*=UTF-8''a%22b%0D%0A%D0%B9");
}

TEST_F(FileTest, ToldThatAFileIsGone) {
  std::filesystem::remove(path);
  EXPECT_THROW(ask(""), base::Error);
}

}  // namespace
}  // namespace rapport::http
