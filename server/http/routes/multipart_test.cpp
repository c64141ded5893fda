#include "http/routes/multipart.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/error.h"
#include "base/limits.h"

namespace rapport::http {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=b0";

struct Outcome {
  Form form;
  std::string content, error;
};

Outcome read(const std::string& body, std::string_view type = kType) {
  Outcome outcome;
  std::istringstream in(body);
  std::ostringstream out;
  try {
    outcome.form = read_form(type, in, out);
  } catch (const base::Error& error) {
    outcome.error = error.code;
  }
  outcome.content = out.str();
  return outcome;
}

std::string part(const std::string& headers, const std::string& content) {
  return "--b0\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}
std::string file(const std::string& content, const std::string& name = "filename=\"a.txt\"") {
  return part("Content-Disposition: form-data; name=\"f\"; " + name, content);
}
std::string name_in(const std::string& parameter) {
  return read(file("x", parameter) + "--b0--\r\n").form.file_name;
}

TEST(Multipart, FileAndFields) {
  auto got = read("a preamble\r\n" +
                  part("content-disposition: form-data; name=related", "17") +
                  part("Content-Type: text/plain\r\n"
                       "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"",
                       "one\r\n--b\r\ntwo") +
                  "--b0--\r\nan epilogue");
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.content, "one\r\n--b\r\ntwo");
  EXPECT_EQ(got.form.size, 13u);
  EXPECT_EQ(got.form.file_name, "a.txt");
  EXPECT_EQ(got.form.media_type, "text/plain");
  EXPECT_EQ(got.form.find("related"), "17");
  EXPECT_EQ(got.form.find("name"), std::nullopt);
}

TEST(Multipart, EmptyContents) {
  EXPECT_EQ(read(file("") + "--b0--").form.file_name, "a.txt");
  EXPECT_EQ(read("--b0\r\nContent-Disposition: form-data; filename=a\r\n\r\n--b0--").error, "");
  EXPECT_EQ(read(file("\r\n\r\n") + "--b0--").content, "\r\n\r\n");
}

// A boundary may fall on every place of the pieces that are read.
TEST(Multipart, BoundaryAcrossPieces) {
  for (std::size_t size = 64 * 1024 - 200; size < 64 * 1024 + 50; ++size) {
    std::string content(size, '\r');
    auto got = read(file(content) + "--b0--");
    ASSERT_EQ(got.error, "") << size;
    ASSERT_TRUE(got.content == content) << size;
  }
}

TEST(Multipart, Names) {
  EXPECT_EQ(name_in("filename=plain.txt"), "plain.txt");
  EXPECT_EQ(name_in("filename=\"a \\\"b\\\" %22c%22; d.txt\""), "a \"b\" \"c\"; d.txt");
  EXPECT_EQ(name_in("filename=\"C:\\dir\\a.txt\""), "C:\\dir\\a.txt");
  EXPECT_EQ(name_in("filename=\"Смета.txt\""), "Смета.txt");
  EXPECT_EQ(name_in("filename=\"b.txt\"; filename*=UTF-8''%D0%A1%D0%BC.txt"), "См.txt");
  EXPECT_EQ(read(file("x", "filename*=latin1''a.txt") + "--b0--").error, "form_part");
  EXPECT_EQ(read(file("x", "filename*=UTF-8''%FF.txt") + "--b0--").error, "form_part");
  EXPECT_EQ(read(file("x", "filename*=plain") + "--b0--").error, "form_part");
  EXPECT_EQ(read(file("x", "filename=\"open") + "--b0--").error, "form_part");
}

TEST(Multipart, Boundaries) {
  auto body = file("x") + "--b0--";
  EXPECT_TRUE(is_form("Multipart/Form-Data ; boundary=x"));
  EXPECT_FALSE(is_form("multipart/form-data-2"));
  EXPECT_EQ(read(body, "multipart/form-data; charset=a; boundary=\"b0\"").error, "");
  EXPECT_EQ(read(body, "multipart/form-data").error, "form_boundary");
  EXPECT_EQ(read(body, "multipart/form-data; boundary=").error, "form_boundary");
  EXPECT_EQ(read(body, "multipart/form-data; boundary=\"a\\\"b\"").error, "form_boundary");
  EXPECT_EQ(read(body, "multipart/form-data; boundary=" + std::string(71, 'x')).error,
            "form_boundary");
  EXPECT_EQ(read(body, "multipart/form-data; boundary=other").error, "form_cut");
}

// Every beginning of a form is a form cut off.
TEST(Multipart, CutOff) {
  auto body = part("Content-Disposition: form-data; name=name", "n") + file("content") + "--b0--";
  for (std::size_t size = 0; size < body.size(); ++size)
    ASSERT_EQ(read(body.substr(0, size)).error, "form_cut") << size;
  EXPECT_EQ(read(body).error, "");
}

TEST(Multipart, WrongParts) {
  EXPECT_EQ(read("--b0--").error, "form_no_file");
  EXPECT_EQ(read(part("Content-Disposition: form-data; name=a", "x") + "--b0--").error,
            "form_no_file");
  EXPECT_EQ(read(file("x") + file("y") + "--b0--").error, "form_two_files");
  EXPECT_EQ(read(part("Content-Type: text/plain", "x") + "--b0--").error, "form_part");
  EXPECT_EQ(read("--b0\r\n\r\nx\r\n--b0--").error, "form_part");
  EXPECT_EQ(read(part("Content-Disposition: attachment; filename=a", "x") + "--b0--").error,
            "form_part");
  EXPECT_EQ(read(part("no colon", "x") + "--b0--").error, "form_part");
  EXPECT_EQ(read(file("x", std::string("filename=\"a\0b\"", 14)) + "--b0--").error, "form_part");
  EXPECT_EQ(read(file("x", "filename=\"\xFF\"") + "--b0--").error, "form_part");
  EXPECT_EQ(read("--b0 \t\r\n" + file("x").substr(6) + "--b0--").error, "");
  EXPECT_EQ(read("--b0x\r\n" + file("x").substr(6) + "--b0--").error, "form_part");
  EXPECT_EQ(read(part("Content-Disposition: form-data; filename=a\r\n"
                      "Content-Transfer-Encoding: base64", "eA==") + "--b0--").error,
            "unsupported_media");
}

TEST(Multipart, Limits) {
  using namespace base::limits;
  auto headers = "X: " + std::string(kFormHeaderBytes, 'x');
  EXPECT_EQ(read(part(headers, "x") + "--b0--").error, "too_long");
  EXPECT_EQ(read("--b0\r\nX: " + std::string(10 * kFormHeaderBytes, 'x')).error, "too_long");
  auto field = [](std::size_t size) {
    return part("Content-Disposition: form-data; name=name", std::string(size, 'x'));
  };
  EXPECT_EQ(read(field(kFormFieldBytes) + file("x") + "--b0--").error, "");
  EXPECT_EQ(read(field(kFormFieldBytes + 1) + file("x") + "--b0--").error, "too_long");
  std::string many;
  for (std::size_t i = 0; i <= kFormFields; ++i) many += field(1);
  EXPECT_EQ(read(many + file("x") + "--b0--").error, "too_many_values");
}

}  // namespace
}  // namespace rapport::http
