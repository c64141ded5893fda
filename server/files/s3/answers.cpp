#include "files/s3/answers.h"

#include <expat.h>

#include <charconv>
#include <functional>
#include <memory>

namespace rapport::files::s3 {

namespace {

// Told of each element when it ends: its path from the root, and its text.
using OnElement = std::function<void(const std::string& path, const std::string& text)>;

struct Reader {
  const OnElement& on_element;
  std::string path = {}, text = {};
};

void begin(void* reader_pointer, const XML_Char* name, const XML_Char**) {
  auto& reader = *static_cast<Reader*>(reader_pointer);
  reader.path += std::string("/") + name;
  reader.text.clear();
}

void end(void* reader_pointer, const XML_Char*) {
  auto& reader = *static_cast<Reader*>(reader_pointer);
  reader.on_element(reader.path, reader.text);
  reader.path.resize(reader.path.rfind('/'));
  reader.text.clear();
}

void add(void* reader_pointer, const XML_Char* bytes, int size) {
  static_cast<Reader*>(reader_pointer)->text.append(bytes, static_cast<std::size_t>(size));
}

void read(std::string_view xml, const OnElement& on_element) {
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), XML_ParserFree);
  Reader reader{on_element};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), begin, end);
  XML_SetCharacterDataHandler(parser.get(), add);
  XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), 1);
}

}  // namespace

ListPage read_list(std::string_view xml) {
  ListPage page;
  Listed object;
  bool is_cut = false;
  read(xml, [&](const std::string& path, const std::string& text) {
    if (path == "/ListBucketResult/Contents/Key") object.key = text;
    if (path == "/ListBucketResult/Contents/Size")
      std::from_chars(text.data(), text.data() + text.size(), object.bytes);
    if (path == "/ListBucketResult/Contents") page.objects.push_back(std::exchange(object, {}));
    if (path == "/ListBucketResult/IsTruncated") is_cut = text == "true";
    if (path == "/ListBucketResult/NextContinuationToken") page.next = text;
    if (path == "/ListBucketResult") page.is_list = true;
  });
  if (!is_cut) page.next.clear();
  // More is there, and nobody says how to get it.
  if (is_cut && page.next.empty()) page.is_list = false;
  return page;
}

std::string read_upload_id(std::string_view xml) {
  std::string id;
  read(xml, [&](const std::string& path, const std::string& text) {
    if (path == "/InitiateMultipartUploadResult/UploadId") id = text;
  });
  return id;
}

StoreError read_error(std::string_view xml) {
  StoreError error;
  read(xml, [&](const std::string& path, const std::string& text) {
    if (path == "/Error/Code") error.code = text;
    if (path == "/Error/Message") error.message = text;
  });
  return error;
}

std::string complete_body(const std::vector<std::string>& tags) {
  std::string body = "<CompleteMultipartUpload>";
  for (std::size_t i = 0; i < tags.size(); ++i) {
    body += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>";
    for (char c : tags[i]) {
      if (c == '&') body += "&amp;";
      else if (c == '<') body += "&lt;";
      else body += c;
    }
    body += "</ETag></Part>";
  }
  return body + "</CompleteMultipartUpload>";
}

}  // namespace rapport::files::s3
